"""What may be uploaded as evidence: recognised by content, not by name; names and metadata are cleaned on the way in.

The file is read in a process of its own; here is said, in the reader's language, why it is not accepted.
"""

import hashlib
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from reports.files.apart import read_apart
from reports.files.carried import Busy, Refused
from reports.files.kinds import EXTENSIONS, JPEG, PDF, PNG

CLEANED, DRAWN = "reports.files.metadata:cleaned", "reports.files.previews:drawn"
BUSY = "busy"  # the code of a refusal that says nothing of the file
PICTURED = (PDF, PNG, JPEG)


@dataclass(frozen=True)
class CheckedFile:
    """A file fit to be kept: `content` in bytes, its true type, a cleaned name with the matching ending.

    One that `is_signed` says still all that it said of its makers; of one that `lost_signature` a signature did not count.
    """

    name: str
    content_type: str
    content: bytes
    is_signed: bool = False
    lost_signature: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked_file(upload: File) -> CheckedFile:
    """Read and check a file that was sent. Raises ValidationError (`file`) with what to do instead."""
    require_size(upload.size)
    try:
        cleaned = read_apart(CLEANED, upload.read())
    except Refused as refused:
        raise refusal(words_of(refused), BUSY if isinstance(refused, Busy) else "") from None
    name = cleaned_name(upload.name or "", EXTENSIONS[cleaned["content_type"]])
    return CheckedFile(
        name, cleaned["content_type"], cleaned["content"], cleaned["is_signed"], cleaned["lost_signature"]
    )


def preview_of(file: CheckedFile) -> bytes:
    """A small picture of its first page; nothing for kinds that have none, and for what cannot be drawn."""
    if file.content_type in PICTURED:
        with suppress(Refused):
            return read_apart(DRAWN, file.content, kind=file.content_type)
    return b""


def words_of(refused: Refused) -> str:
    """Why a file is not accepted, in the language in force."""
    return _(refused.message) % refused.params


def refusal(message: str, code: str = "") -> ValidationError:
    return ValidationError({"file": [ValidationError(message, code)]})


def is_busy(refused: ValidationError) -> bool:
    """Whether the file may well be good, and could only not be read now."""
    return any(problem.code == BUSY for problem in refused.error_dict.get("file", ()))


def require_size(size: int) -> None:
    if size > settings.EVIDENCE_MAX_BYTES:
        limit = settings.EVIDENCE_MAX_BYTES // (1024 * 1024)
        raise refusal(
            _("The file is larger than %(limit)d MB. Send a smaller one, or a link instead.") % {"limit": limit}
        )
    if not size:
        raise refusal(_("The file is empty. Choose it again."))


def cleaned_name(name: str, extension: str) -> str:
    """A plain name: no folder, no control or odd signs, at most 100 letters, the ending of its true type."""
    stem = re.split(r"[\\/]", name)[-1].rpartition(".")[0] or "document"
    stem = unicodedata.normalize("NFC", stem)
    stem = re.sub(r"[^\w\- ]+", "_", stem).strip("_ ")[:100] or "document"
    return f"{stem}.{extension}"
