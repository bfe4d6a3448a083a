"""The documents as PDF: tagged, in their language, briefs of two pages, always the same bytes."""

import io

import pikepdf
import pypdfium2
import pytest

from reports.documents.brief import MOST, brief
from reports.documents.pdf import bars, pdf, pictures
from reports.documents.report import report

pytestmark = pytest.mark.django_db  # a database is set up only where one is asked for
LANGUAGES = ["en", "fr", "pt"]


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
    told = report(demonstration("fr"))
    found = pages(pdf("report", told))
    titles = [theme["title"] for theme in told["themes"]] + [row["name"] for row in told["countries"]]
    assert [title for title in titles if title not in found[1]] == []
    targets = [one["text"] for theme in told["themes"] for one in theme["targets"]]
    assert [text for text in targets if text not in " ".join(found)] == []


def test_every_country_of_the_demonstration_has_one_page(demonstration):
    told = report(demonstration("fr"))
    found = pages(pdf("report", told))
    heads = [row["name"] for row in told["countries"]]
    opening = [number for number, text in enumerate(found) if told["words"]["by_theme"] in text]
    assert (len(opening), opening) == (len(heads), list(range(opening[0], opening[0] + len(heads))))


def test_what_is_typed_is_text_and_never_markup(demonstration):
    told = brief(demonstration(), "TZA")
    told["country"]["activities"][0] |= {"title": "#panic() *bold* $x \\u0002"}
    assert "#panic() *bold* $x \\u0002" in pages(pdf("brief", told))[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", ["TZA", "SOM"])
def test_a_brief_has_two_pages(demonstration, country, language):
    assert len(pages(pdf("brief", brief(demonstration(language), country)))) == 2


def test_a_full_brief_still_has_two_pages(demonstration):
    told = brief(demonstration("fr"), "TZA")
    for name, most in MOST.items():
        row = told["country"][name][0] | {"title": "Une longue appellation " * 6, "lead": "Ministère " * 5}
        told["country"][name] = [row] * most
    assert len(pages(pdf("brief", told))) == 2


def test_the_pictures_are_one_of_the_map_and_one_for_each_bar(demonstration):
    told = report(demonstration())
    drawn = pictures(told)
    assert list(drawn) == ["map", *(one["code"] for one in bars(told))]
    assert (len(drawn), {file[:4] for file in drawn.values()}) == (1 + 6 + 29, {b"\x89PNG"})
