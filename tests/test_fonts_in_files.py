"""Fonts and what programs remember of lines are known by what they are; whatever only bears their names is refused."""

import io
import struct

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection

from reports.files.fonts import key_of, unmixed
from reports.files.nested import UNCLEANABLE
from tests.hostile import archive
from tests.planted import docx, open_document, pdf, photo, pptx, relations, xlsx
from tests.test_embedded import clean, parts, refused

GUID = "{1DDB2A3E-9C33-4A6B-8D1F-0123456789AB}"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FILM, HEIC = b"\0\0\0\x18ftypmp42" + bytes(4000), b"\0\0\0\x18ftypheic" + bytes(4000)
OBJECT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000)
NO_FONTS = {
    "a film": FILM,
    "a HEIC picture": HEIC,
    "an old object": OBJECT,
    "any bytes": bytes(range(7, 207)) * 10,
    "a beginning alone": b"\0\1\0\0",
    "a beginning before a film": b"\0\1\0\0\0\x01" + bytes(6) + FILM,
    "tables beyond the end": b"\0\1\0\0\0\x01" + bytes(6) + struct.pack(">4sLLL", b"head", 0, 28, 9_999),
    "one for the web of another length": b"wOFF\0\1\0\0" + struct.pack(">L", 9) + FILM,
    "a mark of PowerPoint alone": bytes(34) + b"LP" + FILM,
}


def font():
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef"])
    made.setupCharacterMap({})
    made.setupGlyf({".notdef": TTGlyphPen(None).glyph()})
    made.setupHorizontalMetrics({".notdef": (500, 0)})
    made.setupHorizontalHeader()
    made.setupNameTable({"familyName": "A"})
    made.setupOS2()
    made.setupPost()
    return made.font


def saved(one, flavour=None):
    content = io.BytesIO()
    one.flavor = flavour
    one.save(content)
    return content.getvalue()


def collection():
    made = TTCollection()
    made.fonts = [font(), font()]
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def eot(inner):
    return struct.pack("<LLL", 82 + len(inner), len(inner), 0x00020001) + bytes(22) + b"LP" + bytes(46) + inner


PLAIN = saved(font())
FONTS = {"plain": PLAIN, "of the web": saved(font(), "woff"), "a collection": collection(), "of slides": eot(PLAIN)}


def put(content, **more):
    """The archive with these parts, by names with `/`."""
    return archive(parts(content) | more)


def mixed_docx(part, guid=GUID, stated=GUID):
    """With `part` as a font, mixed with `guid`, of which the list of fonts tells `told`."""
    row = f'<w:font w:name="A"><w:embedRegular r:id="r0" w:fontKey="{stated}"/></w:font>'
    return put(
        docx(),
        **{
            "word/fontTable.xml": f'<w:fonts xmlns:w="{MAIN}" xmlns:r="{OFFICE}">{row}</w:fonts>',
            "word/_rels/fontTable.xml.rels": relations((f"{OFFICE}/font", "fonts/font1.odttf")),
            "word/fonts/font1.odttf": unmixed(part, key_of(guid)),
        },
    )


@pytest.mark.parametrize("kind", FONTS)
def test_a_font_stays_byte_for_byte_whatever_its_name(kind):
    for made, name in ((docx(), "word/fonts/a.odttf"), (pptx(), "ppt/fonts/a.fntdata"), (xlsx(), "xl/a.bin")):
        assert parts(clean(put(made, **{name: FONTS[kind]})))[name] == FONTS[kind]
    assert parts(clean(put(open_document("text"), **{"Fonts/a.ttf": FONTS[kind]})))["Fonts/a.ttf"] == FONTS[kind]


@pytest.mark.parametrize("name", NO_FONTS)
@pytest.mark.parametrize("part", ["word/fonts/a.ttf", "word/fonts/a.odttf", "word/embeddings/a.woff", "a/layout-cache"])
def test_what_only_bears_the_name_of_a_font_is_refused(part, name):
    for made in (docx(), open_document("text")):
        assert refused(put(made, **{part: NO_FONTS[name]})) == (UNCLEANABLE, {"part": part})


@pytest.mark.parametrize("name", NO_FONTS)
def test_it_is_refused_attached_to_a_pdf_too(name):
    assert refused(pdf(("a.ttf", NO_FONTS[name])))[1] == {"part": "a.ttf"}


def test_a_font_with_a_photograph_in_it_is_refused():
    assert refused(put(docx(), **{"word/fonts/a.ttf": PLAIN + photo()}))[0] == UNCLEANABLE


def test_a_font_that_word_has_mixed_stays():
    content = mixed_docx(PLAIN)
    assert parts(clean(content))["word/fonts/font1.odttf"] == unmixed(PLAIN, key_of(GUID)) != PLAIN


def test_a_font_that_is_mixed_with_its_name_stays():
    name = f"word/fonts/{GUID[1:-1]}.odttf"
    assert name in parts(clean(put(docx(), **{name: unmixed(PLAIN, key_of(GUID))})))


@pytest.mark.parametrize("stated", [GUID.replace("1", "2"), "", "{1DDB}"])
def test_a_font_that_no_program_could_read_is_refused(stated):
    assert refused(mixed_docx(PLAIN, stated=stated)) == (UNCLEANABLE, {"part": "word/fonts/font1.odttf"})


@pytest.mark.parametrize("name", NO_FONTS)
def test_what_is_mixed_like_a_font_and_is_none_is_refused(name):
    assert refused(mixed_docx(NO_FONTS[name] + bytes(40))) == (UNCLEANABLE, {"part": "word/fonts/font1.odttf"})


def layout(*inner):
    records = b"".join(kind + (4 + len(content)).to_bytes(3, "little") + content for kind, content in inner)
    return b"\1\0\1\0p" + (5 + len(records)).to_bytes(3, "little") + b"\0" + records


LINES = layout((b"P", b"\x04\x17\0\0\0"), (b"F", bytes(23)), (b"T", bytes(9)))


def test_what_libreoffice_remembers_of_its_lines_stays():
    content = put(open_document("text"), **{"layout-cache": LINES})
    assert parts(clean(content))["layout-cache"] == LINES


@pytest.mark.parametrize(
    "content", [LINES + b"more", LINES[:-1], layout((b"X", b"")), layout((b"P", bytes(400))), layout((b"P", b""))[:-4]]
)
def test_what_is_no_memory_of_lines_is_refused(content):
    assert refused(put(open_document("text"), **{"layout-cache": content})) == (UNCLEANABLE, {"part": "layout-cache"})
