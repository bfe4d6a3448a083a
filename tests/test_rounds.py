"""Rounds on their pages: who answered, what was frozen, who may open it, what moved."""

import hashlib
import json
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import workflow
from reports.models import Change, Mail, Narrative, Snapshot
from reports.snapshots import contents
from reports.snapshots.frozen import parsed, read
from reports.snapshots.moves import UnitMove, compare
from reports.summaries import answers
from tests.base import make_cast, participate, submitted, today, verified
from tests.rounds import DAY, a_round, closed
from tests.standing import stands

ROLES = [None, "charlie", "olga", "thabo", "amina", "juma", "nadia", "grace"]
PARTICIPANTS = {"olga", "thabo", "amina", "juma", "nadia", "grace"}
RUNNERS = {"nadia", "grace"}


@pytest.fixture(autouse=True)
def nothing_kept():
    parsed.cache_clear()


@stands
def frozen_of_2014():
    cast = make_cast()
    verified(cast["amina"], cast["nadia"])
    return closed(cast).pk


@pytest.fixture
def frozen(frozen_of_2014, db):
    return Snapshot.objects.get(pk=frozen_of_2014)


def kinds(response) -> int:
    return response.status_code


# Who answered --------------------------------------------------------------------------------------------------------


def test_an_answer_is_on_time_or_after_with_more_time(noon, cast):
    row = a_round(cast["nadia"])
    workflow.extend_round(by=cast["nadia"], pk=row.pk, country="MOZ", closes_on=today(), reason="Floods.")
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    by_country = {answer.country.pk: answer for answer in answers(row)}
    assert (by_country["MOZ"].day, by_country["MOZ"].on_time, by_country["MOZ"].closes_on) == (today(), False, today())
    assert (by_country["TZA"].report, by_country["TZA"].on_time, by_country["TZA"].closes_on) == (None, False, DAY)
    assert len(by_country) == 13


def test_two_rounds_do_not_share_a_title(cast):
    row = a_round(cast["nadia"])
    assert a_round(cast["nadia"]) == row
    with pytest.raises(ValidationError) as refused:
        a_round(cast["nadia"], opens_on=row.opens_on - timedelta(days=1))
    assert "Another round already has this title" in refused.value.message_dict["title"][0]


def test_a_reminder_goes_at_once_to_those_who_have_not_reported(noon, cast):
    row = a_round(cast["nadia"], opens_on=today(), closes_on=today())
    workflow.complete_report(by=cast["juma"], pk=row.pk, country="TZA")
    assert workflow.remind_countries(by=cast["nadia"], pk=row.pk) == [cast["amina"]]
    assert workflow.remind_countries(by=cast["nadia"], pk=row.pk) == []
    assert Mail.objects.filter(person=cast["amina"]).count() == 1
    assert Change.objects.filter(verb="round.reminded").count() == 1  # where somebody was


def test_a_round_that_is_over_reminds_nobody(cast):
    with pytest.raises(workflow.WrongState):
        workflow.remind_countries(by=cast["nadia"], pk=a_round(cast["nadia"]).pk)


def test_a_country_reminds_nobody(cast):
    with pytest.raises(workflow.NotAllowed):
        workflow.remind_countries(by=cast["amina"], pk=a_round(cast["nadia"], closes_on=today()).pk)


@pytest.mark.parametrize(("person", "named"), [(None, False), ("charlie", False), ("olga", True), ("nadia", True)])
def test_who_reported_is_shown_to_participants_only(as_person, cast, person, named):
    cast["amina"].first_name, cast["amina"].last_name = "Amina", "Macuácua"
    cast["amina"].save()
    row = a_round(cast["nadia"], closes_on=today())
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    page = as_person(person).get(row.get_absolute_url()).content.decode()
    assert ("Amina Macuácua" in page) == named


def test_why_a_country_has_more_time_stays_with_the_working_group(as_person, cast):
    row = a_round(cast["nadia"])
    workflow.extend_round(by=cast["nadia"], pk=row.pk, country="MOZ", closes_on=today(), reason="The floods of May.")
    pages = [as_person(name).get(row.get_absolute_url()).content.decode() for name in (None, "juma", "nadia")]
    assert [("The floods of May." in page) for page in pages] == [False, False, True]


@pytest.mark.parametrize("person", ROLES)
@pytest.mark.parametrize("name", ["round_new", "round_extend", "round_translate", "round_close", "narrative"])
def test_rounds_are_run_by_the_working_group(as_person, cast, person, name):
    row = a_round(cast["nadia"])
    path = reverse(name) if name == "round_new" else reverse(name, args=[row.pk])
    assert kinds(as_person(person).get(path)) == (302 if person is None else 200 if person in RUNNERS else 403)


@pytest.mark.parametrize("person", ROLES)
@pytest.mark.parametrize("name", ["round_remind", "round_close"])
def test_only_the_working_group_reminds_and_closes(as_person, cast, person, name):
    row = a_round(cast["nadia"])
    status = kinds(as_person(person).post(reverse(name, args=[row.pk])))
    assert status == (302 if person is None or person in RUNNERS else 403)
    assert row.snapshots.exists() == (name == "round_close" and person in RUNNERS)


def queries(client, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("list_page", [True, False])
def test_a_round_costs_the_same_with_more_answers(as_person, cast, list_page):
    row = a_round(cast["nadia"], closes_on=today())
    path = reverse("rounds") if list_page else row.get_absolute_url()
    counts = []
    for country in ("MOZ", "TZA", "KEN"):
        workflow.complete_report(by=cast["grace"], pk=row.pk, country=country)
        counts.append(queries(as_person(None), path))
    assert counts == [6 if list_page else 7] * 3


def test_the_countries_of_a_round_are_narrowed_and_taken_away_as_shown(as_person, cast):
    row = a_round(cast["nadia"], closes_on=today())
    client, path = as_person(None), row.get_absolute_url()
    shown = [answer.country.pk for answer in client.get(path, {"body": "EAC"}).context["answers"]]
    file = b"".join(client.get(path, {"body": "EAC", "format": "csv"}).streaming_content).decode()
    assert (set(shown) <= {"BDI", "COD", "KEN", "RWA", "SOM", "SSD", "TZA", "UGA"}, "TZA" in shown) == (True, True)
    assert len(file.splitlines()) == len(shown) + 1


def test_the_counts_of_a_round_are_of_the_countries_that_are_shown(as_person, cast):
    row = a_round(cast["nadia"], opens_on=today() - timedelta(1), closes_on=today() + timedelta(9), as_at=today())
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    contexts = [as_person(None).get(row.get_absolute_url(), asked).context for asked in ({}, {"body": "EAC"})]
    assert [(one["complete"], one["on_time"]) for one in contexts] == [(1, 1), (0, 0)]


# Snapshots -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ROLES)
def test_a_snapshot_is_for_participants_until_it_is_published(as_person, cast, frozen, person):
    paths = [
        frozen.get_absolute_url(),
        reverse("snapshot_target", args=[frozen.pk, "VI.T1"]),
        reverse("snapshot_file", args=[frozen.pk, "public"]),
    ]
    answer = [kinds(as_person(person).get(path)) for path in paths]
    assert answer == [200 if person in PARTICIPANTS else 404] * 3
    workflow.publish_snapshot(by=cast["nadia"], code=frozen.pk)
    assert [kinds(as_person(person).get(path)) for path in paths] == [200] * 3


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize("person", ROLES)
def test_the_file_for_participants_is_theirs(as_person, cast, frozen, person, published):
    if published:
        workflow.publish_snapshot(by=cast["nadia"], code=frozen.pk)
    status = kinds(as_person(person).get(reverse("snapshot_file", args=[frozen.pk, "participants"])))
    assert status == (200 if person in PARTICIPANTS else 404)


@pytest.mark.parametrize("part", ["participants", "public"])
def test_the_downloaded_file_has_the_hash_that_is_shown(as_person, frozen, part):
    client = as_person("olga")
    file = client.get(reverse("snapshot_file", args=[frozen.pk, part]))
    shown = {"participants": frozen.sha256, "public": frozen.public_sha256}[part]
    assert hashlib.sha256(file.content).hexdigest() == shown
    assert shown in client.get(frozen.get_absolute_url()).content.decode()


def test_the_public_page_of_a_snapshot_shows_what_is_public(as_person, cast):
    activity = verified(cast["amina"], cast["nadia"], visibility="participants", title="For participants")
    snapshot = closed(cast)
    workflow.publish_snapshot(by=cast["nadia"], code=snapshot.pk)
    path = reverse("snapshot_target", args=[snapshot.pk, "VI.T1"])
    pages = [as_person(name).get(path).content.decode() for name in (None, "olga")]
    assert [(activity.title in page) for page in pages] == [False, True]
    assert snapshot.sha256 not in as_person(None).get(snapshot.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"closes_on": date(2100, 1, 1)}, "can still do so"),
        ({"as_at": date(2100, 1, 1)}, "a date in the future"),
        ({}, "Close the round and freeze the results"),
    ],
)
def test_the_page_that_closes_a_round_says_beforehand_what_stands_against_it(as_person, cast, dates, said):
    row = a_round(cast["nadia"], **dates)
    page = as_person("nadia").get(reverse("round_close", args=[row.pk])).content.decode()
    assert (said in page, page.count("button danger")) == (True, int(not dates))


def test_a_country_is_not_waited_for_once_the_round_is_closed(as_person, frozen):
    page = as_person("nadia").get(frozen.round.get_absolute_url()).content.decode()
    assert (page.count("no report</span>"), "no report yet" in page) == (13, False)


def test_a_country_that_never_reported_has_no_zero_on_the_page_of_a_snapshot(as_person, frozen):
    page = as_person("olga").get(frozen.get_absolute_url()).content.decode()
    row = page.partition('id="countries"')[2].partition("Somalia</span>")[2].partition("</tr>")[0]
    assert re.findall(r'class="number"[^>]*>([^<]*)<', row) == ["–"] * 4


@pytest.mark.parametrize("person", ROLES)
def test_the_working_group_corrects_and_publishes(as_person, frozen, person):
    client = as_person(person)
    corrected = client.post(reverse("snapshot_correct", args=[frozen.pk]), {"why": "A figure."})
    published = client.post(reverse("snapshot_publish", args=[frozen.pk]))
    refused = 404 if person == "charlie" else 403
    expected = 302 if person is None or person in RUNNERS else refused
    assert kinds(published) == expected
    assert kinds(corrected) == (403 if person == "charlie" else expected)
    assert frozen.round.snapshots.count() == (2 if person in RUNNERS else 1)


def test_the_old_edition_points_to_the_new_one(as_person, cast, frozen):
    new = workflow.correct_snapshot(by=cast["nadia"], code=frozen.pk, why="A claim was missing.", contents=contents)
    page = as_person("olga").get(frozen.get_absolute_url()).content.decode()
    assert (new.get_absolute_url() in page, "A claim was missing." in page) == (True, True)


def test_an_unpublished_correction_is_not_told_to_the_public(as_person, cast, frozen):
    workflow.publish_snapshot(by=cast["nadia"], code=frozen.pk)
    new = workflow.correct_snapshot(by=cast["nadia"], code=frozen.pk, why="A claim was missing.", contents=contents)
    page = as_person(None).get(frozen.get_absolute_url()).content.decode()
    assert (new.get_absolute_url() in page, "A claim was missing." in page) == (False, False)


def test_what_was_read_is_read_from_the_document(cast, frozen):
    reading = read(frozen.pk, participants=True)
    assert (reading["snapshot"]["edition"], reading.annex, reading.named) == (1, 1, 1)


def test_a_snapshot_is_not_asked_for_its_document_twice(as_person, frozen):
    client = as_person("olga")
    client.get(frozen.get_absolute_url())
    with CaptureQueriesContext(connection) as captured:
        client.get(frozen.get_absolute_url())
    assert not any("public_content" in query["sql"] for query in captured)


# Comparing -----------------------------------------------------------------------------------------------------------


def test_two_snapshots_are_compared_unit_by_unit(cast):
    activity = submitted(cast["amina"])
    first = closed(cast)
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    second = workflow.correct_snapshot(by=cast["nadia"], code=first.pk, why="x", contents=contents)
    moves = compare(json.loads(first.content), json.loads(second.content))
    (target,) = moves.targets
    assert (target.code, target.indicators[0].units) == ("VI.T1", [UnitMove("MOZ", "reported", "verified")])
    (country,) = moves.countries
    assert (country.before["reported"], country.after["verified"]) == (1, 1)
    assert country.units == [("VI.T1.1", UnitMove("MOZ", "reported", "verified"))]


def test_a_snapshot_compared_with_itself_has_not_moved(frozen):
    moves = compare(json.loads(frozen.content), json.loads(frozen.content))
    assert (moves.targets, moves.countries) == ([], [])


def test_a_threshold_and_an_assessment_move_too(cast, frozen):
    workflow.assess_target(
        by=cast["nadia"], target="I.T1", verdict="at_risk", reasons="Slow.", language="en", assessed_on=date(2014, 6, 1)
    )
    participate("AGO")
    second = workflow.correct_snapshot(by=cast["nadia"], code=frozen.pk, why="x", contents=contents)
    moves = {move.code: move for move in compare(json.loads(frozen.content), json.loads(second.content)).targets}
    assert (moves["I.T1"].assessed_before, moves["I.T1"].assessed_after) == ("", "at_risk")
    assert [moves["VI.T1"].indicators[0].before["required"], moves["VI.T1"].indicators[0].after["required"]] == [13, 14]


@pytest.mark.parametrize("person", ROLES)
def test_only_what_one_may_open_is_compared(as_person, cast, frozen, person):
    second = workflow.correct_snapshot(by=cast["nadia"], code=frozen.pk, why="x", contents=contents)
    path = f"{reverse('snapshots_compare')}?old={frozen.pk}&new={second.pk}"
    assert kinds(as_person(person).get(path)) == (200 if person in PARTICIPANTS else 422)


# Narrative -----------------------------------------------------------------------------------------------------------


def write(cast, **values):
    row = values.pop("row", None) or a_round(cast["nadia"])
    values = {"part": "VI", "language": "fr", "text": "Deux paragraphes."} | values
    return workflow.write_narrative(by=values.pop("by", cast["nadia"]), pk=row.pk, **values)


def test_a_narrative_is_frozen_with_its_round(cast):
    row = a_round(cast["nadia"])
    write(cast, row=row)
    write(cast, row=row, part="VI.T1", language="en", text="Few have adopted.")
    snapshot = workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    assert json.loads(snapshot.public_content)["narrative"] == [
        {"part": "VI", "language": "fr", "text": "Deux paragraphes."},
        {"part": "VI.T1", "language": "en", "text": "Few have adopted."},
    ]


def test_a_stale_narrative_is_not_written_over(cast):
    row = a_round(cast["nadia"])
    write(cast, row=row)
    with pytest.raises(workflow.StaleVersion):
        write(cast, row=row, by=cast["paul"], text="Autre chose.")
    assert Narrative.objects.get().text == "Deux paragraphes."


def test_a_narrative_without_text_is_none(cast):
    row = a_round(cast["nadia"])
    write(cast, row=row)
    assert write(cast, row=row, text=" ", version=1) is None
    assert Narrative.objects.count() == 0
    assert Change.objects.filter(verb="round.narrative_written").first().before["text"] == "Deux paragraphes."


def test_a_country_writes_no_narrative(cast):
    with pytest.raises(workflow.NotAllowed):
        write(cast, by=cast["amina"])


def test_a_narrative_has_a_language_of_ours(cast):
    with pytest.raises(ValidationError):
        write(cast, language="xx")


@pytest.mark.parametrize("person", ROLES)
def test_the_working_group_writes_on_the_page(as_person, cast, person):
    row = a_round(cast["nadia"])
    path = reverse("narrative_write", args=[row.pk, "VI", "fr"])
    status = kinds(as_person(person).post(path, {"version": 0, "text": "Deux paragraphes."}))
    assert status == (302 if person is None or person in RUNNERS else 403)
    assert Narrative.objects.exists() == (person in RUNNERS)


# API -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("person", "published", "seen"), [(None, False, 0), (None, True, 1), ("olga", False, 1)])
def test_the_api_lists_the_snapshots_that_one_may_open(as_person, cast, frozen, person, published, seen):
    if published:
        workflow.publish_snapshot(by=cast["nadia"], code=frozen.pk)
    rows = as_person(person).get("/api/v1/snapshots/").json()["results"]
    assert len(rows) == seen
    assert [row["sha256"] for row in rows] == [frozen.sha256 if person else None] * seen


def test_a_reminder_spares_those_who_had_one(cast):
    row = a_round(cast["nadia"], opens_on=today() - timedelta(3), closes_on=today() + timedelta(10))
    cast["amina"].mail_off = [Mail.Kind.ROUND]
    cast["amina"].save()
    assert workflow.remind_countries(by=cast["nadia"], pk=row.pk) == [cast["juma"]]


@pytest.mark.parametrize("page", ["rounds", "round"])
def test_a_focal_point_sees_whether_its_country_has_reported(as_person, cast, page):
    row = a_round(cast["nadia"], opens_on=today() - timedelta(1), closes_on=today() + timedelta(9), as_at=today())
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    address = reverse(page, args=[row.pk] if page == "round" else [])
    seen = [
        as_person(name).get(address, headers={"accept-language": "en"}).content.decode() for name in ("amina", "juma")
    ]
    assert ["relatório submetido em" in seen[0], "declared its report complete" in seen[1]] == [True, False]
