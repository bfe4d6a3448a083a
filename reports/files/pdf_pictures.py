"""The pictures of a PDF: those that stand by themselves, and those that are written into what draws a page, a form, a
glyph, a pattern or the look of a note."""

import re
import warnings
import zlib
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from reports.files.carried import TOO_MUCH, Refused
from reports.files.nested import PICTURE_OF_A_PDF, uncleanable
from reports.files.pictures import BrokenPicture, stripped
from reports.limits import PDF_STREAM_BYTES

LOSSLESS = pikepdf.StreamDecodeLevel.specialized  # every packing but those of pictures
GAVE_UP = "limit exceeded"
PICTURES = {"/DCTDecode": ("JPEG",), "/DCT": ("JPEG",), "/JPXDecode": ("JP2", "J2K")}
A_PIECE = 64  # bytes
CUT_SHORT = "while reading inline image"
BEGUN = re.compile(rb"(?<![^\s>\])}])BI(?=[\s/%])")  # a picture within what draws
PACKED = re.compile(rb"/(?:DCT|JPX|[^\s/#]{0,16}#[0-9A-Fa-f]{2})")  # as a picture is, or under a name with escapes
NOT_DRAWING = ("/Length1", "/Length2", "/FunctionType")  # of fonts and functions
OTHER_KINDS = ("/Image", "/Type1C", "/CIDFontType0C", "/OpenType", "/XML")
BEFORE_END = re.compile(rb"(?:\r\n|[\0\t\n\f\r ])\Z")  # what stands before the word that ends it
WRITTEN_ANEW = ("/Filter", "/DecodeParms", "/Length")


def clean_pictures(pdf: pikepdf.Pdf, things: Iterable[Object]) -> None:
    """Raises Refused for a picture that does not stand as its kind says."""
    pieces: set[tuple[int, int]] = set()
    for thing in things:
        if isinstance(thing, Dictionary) and isinstance(thing.get("/Contents"), Array):
            pieces |= clean_in_pieces(pdf, thing)
    for thing in things:
        if not isinstance(thing, Stream):
            continue
        clean_picture(pdf, thing)
        if is_drawing(thing):
            clean_drawing(pdf, thing, is_piece=thing.objgen in pieces)


def clean_picture(pdf: pikepdf.Pdf, thing: Stream) -> None:
    filters = listed(thing.get("/Filter"))
    if not filters or str(filters[-1]) not in PICTURES:
        return
    parameters = listed(thing.get("/DecodeParms", thing.get("/DP")))
    packed = unpacked(pdf, thing.read_raw_bytes(), filters[:-1], parameters)
    clean = cleaned_picture(packed, filters[-1], f"PDF image {thing.objgen[0]}")
    if clean != packed:
        last = parameters[-1] if len(parameters) == len(filters) else None
        decoding = last if isinstance(last, pikepdf.Dictionary) else None
        thing.write(clean, filter=pikepdf.Name(str(filters[-1])), decode_parms=decoding)


def cleaned_picture(packed: bytes, packing: Object | str, name: str) -> bytes:
    for kind in PICTURES[str(packing)]:
        try:
            return stripped(packed, kind)
        except BrokenPicture:
            continue
    raise uncleanable(name, PICTURE_OF_A_PDF)


# Pictures within what draws ------------------------------------------------------------------------------------------


def is_drawing(thing: Stream) -> bool:
    return str(thing.get("/Subtype", "")) not in OTHER_KINDS and not any(key in thing for key in NOT_DRAWING)


def clean_in_pieces(pdf: pikepdf.Pdf, page: Dictionary) -> set[tuple[int, int]]:
    """Of a page that is drawn in several pieces, as one, since a picture may begin in one and end in another."""
    pieces = [piece for piece in page.Contents if isinstance(piece, Stream)]
    content = b"\n".join(content_of(piece) for piece in pieces)
    if (clean := cleaned_drawing(pdf, content, f"PDF page {page.objgen[0]}")) != content:
        page.Contents = pdf.make_stream(zlib.compress(clean), Filter=Name.FlateDecode)
    return {piece.objgen for piece in pieces}


def clean_drawing(pdf: pikepdf.Pdf, thing: Stream, *, is_piece: bool) -> None:
    """A piece that cannot be read by itself was read with the others of its page."""
    content = content_of(thing)
    try:
        clean = cleaned_drawing(pdf, content, f"PDF object {thing.objgen[0]}")
    except Refused:
        if is_piece:
            return
        raise
    if clean != content:
        thing.write(clean)


def content_of(thing: Stream) -> bytes:
    """Of what is damaged as much as programs show of it; nothing of what is packed as no drawing is."""
    try:
        return thing.read_bytes(LOSSLESS)
    except pikepdf.PdfError as problem:
        if GAVE_UP in str(problem):
            raise Refused(TOO_MUCH) from None
        is_deflated = [str(one) for one in listed(thing.get("/Filter"))] in (["/FlateDecode"], ["/Fl"])
        return beginning_of(thing.read_raw_bytes()) if is_deflated else b""


def beginning_of(packed: bytes) -> bytes:
    """What can be unpacked before the damage."""
    unpacking, made = zlib.decompressobj(), bytearray()
    try:
        for at in range(0, len(packed), A_PIECE):
            made += unpacking.decompress(packed[at : at + A_PIECE], PDF_STREAM_BYTES - len(made) + 1)
            if len(made) > PDF_STREAM_BYTES:
                raise Refused(TOO_MUCH)
    except zlib.error:
        return bytes(made)
    return bytes(made)


def cleaned_drawing(pdf: pikepdf.Pdf, content: bytes, name: str) -> bytes:
    """The same steps, with clean pictures; the very same bytes where there is none to clean."""
    if b"BI" not in content or not PACKED.search(content) or not BEGUN.search(content):
        return content
    made, is_changed = [], False
    for step in steps_of(pdf, content, name):
        clean = b""
        if isinstance(step, pikepdf.ContentStreamInlineImage):
            clean = cleaned_within_drawing(pdf, step.iimage, name)
        is_changed = is_changed or bool(clean)
        made.append(clean or pikepdf.unparse_content_stream([step]))
    return b"\n".join(made) if is_changed else content


def steps_of(pdf: pikepdf.Pdf, content: bytes, name: str) -> list:
    """Raises Refused where it ends within a picture, or one does not say what it is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            pdf.get_warnings()
            steps = list(pikepdf.parse_content_stream(Stream(pdf, content)))
    except (pikepdf.PdfError, RuntimeError, Warning):
        raise uncleanable(name, PICTURE_OF_A_PDF) from None
    if any(CUT_SHORT in str(warning) for warning in pdf.get_warnings()):
        raise uncleanable(name, PICTURE_OF_A_PDF)
    return steps


def cleaned_within_drawing(pdf: pikepdf.Pdf, picture: pikepdf.PdfInlineImage, name: str) -> bytes:
    """The picture as a step that draws it; nothing where it is no photograph, or is clean."""
    filters = listed(picture.obj.get("/Filter"))
    if not filters or str(filters[-1]) not in PICTURES:
        return b""
    parameters = listed(picture.obj.get("/DecodeParms"))
    try:
        packed = unpacked(pdf, BEFORE_END.sub(b"", picture.read_raw_bytes()), filters[:-1], parameters)
    except pikepdf.PdfError:
        raise uncleanable(name, PICTURE_OF_A_PDF) from None
    clean = cleaned_picture(packed, filters[-1], name)
    if clean == packed.rstrip():
        return b""
    about = {key: value for key, value in picture.obj.items() if key not in WRITTEN_ANEW} | {"/Filter": filters[-1]}
    if len(parameters) == len(filters) and parameters[-1] is not None:
        about["/DecodeParms"] = parameters[-1]
    head = Dictionary(about).unparse().removeprefix(b"<<").removesuffix(b">>")
    return b"BI" + head + b"ID " + clean + b"\nEI"


def listed(value: Object | None) -> list[Object]:
    return [] if value is None else list(value) if isinstance(value, Array) else [value]


def unpacked(pdf: pikepdf.Pdf, content: bytes, filters: list[Object], parameters: list[Object]) -> bytes:
    """What a picture is once those filters are taken off that stand before its own."""
    if not filters:
        return content
    outer = Stream(pdf, content)
    outer.Filter = Array(filters)
    if len(parameters) > len(filters):
        outer.DecodeParms = Array(parameters[: len(filters)])
    return outer.read_bytes(LOSSLESS)
