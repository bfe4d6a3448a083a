"""Who sees and does what, rule by rule: of each row, exactly those of the cast who may."""

import pytest

from reports import rules, workflow
from reports.models import (
    Change,
    Claim,
    Evidence,
    Membership,
    Organisation,
    SavedView,
    Snapshot,
    TableUpload,
)
from tests.base import CAST, fresh, prove, record, submitted, verified
from tests.reviewing import claim_of
from tests.rounds import closed

GROUP = {"nadia", "paul"}
OVER_ALL = GROUP | {"grace"}
PARTICIPANTS = {*CAST} - {"charlie"}
EVERYBODY = {*CAST, "public"}
CROSS_BORDER = {"scope": "cross_border", "countries": ["MOZ", "TZA"]}
REGIONAL = {"scope": "regional", "countries": ["MOZ", "TZA"], "claims": []}
HIDDEN = {"visibility": "participants"}
DONE = {"draft": record, "submitted": submitted, "verified": lambda by, **values: verified(by, by.reviewer, **values)}


@pytest.fixture
def those(cast):
    """`those(rule)`: the names of those who may; `those(rows, row)`: of those in whose list the row is."""
    standings = {name: rules.standing(fresh(person)) for name, person in cast.items()} | {"public": rules.PUBLIC}

    def names(rule, row=None):
        if row is None:
            return {name for name, who in standings.items() if rule(who)}
        return {name for name, who in standings.items() if rule(who).filter(pk=row.pk).exists()}

    return names


def made(cast, by, state, values):
    cast[by].reviewer = cast["paul" if by == "nadia" else "nadia"]
    return DONE[state](cast[by], **values)


# Activities ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "values", "state", "seeing"),
    [
        ("amina", {}, "draft", {"amina", "grace"}),
        ("amina", CROSS_BORDER, "draft", {"amina", "grace"}),
        ("nadia", REGIONAL, "draft", OVER_ALL),
        ("amina", {}, "submitted", {"amina"} | OVER_ALL),
        ("amina", CROSS_BORDER, "submitted", {"amina", "juma"} | OVER_ALL),
        ("nadia", REGIONAL, "submitted", {"amina", "juma"} | OVER_ALL),
        ("amina", HIDDEN, "verified", PARTICIPANTS),
        ("nadia", REGIONAL | HIDDEN, "verified", PARTICIPANTS),
        ("amina", {}, "verified", EVERYBODY),
    ],
)
def test_an_activity_is_on_the_lists_of_those_who_may_see_it(cast, those, by, values, state, seeing):
    assert those(rules.visible_activities, made(cast, by, state, values)) == seeing


@pytest.mark.parametrize("state", DONE)
@pytest.mark.parametrize(
    ("by", "values", "editing"),
    [
        ("amina", {}, {"amina", "grace"}),
        ("amina", CROSS_BORDER, {"amina", "grace"}),
        ("nadia", REGIONAL, OVER_ALL),
    ],
)
def test_the_list_of_what_one_may_edit_is_what_one_may_edit(cast, those, by, values, state, editing):
    row = made(cast, by, state, values)
    if values == CROSS_BORDER and state != "draft":
        editing = editing | {"juma"}  # whose country is asked alone
    assert (those(rules.editable_activities, row), those(lambda who: rules.may_edit(who, row))) == (editing, editing)
    assert those(lambda who: rules.may_see_inside(who, row)) == editing | GROUP


def test_who_entered_or_last_changed_what_counts_reviews_no_more(cast, those):
    row = submitted(cast["nadia"], **REGIONAL)
    assert those(lambda who: rules.may_review(who, row)) == {"paul"}
    assert those(lambda who: rules.may_find(who, row)) == {"paul"}
    workflow.update_activity(by=cast["paul"], pk=row.pk, version=row.version, values={"starts_on": "2014-05-25"})
    row.refresh_from_db()
    assert those(lambda who: rules.may_review(who, row)) == set()


def test_who_reviews_for_no_agency_records_no_finding(cast):
    Membership.objects.filter(person=cast["nadia"]).update(organisation=None)
    who, row = rules.standing(fresh(cast["nadia"])), submitted(cast["amina"])
    assert (rules.may_review(who, row), rules.may_find(who, row)) == (True, False)


def test_the_agency_of_a_reviewer_is_that_of_their_role(cast):
    iom = Organisation.objects.get(name="IOM")
    for name in ("nadia", "olga"):
        Membership.objects.create(person=cast[name], role="observer", organisation=iom, since="2010-09-07")
        cast[name].memberships.filter(role="observer").update(organisation=iom)
    agencies = [rules.standing(fresh(cast[name])).agency for name in ("nadia", "paul", "olga")]
    assert [agency and agency.name for agency in agencies] == ["UNHCR", "IOM", None]


def test_work_is_recorded_first_where_one_s_work_is(cast, those):
    assert those(lambda who: rules.first_scope(who) == "regional") == GROUP | {"thabo"}
    Membership.objects.create(person=cast["paul"], role="focal_point", country_id="MWI", since="2010-09-07")
    assert rules.first_scope(rules.standing(fresh(cast["paul"]))) == "national"


# What stands in them -------------------------------------------------------------------------------------------------


def test_a_refusal_stays_between_the_country_and_the_working_group(cast, those):
    row = made(cast, "amina", "verified", {})
    claim = claim_of(row)
    assert those(rules.visible_claims, claim) == EVERYBODY
    Claim.objects.filter(pk=claim.pk).update(verification="refused", decision_reason="No")
    assert those(rules.visible_claims, claim) == {"amina"} | OVER_ALL


def test_that_a_claim_lacks_evidence_is_told_to_those_who_see_all_of_it(cast, those):
    claim = claim_of(made(cast, "amina", "verified", {}))
    assert those(rules.claims_seen_whole, claim) == {"amina"} | OVER_ALL
    assert those(rules.may_see_claims_whole) == {"amina", "juma"} | OVER_ALL


@pytest.mark.parametrize(
    ("level", "state", "seeing"),
    [
        ("public", "verified", EVERYBODY),
        ("participants", "verified", PARTICIPANTS),
        ("review", "verified", {"amina"} | OVER_ALL),
        ("public", "submitted", {"amina"} | OVER_ALL),
        ("public", "draft", {"amina", "grace"}),
    ],
)
def test_evidence_is_seen_by_its_level_and_with_its_activity(cast, those, level, state, seeing):
    piece = prove(cast["amina"], made(cast, "amina", state, {}))
    Evidence.objects.filter(pk=piece.pk).update(confidentiality=level)
    assert those(rules.visible_evidence, piece) == seeing


def test_a_question_is_seen_by_the_working_group_and_those_whom_it_asks(cast, those):
    remark = workflow.add_remark(by=cast["nadia"], pk=made(cast, "amina", "verified", {}).pk, text="Why?")
    assert those(rules.visible_remarks, remark) == {"amina"} | OVER_ALL


def test_what_was_sent_is_seen_by_its_sender_alone(cast, those):
    file = workflow.begin_upload(by=cast["amina"], name="a.pdf", size=5)
    table = TableUpload.objects.create(person=cast["amina"], country_id="MOZ", file_name="a.csv")
    assert (those(rules.visible_uploads, file), those(rules.visible_tables, table)) == ({"amina"}, {"amina"})


# The log -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "values", "seeing"),
    [
        ("amina", {}, {"amina"} | OVER_ALL),
        ("amina", CROSS_BORDER, {"amina"} | OVER_ALL),  # and the neighbour's, once it agreed
        ("nadia", REGIONAL, OVER_ALL),
    ],
)
def test_a_change_is_on_the_lists_of_its_countries(cast, those, by, values, seeing):
    record(cast[by], **values)
    assert those(rules.visible_changes, Change.objects.get(verb="activity.created")) == seeing


@pytest.mark.parametrize(
    ("by", "values", "reading"),
    [
        ("amina", {}, {"amina", "grace"}),
        ("amina", CROSS_BORDER, {"amina", "grace"}),
    ],
)
def test_the_words_of_a_draft_in_the_log_are_its_countries(cast, those, by, values, reading):
    record(cast[by], **values)
    row = Change.objects.get(verb="activity.created")
    assert those(lambda who: rules.may_read_change(who, row, rules.known_activities(who, [row]))) == reading


def test_an_organisation_that_only_a_draft_names_is_its_country_s_in_the_log_too(cast, those):
    record(cast["amina"], lead="A ministry")
    row = Change.objects.get(verb="organisation.created")

    def reads(who):
        return rules.may_read_change(who, row, {}, rules.hidden_organisations(who, [row]))

    assert those(reads) == {"amina", "grace"}


def test_where_no_organisation_is_told_of_none_is_hidden(cast):
    record(cast["amina"])
    about_an_activity = [Change.objects.get(verb="activity.created")]
    assert rules.hidden_organisations(rules.PUBLIC, about_an_activity) == set()


def test_what_changes_are_about_is_looked_up_and_nothing_beside_it(cast):
    row, _other = (record(cast["amina"], lead=name) for name in ("A ministry", "Another ministry"))
    changes = Change.objects.filter(subject_id__in=[row.pk, row.lead_id])
    standings = [rules.standing(fresh(cast[name])) for name in ("amina", "juma", "grace")]
    assert [rules.known_activities(who, changes) for who in standings] == [{str(row.pk): row}, {}, {str(row.pk): row}]
    hidden = [rules.hidden_organisations(who, changes) for who in standings]
    assert hidden == [set(), {str(row.lead_id)}, set()]


# The directory -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part", [{"lead": "A ministry"}, {"partners": [{"organisation": "A ministry", "role": "funding"}]}]
)
@pytest.mark.parametrize(("state", "seeing"), [("draft", {"amina", "grace"}), ("verified", EVERYBODY)])
def test_an_organisation_that_was_only_typed_is_seen_with_what_names_it(cast, those, part, state, seeing):
    made(cast, "amina", state, part)
    assert those(rules.visible_organisations, Organisation.objects.get(name="A ministry")) == seeing


@pytest.mark.parametrize(
    "part", [{"lead": "A ministry"}, {"partners": [{"organisation": "A ministry", "role": "funding"}]}]
)
def test_nor_is_it_seen_by_those_who_see_what_names_another(cast, those, part):
    made(cast, "amina", "draft", part)
    made(cast, "juma", "verified", {"countries": ["TZA"], "lead": "IOM", "claims": []})
    assert those(rules.visible_organisations, Organisation.objects.get(name="A ministry")) == {"amina", "grace"}


@pytest.mark.parametrize(
    "described", [{"kind": "ministry"}, {"country_id": "MOZ"}, {"body_id": "COMESA"}, {"is_listed": True}]
)
def test_an_organisation_that_was_described_is_seen_by_all(cast, those, described):
    Organisation.objects.filter(body="COMESA").update(body=None)
    record(cast["amina"], lead="A ministry")
    Organisation.objects.filter(name="A ministry").update(**described)
    assert those(rules.visible_organisations, Organisation.objects.get(name="A ministry")) == EVERYBODY


@pytest.mark.parametrize(
    ("values", "describing"),
    [
        ({}, {"amina", "juma"}),
        ({"country_id": "MOZ"}, {"amina"}),
        ({"body_id": "SADC"}, {"thabo"}),
        ({"kind": "ministry"}, set()),
    ],
)
def test_an_entry_is_described_by_those_to_whom_it_belongs(cast, those, values, describing):
    row = Organisation(name="A ministry", **values)
    assert those(lambda who: rules.may_describe(who, row)) == describing | OVER_ALL


@pytest.mark.parametrize(
    ("country", "body", "saying"),
    [
        (None, None, EVERYBODY),
        ("MOZ", None, {"amina"} | OVER_ALL),
        (None, "SADC", {"thabo"} | OVER_ALL),
        (None, "EAC", OVER_ALL),
        ("MOZ", "SADC", OVER_ALL),
    ],
)
def test_nobody_gives_an_organisation_to_another_country_or_body(cast, those, country, body, saying):
    assert those(lambda who: rules.may_describe_as(who, country, body)) == saying


# Views and editions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_shared", "seeing", "deleting"), [(False, {"amina"}, {"amina"}), (True, PARTICIPANTS, {"amina", "grace"})]
)
def test_a_view_is_one_s_own_or_shared_with_participants(cast, those, is_shared, seeing, deleting):
    row = SavedView.objects.create(person=cast["amina"], name="Mine", path="/activities/", is_shared=is_shared)
    assert those(rules.visible_views, row) == seeing
    assert those(lambda who: who.is_signed_in and rules.may_delete_view(who, row)) == deleting


def test_an_edition_is_for_participants_until_it_is_published(cast, those):
    row = closed(cast)
    assert those(rules.visible_snapshots, row) == PARTICIPANTS
    workflow.publish_snapshot(by=cast["nadia"], code=row.pk)
    assert those(rules.visible_snapshots, Snapshot.objects.get()) == EVERYBODY


# Whole desks ---------------------------------------------------------------------------------------------------------

MAY = {
    "may_record": {"amina", "juma", "thabo"} | OVER_ALL,
    "may_read_queue": GROUP,
    "may_remark": GROUP,
    "may_translate": {"grace"},
    "may_merge_organisations": OVER_ALL,
    "may_read_log": {"amina", "juma", "thabo"} | OVER_ALL,
    "may_manage_people": {"grace"},
    "may_share_views": PARTICIPANTS,
    "may_run_rounds": OVER_ALL,
    "may_assess": GROUP,
    "may_revise_plan": OVER_ALL,
    "may_see_participants_part": PARTICIPANTS,
}


@pytest.mark.parametrize("rule", MAY)
def test_a_right_that_is_about_no_row_is_of_these(those, rule):
    assert those(getattr(rules, rule)) == MAY[rule]


def test_a_country_is_written_for_by_its_own(those):
    assert those(lambda who: rules.may_write_for(who, "MOZ")) == {"amina", "grace"}


def test_reviewers_and_administrators_need_a_second_factor(cast, settings):
    asked = {name for name, person in cast.items() if rules.second_factor_is_for(fresh(person))}
    settings.SECOND_FACTOR_EXCUSES = ""
    needing = {name for name, person in cast.items() if rules.needs_second_factor(fresh(person))}
    assert (asked, needing) == (OVER_ALL, OVER_ALL)


@pytest.mark.parametrize(("excused", "needing"), [("everybody", set()), ("demonstration", GROUP), ("", OVER_ALL)])
def test_the_people_of_a_demonstration_are_excused_where_the_site_says_so(cast, settings, excused, needing):
    settings.SECOND_FACTOR_EXCUSES = excused
    type(cast["grace"]).objects.filter(username="grace").update(is_demo=True)
    assert {name for name, person in cast.items() if rules.needs_second_factor(fresh(person))} == needing
