"""Files inside a file: how deep, and how much of them together may be unpacked."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reports.files.archives import UNPACKS_TOO_LARGE
from reports.files.carried import Refused, gettext_noop
from reports.files.signatures import Signed
from reports.limits import EMBEDDED_LEVELS, MEGABYTE, UNPACKED_BYTES

MOST_NAMED = 100  # characters of the name of a part
TOO_DEEP = gettext_noop("The file contains files nested more than %(most)d levels deep. Send them one by one.")
UNCLEANABLE = gettext_noop(
    "The file contains “%(part)s”, from which location and author details cannot be removed. Remove that part "
    "and send the file again, or save the file as a PDF and send the PDF."
)
ATTACHED = gettext_noop(
    "The PDF has the attachment “%(part)s”, from which location and author details cannot be removed. Remove the "
    "attachment and send the PDF again."
)
PICTURE_OF_A_PDF = gettext_noop(
    "Location and author details cannot be removed from a picture in the PDF (“%(part)s”). Print the PDF to a "
    "new PDF file, and send that instead."
)
SIGNED_INSIDE = gettext_noop(
    "The file contains “%(part)s”, which is digitally signed: removing location and author details from it would "
    "invalidate the signature. Send it separately, and remove it from this file."
)


@dataclass
class Room:
    """What may still be unpacked, counted over all that is inside each other."""

    bytes: int = UNPACKED_BYTES


@dataclass
class Lost:
    """What was taken out of a file, or of one inside it, of which its sender should know."""

    signature: bool = False


@dataclass(frozen=True)
class Inside:
    """Handed down from file to file: `clean(content, inside)` cleans a document, or raises Refused or Signed."""

    clean: Callable[[bytes, "Inside"], bytes]
    depth: int = 0
    room: Room = field(default_factory=Room)
    lost: Lost = field(default_factory=Lost)

    def cleaned(self, name: str, content: bytes) -> bytes:
        """A document that is inside the one that is cleaned now. A signed one is refused: the whole is not signed."""
        if self.depth >= EMBEDDED_LEVELS:
            raise Refused(TOO_DEEP, most=EMBEDDED_LEVELS)
        try:
            return self.clean(content, replace(self, depth=self.depth + 1))
        except Signed:
            raise Refused(SIGNED_INSIDE, part=name[-MOST_NAMED:]) from None

    def take(self, size: int) -> None:
        if size > self.room.bytes:
            raise Refused(UNPACKS_TOO_LARGE, most=UNPACKED_BYTES // MEGABYTE)
        self.room.bytes -= size


def uncleanable(part: str, why: str = UNCLEANABLE) -> Refused:
    """The reason, with the name of a part as people may find it: its last letters."""
    return Refused(why, part=part[-MOST_NAMED:])


def of_attachment(name: str, refused: Refused) -> Refused:
    """The reason for whoever sent a PDF, by the name of what is attached to it, and of what is inside that."""
    part = str(refused.params.get("part", ""))
    named = name if name.endswith(part) else f"{name}: {part}"
    return uncleanable(named, ATTACHED) if refused.message == UNCLEANABLE else refused
