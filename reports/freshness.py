"""By what an answer is asked again for free: a mark (its ETag) of everything that it depends on.

Every figure is a function of the log's end, the day, the question, and the reader's sight and language.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date

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
    """The hash of the last change in the log, whether the data are invented, the hour (UTC) and the reader's day."""

    log_end: str
    is_demonstration: bool
    hour: str
    day: date


def site_now() -> SiteNow:
    """One query; two where nothing was ever logged. On the hour begins somebody's day, and with it a round or a role."""
    invented, now = Exists(User.objects.filter(is_demo=True)), timezone.now()
    hour, day = now.astimezone(UTC).isoformat(timespec="hours"), timezone.localdate(now)
    row = LogEnd.objects.filter(pk=LogEnd.ONLY).values_list("hash", invented).first()
    log_end, is_invented = row or ("", is_demonstration())
    return SiteNow(log_end, is_invented, hour, day)


def mark(request: HttpRequest, site: SiteNow) -> str:
    """The ETag of what this reader is answered at this address: by what was so before it was made, for who is signed in
    and in the language chosen by now. It holds for an hour at most."""
    signs = (
        *(release(), *(str(getattr(settings, name)) for name in SHOWN), repr(site)),
        *(request.build_absolute_uri(), request.headers.get("Accept", ""), get_language() or "", str(request.user.pk)),
    )
    return f'W/"{hashlib.sha256(repr(signs).encode()).hexdigest()[:32]}"'


def is_unchanged(request: HttpRequest, site: SiteNow) -> bool:
    """Does the asker hold the answer?"""
    etag, asked = mark(request, site), parse_etags(request.headers.get("If-None-Match", ""))
    return etag in asked or etag.removeprefix("W/") in asked


def shows_demonstration(request: HttpRequest) -> bool:
    """No query where the request knows its `site_now`, else one."""
    site = getattr(request, "site_now", None)
    return site.is_demonstration if site else is_demonstration()
