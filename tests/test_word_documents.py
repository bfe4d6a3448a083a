"""The documents as Word files: headings, captions, tables and links are Word's own, and always the same bytes."""

import io
import zipfile
from datetime import date
from itertools import pairwise

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from reports.documents.brief import MOST, brief
from reports.documents.report import report
from reports.documents.word import docx
from tests.workbooks import saved_by_libreoffice


@pytest.fixture(scope="module")
def made():
    """What is made once, of a demonstration that stands for one test after the other."""
    return {}


@pytest.fixture
def contents(demonstration, made):
    if not made:
        said = report(demonstration("fr"))
        file = docx("report", said)
        made.update(contents=said, file=file, opened=Document(io.BytesIO(file)))
    return made["contents"]


@pytest.fixture
def file(contents, made):
    return made["file"]


@pytest.fixture
def opened(contents, made):
    return made["opened"]


def texts(opened, style: str) -> list[str]:
    return [one.text for one in opened.paragraphs if one.style.name == style]


def all_text(opened) -> str:
    return "\n".join("".join(one.itertext()) for one in opened.element.body.iter(qn("w:p")))


def values_of(opened, tag: str, name: str) -> list[str]:
    return [one.get(qn(name)) for one in opened.element.body.iter(qn(tag))]


def test_its_headings_are_those_of_the_report_in_their_levels(contents, opened):
    words = contents["words"]
    first = [words[name] for name in ("glance", "targets", "training", "countries", "annex")]
    assert texts(opened, "Heading 1") == first
    second = [words["targets_glance"], *(f"{theme['code']}. {theme['title']}" for theme in contents["themes"])]
    second += [row["name"] for row in contents["countries"]] + [group["name"] for group in contents["annex"]]
    assert texts(opened, "Heading 2") == second
    targets = [f"{one['code']} {one['title']}" for theme in contents["themes"] for one in theme["targets"]]
    assert [text for text in texts(opened, "Heading 3") if text in targets] == targets


def test_no_level_of_heading_is_left_out(opened):
    levels = [int(one.style.name[-1]) for one in opened.paragraphs if one.style.name.startswith("Heading")]
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


def test_every_style_that_is_named_is_there(opened):
    known = {style.style_id for style in opened.styles}
    for tag in ("w:pStyle", "w:rStyle", "w:tblStyle"):
        assert set(values_of(opened, tag, "w:val")) - known == set()


def test_its_tables_have_a_style_a_name_and_a_head_that_is_repeated(opened):
    assert {table.style.name for table in opened.tables} == {"Plan Table", "Figures Table"}
    assert len(values_of(opened, "w:tblCaption", "w:val")) == len(opened.tables)
    heads = [[bool(row.xpath("./w:trPr/w:tblHeader")) for row in table._tbl.tr_lst] for table in opened.tables]
    assert [head for head in heads if head.count(True) != 1 or not head[0]] == []


def test_its_contents_are_a_field_whose_lines_lead_to_the_headings(contents, opened):
    orders = [one.text for one in opened.element.body.iter(qn("w:instrText"))]
    assert ' TOC \\o "1-2" \\h \\z \\u ' in orders
    lines = [line.split("\t")[0] for style in ("toc 1", "toc 2") for line in texts(opened, style)]
    headings = [*texts(opened, "Heading 1"), *texts(opened, "Heading 2")]
    assert lines == headings


def test_every_link_leads_to_one_place(opened):
    places = values_of(opened, "w:bookmarkStart", "w:name")
    assert len(places) == len(set(places)) == len(set(values_of(opened, "w:bookmarkStart", "w:id")))
    assert set(values_of(opened, "w:hyperlink", "w:anchor")) - set(places) == set()


def test_its_pictures_have_words_and_its_captions_are_counted(contents, opened):
    described = [one.get("descr") for one in opened.element.body.iter(qn("wp:docPr"))]
    bars = [one for theme in contents["themes"] for target in theme["targets"] for one in target["indicators"]]
    assert described[0] == contents["map"]["alt"]
    assert [one["code"] for one in bars if described.count(f"{one['code']} – {one['words']}") != 2] == []
    captions = texts(opened, "Caption")
    assert [text.split(".")[0] for text in captions if text.startswith("Figure")] == [
        f"Figure {n}" for n in range(1, 31)
    ]
    assert [text.split(".")[0] for text in captions if text.startswith("Tableau")] == [
        f"Tableau {n}" for n in range(1, 9)
    ]


@pytest.mark.parametrize(("language", "written"), [("en", "en-GB"), ("fr", "fr-FR"), ("pt", "pt-PT")])
def test_it_has_its_language_its_title_and_the_day_of_its_snapshot(demonstration, language, written):
    document = report(demonstration(language))
    opened = Document(io.BytesIO(docx("report", document)))
    about = opened.core_properties
    assert (about.language, about.author) == (written, "UNHCR, IOM")
    assert about.title == f"{document['words']['plan']} – {document['title']}: {document['round']['text']}"
    assert {about.created.date(), about.modified.date()} == {date(*document["taken"])}
    assert opened.styles.element.xpath("./w:docDefaults//w:lang")[0].get(qn("w:val")) == written


def test_what_is_written_in_another_language_is_marked(opened):
    assert set(values_of(opened, "w:lang", "w:val")) == {"en-GB", "pt-PT"}


def test_its_page_is_a4(opened):
    section = opened.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_it_says_what_the_pdf_says(contents, opened):
    whole, wanted = all_text(opened), []
    for theme in contents["themes"]:
        for target in theme["targets"]:
            wanted += [target["text"], *(one["text"] for one in target["indicators"])]
            wanted += [
                line["title"]
                for one in target["indicators"]
                for u in one["units"]
                for line in u["proof"]
                if line["number"]
            ]
    wanted += [row["title"] for group in contents["annex"] for row in group["rows"]] + contents["proof"]
    wanted += [text for theme in contents["themes"] if theme["narrative"] for text in theme["narrative"]["paragraphs"]]
    assert [text for text in wanted if text not in whole] == []


@pytest.mark.parametrize(("kind", "say"), [("report", report), ("brief", lambda source: brief(source, "MOZ"))])
def test_the_same_snapshot_gives_the_same_bytes(demonstration, kind, say):
    assert docx(kind, say(demonstration())) == docx(kind, say(demonstration()))


def test_nothing_in_it_tells_when_it_was_packed(file):
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [name for name in parts.namelist() if "thumbnail" in name] == []


def test_what_no_file_can_hold_is_left_out_of_a_text(demonstration):
    document = brief(demonstration(), "TZA")
    document["country"]["activities"][0] |= {"title": "a\x0bb <w:br/> & \ufffe"}
    assert "ab <w:br/> & " in all_text(Document(io.BytesIO(docx("brief", document))))


@pytest.mark.writer
def test_libreoffice_opens_it_and_a_full_brief_has_two_pages(demonstration, tmp_path):
    document = brief(demonstration("fr"), "TZA")
    for name, most in MOST.items():
        row = document["country"][name][0] | {"title": "Une longue appellation " * 6, "lead": "Ministère " * 5}
        document["country"][name] = [row] * most
    printed = saved_by_libreoffice(docx("brief", document), tmp_path, "pdf", "docx")
    assert len(pypdfium2.PdfDocument(printed)) == 2


@pytest.mark.writer
def test_libreoffice_keeps_its_headings(file, contents, tmp_path):
    saved = Document(io.BytesIO(saved_by_libreoffice(file, tmp_path, "docx", "docx")))
    assert texts(saved, "Heading 2")[1:7] == [f"{theme['code']}. {theme['title']}" for theme in contents["themes"]]
