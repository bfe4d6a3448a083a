"""A photograph that is written into what draws a page of a PDF says neither place nor author, wherever that stands."""

import base64
import io
import zlib

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from reports.files.metadata import cleaned
from reports.files.nested import PICTURE_OF_A_PDF
from tests.planted import SECRET, photo, secrets_in
from tests.test_embedded import clean, refused

PHOTO = photo().removesuffix(f"a film of {SECRET}".encode())
RUNS = b"".join(bytes((len(PHOTO[at : at + 128]) - 1,)) + PHOTO[at : at + 128] for at in range(0, len(PHOTO), 128))
PACKINGS = {
    "/DCT": PHOTO,
    "/DCTDecode": PHOTO,
    "/D#43T": PHOTO,
    "[/DCT]": PHOTO,
    "[/AHx /DCT]": PHOTO.hex().encode() + b">",
    "[/ASCIIHexDecode /DCTDecode]": PHOTO.hex().encode() + b">",
    "[/A85 /DCT]": base64.a85encode(PHOTO) + b"~>",
    "[/Fl /DCT]": zlib.compress(PHOTO),
    "[/RL /DCT]": RUNS + b"\x80",
    "[/A85 /Fl /DCT]": base64.a85encode(zlib.compress(PHOTO)) + b"~>",
}


def drawing(packing="/DCT", content=PHOTO, begin=b"BI", end=b"\nEI"):
    head = f" /W 64 /H 48 /BPC 8 /CS /RGB /F {packing} ID ".encode()
    return b"q 64.50 0 0 48 0 0 cm\n" + begin + head + content + end + b"\nQ q (a\\)b) Tj 1 0 0 rg 70 70 9 9 re f Q\n"


def page(*pieces, **more):
    """A PDF of one page, drawn by these pieces; `more(pdf)` are entries of the page."""
    saved = io.BytesIO()
    with pikepdf.new() as made:
        one = made.add_blank_page(page_size=(100, 100))
        streams = [made.make_stream(piece) for piece in pieces]
        one.Contents = Array(streams) if len(streams) != 1 else streams[0]
        for key, value in more.items():
            one[f"/{key}"] = value(made)
        made.save(saved)
    return saved.getvalue()


def spread(content):
    """What the page draws: all of its pieces, unpacked."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        opened.pages[0].contents_coalesce()
        return opened.pages[0].Contents.read_bytes()


def look(content):
    with pypdfium2.PdfDocument(content) as document:
        return document[0].render(scale=2).to_pil().tobytes()


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_photograph_in_a_page_is_cleaned_and_looks_the_same(packing):
    content = page(drawing(packing, PACKINGS[packing]))
    kept = clean(content)
    assert (b"Photoshop" in spread(kept), secrets_in(kept), b"(a\\)b) Tj" in spread(kept)) == (False, [], True)
    assert (look(kept) == look(content), look(kept) != look(page(b""))) == (True, True)


def form(kind=Name.Form, **more):
    return lambda pdf: pdf.make_stream(drawing(), Dictionary(Subtype=kind, BBox=Array([0, 0, 9, 9]), **more))


WHERE = {
    "a form": lambda pdf: Dictionary(XObject=Dictionary(A=form()(pdf))),
    "a glyph": lambda pdf: Dictionary(
        Font=Dictionary(A=Dictionary(CharProcs=Dictionary(a=pdf.make_stream(drawing()))))
    ),
    "a pattern": lambda pdf: Dictionary(Pattern=Dictionary(A=pdf.make_stream(drawing(), PatternType=1))),
    "a mask": lambda pdf: Dictionary(ExtGState=Dictionary(A=Dictionary(SMask=Dictionary(G=form()(pdf))))),
}


@pytest.mark.parametrize("where", WHERE)
def test_it_is_cleaned_in_whatever_draws(where):
    content = page(b"", Resources=WHERE[where])
    assert (secrets_in(content) != [], secrets_in(clean(content))) == (True, [])


def test_it_is_cleaned_in_the_look_of_a_note():
    def notes(pdf):
        return Array([pdf.make_indirect(Dictionary(Subtype=Name.Stamp, AP=Dictionary(N=form()(pdf))))])

    content = page(b"", Annots=notes)
    assert (secrets_in(content) != [], secrets_in(clean(content))) == (True, [])


@pytest.mark.parametrize("mark", [b" /F /DCT", b"\nEI"])
def test_it_is_cleaned_where_it_begins_in_one_piece_of_a_page_and_ends_in_another(mark):
    whole = drawing()
    at = whole.rindex(mark)
    content = page(whole[:at], whole[at:])
    kept = clean(content)
    assert (secrets_in(kept), look(kept) == look(content)) == ([], True)


def test_a_photograph_in_a_page_without_an_end_is_refused():
    assert refused(page(drawing(end=b"")[:-60])) == (PICTURE_OF_A_PDF, {"part": "PDF object 4"})


def test_a_photograph_before_the_damage_in_what_draws_is_cleaned_or_refused():
    packed = zlib.compress(drawing() * 5)
    with pikepdf.open(io.BytesIO(page(b"q Q"))) as opened:
        opened.pages[0].Contents = opened.make_stream(packed[:600] + b"damage" * 9, Filter=Name.FlateDecode)
        saved = io.BytesIO()
        opened.save(saved, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert (b"Photoshop" in zlib.decompressobj().decompress(packed[:600]), refused(saved.getvalue())[0]) == (
        True,
        PICTURE_OF_A_PDF,
    )


def test_a_photograph_in_a_page_that_is_none_is_refused():
    assert refused(page(drawing(content=b"no picture")))[0] == PICTURE_OF_A_PDF


@pytest.mark.parametrize("key", ["/Length1", "/Length2", "/FunctionType"])
def test_what_looks_like_one_in_a_font_or_a_function_is_none(key):
    def file(made):
        return Dictionary(A=made.make_stream(drawing(end=b"")[:-60], {key: 2}))

    assert cleaned(page(b"", About=file))["is_signed"] is False


def test_what_is_said_of_a_part_that_stands_in_another_goes():
    content = page(b"", Group=lambda _made: Dictionary(PieceInfo=Dictionary(Private=SECRET)))
    assert (secrets_in(content) != [], secrets_in(clean(content))) == (True, [])


@pytest.mark.parametrize("packing", ["/Fl", "/CCF", "/LZW"])
def test_a_picture_of_dots_in_a_page_stays_as_it_is(packing):
    content = page(drawing(packing, b"dots") + b"% /DCT")
    assert spread(cleaned(content)["content"]) == spread(content)


def test_words_that_look_like_a_picture_stay_as_they_are():
    words = b"BT (BI /F /DCT ID no picture EI) Tj ET"
    assert spread(cleaned(page(words))["content"]) == words
