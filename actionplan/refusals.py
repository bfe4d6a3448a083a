"""What a request is refused for that no view foresees: which status, in which words. Everything else is a fault of ours."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from django.core import exceptions
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from reports import limits, workflow
from reports.documents.ordering import NotMade
from reports.documents.shelf import Busy
from themes.folding import visible_text

logger = logging.getLogger(__name__)
AWAY = ("08", "53", "55", "57")  # PostgreSQL's classes: no connection, no room, locked, shut down
AWAY_IN_WORDS = (
    "locked",
    "unable to open",
    "readonly",
    "disk i/o error",
    "disk is full",
)  # SQLite's only way to say it
UNKEPT = ("NUL (0x00)", "int too large to convert to SQLite")
RETRY_AFTER = 30  # seconds
PIECE = 64 * 1024  # bytes
TEXT_KINDS = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class Refusal:
    """`detail` in the reader's language."""

    status: int
    detail: str
    headers: dict[str, str] = field(default_factory=dict)


def known(error: BaseException) -> Refusal | None:
    """The answer to an exception that comes from what was sent, or from a database that is away; None for any other."""
    if isinstance(error, DatabaseError | InterfaceError):
        return of_the_database(error)
    if isinstance(error, exceptions.SuspiciousOperation):
        return too_much(error) or cannot_be_read()
    if isinstance(error, exceptions.BadRequest | MultiPartParserError | UnreadablePostError | UnicodeError):
        return cannot_be_read()
    if isinstance(error, exceptions.ObjectDoesNotExist):
        return nothing_there()
    if isinstance(error, exceptions.ValidationError):
        return Refusal(400, " ".join(error.messages))
    if isinstance(error, workflow.StaleVersion):
        return changed_meanwhile()
    if isinstance(error, workflow.WrongState):
        return Refusal(409, str(error))
    if isinstance(error, NotMade):
        return Refusal(
            500, _("This document could not be made. The administrators can see why, and have it made again.")
        )
    if isinstance(error, Busy):
        message = _("Other documents are being made at the moment. Ask for this one again in a minute.")
        return Refusal(503, message, {"Retry-After": str(RETRY_AFTER)})
    if isinstance(error, ValueError | OverflowError) and any(words in str(error) for words in UNKEPT):
        return cannot_be_kept()
    return None


def cannot_be_read() -> Refusal:
    return Refusal(400, _("The request cannot be read. Reload the page and send it again."))


def cannot_be_kept() -> Refusal:
    return Refusal(400, _("The request contains a character or a number that cannot be stored."))


def nothing_there() -> Refusal:
    return Refusal(404, _("There is nothing at this address, or you do not have access to it."))


def no_such_file(form: str) -> Refusal:
    message = _(
        "This page is not available in the format “%(form)s”. Pages that can be downloaded have links to their files."
    )
    return Refusal(400, message % {"form": visible_text(form)[: limits.LABEL]})


def changed_meanwhile() -> Refusal:
    return Refusal(409, _("Someone else has changed this in the meantime. Reload the page."))


def too_much(error: exceptions.SuspiciousOperation) -> Refusal | None:
    if isinstance(error, exceptions.RequestDataTooBig):
        return too_large(limits.BODY_BYTES)
    if isinstance(error, exceptions.TooManyFieldsSent):
        return Refusal(413, _("A form can have at most %(most)d fields.") % {"most": limits.BODY_FIELDS})
    if isinstance(error, exceptions.TooManyFilesSent):
        return Refusal(413, _("At most %(most)d files can be sent at once.") % {"most": limits.BODY_FILES})
    return None


def too_large(most: int) -> Refusal:
    message = _("The request is larger than the limit of %(most)d MB. Send the content in several parts.")
    return Refusal(413, message % {"most": most // limits.MEGABYTE})


def files_too_large() -> Refusal:
    message = _("The files in one form may total at most %(most)d MB. Send some of them now and the rest afterwards.")
    return Refusal(413, message % {"most": limits.FILES_BYTES // limits.MEGABYTE})


def of_the_database(error: DatabaseError | InterfaceError) -> Refusal | None:
    if isinstance(error, IntegrityError):
        logger.error("Two requests wrote the same, and trying again did not help", exc_info=error)
        return changed_meanwhile()
    if isinstance(error, DataError):
        return cannot_be_kept()
    if not is_away(error):
        return None
    logger.error("The database does not answer", exc_info=error)
    message = _("The site cannot reach its database at the moment. Nothing was saved; try again in a few minutes.")
    return Refusal(503, message, {"Retry-After": str(RETRY_AFTER)})


def is_away(error: DatabaseError | InterfaceError) -> bool:
    """Locked, full, shut down or unreachable: nothing that another question to it would mend."""
    if isinstance(error, InterfaceError):
        return True
    cause = error.__cause__
    if cause and hasattr(cause, "pgcode"):
        return isinstance(error, OperationalError) and (not cause.pgcode or cause.pgcode[:2] in AWAY)
    return any(words in str(error).lower() for words in AWAY_IN_WORDS)


def unreadable(request: HttpRequest) -> Refusal | None:
    """What is wrong with a request before anything of its body is read."""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > limits.QUERY_CHARACTERS or query.count("&") >= limits.BODY_FIELDS:
        message = _("The web address is longer than %(most)d characters. Use fewer or shorter parameters.")
        return Refusal(414, message % {"most": limits.QUERY_CHARACTERS})
    if any(not is_text(part) for part in parts_of(request, query)):
        return Refusal(
            400,
            _(
                "The web address or a cookie contains invalid characters. Correct the address, or clear the cookies "
                "of this site."
            ),
        )
    is_multipart = request.content_type == "multipart/form-data"
    if content_length(request) > (limits.MULTIPART_BYTES if is_multipart else limits.BODY_BYTES):
        return files_too_large() if is_multipart else too_large(limits.BODY_BYTES)
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type in TEXT_KINDS and charset not in ("utf-8", "utf8"):
        return Refusal(415, _("Send text encoded as UTF-8."))
    return None


def drain(request: HttpRequest) -> None:
    """Read what is still on its way, up to several of the largest requests: who is still sending would not hear the
    answer. Whoever sends even more finds the connection closed."""
    left = limits.DRAINED_BYTES
    try:
        while left > 0 and (piece := request.read(min(left, PIECE))):
            left -= len(piece)
    except (OSError, UnreadablePostError):  # the line broke: there is nobody left to hear it
        return


def parts_of(request: HttpRequest, query: str) -> Iterator[bytes]:
    yield request.META.get("PATH_INFO", "").encode("latin-1", "replace")
    yield unquote_to_bytes(query.replace("+", " "))
    for value in request.COOKIES.values():
        yield value.encode("utf-8", "surrogatepass")


def is_text(part: bytes) -> bool:
    try:
        return "\0" not in part.decode("utf-8")
    except UnicodeDecodeError:
        return False


def content_length(request: HttpRequest) -> int:
    written = str(request.META.get("CONTENT_LENGTH") or "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 16 else 0
