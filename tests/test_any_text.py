"""Whatever a text holds, every form of every edition is made, and a reader can tell what stood there."""

import csv
import io
import zipfile
from itertools import cycle, repeat
from xml.dom import minidom

import pypdfium2
import pytest
import regex
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reports.charts import Chart, Label, Mark
from reports.documents import pdf as setting
from reports.documents import printed
from reports.documents.brief import brief
from reports.documents.pdf import pdf, set_pages
from reports.documents.printed import PLAIN, plainest, printable, refusal
from reports.documents.report import report
from reports.documents.word import docx
from reports.exports import Column, Table, xlsx
from reports.exports import csv as plain
from reports.exports.charts import picture
from reports.signs import named, writable
from tests.base import verified
from tests.paper import text_of
from tests.rounds import closed
from tests.test_documents import address

JUDGE, ENGLAND, MOZAMBIQUE = "\U0001f469\u200d\u2696\ufe0f", "\U0001f3f4\U000e0067\U000e0062\U000e007f", "🇲🇿"
# One of each kind that was thought of: whatever else there is, Hypothesis looks for.
KINDS = [
    JUDGE,
    ENGLAND,
    MOZAMBIQUE,
    "👍🏽",
    "1\ufe0f\u20e3",
    "日本",
    "የስደተኞች",
    "تدريب",
    "שלום",
    "हिन्दी",
    "ก็",
    "\u0301",
    "z\u0301\u0302",
]
KINDS += [
    "\u200b",
    "\u00ad",
    "\ufeff",
    "\u202e",
    "\u2066",
    "\u200d",
    "\ufe0f",
    "\u061c",
    "\u3164",
    "\u0600",
    "\u135e",
    "\u1ab0",
]
KINDS += [
    "\x00",
    "\x07",
    "\x1b",
    "\x7f",
    "\x85",
    "\u2028",
    "\r",
    "\n",
    "\t",
    "\ud83d",
    "\udc00",
    "\ufffe",
    "\U0010ffff",
    "\ue000",
]
KINDS += [
    "\u0378",
    "\U000e0067",
    "\ufff9",
    "W" * 400,
    "https://example.org/" + "x" * 300,
    "#panic()",
    "\\u0002",
    "$x",
    "_x0041_",
    "]]>",
]
TEXTS = st.lists(
    st.one_of(st.sampled_from(KINDS), st.characters(), st.characters(categories=["Mn", "Me", "Cf", "Co", "Cs"])),
    max_size=12,
).map("".join)
OFTEN = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
CODES = {"language", "code", "layer", "svg", "legend", "taken", "words"}


def soiled(values, texts, key=""):
    """The values of a document with the next of these at the end of every text."""
    if key in CODES or values == "":
        return values
    if isinstance(values, str):
        return f"{values} {next(texts)}"
    if isinstance(values, dict):
        return {name: soiled(row, texts, name) for name, row in values.items()}
    return [soiled(row, texts, key) for row in values] if isinstance(values, list | tuple) else values


# What is printed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (f"Formation des juges {JUDGE}", "Formation des juges [WOMAN, SCALES]"),
        (ENGLAND, "[WAVING BLACK FLAG, TAG LATIN SMALL LETTER G, TAG LATIN SMALL LETTER B]"),
        ("👩‍⚕️", "[WOMAN, STAFF OF AESCULAPIUS]"),
        ("👩🏻‍⚕️ a", "[WOMAN, EMOJI MODIFIER FITZPATRICK TYPE-1-2, STAFF OF AESCULAPIUS] a"),
        ("⛹🏽‍♀️", "[PERSON WITH BALL, EMOJI MODIFIER FITZPATRICK TYPE-4, FEMALE SIGN]"),
        ("☝️⚕️♀️", "☝️⚕️♀️"),
        ("👍🏽!", "[THUMBS UP SIGN, EMOJI MODIFIER FITZPATRICK TYPE-4]!"),
        ("日本", "[CJK UNIFIED IDEOGRAPH-65E5][CJK UNIFIED IDEOGRAPH-672C]"),
        ("Ọmọ ŋ, Я, Ω, ⚖, ✓", "Ọmọ ŋ, Я, Ω, ⚖, ✓"),
        ("የስደተኞች ጥበቃ", "የስደተኞች ጥበቃ"),
        ("ab\x02c\x0cd\x85e", "abcd\ne"),
        ("a\ufeff\u202eb", "ab"),
        ("\u0301x", "◌\u0301x"),
        ("\ue000 \ufffe \ud83d \U0010ffff", "[U+E000] [U+FFFE] [U+D83D] [U+10FFFF]"),
        ("تدريب 50 MOZ", "\u2068تدريب 50 MOZ\u2069"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
    ],
)
def test_a_text_is_printed_by_what_our_fonts_draw_and_by_name(typed, shown):
    assert printable({"title": [typed]}) == {"title": [shown]}


def test_the_commonest_signs_are_drawn_in_every_weight():
    common = [sign for sign in map(chr, range(0x20, 0x2100)) if PLAIN.fullmatch(sign)]
    assert (len(common) > 500, refusal(common)) == (True, "")


@pytest.mark.parametrize(
    "script", [(0x1200, 0x1357), (0x0621, 0x064A), (0x06F0, 0x06FA), (0x400, 0x45F), (0x391, 0x3A1)]
)
def test_scripts_of_the_region_and_of_its_partners_are_drawn(script):
    signs = [chr(code) for code in range(*script)]
    assert (
        printed.unset(
            [sign for sign in signs if regex.match(r"\p{L}|\p{N}", sign)], dict(zip(signs, signs, strict=True))
        )
        == set()
    )


def test_every_kind_of_sign_can_stand_in_every_text_of_both_documents(demonstration):
    """One after the other: each text of the documents ends with another kind."""
    for name, document in (("report", report(demonstration())), ("brief", brief(demonstration("fr"), "TZA"))):
        assert set_pages(name, printable(soiled(document, cycle(KINDS)))).startswith(b"%PDF-")


@settings(OFTEN, max_examples=25)
@given(text=TEXTS)
def test_no_text_stops_the_pdf(demonstration, text):
    document = brief(demonstration(), "TZA")
    document["country"]["activities"] = [
        row | {"title": text, "meta": text} for row in document["country"]["activities"][:1]
    ]
    assert pdf("brief", document | {"title": f"Brief: {text}", "round": document["round"] | {"text": text}}).startswith(
        b"%PDF-"
    )


@OFTEN
@given(text=TEXTS)
def test_what_is_printed_is_drawn_in_the_first_attempt(text):
    """Without the names of all unusual signs, that is: their last resort."""
    assert refusal(printable([text])) == ""


def test_a_text_that_is_drawn_alone_and_not_in_its_company_is_printed_with_names(demonstration, monkeypatch, caplog):
    monkeypatch.setattr(setting, "printable", lambda values: values)
    document = brief(demonstration(), "TZA")
    document["country"]["activities"][0] |= {"title": f"Judges {JUDGE} Я"}
    assert "Judges [WOMAN, SCALES] [CYRILLIC CAPITAL LETTER YA]" in text_of(pdf("brief", document))
    assert "could not be displayed" in caplog.text


@OFTEN
@given(text=TEXTS)
def test_the_plainest_form_is_always_drawn(text):
    assert refusal(plainest([text])) == ""


def test_a_long_word_breaks_and_stays_whole_where_it_is_copied(demonstration):
    brief_of_tza = brief(demonstration(), "TZA")
    brief_of_tza["country"]["activities"][0] |= {"title": "Q" * 200}
    with pypdfium2.PdfDocument(pdf("brief", brief_of_tza)) as document:
        text, width = document[1].get_textpage(), document[1].get_width()
        letters = text.get_text_range()
        edges = [text.get_charbox(place)[2] for place in range(text.count_chars()) if letters[place] == "Q"]
    assert (len(edges), max(edges) < width, "\u200b" in letters) == (200, True, False)


def test_many_signs_that_no_font_draws_are_found_in_few_attempts(monkeypatch):
    asked = []
    monkeypatch.setattr(printed, "refusal", lambda signs: asked.append(signs) or refusal(signs))
    shown = printable(["".join(chr(code) for code in range(0x4E00, 0x4E00 + 1000))])
    assert (shown[0].count("CJK UNIFIED IDEOGRAPH"), len(asked) < 10) == (1000, True)


def test_a_sign_without_a_name_is_told_by_its_number_and_what_shows_nothing_not_at_all():
    assert [named(text) for text in ("\ue000", "\u200d\ufe0f", JUDGE)] == ["[U+E000]", "", "[WOMAN, SCALES]"]


# Every form ----------------------------------------------------------------------------------------------------------


@settings(OFTEN, max_examples=25)
@given(text=TEXTS)
def test_no_text_stops_the_word_file(demonstration, text):
    file = docx("brief", soiled(brief(demonstration(), "TZA"), repeat(text)))
    wanted = writable(text).replace("\r", "\n").split("\n")[0].strip()
    assert wanted in Document(io.BytesIO(file)).core_properties.title


def one_cell(text):
    return Table(
        "x", text, (Column(text, lambda row: row),), (text,), "http://x/", filters=(("Search", text),), language="en"
    )


@OFTEN
@given(text=TEXTS)
def test_no_text_stops_the_workbook(text):
    file = io.BytesIO()
    xlsx.write(one_cell(text), file)
    with zipfile.ZipFile(file) as parts:
        assert [minidom.parseString(parts.read(name)).nodeType for name in parts.namelist()]
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).sheet_names
    assert (len(sheets), sheets[1]) == (2, "About")


@OFTEN
@given(text=TEXTS)
def test_no_text_stops_the_csv(text):
    content = "".join(plain.written(one_cell(text))).encode()
    (_head, (read,)) = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read.lstrip("'") == writable(text).lstrip("'")


@pytest.mark.parametrize("title", ["About", "about", "History", "'quoted'", "[]", "", "🎉" * 31, "a\nb"])
def test_any_title_names_a_sheet(title):
    file = io.BytesIO()
    xlsx.write(Table("x", title, (Column("x", str),), ("x",), "http://x/", language="en"), file)
    name, _about = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).sheet_names
    assert 0 < len(name.encode("utf-16-le")) // 2 <= 31


def test_a_text_too_long_for_a_cell_is_cut_and_the_file_says_so():
    file = io.BytesIO()
    assert xlsx.write(Table("x", "A list", (Column("x", str),), ("🎉" * 20_000, "short"), "", language="en"), file) == 2
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))
    rows = book.get_sheet_by_name("A list").to_python()
    assert (rows[1][0], rows[2][0]) == ("🎉" * 16_383 + "…", "short")
    assert dict(book.get_sheet_by_name("About").to_python())["Shortened texts"].startswith(
        "1 text is too long for a cell"
    )


@OFTEN
@given(text=TEXTS)
def test_no_text_stops_the_picture_of_a_chart(text):
    mark, label = Mark("solid", "M0 0", text), Label(0, 0, text)
    chart = Chart("x", text, [mark], [label], (text, text), [(text, 1)], key=[("solid", text)], source=text)
    drawn = minidom.parseString(picture(one_cell(text), chart).content)
    assert drawn.documentElement.tagName == "svg"


# From the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_an_edition_with_any_text_is_made(cast, as_person, form, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    verified(cast["amina"], cast["nadia"], title=f"Formation des juges {JUDGE} 日 تدريب")
    row, client = closed(cast), as_person("nadia")
    for country in ("", "MOZ"):
        answer = client.get(address(row, form, country))
        while answer.status_code == 202:
            answer = client.get(address(row, form, country))
        assert b"".join(answer)[:4] in (b"%PDF", b"PK\x03\x04")
