"""What a file says about its makers, taken out on the way in: place, camera, author, company.

Of pictures, Office files and PDFs, and of what is embedded in them to any depth: pictures, small pictures of pages, files
that are attached. What stands in the pages stays as it is, comments and tracked changes with their authors too. A signed
document stays whole, and whoever sends it learns so: its signature names its author, and holds only for the very same
bytes. Inside another it is refused, as is what cannot be cleaned. A signature that does not count is taken out, and
whoever sends it learns so. All of it runs in a process of its own (see `apart`): nothing of Django here.
"""

import io
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from reports.files.carried import Refused, gettext_noop
from reports.files.foreign import why_not
from reports.files.kinds import EXTENSIONS, JPEG, PDF, PNG, kind_of
from reports.files.nested import Inside
from reports.files.packages import without_properties
from reports.files.pdfs import without_info
from reports.files.pictures import BrokenPicture, chunked, jpeg, stripped
from reports.files.pictures.directories import UPRIGHT
from reports.files.signatures import Signed
from reports.limits import PICTURE_PIXELS

UNREADABLE_PICTURE = gettext_noop("The picture cannot be read. Open it, save it again and send the new copy.")
TOO_MANY_PIXELS = gettext_noop("The picture has more than %(most)d million pixels. Send a smaller one.")
KEPT_OF_A_PICTURE = ("transparency", "icc_profile")  # without them a picture would look another
TURNED = {"JPEG": jpeg.orientation, "PNG": chunked.png_orientation}

# From here on a picture larger than that is refused before anything of it is unpacked.
Image.MAX_IMAGE_PIXELS = PICTURE_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def cleaned(content: bytes) -> dict[str, Any]:
    """`{"content_type", "content", "is_signed", "lost_signature"}`: the same document without what it says about its makers.

    Raises Refused.

    The same content always comes out the same, and what came out comes out as it is.
    """
    kind = kind_of(content)
    if kind not in EXTENSIONS:
        raise Refused(why_not(content))
    inside = Inside(clean_document)
    try:
        clean, is_signed = clean_document(content, inside), False
    except Signed:
        clean, is_signed = content, True
    return {
        "content_type": kind,
        "content": clean,
        "is_signed": is_signed,
        "lost_signature": inside.lost.signature,
    }


def clean_document(content: bytes, inside: Inside) -> bytes:
    return CLEANERS.get(kind_of(content), without_properties)(content, inside)


def clean_picture(content: bytes, _inside: Inside, form: str) -> bytes:
    """The picture dot by dot as it was; one that the camera says is to be turned is drawn anew, upright."""
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as picture:
            picture.load()
            if TURNED[form](content) == UPRIGHT:
                return stripped(content, form)
            return upright(picture, form)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused(TOO_MANY_PIXELS, most=PICTURE_PIXELS // 1_000_000) from None
    except (BrokenPicture, UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Refused(UNREADABLE_PICTURE) from None


def upright(picture: Image.Image, form: str) -> bytes:
    ImageOps.exif_transpose(picture, in_place=True)
    picture.info = {name: picture.info[name] for name in KEPT_OF_A_PICTURE if name in picture.info}
    saved = io.BytesIO()
    picture.save(saved, form, quality=95, icc_profile=picture.info.get("icc_profile"))
    return stripped(saved.getvalue(), form)


CLEANERS: dict[str, Callable[[bytes, Inside], bytes]] = {
    PDF: without_info,
    PNG: partial(clean_picture, form="PNG"),
    JPEG: partial(clean_picture, form="JPEG"),
}
