"""What is restricted stays with the country or organisation that gave it, shared or merged; so do questions and answers."""

import importlib
from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from rest_framework.test import APIClient

from reports import rules, workflow
from reports.activity_mail import those_asked
from reports.models import Change, Country, Evidence, Mail, Membership, Merge, Organisation, Remark, User
from reports.tables.workbook import workbook_of
from reports.workflow.outcomes import NotAllowed, WrongState
from tests.base import fresh, record, submitted
from tests.merging import merge
from tests.planted import plain_pdf
from tests.reviewing import claim_of, reread
from tests.workbooks import grids_of

SHARED = {"scope": "cross_border", "countries": ["MOZ", "TZA"], "lead": "IOM"}
SECRET, ASKED, ANSWER = "A paper of one ministry alone", "Who paid for it?", "The province paid for it."


def restricted(by, activity, **more):
    """The citation that the tests look for, or a file of this name."""
    said = {"kind": "citation", "citation": SECRET} | more
    return workflow.add_evidence(by=by, pk=activity.pk, confidentiality="reviewers", **said)


def shared(cast, **values):
    """Mozambique's, to which Tanzania agreed."""
    row = submitted(cast["amina"], **SHARED | values)
    workflow.agree(by=cast["juma"], pk=row.pk, country="TZA")
    return row


@pytest.fixture
def row(cast):
    return shared(cast)


def appointed(cast, name, role, **place):
    person = User.objects.create(username=name, email=f"{name}@example.org", language="en")
    Membership.objects.create(person=person, role=role, since=date(2010, 9, 7), **place)
    cast[name] = person
    return person


@pytest.fixture
def ines(cast):
    """A contributor of an NGO, for any country."""
    ngo = Organisation.objects.create(name="Safe Roads", kind="ngo")
    return appointed(cast, "ines", "contributor", organisation=ngo)


@pytest.fixture
def carlos(cast):
    """Mozambique's clearing officer."""
    return appointed(cast, "carlos", "clearing_officer", country_id="MOZ")


def standing(person):
    return rules.standing(fresh(person))


def addresses(row):
    """Everything on which its evidence and its questions are read."""
    names = ("activity", "activity_edit", "activity_history", "evidence_new")
    pages = [reverse(name, args=[row.pk]) for name in names]
    merges = [reverse("merge", args=[one.pk]) for one in Merge.objects.all()]
    lists = ["/", "/desk/", "/changes/", "/changes/?format=csv", "/review/", "/region/gaps/", "/activities/?format=csv"]
    api = [f"/api/v1/{path}" for path in (f"activities/{row.pk}/", "activities/", "remarks/", "claims/")]
    return [*pages, *merges, *lists, *api]


def read_by(as_person, name, row, text):
    """Where a person reads this text."""
    client, api = as_person(name), APIClient()
    api.force_authenticate(User.objects.get(username=name))
    where = set()
    for address in addresses(row):
        answer = (api if address.startswith("/api/") else client).get(address, follow=True)
        if text in b"".join(answer).decode():
            where.add(address)
    return where


# Evidence ------------------------------------------------------------------------------------------------------------


def test_restricted_evidence_is_read_by_those_who_gave_it_and_not_by_the_other_country(cast, as_person, row):
    restricted(cast["amina"], row)
    assert read_by(as_person, "juma", row, SECRET) == set()
    page, history = (reverse(name, args=[row.pk]) for name in ("activity", "activity_history"))
    everywhere = {page, history, "/changes/", "/changes/?format=csv", f"/api/v1/activities/{row.pk}/"}
    assert everywhere <= read_by(as_person, "amina", row, SECRET)
    assert page in read_by(as_person, "nadia", row, SECRET)


def test_its_file_is_not_handed_out_either(cast, as_person, row):
    file = SimpleUploadedFile("a.pdf", plain_pdf())
    piece = restricted(cast["amina"], row, kind="file", file=file)
    address = reverse("evidence_file", args=[piece.pk])
    assert [as_person(name).get(address).status_code for name in ("amina", "nadia", "juma")] == [200, 200, 404]


def test_it_stands_in_the_table_of_its_own_country_alone(cast, row):
    restricted(cast["amina"], row)
    tables = {
        name: str(grids_of(workbook_of(Country.objects.get(pk=code), by=cast[name], language="en")))
        for name, code in (("amina", "MOZ"), ("juma", "TZA"))
    }
    assert {name: SECRET in table for name, table in tables.items()} == {"amina": True, "juma": False}


def test_after_a_merge_it_stays_with_those_who_gave_it(cast, as_person, row):
    restricted(cast["amina"], row)
    kept = shared(cast, title="The same meeting", place="Mtwara")
    merge(cast["paul"], kept, row)
    assert read_by(as_person, "juma", kept, SECRET) == set()
    assert reverse("activity", args=[kept.pk]) in read_by(as_person, "amina", kept, SECRET)


def test_the_clearing_officer_reads_what_is_their_country_s(cast, as_person, row, carlos):
    restricted(cast["amina"], row)
    assert reverse("activity", args=[row.pk]) in read_by(as_person, "carlos", row, SECRET)
    piece = restricted(cast["juma"], row, citation="Of Tanzania")
    assert piece not in rules.visible_evidence(standing(carlos))


def test_what_a_contributor_gives_is_the_organisation_s(cast, ines):
    row = record(ines, lead="Safe Roads", claims=[])
    piece = restricted(ines, row)
    workflow.submit_activity(by=ines, pk=row.pk)
    workflow.agree(by=cast["amina"], pk=row.pk, country="MOZ")
    assert (piece.of_country_id, piece.of_organisation.name) == (None, "Safe Roads")
    seeing = [name for name in ("amina", "juma", "nadia", "ines") if rules.visible_evidence(standing(cast[name]))]
    assert seeing == ["nadia", "ines"]


def test_whose_record_was_merged_away_sees_what_stays_but_nothing_restricted_of_others(cast, ines):
    gone = record(ines, **SHARED | {"lead": "Safe Roads", "claims": []})
    own = restricted(ines, gone)
    workflow.submit_activity(by=ines, pk=gone.pk)
    kept = shared(cast, title="The same meeting")
    restricted(cast["amina"], kept, citation="Of Mozambique")
    merge(cast["paul"], kept, gone)
    who = standing(ines)
    assert list(rules.visible_activities(who)) == [kept]
    assert list(rules.visible_evidence(who).filter(confidentiality="reviewers")) == [own]
    assert [row.name for row in Merge.objects.get().organisations.all()] == ["Safe Roads"]


def test_merged_twice_the_first_organisation_is_still_known(cast, ines):
    first = record(ines, **SHARED | {"lead": "Safe Roads", "claims": []})
    workflow.submit_activity(by=ines, pk=first.pk)
    second, third = shared(cast, title="Second"), shared(cast, title="Third")
    merge(cast["paul"], second, first)
    merge(cast["paul"], third, second)
    assert list(rules.visible_activities(standing(ines))) == [third]


def test_undoing_a_merge_gives_everything_back_to_whose_it_was(cast, row):
    piece = restricted(cast["amina"], row)
    remark = workflow.add_remark(by=cast["nadia"], pk=row.pk, text=ASKED)
    kept = shared(cast, title="The same meeting")
    merge(cast["paul"], kept, row)
    workflow.undo_merge(by=cast["paul"], pk=Merge.objects.get().pk)
    assert Evidence.objects.get(pk=piece.pk).of_country_id == "MOZ"
    assert {one.pk for one in Remark.objects.get(pk=remark.pk).countries.all()} == {"MOZ", "TZA"}


def test_a_merge_from_before_is_undone_without_losing_whose_it_is(cast, row):
    piece = restricted(cast["amina"], row)
    kept = shared(cast, title="The same meeting")
    merge(cast["paul"], kept, row)
    former = Merge.objects.get()
    for line in former.before["gone"]["rows"]:
        line["fields"].pop("of_country", None)
    former.save()
    workflow.undo_merge(by=cast["paul"], pk=former.pk)
    assert Evidence.objects.get(pk=piece.pk).of_country_id == "MOZ"


def test_nobody_removes_what_they_may_not_see(cast, row):
    piece = restricted(cast["amina"], row)
    with pytest.raises(NotAllowed, match="only the country or organization that added it can remove it"):
        workflow.remove_evidence(by=cast["juma"], pk=piece.pk)
    workflow.remove_evidence(by=cast["amina"], pk=piece.pk)
    assert not Evidence.objects.filter(pk=piece.pk)


def test_the_same_paper_given_by_two_is_two_pieces_and_tells_neither_of_the_other(cast, row):
    pieces = [restricted(cast[name], row) for name in ("amina", "juma", "amina")]
    assert [piece.of_country_id for piece in pieces] == ["MOZ", "TZA", "MOZ"]
    assert [bool(piece.sent_again_as) for piece in pieces] == [False, False, True]


def test_that_there_is_no_evidence_is_told_where_none_is_hidden(cast):
    row = record(cast["amina"], **SHARED)
    workflow.submit_activity(by=cast["amina"], pk=row.pk)
    workflow.agree(by=cast["juma"], pk=row.pk, country="TZA")
    lacking = [bool(rules.claims_seen_whole(standing(cast["juma"])))]
    restricted(cast["amina"], row)
    lacking += [bool(rules.claims_seen_whole(standing(cast[name]))) for name in ("juma", "amina", "nadia")]
    assert lacking == [True, False, True, True]


def test_a_country_reads_the_letter_that_was_taken_for_its_word(cast):
    row = submitted(cast["amina"], **SHARED)
    link = {"kind": "link", "url": "https://example.org/letter", "citation": "", "dated": date(2014, 6, 2)}
    letter = Evidence.objects.create(
        activity=row, added_by=cast["nadia"], **link, confidentiality="reviewers", of_country=None
    )
    workflow.record_letter(by=cast["nadia"], pk=row.pk, country="TZA", evidence=letter.pk)
    assert letter in rules.visible_evidence(standing(cast["juma"]))
    assert letter not in rules.visible_evidence(standing(cast["amina"]))


# Questions and answers -----------------------------------------------------------------------------------------------


def test_a_question_on_the_claim_of_a_country_is_put_to_that_country_alone(cast, as_person, row):
    claim = claim_of(row).pk
    remark = workflow.add_remark(by=cast["nadia"], pk=row.pk, text=ASKED, claim=claim)
    assert read_by(as_person, "juma", row, ASKED) == set()
    assert reverse("activity", args=[row.pk]) in read_by(as_person, "amina", row, ASKED)
    assert those_asked(reread(row), remark) == [cast["amina"]]
    assert {mail.person for mail in Mail.objects.filter(template="asked")} == {cast["amina"]}


def test_who_was_not_asked_does_not_answer(cast, row):
    remark = workflow.add_remark(by=cast["nadia"], pk=row.pk, text=ASKED, claim=claim_of(row).pk)
    with pytest.raises(NotAllowed, match="put to another country or organization"):
        workflow.reply_to_remark(by=cast["juma"], pk=remark.pk, reply=ANSWER)


def test_an_answer_is_read_by_those_who_gave_it_and_the_others_are_told_by_whom(cast, as_person, row):
    remark = workflow.add_remark(by=cast["nadia"], pk=row.pk, text=ASKED)
    workflow.reply_to_remark(by=cast["amina"], pk=remark.pk, reply=ANSWER)
    page = reverse("activity", args=[row.pk])
    assert read_by(as_person, "juma", row, ANSWER) == set()
    assert page in read_by(as_person, "juma", row, ASKED)
    assert "for the working group only" in as_person("juma").get(page).content.decode()
    assert page in read_by(as_person, "amina", row, ANSWER) & read_by(as_person, "nadia", row, ANSWER)


def test_the_api_says_by_whom_a_question_was_answered_without_the_text(cast, row):
    remark = workflow.add_remark(by=cast["nadia"], pk=row.pk, text=ASKED)
    workflow.reply_to_remark(by=cast["amina"], pk=remark.pk, reply=ANSWER)
    client = APIClient()
    client.force_authenticate(cast["juma"])
    said = client.get(f"/api/v1/remarks/{remark.pk}/").json()
    names = ("reply", "reply_of_country", "reply_of_organisation", "replied_by", "text")
    assert [said[name] for name in names] == ["", "MOZ", None, None, ASKED]


def test_nobody_writes_over_the_answer_of_another_country(cast, row):
    remark = workflow.add_remark(by=cast["nadia"], pk=row.pk, text=ASKED)
    workflow.reply_to_remark(by=cast["amina"], pk=remark.pk, reply=ANSWER)
    with pytest.raises(WrongState, match="ask the working group for a question of your own"):
        workflow.reply_to_remark(by=cast["juma"], pk=remark.pk, reply="Not so.")
    better = workflow.reply_to_remark(by=cast["amina"], pk=remark.pk, reply="Better.")
    assert (better.reply, better.reply_of_country_id) == ("Better.", "MOZ")


def test_a_remark_with_which_it_was_returned_is_read_by_those_who_agreed(cast):
    row = submitted(cast["amina"], **SHARED)
    workflow.return_activity(by=cast["nadia"], pk=row.pk, remark=ASKED)
    remark, change = Remark.objects.get(), Change.objects.get(verb="activity.returned")
    assert ([one.pk for one in remark.countries.all()], change.after["of"]) == (["MOZ"], ["MOZ"])
    people = [standing(cast[name]) for name in ("amina", "juma", "nadia")]
    known = {str(row.pk): row}
    assert [rules.may_read_change(who, change, known) for who in people] == [True, False, True]


def test_a_row_of_the_log_from_before_is_read_by_the_country_whose_it_is(cast, row):
    said = {"subject": "activity", "subject_id": str(row.pk), "via": "page", "verb": "activity.evidence_added"}
    after = {"citation": SECRET, "confidentiality": "reviewers"}
    rows = [Change.objects.create(**said, after=after, country_id=country) for country in ("MOZ", None)]
    people = [standing(cast[name]) for name in ("amina", "juma", "nadia")]
    reading = [[rules.may_read_change(who, one, {str(row.pk): row}) for who in people] for one in rows]
    assert reading == [[True, False, True], [False, False, True]]


# What was there before -----------------------------------------------------------------------------------------------


def carried_over():
    Evidence.objects.update(of_country=None)
    Remark.countries.through.objects.all().delete()
    Remark.objects.update(reply_of_country=None)
    module = importlib.import_module("reports.migrations.0012_who_gave_it")
    module.say_whose(apps, SimpleNamespace(connection=connection))


def test_what_was_there_before_is_given_to_whose_focal_point_gave_it(cast, row):
    mozambique, tanzania = restricted(cast["amina"], row), restricted(cast["juma"], row)
    remark = workflow.add_remark(by=cast["nadia"], pk=row.pk, text=ASKED)
    on_claim = workflow.add_remark(by=cast["nadia"], pk=row.pk, text=ASKED, claim=claim_of(row).pk)
    workflow.reply_to_remark(by=cast["juma"], pk=remark.pk, reply=ANSWER)
    carried_over()
    given = [Evidence.objects.get(pk=piece.pk).of_country_id for piece in (mozambique, tanzania)]
    asked = [{one.pk for one in Remark.objects.get(pk=one.pk).countries.all()} for one in (remark, on_claim)]
    assert (given, asked) == (["MOZ", "TZA"], [{"MOZ", "TZA"}, {"MOZ"}])
    assert Remark.objects.get(pk=remark.pk).reply_of_country_id == "TZA"


def test_whose_focal_point_a_person_was_only_later_did_not_give_it(cast, row):
    piece = restricted(cast["amina"], row)
    cast["amina"].memberships.update(until=date(2011, 1, 1))
    carried_over()
    assert Evidence.objects.get(pk=piece.pk).of_country_id is None
