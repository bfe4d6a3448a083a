"""By what an answer is asked again for free: a mark (its ETag) of everything that it depends on.

Every figure is a function of the log's end, the day, the question, and the reader's sight and language.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC

from django.conf import settings
from django.db.models import Exists
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import get_language

from reports.invented import is_demonstration
from reports.models import LogEnd, User
from reports.release import release

SHOWN = ("SITE_URL", "CONTACT_EMAIL")  # settings of which pages speak, by machine


@dataclass(frozen=True)
class SiteNow:
    """The hash of the last change in the log, and whether the data are invented."""

    log_end: str
    is_demonstration: bool


def site_now() -> SiteNow:
    """One query; two where nothing was ever logged."""
    invented = Exists(User.objects.filter(is_demo=True))
    row = LogEnd.objects.filter(pk=LogEnd.ONLY).values_list("hash", invented).first()
    return SiteNow(*row) if row else SiteNow("", is_demonstration())


def mark(request: HttpRequest, site: SiteNow) -> str:
    """The ETag of what this reader is answered at this address: for who is signed in, and in the language chosen, by now.

    It holds for an hour at most, for on the hour begins somebody's day, and with it a round or a role; the reader's own day
    is asked for by itself.
    """
    now = timezone.now()
    signs = (
        *(release(), *(str(getattr(settings, name)) for name in SHOWN), site.log_end, str(site.is_demonstration)),
        *(now.astimezone(UTC).isoformat(timespec="hours"), timezone.localdate(now).isoformat()),
        *(request.build_absolute_uri(), request.headers.get("Accept", ""), get_language() or "", str(request.user.pk)),
    )
    return f'W/"{hashlib.sha256(repr(signs).encode()).hexdigest()[:32]}"'


def has_it(request: HttpRequest, etag: str) -> bool:
    """Does the asker hold the answer with this mark?"""
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    return etag in asked or etag.removeprefix("W/") in asked
