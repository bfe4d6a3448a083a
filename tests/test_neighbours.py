"""What a verb does to one row it does to no other: the row beside it, of somebody else or somewhere else, stays as it was."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from reports import workflow
from reports.models import (
    OPEN_FOR,
    Activity,
    Adoption,
    Assessment,
    Change,
    Claim,
    Evidence,
    FileUpload,
    Finding,
    Membership,
    Narrative,
    OpenReview,
    Organisation,
    Remark,
    TableUpload,
    UnsavedForm,
    User,
)
from reports.snapshots import contents
from reports.summaries import Cell, Selection, Standing, asked_rounds, country_actions, country_lines, country_view
from reports.workflow.organisations import with_known_names
from tests.base import participate, record, submitted, verified
from tests.reviewing import change, claim_of, find, reread
from tests.rounds import a_round, closed

REFUSED = {"verification": "refused", "finding": "No list"}


@pytest.fixture
def two(cast):
    """Handed in, and open for review by Nadia."""
    rows = [submitted(cast["amina"], title=title) for title in ("One", "Two")]
    for row in rows:
        workflow.open_for_review(by=cast["nadia"], pk=row.pk)
    return rows


@pytest.mark.parametrize("verb", ["verify_activity", "verify_several", "return_activity", "decide_claim"])
def test_a_decision_leaves_what_else_is_open_for_review(cast, two, verb):
    pk = two[0].pk
    given = {
        "verify_activity": {"pk": pk},
        "verify_several": {"chosen": {pk: two[0].version}},
        "return_activity": {"pk": pk, "remark": "Why?"},
        "decide_claim": {"pk": claim_of(two[0]).pk, **REFUSED},
    }
    getattr(workflow, verb)(by=cast["nadia"], **given[verb])
    left = OpenReview.objects.filter(activity=two[1])
    assert (left.count(), Activity.objects.get(pk=two[1].pk).review) == (1, "submitted")
    assert OpenReview.objects.filter(activity=two[0]).exists() == (verb == "decide_claim")


def test_what_was_open_an_hour_ago_is_forgotten_and_nothing_newer(cast, two):
    third = submitted(cast["amina"], title="Three")
    OpenReview.objects.filter(activity=two[0]).update(seen_at=timezone.now() - OPEN_FOR)
    opened = workflow.open_for_review(by=cast["nadia"], pk=third.pk)
    assert set(OpenReview.objects.all()) == {opened, two[1].open_reviews.get()}


def test_a_change_of_what_counts_leaves_the_claims_and_findings_of_another_activity(cast):
    one, other = (verified(cast["amina"], cast["nadia"]) for _n in range(2))
    for row in (one, other):
        find(cast["paul"], row, "agree")
    change(cast["amina"], one, claims=[])
    assert (Claim.objects.get(), claim_of(other).verification) == (claim_of(other), "verified")
    assert [finding.claim for finding in Finding.objects.all()] == [claim_of(other)]


def test_a_last_decision_closes_a_review_whatever_else_is_waiting(cast, two):
    workflow.verify_activity(
        by=cast["nadia"], pk=two[0].pk, decisions={claim_of(two[0]).pk: {"verification": "pending"}}
    )
    for row in two:
        workflow.open_for_review(by=cast["paul"], pk=row.pk)
    workflow.decide_claim(by=cast["nadia"], pk=claim_of(two[0]).pk, **REFUSED)
    assert {row.activity for row in OpenReview.objects.filter(reviewer=cast["paul"])} == {two[1]}


def test_each_agency_finds_for_itself_and_once(cast, two):
    findings = [find(cast[name], two[0], verdict, "So.") for name, verdict in (("nadia", "agree"), ("paul", "doubt"))]
    assert find(cast["paul"], two[0], "doubt", "So.") == findings[1]
    assert [(row.agency.name, row.verdict) for row in findings] == [("UNHCR", "agree"), ("IOM", "doubt")]
    assert (Finding.objects.count(), Change.objects.filter(verb="activity.claim_finding").count()) == (2, 2)


def test_a_change_of_what_counts_leaves_doubts_and_refusals(cast):
    claims = [{"indicator": code, "unit": "MOZ", "achieved_on": "2014-05-26"} for code in ("VI.T1.1", "VI.T2.1")]
    row = submitted(cast["amina"], claims=claims)
    first, second = row.claims.order_by("indicator")
    workflow.record_finding(by=cast["paul"], pk=first.pk, verdict="doubt", reasons="Who?")
    workflow.record_finding(by=cast["paul"], pk=second.pk, verdict="agree")
    workflow.verify_activity(by=cast["nadia"], pk=row.pk, decisions={first.pk: REFUSED})
    change(cast["amina"], row, starts_on="2014-05-27", ends_on=None)
    decided = Claim.objects.order_by("indicator").values_list("verification", flat=True)
    assert (list(decided), [row.claim for row in Finding.objects.all()]) == (["refused", "pending"], [first])


def test_a_claim_with_another_day_is_a_new_one_to_check_and_the_other_is_not(cast):
    claims = [{"indicator": code, "unit": "MOZ", "achieved_on": "2014-05-26"} for code in ("VI.T1.1", "VI.T2.1")]
    row = submitted(cast["amina"], claims=claims)
    for claim in row.claims.all():
        workflow.record_finding(by=cast["paul"], pk=claim.pk, verdict="doubt", reasons="Who?")
    change(cast["amina"], row, claims=[claims[0], claims[1] | {"achieved_on": "2014-05-25"}])
    assert [finding.claim.indicator_id for finding in Finding.objects.all()] == ["VI.T1.1"]


def test_only_the_activities_that_are_chosen_are_confirmed(cast, two):
    workflow.confirm_unchanged(by=cast["amina"], pks=[two[0].pk])
    assert [row.subject_id for row in Change.objects.filter(verb="activity.confirmed")] == [str(two[0].pk)]


def test_one_piece_of_evidence_is_removed_alone(cast, two):
    first = two[0].evidence.get()
    other = workflow.add_evidence(by=cast["amina"], pk=two[0].pk, kind="link", url="https://example.org/a")
    workflow.remove_evidence(by=cast["amina"], pk=first.pk)
    assert set(Evidence.objects.all()) == {other, two[1].evidence.get()}


def test_the_plans_of_two_countries_are_drawn_up_and_ordered_apart(cast):
    def plan(name, country):
        rows = [workflow.adopt_action(by=cast[name], country=country, action=code) for code in ("VI.1", "VI.2")]
        return [row.pk for row in rows]

    mozambique, tanzania = plan("amina", "MOZ"), plan("juma", "TZA")
    workflow.order_plan(by=cast["amina"], country="MOZ", pks=mozambique[::-1])
    positions = Adoption.objects.in_bulk()
    assert [positions[pk].position for pk in mozambique + tanzania] == [2, 1, 1, 2]


def test_the_actions_of_a_country_are_its_own(cast):
    for name, country, code in (("amina", "MOZ", "VI.1"), ("juma", "TZA", "VI.2")):
        workflow.adopt_action(by=cast[name], country=country, action=code)
    assert [set(country_actions(code, Selection())) for code in ("MOZ", "TZA", "MWI")] == [{"VI.1"}, {"VI.2"}, set()]


def test_a_line_of_a_country_is_made_of_what_is_at_hand(cast):
    countries = [line.country for line in country_lines(Selection())][:2]
    counted = Standing({(countries[0].pk, "VI.1"): Cell("verified")}, {}, {countries[1].pk: 4})
    lines = country_lines(Selection(), counted, menu=3, countries=countries)
    assert [(line.states["verified"], line.states["nothing"]) for line in lines] == [(1, 2), (0, 3)]
    assert [line.activities for line in lines] == [0, 4]


def test_the_log_names_an_action_of_a_plan_as_far_as_there_is_room(cast):
    own = {"theme_id": "VI", "title": "A register " * 10, "language": "en", "lead_ministry": "IOM Maputo"}
    row = workflow.plan_own_action(by=cast["amina"], country="MOZ", values=own)
    record(cast["amina"], lead="IOM Maputo")
    gone, kept = (Organisation.objects.get(name=name) for name in ("IOM Maputo", "IOM"))
    workflow.merge_organisations(by=cast["nadia"], pk=gone.pk, into=kept.pk)
    said = Change.objects.filter(subject="adoption").order_by("id").values_list("verb", "subject_id")
    assert list(said) == [(f"adoption.{verb}", f"MOZ {row.title}"[:60]) for verb in ("adopted", "changed")]


def test_an_action_of_the_menu_is_not_changed_as_one_of_a_country_s_own(cast):
    row = workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.1")
    own = {"theme_id": "VI", "title": "A single desk", "language": "en"}
    with pytest.raises(Adoption.DoesNotExist):
        workflow.plan_own_action(by=cast["amina"], country="MOZ", pk=row.pk, values=own)
    pk = workflow.plan_own_action(by=cast["amina"], country="MOZ", values=own).pk
    with pytest.raises(Adoption.DoesNotExist):
        workflow.plan_own_action(by=cast["juma"], country="TZA", pk=pk, values=own)


def test_a_question_about_a_claim_is_asked_of_its_own_activity(cast, two):
    with pytest.raises(ValidationError) as refusal:
        workflow.add_remark(by=cast["nadia"], pk=two[0].pk, text="Why?", claim=claim_of(two[1]).pk)
    assert (set(refusal.value.message_dict), Remark.objects.count()) == ({"claim"}, 0)
    asked = workflow.add_remark(by=cast["nadia"], pk=two[1].pk, text="Why?", claim=claim_of(two[1]).pk)
    assert (asked.claim, asked.activity) == (claim_of(two[1]), two[1])


def test_one_round_is_closed_alone(cast):
    closed(cast)
    dates = {"opens_on": date(2015, 1, 1), "closes_on": date(2015, 2, 1), "as_at": date(2015, 1, 1)}
    workflow.open_round(by=cast["nadia"], title="Progress in 2015", **dates)
    assert {row.title: row.is_closed for row in asked_rounds()} == {
        "Progress in 2014": True,
        "Progress in 2015": False,
    }


def test_an_edition_of_one_round_stands_in_the_way_of_no_other(cast):
    dates = {"opens_on": date(2013, 1, 1), "closes_on": date(2013, 2, 1), "as_at": date(2013, 1, 1)}
    other = workflow.open_round(by=cast["nadia"], title="Progress in 2013", **dates)
    editions = [closed(cast), workflow.close_round(by=cast["nadia"], pk=other.pk, contents=contents)]
    for row in editions:
        again = workflow.correct_snapshot(by=cast["nadia"], code=row.pk, why="Checked.", contents=contents)
        workflow.publish_snapshot(by=cast["nadia"], code=again.pk)
        assert (again.round, again.edition, again.replaces) == (row.round, 2, row)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ([("a", 5), ("a", 5)], 1),
        ([("a", 5), ("b", 5)], 2),
        ([("a", 5), ("a", 6)], 2),
        ([("", 5), ("", 5)], 2),
    ],
)
def test_a_file_is_taken_up_by_its_sum_and_size(cast, sent, kept):
    rows = [workflow.begin_upload(by=cast["amina"], name=" a.pdf ", size=size, sha256=sha) for sha, size in sent]
    assert (len({row.pk for row in rows}), FileUpload.objects.count()) == (kept, kept)
    other = workflow.begin_upload(by=cast["juma"], name=" ", size=sent[0][1], sha256=sent[0][0])
    assert (other.person, other.file_name, rows[0].file_name) == (cast["juma"], "document", "a.pdf")


def test_a_form_of_an_own_action_is_known_by_its_key_and_what_it_says(cast):
    own = {"theme_id": "VI", "title": "A register", "language": "en"}
    key, other = uuid4(), uuid4()
    given = [(key, own), (key, own), (other, own), (key, own | {"title": "A list"})]
    rows = [workflow.plan_own_action(by=cast["amina"], country="MOZ", values=values, key=one) for one, values in given]
    assert [row.pk == key for row in rows] == [True, True, False, False]
    assert (rows[2].pk, [row.title for row in Adoption.objects.order_by("position")]) == (
        other,
        ["A register", "A register", "A list"],
    )


def test_what_is_not_in_a_plan_is_not_ordered_in_it(cast):
    rows = [workflow.adopt_action(by=cast["amina"], country="MOZ", action=code) for code in ("VI.1", "VI.2")]
    foreign = workflow.adopt_action(by=cast["juma"], country="TZA", action="VI.1")
    workflow.order_plan(by=cast["amina"], country="MOZ", pks=[foreign.pk, uuid4(), rows[1].pk])
    positions = Adoption.objects.in_bulk()
    assert [positions[row.pk].position for row in (*rows, foreign)] == [2, 1, 1]


@pytest.mark.parametrize("beside", [{"language": "fr"}, {"part": "V"}, {"part": "VI.T1"}, {"pk": "other"}])
def test_a_narrative_is_of_its_round_part_and_language(cast, beside):
    dates = {"opens_on": date(2013, 1, 1), "closes_on": date(2013, 2, 1), "as_at": date(2013, 1, 1)}
    other = workflow.open_round(by=cast["nadia"], title="Progress in 2013", **dates)
    said = {"by": cast["nadia"], "pk": a_round(cast["nadia"]).pk, "part": "VI", "language": "en"}
    first = workflow.write_narrative(**said, text="It went well.")
    second = workflow.write_narrative(
        **said | beside | ({"pk": other.pk} if "pk" in beside else {}), text="It did not."
    )
    assert workflow.write_narrative(**said, text="", version=first.version) is None
    assert [(row.pk, row.text, row.version) for row in Narrative.objects.all()] == [(second.pk, "It did not.", 1)]


def test_the_page_of_a_country_tells_when_it_took_part_and_nobody_else(cast):
    participate("AGO", since=date(2012, 1, 1))
    shown = {code: country_view(code, Selection()).participations for code in ("MOZ", "AGO")}
    assert {code: {row.country_id for row in rows} for code, rows in shown.items()} == {"MOZ": {"MOZ"}, "AGO": {"AGO"}}


def test_more_time_is_told_against_what_the_same_country_had_in_the_same_round(cast):
    first = a_round(cast["nadia"])
    dates = {"opens_on": date(2015, 1, 1), "closes_on": date(2015, 2, 1), "as_at": date(2015, 1, 1)}
    second = workflow.open_round(by=cast["nadia"], title="Progress in 2015", **dates)
    for row, country in ((first, "MOZ"), (first, "TZA"), (second, "MOZ"), (second, "MOZ")):
        more = {"closes_on": date(2030, 1, 1), "reason": "Floods."}
        workflow.extend_round(by=cast["nadia"], pk=row.pk, country=country, **more)
    before = Change.objects.filter(verb="round.extended").order_by("id").values_list("before", flat=True)
    assert list(before) == [{}, {}, {}, {"closes_on": "2030-01-01"}]


def test_an_assessment_is_sent_twice_where_it_is_the_newest(cast):
    said = {"by": cast["nadia"], "target": "VI.T1", "reasons": "So.", "language": "en", "assessed_on": date(2012, 1, 1)}
    for verdict in ("at_risk", "on_track", "on_track", "at_risk"):
        workflow.assess_target(verdict=verdict, **said)
    newest = Assessment.objects.order_by("pk").values_list("verdict", flat=True)
    assert list(newest) == ["at_risk", "on_track", "at_risk"]


def test_an_assessment_is_told_against_the_newest_of_its_day(cast):
    said = {"by": cast["nadia"], "target": "VI.T1", "reasons": "So.", "language": "en"}
    for verdict, day in (("at_risk", 1), ("on_track", 3), ("at_risk", 2), ("on_track", 4)):
        workflow.assess_target(verdict=verdict, **said, assessed_on=date(2012, 1, day))
    rows = Change.objects.filter(verb="target.judged").order_by("id")
    assert [row.before.get("judged_on") for row in rows] == [None, "2012-01-01", "2012-01-01", "2012-01-03"]


# Handing over --------------------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(cast):
    """What Amina and Juma have begun: a table, a file, a form."""
    for name, country in (("amina", "MOZ"), ("juma", "TZA")):
        TableUpload.objects.create(person=cast[name], country_id=country, file_name="a.csv")
        workflow.begin_upload(by=cast[name], name="a.pdf", size=5)
        workflow.keep_unsaved(by=cast[name], key=name, path="/", title="A form", fields="[]")


def owners():
    models = (TableUpload, FileUpload, UnsavedForm)
    return [sorted(model.objects.values_list("person__username", flat=True)) for model in models]


def test_a_successor_is_given_what_the_former_had_begun_and_nothing_of_others(cast, waiting):
    workflow.hand_over(by=cast["grace"], pk=cast["amina"].memberships.get().pk, email="charlie@example.org")
    assert owners() == [["charlie", "juma"]] * 3


def test_who_keeps_another_role_keeps_what_belongs_to_no_country(cast, waiting):
    Membership.objects.create(person=cast["amina"], role="observer", since=date(2012, 1, 1))
    role = cast["amina"].memberships.get(role="focal_point")
    workflow.hand_over(by=cast["grace"], pk=role.pk, email="charlie@example.org")
    assert owners() == [["charlie", "juma"], ["amina", "juma"], ["amina", "juma"]]


def test_what_the_successor_has_begun_under_the_same_key_stays(cast, waiting):
    workflow.keep_unsaved(by=cast["charlie"], key="amina", path="/", title="Mine", fields="[1]")
    workflow.hand_over(by=cast["grace"], pk=cast["amina"].memberships.get().pk, email="charlie@example.org")
    kept = UnsavedForm.objects.filter(key="amina").values_list("person__username", "title")
    assert set(kept) == {("charlie", "Mine"), ("amina", "A form")}


def test_a_deputy_who_takes_over_keeps_their_other_roles(cast):
    since = date(2012, 1, 1)
    for values in ({"country_id": "MOZ", "is_deputy": True}, {"country_id": "MWI"}):
        Membership.objects.create(person=cast["charlie"], role="focal_point", since=since, **values)
    Membership.objects.create(person=cast["charlie"], role="observer", since=since)
    workflow.hand_over(by=cast["grace"], pk=cast["amina"].memberships.get().pk, email="charlie@example.org")
    held = Membership.objects.filter(person=cast["charlie"], until=None).values_list("role", "country", "is_deputy")
    assert set(held) == {("focal_point", "MOZ", False), ("focal_point", "MWI", False), ("observer", None, False)}


# Accounts and the directory ------------------------------------------------------------------------------------------


def test_one_person_has_been_shown_round(cast):
    workflow.finish_tour(by=cast["amina"])
    assert list(User.objects.filter(toured=True)) == [cast["amina"]]


def test_what_names_neither_of_two_merged_organisations_stays(cast):
    record(cast["amina"], lead="IOM Maputo")
    other = record(cast["amina"], lead="A ministry")
    activity = submitted(cast["amina"])
    find(cast["nadia"], activity, "agree")
    gone, kept = (Organisation.objects.get(name=name) for name in ("IOM Maputo", "IOM"))
    workflow.merge_organisations(by=cast["nadia"], pk=gone.pk, into=kept.pk)
    other.refresh_from_db()
    assert (other.lead.name, Finding.objects.get().agency.name) == ("A ministry", "UNHCR")
    assert cast["nadia"].memberships.get().organisation.name == "UNHCR"


def test_who_else_has_a_part_in_an_activity_keeps_it(cast):
    partners = [{"organisation": name, "role": "funding"} for name in ("IOM Maputo", "A ministry")]
    row = record(cast["amina"], lead="A bank", partners=partners)
    gone, kept = (Organisation.objects.get(name=name) for name in ("IOM Maputo", "IOM"))
    workflow.merge_organisations(by=cast["nadia"], pk=gone.pk, into=kept.pk)
    names = row.partners.values_list("organisation__name", flat=True)
    assert (set(names), reread(row).lead.name) == ({"IOM", "A ministry"}, "A bank")


def test_what_two_merged_organisations_led_is_found_under_the_names_of_both(cast):
    rows = [record(cast["amina"], lead=name) for name in ("IOM", "Bureau de Maputo")]
    gone, kept = (Organisation.objects.get(name=name) for name in ("Bureau de Maputo", "IOM"))
    workflow.merge_organisations(by=cast["nadia"], pk=gone.pk, into=kept.pk)
    renamed = Activity.objects.filter(searchable__contains="bureau de maputo")
    assert set(renamed) == set(rows)


@pytest.mark.parametrize("values", [{"name": "A ministry", "aliases": ["IOM"]}, {"name": "iom"}, {"name": "OIM"}])
def test_a_new_organisation_takes_no_name_of_another(cast, values):
    with pytest.raises(ValidationError) as refusal:
        workflow.add_organisation(by=cast["nadia"], values=values)
    assert set(refusal.value.message_dict) == {"aliases" if "aliases" in values else "name"}


@pytest.mark.parametrize(
    ("values", "known"),
    [
        ({"lead": " hcr "}, {"lead": "UNHCR"}),
        ({"partners": [{"organisation": "HCR"}]}, {"partners": [{"organisation": "UNHCR"}]}),
        ({"title": "HCR"}, {"title": "HCR"}),
    ],
)
def test_a_name_is_read_as_the_directory_has_it_and_no_other_text_is(db, values, known):
    assert with_known_names(values) == known


def test_what_somebody_puts_in_or_describes_is_listed(cast):
    named = record(cast["amina"], lead="A ministry").lead
    assert (named.is_listed, workflow.add_organisation(by=cast["amina"], values={"name": "x"}).is_listed) == (
        False,
        True,
    )
    values = {"by": cast["nadia"], "pk": named.pk, "version": named.version, "values": {"name": "The ministry"}}
    assert workflow.change_organisation(**values).is_listed is True
