"""Archives as Office and OpenDocument files are, told how large they are before anything of them is unpacked."""

import zipfile
import zlib

from reports.files.carried import Refused, gettext_noop
from reports.limits import MEGABYTE, UNPACKED_PARTS

UNREADABLE = gettext_noop("The file cannot be read. Open it, save it again and send the new copy.")
LOCKED = gettext_noop("The file is password-protected, so it cannot be checked. Send it without a password.")
UNPACKS_TOO_LARGE = gettext_noop("The file is larger than %(most)d MB once unpacked. Send a smaller one.")
TOO_MANY_PARTS = gettext_noop("The file has more than %(most)d parts. Send a smaller one.")
BROKEN = (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, zlib.error)
MANIFEST, ENCRYPTED, IS_LOCKED = "META-INF/manifest.xml", b"encryption-data", 0x1


def parts_of(archive: zipfile.ZipFile, most_bytes: int) -> list[zipfile.ZipInfo]:
    """The parts, all of which may be unpacked: each once, and together within bounds. Raises Refused."""
    parts = archive.infolist()
    if len(parts) > UNPACKED_PARTS:
        raise Refused(TOO_MANY_PARTS, most=UNPACKED_PARTS)
    if sum(part.file_size for part in parts) > most_bytes:
        raise Refused(UNPACKS_TOO_LARGE, most=most_bytes // MEGABYTE)
    if len({part.filename for part in parts}) < len(parts):
        raise Refused(UNREADABLE)  # which of two parts of one name is meant, programs do not agree
    if any(part.flag_bits & IS_LOCKED or is_locked(archive, part) for part in parts):
        raise Refused(LOCKED)
    return parts


def is_locked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether it is the list of an OpenDocument file that says how its parts are encrypted."""
    return part.filename == MANIFEST and ENCRYPTED in archive.read(part)
