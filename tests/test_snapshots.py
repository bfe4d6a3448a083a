"""Closing a round freezes its figures and texts; nothing alters them after; who may read which part."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from reports import workflow
from reports.canonical import canonical, sha256_of
from reports.models import Change, Claim, Country, Evidence, Round, Snapshot, SnapshotIsFinal
from reports.snapshots import contents
from reports.snapshots.document import seal_of
from reports.snapshots.frozen import read
from reports.snapshots.showing import country_rows
from reports.summaries import (
    Selection,
    activity_totals,
    contributions,
    country_view,
    in_force,
    target_progress,
    totals_by_country,
)
from tests.base import record, submitted, today, verified
from tests.rounds import DAY, a_round, closed, parts


def in_annex(document: dict, activity) -> dict:
    return next(row for row in document["activities"] if row["id"] == str(activity.pk))


# Freezing ------------------------------------------------------------------------------------------------------------


def test_the_canonical_form_is_sorted_tight_and_utf8():
    assert canonical({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'
    assert sha256_of("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": float("nan")})


def test_closing_freezes_what_was_counted(cast):
    verified(cast["amina"], cast["nadia"])
    document, _public = parts(closed(cast))
    (line,) = [row for row in document["figures"]["targets"] if row["code"] == "VI.T1"]
    assert line["indicators"][0]["units"] == [{"unit": "MOZ", "layer": "verified", "claims": 1}]
    assert (line["indicators"][0]["required"], document["figures"]["activities"]["verified"]) == (13, 1)


def test_figures_are_as_at_the_day_of_the_round(cast):
    verified(cast["amina"], cast["nadia"])
    document, _public = parts(closed(cast, as_at=date(2014, 5, 25)))
    assert document["figures"]["activities"] == {"verified": 0, "reported": 0, "expected": 1}


def test_countries_stand_in_the_order_of_the_reader_s_alphabet(bare):
    names = [row["name"] for row in country_rows(read(bare.code, participants=True), "fr")]
    assert [name for name in names if name in ("Kenya", "Éthiopie", "Zambie")] == ["Éthiopie", "Kenya", "Zambie"]


def test_the_hashes_are_those_of_the_texts(bare):
    assert bare.sha256 == hashlib.sha256(bare.content.encode()).hexdigest()
    assert bare.public_sha256 == hashlib.sha256(bare.public_content.encode()).hexdigest()
    assert (bare.code, bare.content) == (bare.sha256[:16], canonical(json.loads(bare.content)))


def test_the_same_rows_give_the_same_document_in_every_language(demo):
    edition = Snapshot(round=Round.objects.first(), edition=1, as_at=DAY, taken_at=timezone.now())
    editions = set()
    for language in ("en", "fr", "pt", "fr"):
        with translation.override(language):
            editions.add(tuple(canonical(part) for part in contents(edition)))
    assert len(editions) == 1


def test_it_costs_the_same_with_more_activities(cast):
    edition = Snapshot(round=a_round(cast["nadia"]), edition=1, as_at=DAY, taken_at=timezone.now())
    counts = []
    for _n in range(2):
        for person in ("amina", "juma"):
            country = {"amina": "MOZ", "juma": "TZA"}[person]
            claims = [{"indicator": "VI.T1.1", "unit": country, "achieved_on": "2014-05-26"}]
            verified(cast[person], cast["nadia"], countries=[country], claims=claims)
            submitted(cast[person], countries=[country], claims=claims)
        with CaptureQueriesContext(connection) as captured:
            contents(edition)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 112


def test_every_country_has_in_bulk_what_its_page_says(demo):
    selection = Selection()
    bulk, totals = (
        contributions(selection, target_progress(selection), in_force(selection)),
        totals_by_country(selection),
    )
    for code in Country.objects.values_list("pk", flat=True):
        page = country_view(code, selection)
        units = {row.code: row.units for target in page.targets for row in target.indicators if row.units}
        assert bulk.get(code, {}) == units
        assert totals[code] == activity_totals(selection, country=code)


def test_a_round_whose_day_is_to_come_cannot_be_closed(cast):
    row = a_round(cast["nadia"], as_at=today() + timedelta(1))
    with pytest.raises(workflow.WrongState):
        workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)


def test_a_round_is_not_closed_while_a_country_has_time(cast):
    row = a_round(cast["nadia"])
    workflow.extend_round(by=cast["nadia"], pk=row.pk, country="MOZ", closes_on=today(), reason="Floods.")
    with pytest.raises(workflow.WrongState):
        workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    assert workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents).edition == 1


def test_a_round_is_closed_once(bare, cast):
    with pytest.raises(workflow.WrongState):
        workflow.close_round(by=cast["nadia"], pk=bare.round_id, contents=contents)


def test_a_country_closes_no_round(cast):
    row = a_round(cast["nadia"])
    with pytest.raises(workflow.NotAllowed):
        workflow.close_round(by=cast["amina"], pk=row.pk, contents=contents)


def test_nobody_reports_for_a_closed_round(cast):
    row = a_round(cast["nadia"], closes_on=today())
    for country in Country.objects.participating(today()):
        workflow.complete_report(by=cast["grace"], pk=row.pk, country=country.pk)
    workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    with pytest.raises(workflow.WrongState):
        workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    assert row not in Round.objects.perhaps_open(timezone.now())


def test_a_closed_round_is_not_extended(bare, cast):
    with pytest.raises(workflow.WrongState):
        workflow.extend_round(by=cast["nadia"], pk=bare.round_id, country="MOZ", closes_on=today(), reason="Floods.")


# Final ---------------------------------------------------------------------------------------------------------------


def test_the_model_refuses_to_alter_a_snapshot(bare):
    for attempt in (bare.save, bare.delete, Snapshot.objects.all().delete, lambda: Snapshot.objects.update(why="x")):
        with pytest.raises(SnapshotIsFinal):
            attempt()


@pytest.mark.parametrize("statement", ["UPDATE reports_snapshot SET content = '{}'", "DELETE FROM reports_snapshot"])
def test_the_database_refuses_to_alter_a_snapshot(bare, statement):
    with pytest.raises(DatabaseError, match="a snapshot is never altered"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Snapshot.objects.get(pk=bare.pk).sha256 == sha256_of(bare.content)


def test_no_row_takes_the_place_of_a_snapshot(bare):
    columns = (
        "code, round_id, edition, why, as_at, taken_at, taken_by_id, sha256, content, public_sha256, public_content"
    )
    if connection.vendor == "sqlite":
        statement = f"INSERT OR REPLACE INTO reports_snapshot ({columns}) SELECT {columns} FROM reports_snapshot"
    else:
        statement = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE reports_snapshot CASCADE"
    with pytest.raises(DatabaseError, match="a snapshot is never altered"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Snapshot.objects.get(pk=bare.pk).edition == 1


def test_what_changes_after_leaves_it_as_it_was(cast):
    activity = verified(cast["amina"], cast["nadia"])
    row = closed(cast)
    workflow.update_activity(
        by=cast["amina"], pk=activity.pk, version=activity.version, values={"title": "Another title"}
    )
    document = json.loads(Snapshot.objects.get(pk=row.pk).content)
    assert in_annex(document, activity)["title"] == "National meeting to assess progress"


def test_a_corrected_edition_says_what_it_replaces(bare, cast):
    verified(cast["amina"], cast["nadia"])
    second = workflow.correct_snapshot(by=cast["paul"], code=bare.pk, why="A claim was missing.", contents=contents)
    heading = parts(second)[0]["snapshot"]
    assert (heading["edition"], heading["replaces"], heading["why"]) == (2, bare.sha256, "A claim was missing.")
    assert parts(second)[1]["snapshot"]["replaces"] == bare.public_sha256
    assert Snapshot.objects.without_contents().get(pk=bare.pk).newer == second


def test_a_correction_says_why(bare, cast):
    with pytest.raises(ValidationError):
        workflow.correct_snapshot(by=cast["nadia"], code=bare.pk, why=" ", contents=contents)


def test_an_old_edition_is_not_corrected_twice(bare, cast):
    workflow.correct_snapshot(by=cast["nadia"], code=bare.pk, why="x", contents=contents)
    with pytest.raises(workflow.WrongState):
        workflow.correct_snapshot(by=cast["nadia"], code=bare.pk, why="y", contents=contents)


def test_closing_correcting_and_publishing_are_logged(bare, cast):
    workflow.correct_snapshot(by=cast["nadia"], code=bare.pk, why="x", contents=contents)
    workflow.publish_snapshot(by=cast["nadia"], code=bare.pk)
    rows = Change.objects.filter(subject="round", subject_id=str(bare.round_id))
    assert list(rows.order_by("pk").values_list("verb", flat=True)) == [
        "round.opened",
        "round.closed",
        "round.corrected",
        "snapshot.published",
    ]


# What is in it -------------------------------------------------------------------------------------------------------


def test_both_parts_hold_what_is_public(cast):
    activity = verified(cast["amina"], cast["nadia"])
    for document in parts(closed(cast)):
        line = in_annex(document, activity)
        assert (line["title"], line["claims"][0]["layer"]) == ("National meeting to assess progress", "verified")


def test_what_is_for_participants_is_bare_for_the_public(cast):
    activity = verified(cast["amina"], cast["nadia"], visibility="participants")
    document, public = parts(closed(cast))
    assert in_annex(document, activity)["title"] == "National meeting to assess progress"
    assert str(activity.pk) not in json.dumps(public)
    (bare,) = public["activities"]
    by_unhcr = {"agencies": ["UNHCR"], "on": today().isoformat(), "in_place_of": ""}
    assert bare == {
        "id": seal_of(str(activity.pk)),
        "bare": True,
        "scope": "national",
        "claims": [{"indicator": "VI.T1.1", "unit": "MOZ", "layer": "verified", "verified": by_unhcr}],
    }


def test_what_is_not_verified_is_bare_for_both(cast):
    activity = submitted(cast["amina"], summary="Not yet for others.")
    snapshot = closed(cast)
    for document in parts(snapshot):
        assert [(row["id"], row["bare"]) for row in document["activities"]] == [(seal_of(str(activity.pk)), True)]
    assert "Not yet for others." not in snapshot.content


def test_a_draft_and_a_cancelled_activity_are_in_neither(cast):
    record(cast["amina"], title="A draft of ours")
    undated = [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": None}]
    values = {"status": "cancelled", "status_reason": "x", "claims": undated}
    verified(cast["amina"], cast["nadia"], title="A cancelled one", **values)
    snapshot = closed(cast)
    assert (json.loads(snapshot.content)["activities"], "A draft of ours" in snapshot.content) == ([], False)


@pytest.mark.parametrize(
    ("level", "seen"), [("public", [True, True]), ("participants", [True, False]), ("reviewers", [False, False])]
)
def test_evidence_stands_in_the_parts_of_those_who_may_see_it(cast, level, seen):
    activity = submitted(cast["amina"])
    Evidence.objects.filter(activity=activity).update(confidentiality=level)
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    snapshot = closed(cast)
    assert ["27 May 2014" in text for text in (snapshot.content, snapshot.public_content)] == seen


def test_a_refused_claim_and_its_finding_are_in_neither(cast):
    activity = submitted(cast["amina"])
    claim = Claim.objects.get(activity=activity)
    refusal = {claim.pk: {"verification": "refused", "finding": "No such meeting."}}
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk, decisions=refusal)
    snapshot = closed(cast)
    assert in_annex(json.loads(snapshot.content), activity)["claims"] == []
    assert "No such meeting." not in snapshot.content


def test_who_reported_stands_by_their_id_for_participants_only(cast):
    cast["amina"].first_name, cast["amina"].last_name = "Amina", "Macuácua"
    cast["amina"].save()
    row = a_round(cast["nadia"])
    workflow.extend_round(by=cast["nadia"], pk=row.pk, country="MOZ", closes_on=today(), reason="Floods.")
    workflow.complete_report(by=cast["amina"], pk=row.pk, country="MOZ")
    snapshot = workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)
    lines = [next(one for one in part["reports"] if one["country"] == "MOZ") for part in parts(snapshot)]
    assert [line.get("completed_by") for line in lines] == [cast["amina"].pk, None]
    assert (lines[0]["complete"], lines[0]["on_time"]) == (True, False)
    assert ("Floods" in snapshot.content, "Macuácua" in snapshot.content) == (False, False)


def test_no_address_of_a_person_is_in_a_snapshot(demo):
    edition = Snapshot(round=Round.objects.first(), edition=1, as_at=DAY, taken_at=timezone.now())
    assert [("@example.org" in canonical(part)) for part in contents(edition)] == [False, False]


def test_it_holds_all_that_a_report_needs(demo):
    edition = Snapshot(round=Round.objects.first(), edition=1, as_at=DAY, taken_at=timezone.now())
    document, _public = contents(edition)
    plan, figures = document["plan"], document["figures"]
    assert [len(plan[name]) for name in ("themes", "groups", "actions", "recommendations", "targets")] == [
        6,
        23,
        58,
        51,
        25,
    ]
    assert all(len({row["text"][code] for code in ("en", "fr", "pt")}) == 3 for row in plan["targets"])
    assert (len(figures["countries"]), len(figures["bodies"]), len(document["reports"])) == (26, 5, 13)


def test_every_unit_of_every_figure_is_claimed_in_the_annex(demo):
    document, _public = parts(Snapshot.objects.latest("as_at"))
    claimed = {(claim["indicator"], claim["unit"]) for row in document["activities"] for claim in row["claims"]}
    units = {
        (indicator["code"], unit["unit"])
        for target in document["figures"]["targets"]
        for indicator in target["indicators"]
        for unit in indicator["units"]
    }
    assert units <= claimed
