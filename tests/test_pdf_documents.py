"""The documents as PDF: tagged, in their language, briefs of two pages, always the same bytes."""

import io

import pikepdf
import pypdfium2
import pytest

from reports.documents.brief import MOST, brief
from reports.documents.pdf import bars, pdf, pictures
from reports.documents.report import report

LANGUAGES = ["en", "fr", "pt"]
FOOT, LINE = 22 * 72 / 25.4, 20  # the margin below the text of a page, and a row of a table, in points


def pages(file: bytes) -> list[str]:
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(file)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_tagged_titled_and_in_its_language(demonstration, language):
    file = pikepdf.open(io.BytesIO(pdf("report", report(demonstration(language)))))
    assert file.Root.MarkInfo.Marked is True
    assert str(file.Root.Lang) == language
    assert "Dar es Salaam" in str(file.docinfo.Title)
    assert file.open_metadata()["pdfuaid:part"] == "1"


@pytest.mark.parametrize(("kind", "say"), [("report", report), ("brief", lambda source: brief(source, "MOZ"))])
def test_the_same_snapshot_gives_the_same_bytes(demonstration, kind, say):
    assert pdf(kind, say(demonstration())) == pdf(kind, say(demonstration()))


def test_its_contents_name_every_part_and_what_is_told_stands_in_it(demonstration):
    document = report(demonstration("fr"))
    texts = pages(pdf("report", document))
    titles = [theme["title"] for theme in document["themes"]] + [row["name"] for row in document["countries"]]
    assert [title for title in titles if title not in texts[1]] == []
    targets = [one["text"] for theme in document["themes"] for one in theme["targets"]]
    assert [text for text in targets if text not in " ".join(texts)] == []


def test_every_country_of_the_demonstration_has_one_page(demonstration):
    document = report(demonstration("fr"))
    texts = pages(pdf("report", document))
    heads = [row["name"] for row in document["countries"]]
    opening = [number for number, text in enumerate(texts) if document["words"]["by_theme"] in text]
    assert (len(opening), opening) == (len(heads), list(range(opening[0], opening[0] + len(heads))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_country_leaves_room_for_another_line(demonstration, language):
    document = report(demonstration(language))
    file = pypdfium2.PdfDocument(pdf("report", document))
    texts = [page.get_textpage() for page in file]
    of_countries = [text for text in texts if document["words"]["by_theme"] in text.get_text_bounded()]
    assert [number for number, text in enumerate(of_countries) if lowest(text) < FOOT + LINE] == []


def lowest(text) -> float:
    """Where the last line above the foot of a page ends, in points."""
    bottoms = [text.get_rect(place)[1] for place in range(text.count_rects())]
    return min(bottom for bottom in bottoms if bottom >= FOOT)


def test_what_is_typed_is_text_and_never_markup(demonstration):
    document = brief(demonstration(), "TZA")
    document["country"]["activities"][0] |= {"title": "#panic() *bold* $x \\u0002"}
    assert "#panic() *bold* $x \\u0002" in pages(pdf("brief", document))[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", ["TZA", "SOM"])
def test_a_brief_has_two_pages(demonstration, country, language):
    assert len(pages(pdf("brief", brief(demonstration(language), country)))) == 2


def test_a_full_brief_still_has_two_pages(demonstration):
    document = brief(demonstration("fr"), "TZA")
    for name, most in MOST.items():
        row = document["country"][name][0] | {"title": "Une longue appellation " * 6, "lead": "Ministère " * 5}
        document["country"][name] = [row] * most
    assert len(pages(pdf("brief", document))) == 2


def test_the_pictures_are_one_of_the_map_and_one_for_each_bar(demonstration):
    document = report(demonstration())
    drawn = pictures(document)
    assert list(drawn) == ["map", *(one["code"] for one in bars(document))]
    assert (len(drawn), {file[:4] for file in drawn.values()}) == (1 + 6 + 29, {b"\x89PNG"})
