"""What the printed report and the country briefs say, and who gets them: from a snapshot alone, each their own part."""

import json
import os
from errno import ENOSPC
from itertools import count

import pytest
from django.urls import reverse
from django.utils import translation

from reports import limits, workflow
from reports.documents import ordering, shelf
from reports.documents.brief import MOST, UnknownCountry, brief
from reports.documents.forms import NAMES, TYPES
from reports.documents.making import make
from reports.documents.region_map import region_map
from reports.documents.report import report
from reports.documents.setting import FORMS
from reports.documents.source import source
from reports.documents.words import day, report_line, words
from reports.jobs.kinds import KINDS
from reports.jobs.taking import run_again
from reports.models import Job, Snapshot
from reports.snapshots import contents
from reports.wording import map_words
from tests.base import make_cast, verified
from tests.jobs import work, work_later
from tests.rounds import a_round, closed
from tests.standing import stands

ROLES = [None, "charlie", "olga", "thabo", "amina", "juma", "nadia", "grace"]
INSIDE = set(ROLES) - {None, "charlie"}


@pytest.fixture(autouse=True)
def an_empty_shelf(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@stands
def closed_on_a_confidence():
    cast = make_cast()
    verified(cast["amina"], cast["nadia"], visibility="participants", title="Only among us")
    return closed(cast).pk


@pytest.fixture
def confiding(closed_on_a_confidence, db):
    """One in which an activity is for participants only."""
    return Snapshot.objects.get(pk=closed_on_a_confidence)


def body_of(answer) -> str:
    """Reads a file to its end, so that it is closed."""
    return b"".join(answer).decode()


def address(row: Snapshot, form: str = "pdf", country: str = "", language: str = "en") -> str:
    code = row.pk
    if country:
        return reverse("snapshot_brief", args=[code, country, language, form])
    return reverse("snapshot_report", args=[code, language, form])


def addresses(row: Snapshot) -> list[str]:
    return [address(row, form, country) for form in NAMES for country in ("", "MOZ")]


# What they say -------------------------------------------------------------------------------------------------------


def test_the_report_holds_every_target_in_printed_order(demonstration):
    themes = report(demonstration())["themes"]
    assert [len(theme["targets"]) for theme in themes] == [2, 4, 5, 3, 5, 6]
    assert themes[0]["bar"]["words"] == "1 of 2 targets"


def test_it_holds_a_page_for_every_country_that_takes_part_by_name(demonstration):
    names = [row["name"] for row in report(demonstration("fr"))["countries"]]
    assert (len(names), names[:3]) == (13, ["Afrique du Sud", "Burundi", "Éthiopie"])


def test_the_annex_numbers_the_activities_and_the_proof_refers_to_them(demonstration):
    document = report(demonstration())
    annex = {row["number"]: row["title"] for group in document["annex"] for row in group["rows"]}
    assert list(annex) == list(range(1, 31))
    units = document["themes"][0]["targets"][0]["indicators"][0]["units"]
    proof = [line for unit in units for line in unit["proof"] if line["number"]]
    assert len(proof) == 4
    assert [annex[line["number"]] for line in proof] == [line["title"] for line in proof]


def test_it_tells_what_the_working_group_wrote_on_a_theme_and_on_a_target(cast):
    row = a_round(cast["nadia"])
    for part in ("VI", "VI.T1"):
        workflow.write_narrative(by=cast["nadia"], pk=row.pk, part=part, language="fr", text=f"Sur {part}.\n\nEt puis.")
    frozen = workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    theme = report(shelved(frozen, "en"))["themes"][5]
    assert theme["narrative"] == {"language": "fr", "note": "in French", "paragraphs": ["Sur VI.", "Et puis."]}
    assert theme["targets"][0]["narrative"]["paragraphs"] == ["Sur VI.T1.", "Et puis."]
    assert theme["targets"][1]["narrative"] is None


@pytest.mark.parametrize("language", ["fr", "pt"])
def test_no_word_of_a_document_is_left_in_english(language):
    english = words()
    with translation.override(language):
        alike = {name for name, word in words().items() if word == english[name]}
    assert alike <= {"page", "action", "actions", "figure", "total"}


def test_the_official_french_stands_beside_a_translation_alone(demonstration):
    target = {language: report(demonstration(language))["themes"][0]["targets"][0] for language in ("fr", "pt")}
    assert (target["fr"]["official"], target["pt"]["official"]) == ("", target["fr"]["text"])


def test_the_public_s_part_counts_what_it_does_not_tell(confiding):
    documents = {part: report(shelved(confiding, "en", participants=part)) for part in (True, False)}
    assert ["Only among us" in json.dumps(documents[part]) for part in (True, False)] == [True, False]
    assert documents[False]["annex_bare"].startswith("1 further activity is counted")


def shelved(row: Snapshot, language: str, *, participants: bool = True):
    return source(row, participants=participants, language=language)


def test_a_brief_says_how_much_it_leaves_out(demonstration):
    document = brief(demonstration(), "TZA")
    assert (len(document["country"]["units"]), document["more"]["units"]) == (MOST["units"], "and 2 more")


def test_a_snapshot_knows_no_other_country(demonstration):
    with pytest.raises(UnknownCountry):
        brief(demonstration(), "ZZZ")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "1 April 2011"), ("fr", "1er avril 2011"), ("pt", "1 de Abril de 2011")]
)
def test_a_day_is_said_as_its_language_says_it(language, said):
    with translation.override(language):
        assert (day("2011-04-01"), day(None)) == (said, "")


@pytest.mark.parametrize(("form", "mark"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_a_round_of_which_nothing_is_to_be_told_is_printed_all_the_same(bare, form, mark):
    read = shelved(bare, "pt", participants=False)
    made = [FORMS[form]("report", report(read)), FORMS[form]("brief", brief(read, "MOZ"))]
    assert [file.startswith(mark) for file in made] == [True, True]


def test_no_report_is_said_and_is_no_zero():
    reports = [None, {"complete": False}, {"complete": True, "on_time": True}, {"complete": True, "on_time": False}]
    assert [report_line(one) for one in reports] == [
        "",
        "no report",
        "report completed on time",
        "report completed after the closing date of the round",
    ]


def test_a_country_that_never_reported_has_no_zero(demonstration):
    document = report(demonstration())
    silent = next(row for row in document["countries"] if row["code"] == "SOM")
    assert [(tile["figure"], tile["of"]) for tile in silent["tiles"]] == [("–", 0)] * 4
    assert {(row["word"], row["activities"]) for row in silent["themes"]} == {("No report", "–")}
    assert [row for row in document["map"]["rows"] if row[0] in ("Somalia", "Rwanda")] == [
        ("Rwanda", 4),
        ("Somalia", "–"),
    ]


def test_the_map_dots_a_country_that_never_reported_which_is_neither_bare_land_nor_nothing(demonstration):
    document = report(demonstration())
    looks = {row["code"]: row["look"] for row in document["countries"]}
    assert {code for code, look in looks.items() if look == "silent"} == {"SOM", "ZWE"}
    assert document["map"]["svg"] == region_map(looks)
    assert document["map"]["svg"].count('fill="url(#dots)"') == 2


def test_the_levels_of_the_map_are_said_in_figures():
    said = ["0", "1–3", "4–7", "8–14", "15 or more", "Participating, no report yet", "Not participating"]
    assert map_words([0, 1, 4, 8, 15]) == said


# Who gets them -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ROLES)
def test_before_it_is_published_only_participants_get_them(plainly, bare, as_person, person):
    client = as_person(person)
    counts = []
    for place in addresses(bare):
        answer = client.get(place)
        counts.append((answer.status_code, bool(body_of(answer))))
    assert counts == [(200 if person in INSIDE else 404, True)] * 4


@pytest.mark.parametrize("person", ROLES)
def test_once_published_everybody_gets_their_own_part(plainly, confiding, cast, as_person, person):
    workflow.publish_snapshot(by=cast["nadia"], code=confiding.pk)
    client = as_person(person)
    for place in addresses(confiding):
        answer = client.get(place)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
        assert ("Only among us" in body_of(answer)) == (person in INSIDE)


@pytest.mark.parametrize("form", NAMES)
def test_a_country_that_is_not_there_has_no_brief(plainly, bare, as_person, form):
    assert as_person("nadia").get(address(bare, form, "ZZZ")).status_code == 404


@pytest.mark.parametrize("asked", ["en.odt", "en.pdfx", "de.pdf", "sw.docx"])
def test_a_form_or_a_language_that_is_not_made_is_not_there(bare, as_person, asked):
    place = address(bare).replace("en.pdf", asked)
    assert as_person("nadia").get(place).status_code == 404


def test_each_form_comes_under_its_name_and_kind(plainly, bare, as_person):
    client = as_person("nadia")
    for form, how in (("pdf", "inline"), ("docx", "attachment")):
        answer = client.get(address(bare, form, "MOZ", "fr"))
        name = f"plan-of-action-{bare.as_at}-edition-1-MOZ-fr.{form}"
        assert answer["Content-Disposition"] == f'{how}; filename="{name}"'
        assert (answer["Content-Type"], bool(body_of(answer))) == (TYPES[form], True)


def test_a_program_finds_the_report_over_the_api_and_fetches_it_with_its_token(plainly, confiding, cast, client):
    _token, secret = workflow.create_token(by=cast["grace"], owner=cast["amina"], name="x", scope="read", days=1)
    signed = {"headers": {"authorization": f"Token {secret}"}}
    [listed] = client.get("/api/v1/snapshots/", **signed).json()["results"]
    assert listed["report"]["docx"]["pt"] == address(confiding, "docx", language="pt")
    assert "Only among us" in body_of(client.get(listed["report"]["docx"]["pt"], **signed))


@pytest.mark.parametrize("country", ["", "MOZ"])
def test_a_token_that_is_not_good_gets_nothing(bare, client, country):
    place = address(bare, "pdf", country)
    assert client.get(place, headers={"authorization": "Token x"}).status_code == 401


def test_the_page_of_a_snapshot_leads_to_all_of_them(bare, as_person):
    page = as_person("nadia").get(bare.get_absolute_url()).content.decode()
    wanted = [address(bare, form, language=language) for form in NAMES for language in ("en", "fr", "pt")]
    assert [place for place in [*wanted, *addresses(bare)] if f'href="{place}"' not in page] == []


# Long work and what is kept ------------------------------------------------------------------------------------------


@pytest.fixture
def by_a_worker(settings, monkeypatch):
    """Nobody waits, and it is not made before a worker comes."""
    settings.JOBS_AT_ONCE = False
    monkeypatch.setattr(ordering, "PATIENCE", 0)


def test_who_asks_for_a_long_one_gets_it_after_a_page_that_waits(plainly, bare, as_person, by_a_worker):
    client, place = as_person("nadia"), address(bare)
    for _time in range(2):
        answer = client.get(place)
        assert (answer.status_code, answer["Refresh"]) == (202, f"2; url={place}?waited")
    assert Job.objects.filter(kind="document").count() == 1
    work()
    assert "Progress report" in body_of(client.get(f"{place}?waited"))


def test_who_has_waited_for_a_file_to_save_is_told_that_it_is_ready(plainly, bare, as_person):
    client, place = as_person("nadia"), address(bare, "docx")
    answer = client.get(f"{place}?waited")
    assert (answer.status_code, answer["Refresh"]) == (200, f"0; url={place}")
    assert "The document is ready" in answer.content.decode()


def test_what_cannot_be_made_is_said_once_it_is_given_up_and_can_be_made_again(bare, as_person, monkeypatch):
    monkeypatch.setitem(FORMS, "pdf", lambda kind, values: 1 // 0)
    client, place = as_person("nadia"), address(bare)
    monkeypatch.setattr(ordering, "PATIENCE", 0)
    assert client.get(place).status_code == 202
    for _try in KINDS["document"].gaps:
        work_later()
    answer = client.get(place)
    assert (answer.status_code, "could not be made" in answer.content.decode()) == (500, True)
    monkeypatch.setitem(FORMS, "pdf", lambda kind, values: b"%PDF-")
    run_again(Job.objects.all())
    work()
    assert body_of(client.get(place)) == "%PDF-"


def test_a_disk_that_is_full_is_said_and_holds_no_half_of_it(tmp_path, monkeypatch):
    def full(*_sides):
        raise OSError(ENOSPC, "No space left on device")

    path = shelf.place("a" * 64, "x.pdf")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left on device"):
        shelf.keep(path, lambda: b"x")
    assert list(path.parent.iterdir()) == []


def made_in(tmp_path) -> list[str]:
    return sorted(path.read_text() for path in tmp_path.rglob("*.pdf"))


@pytest.fixture
def numbered(monkeypatch):
    """Documents that hold how many have been made."""
    numbers = count(1)
    monkeypatch.setitem(FORMS, "pdf", lambda kind, values: str(next(numbers)).encode())


def test_what_is_kept_is_not_made_again_and_what_is_deleted_is(bare, as_person, numbered, tmp_path):
    client, place = as_person("nadia"), address(bare)
    assert [body_of(client.get(place)) for _time in range(2)] == ["1", "1"]
    for path in tmp_path.rglob("*.pdf"):
        path.unlink()
    assert body_of(client.get(place)) == "2"


def test_what_another_release_made_is_made_anew_and_cleared_away(bare, as_person, numbered, tmp_path, monkeypatch):
    client, place = as_person("nadia"), address(bare)
    for release in ("old", "new"):
        monkeypatch.setattr(shelf, "fingerprint", lambda release=release: release)
        body_of(client.get(place))
    assert (made_in(tmp_path), [path.name for path in (tmp_path / "documents").iterdir()]) == (["2"], ["new"])


def test_a_job_that_comes_twice_makes_nothing_twice(bare, numbered, tmp_path):
    for _time in range(2):
        make(bare.pk, participants=True, subject="report", language="en", form="pdf")
    assert made_in(tmp_path) == ["1"]


def test_a_period_report_that_others_hold_up_is_asked_for_again(client, db, monkeypatch):
    monkeypatch.setattr(limits, "READERS", 0)
    monkeypatch.setattr(limits, "READERS_SECONDS", 0)
    answer = client.get("/countries/MOZ/period/en.pdf", {"from": "2014-01-01", "to": "2014-12-31"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Ask for this one again in a minute." in answer.content.decode()
