"""An error that nobody foresaw, told to administrators; the log has it whole, under the number that they are given."""

import logging
import time

from django.conf import settings
from django.http import HttpRequest

from reports import notices
from reports.limits import ERROR_MAIL_SECONDS
from reports.models import Mail, User

logger = logging.getLogger(__name__)


class Numbered(HttpRequest):
    """A request as `actionplan.request_ids` passes it on."""

    id: str


def mail_administrators(request: Numbered, error: BaseException) -> None:
    """Queue a message about an error, where mail is set: one an hour about errors alike. Never fails."""
    if not settings.ERRORS_ARE_MAILED:
        return
    match = request.resolver_match
    where = match.route if match else request.path
    kind = type(error).__name__
    about = {"number": request.id, "method": request.method, "where": f"/{where}"[:200], "kind": kind}
    key = f"error {int(time.time() // ERROR_MAIL_SECONDS)} {kind} {where}"[:160]
    try:
        administrators = User.objects.filter(is_superuser=True, is_active=True, is_demo=False)
        notices.queue(administrators, Mail.Kind.ERROR, "error", key, about)
    except Exception:
        logger.exception("Administrators could not be told of %s", request.id, extra={"request": request})
