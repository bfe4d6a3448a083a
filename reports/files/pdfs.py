"""PDF: what it, its pages and its pictures say about their makers, and the files that are attached to it."""

import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from reports.files.archives import LOCKED, UNREADABLE
from reports.files.carried import TOO_MUCH, Refused
from reports.files.nested import Inside, of_attachment
from reports.files.parts import cleaned_attachment
from reports.files.paths import own_name
from reports.files.pdf_pictures import GAVE_UP, clean_pictures
from reports.files.signatures import Signed, is_signed_pdf, remove_what_signatures_allow, removed_value
from reports.files.xfa import clean_form
from reports.limits import PDF_STREAM_BYTES

STATUS, FORGET_PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")
MISBUILT = (ValueError, TypeError, AttributeError, KeyError)  # a name that is no text, a dictionary that is none
SWOLLEN = PDF_STREAM_BYTES * 3 // 4  # bytes that nothing takes that was unpacked within bounds
SAID = ("/Metadata", "/PieceInfo", "/Thumb", "/CreatorInfo")  # of the document, a page, a picture, whatever has it
MAKERS = ("/Author", "/Creator", "/Producer")  # as texts: of layers, of articles, of files that are collected
LOOKED_FOR = re.compile(  # most of the many have none
    rb"/(?:Metadata|PieceInfo|Thumb|EF|Desc|Filespec|GoToR|Launch|V |Author|Creator|Producer)"
)
FILES = ("/F", "/UF", "/DOS", "/Mac", "/Unix")

pikepdf.settings.set_qpdf_limits(
    flate_max_memory=PDF_STREAM_BYTES,
    run_length_max_memory=PDF_STREAM_BYTES,
    png_max_memory=PDF_STREAM_BYTES,
    tiff_max_memory=PDF_STREAM_BYTES,
    dct_max_memory=PDF_STREAM_BYTES,
)


def without_info(content: bytes, inside: Inside) -> bytes:
    """The PDF without what it says of its makers. Raises Refused, and Signed."""
    try:
        with opened(content) as pdf:
            things = list(pdf.objects)
            if any(GAVE_UP in str(warning) for warning in pdf.get_warnings()):
                raise Refused(TOO_MUCH)
            if is_signed_pdf(pdf, content):
                raise Signed
            return unsigned_without_info(pdf, things, inside)
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    except (pikepdf.PdfError, *MISBUILT):
        raise Refused(UNREADABLE) from None


def opened(content: bytes) -> pikepdf.Pdf:
    """Where the list of its parts takes more than is allowed qpdf gives up without a word; its memory tells."""
    before = memory("VmRSS")
    FORGET_PEAK.write_text("5")
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PdfError:
        require_lean(before)
        raise
    require_lean(before)
    return pdf


def require_lean(before: int) -> None:
    if memory("VmHWM") - before > SWOLLEN:
        raise Refused(TOO_MUCH)


def unsigned_without_info(pdf: pikepdf.Pdf, things: list[Object], inside: Inside) -> bytes:
    if "/Info" in pdf.trailer:
        del pdf.trailer.Info
    for thing in things:
        if LOOKED_FOR.search(written(thing)):
            for each in with_direct(thing):
                clean_object(each, inside)
    remove_what_signatures_allow(pdf)
    clean_form(pdf.Root.get("/AcroForm"))
    clean_pictures(pdf, things)
    for thing in things:
        if isinstance(thing, Stream):
            pack(thing)
    saved = io.BytesIO()
    packing = pikepdf.StreamDecodeLevel.none  # each part stays packed as it is
    pdf.save(saved, deterministic_id=True, fix_metadata_version=False, stream_decode_level=packing)
    return saved.getvalue()


def pack(thing: Stream) -> None:
    """One that stands unpacked is packed here, since qpdf does it in another order than it keeps what is packed."""
    if "/Filter" not in thing and (content := thing.read_raw_bytes()):
        thing.write(zlib.compress(content), filter=Name.FlateDecode)


def written(thing: object) -> bytes:
    """The object as it stands in the file, names without escapes; of a stream its dictionary."""
    if not isinstance(thing, Object):
        return b""  # a number or the like
    return thing.stream_dict.unparse() if isinstance(thing, Stream) else thing.unparse(resolved=True)


def with_direct(thing: Object) -> Iterator[Object]:
    """The object, and those that stand in it and not by themselves."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary | Stream):
            yield one
            waiting += [value for _key, value in one.items() if is_direct(value)]
        elif isinstance(one, Array):
            waiting += [value for value in one if is_direct(value)]


def is_direct(value: object) -> bool:
    return isinstance(value, Dictionary | Array) and not value.is_indirect


def clean_object(thing: Object, inside: Inside) -> None:
    for key in SAID:
        if key in thing:
            del thing[key]
    for key in MAKERS:
        if isinstance(thing.get(key), String):
            del thing[key]
    if removed_value(thing):
        inside.lost.signature = True
    if names_file(thing):
        clean_name(thing)
    if isinstance(thing.get("/EF"), Dictionary):
        clean_attached(thing, inside)


def names_file(thing: Object) -> bool:
    return "/EF" in thing or thing.get("/Type") == "/Filespec" or thing.get("/S") in ("/GoToR", "/Launch")


def clean_name(named: Object) -> None:
    """The name of a file, attached or beside the PDF, without what was noted of it and the folders it was in."""
    if "/Desc" in named:
        del named.Desc
    for key in FILES:
        if isinstance(named.get(key), String):
            own = own_name(str(named[key]))
            if own != str(named[key]):
                named[key] = String(own)


def clean_attached(named: Object, inside: Inside) -> None:
    """The files of one name, cleaned; the days and the sum that were noted of them go."""
    name = next((str(named[key]) for key in ("/UF", "/F") if key in named), "?")
    for key in FILES:
        file = named.EF.get(key)
        if isinstance(file, Stream):
            try:
                file.write(cleaned_attachment(name, file.read_bytes(), inside))
            except Refused as refused:
                raise refused if inside.depth else of_attachment(name, refused) from None
            if "/Params" in file:
                del file.Params


def memory(name: str) -> int:
    """Bytes that this process takes ("VmRSS"), or took at most since that was forgotten ("VmHWM")."""
    lines = (line.split() for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return next((int(size) * 1024 for _name, size, _unit in lines), 0)
