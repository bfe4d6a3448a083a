"""What is cleared away every night."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from reports import limits
from reports.models import Job
from reports.workflow import remove_old_uploads


def tidy() -> None:
    """A job: files that were sent and never attached, sessions that are over, jobs that ended long ago."""
    now = timezone.now()
    remove_old_uploads(now)
    Session.objects.filter(expire_date__lt=now).delete()
    done = Q(done_at__lt=now - timedelta(days=limits.JOBS_KEPT_DAYS))
    Job.objects.filter(done | Q(given_up_at__lt=now - timedelta(days=limits.JOBS_GIVEN_UP_KEPT_DAYS))).delete()
