"""The printed report and the country briefs: from a snapshot alone, each reader's own part, always the same bytes."""

import io

import pikepdf
import pypdfium2
import pytest
from django.core.management import call_command
from django.urls import reverse

from reports import workflow
from reports.documents import shelf
from reports.documents.brief import MOST, brief
from reports.documents.pdf import pdf
from reports.documents.report import report
from reports.documents.source import source
from reports.models import Snapshot
from tests.base import verified
from tests.test_snapshots import closed

ROLES = [None, "charlie", "olga", "thabo", "amina", "juma", "nadia", "grace"]
INSIDE = set(ROLES) - {None, "charlie"}


@pytest.fixture(autouse=True)
def an_empty_shelf(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def demo(db):
    call_command("load_demo", verbosity=0)
    return Snapshot.objects.get()


def values(row: Snapshot, language: str = "en", *, participants: bool = True) -> dict:
    return report(source(row, participants=participants, language=language))


def words_of(file: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file)).split())


def status_of(answer) -> int:
    """Reads a file to its end, so that it is closed."""
    b"".join(answer)
    return answer.status_code


def addresses(row: Snapshot) -> list[str]:
    return [
        reverse("snapshot_report", args=[row.pk, "en", "pdf"]),
        reverse("snapshot_brief", args=[row.pk, "MOZ", "en", "pdf"]),
    ]


@pytest.mark.parametrize("language", ["en", "fr", "pt"])
def test_the_pdf_is_tagged_titled_and_in_its_language(demo, language):
    file = pikepdf.open(io.BytesIO(pdf("report", values(demo, language))))
    assert file.Root.MarkInfo.Marked == True  # noqa: E712 - an object of the file
    assert str(file.Root.Lang) == language
    assert "Dar es Salaam" in str(file.docinfo.Title)
    assert file.open_metadata()["pdfuaid:part"] == "1"


def test_the_same_snapshot_gives_the_same_bytes(demo):
    assert pdf("report", values(demo)) == pdf("report", values(demo))


def test_it_holds_every_target_and_every_country(demo):
    told = values(demo)
    assert sum(len(theme["targets"]) for theme in told["themes"]) == 25
    assert len(told["countries"]) == 13
    assert [row["number"] for group in told["annex"] for row in group["rows"]] == list(range(1, 27))


def test_what_is_typed_is_text_and_never_markup(cast):
    verified(cast["amina"], cast["nadia"], title="#panic() *bold* $x")
    assert "#panic() *bold* $x" in words_of(pdf("report", values(closed(cast))))


def test_the_public_s_part_tells_nothing_of_what_is_for_participants(cast):
    verified(cast["amina"], cast["nadia"], visibility="participants", title="Only among us")
    row = closed(cast)
    found = ["Only among us" in words_of(pdf("report", values(row, participants=part))) for part in (True, False)]
    assert found == [True, False]


@pytest.mark.parametrize("language", ["en", "fr", "pt"])
def test_a_brief_has_two_pages(demo, language):
    told = brief(source(demo, participants=True, language=language), "TZA")
    assert len(pypdfium2.PdfDocument(pdf("brief", told))) == 2


def test_a_full_brief_still_has_two_pages(demo):
    told = brief(source(demo, participants=True, language="fr"), "TZA")
    line = told["country"]
    for name, most in MOST.items():
        line[name] = [line[name][0] | {"title": "Une longue appellation " * 6}] * most
    assert len(pypdfium2.PdfDocument(pdf("brief", told))) == 2


@pytest.mark.parametrize("person", ROLES)
def test_before_it_is_published_only_participants_get_it(cast, as_person, person):
    client, row = as_person(person), closed(cast)
    wanted = 200 if person in INSIDE else 404
    assert [status_of(client.get(address)) for address in addresses(row)] == [wanted, wanted]


@pytest.mark.parametrize("person", ROLES)
def test_once_published_everybody_gets_their_own_part(cast, as_person, person):
    verified(cast["amina"], cast["nadia"], visibility="participants", title="Only among us")
    row = closed(cast)
    workflow.publish_snapshot(by=cast["nadia"], code=row.pk)
    for address in addresses(row):
        answer = as_person(person).get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert ("Only among us" in words_of(b"".join(answer.streaming_content))) == (person in INSIDE)


def test_a_country_that_is_not_there_has_no_brief(cast, as_person):
    address = reverse("snapshot_brief", args=[closed(cast).pk, "XXX", "en", "pdf"])
    assert as_person("nadia").get(address).status_code == 404


def test_who_asks_for_a_long_one_is_told_to_wait(cast, as_person, monkeypatch):
    monkeypatch.setattr(shelf, "PATIENCE", 0)
    client, (address, _brief) = as_person("nadia"), addresses(closed(cast))
    answer = client.get(address)
    assert (answer.status_code, answer["Refresh"]) == (202, "2")
    monkeypatch.setattr(shelf, "PATIENCE", 60)
    assert status_of(client.get(address)) == 200


def test_what_went_wrong_is_raised_and_tried_again(tmp_path):
    path = tmp_path / "x.pdf"
    with pytest.raises(ZeroDivisionError):
        shelf.ready(path, lambda: lambda: b"" * (1 // 0))
    assert (shelf.ready(path, lambda: lambda: b"x"), path.read_bytes()) == (True, b"x")
