"""Focal points are appointed by a letter of their country, which is kept with the role; roles pass on the day given."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from reports import limits, rules, workflow
from reports.models import Change, Country, Membership, Nomination, UnsavedForm, User
from tests.base import fresh, today
from tests.letters import DATED, appointed, letter, replaced
from tests.log_codes import codes_shown
from tests.planted import docx, secrets_in
from tests.test_access import ROLES

TYPED = {"email": "new@example.org", "language": "en", "role": "focal_point", "country": "MWI", "dated": "2026-05-03"}


def read(answer) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    def call(verb, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        return mail.outbox

    return call


# Inviting ------------------------------------------------------------------------------------------------------------


def test_the_working_group_invites_a_focal_point_and_the_letter_is_kept(as_person, cast):
    answer = as_person("nadia").post(reverse("person_invite"), TYPED | {"letter": letter()})
    role = Membership.objects.get(person__email="new@example.org")
    assert (answer.status_code, role.country_id, role.nomination.dated) == (302, "MWI", DATED)
    row = Change.objects.get(verb="person.invited")
    assert (row.after["nominated_on"], row.after["sha256"]) == ("2026-05-03", role.nomination.sha256)
    assert codes_shown([row]) == []


@pytest.mark.parametrize("left_out", ["letter", "dated", "country"])
def test_the_working_group_names_country_letter_and_its_date(as_person, cast, left_out):
    typed = {name: value for name, value in (TYPED | {"letter": letter()}).items() if name != left_out}
    answer = as_person("nadia").post(reverse("person_invite"), typed)
    assert (answer.status_code, left_out in answer.context["form"].errors) == (422, True)
    assert not User.objects.filter(email="new@example.org").exists()


def test_beside_other_errors_it_is_said_that_the_letter_has_to_be_chosen_again(as_person, cast):
    answer = as_person("nadia").post(reverse("person_invite"), TYPED | {"email": "x", "letter": letter()})
    assert "Choose the letter again" in str(answer.context["form"].errors["letter"])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"letter": None}, "letter"),
        ({"dated": None}, "dated"),
        ({"dated": date(2999, 1, 1)}, "dated"),
        ({"letter": letter(b"no document")}, "letter"),
        ({"letter": letter(b" ")}, "letter"),
    ],
)
def test_what_is_no_letter_is_refused_at_its_field(cast, values, field):
    with pytest.raises(ValidationError) as refusal:
        appointed(cast["nadia"], **values)
    assert (list(refusal.value.message_dict), Nomination.objects.exists()) == ([field], False)


@pytest.mark.parametrize(
    "give", [appointed, lambda by, **who: replaced(by, Membership.objects.get(country="MOZ"), **who)]
)
def test_nobody_of_the_working_group_appoints_themselves(cast, give):
    with pytest.raises(ValidationError, match="You cannot appoint yourself"):
        give(cast["nadia"], email="Nadia@example.org")


def test_whose_account_is_closed_is_not_invited_in_silence(cast):
    User.objects.filter(username="charlie").update(is_active=False)
    with pytest.raises(ValidationError, match="The account with this address is closed"):
        appointed(cast["nadia"], email="charlie@example.org")


@pytest.mark.parametrize("role", ["working_group", "observer", "regional_body"])
def test_other_roles_are_an_administrator_s_to_give(cast, role):
    with pytest.raises(workflow.NotAllowed):
        workflow.invite_person(by=cast["nadia"], email="x@example.org", role=role, letter=letter(), dated=DATED)


def test_the_form_of_the_working_group_gives_no_other_role(as_person, cast):
    typed = TYPED | {"letter": letter(), "role": "working_group", "organisation": "1"}
    answer = as_person("nadia").post(reverse("person_invite"), typed)
    assert (answer.status_code, "role" in answer.context["form"].errors) == (422, True)
    assert not User.objects.filter(email="new@example.org").exists()


def test_an_administrator_may_do_without_a_letter(cast):
    role = appointed(cast["grace"], letter=None, dated=None)
    assert not Nomination.objects.filter(membership=role).exists()


def test_who_may_appoint_is_one_rule(cast):
    standings = {name: rules.standing(fresh(person)) for name, person in cast.items()}
    asked = [("focal_point", "MOZ"), ("focal_point", None), ("working_group", None), ("observer", None)]
    roles = [Membership(role=role, country_id=country) for role, country in asked]
    may = {name: [rules.may_appoint(who, role) for role in roles] for name, who in standings.items()}
    assert may["grace"] == [True] * 4
    assert may["nadia"] == may["paul"] == [True, False, False, False]
    assert {name for name, answers in may.items() if any(answers)} == {"grace", "nadia", "paul"}


def test_the_same_invitation_again_is_the_one_that_went_out_and_another_letter_is_refused(cast):
    first = appointed(cast["nadia"])
    assert appointed(cast["nadia"]) == first
    with pytest.raises(ValidationError, match="already has this role"):
        appointed(cast["nadia"], dated=date(2026, 5, 4))
    assert Nomination.objects.count() == 1


def test_an_invitation_is_sent_again_only_so_often(as_person, cast):
    role, client = appointed(cast["nadia"]), as_person("nadia")
    for _time in range(limits.INVITATIONS_TO_ONE_A_DAY - 1):
        client.post(reverse("role_invite_again", args=[role.pk]))
    page = client.post(reverse("role_invite_again", args=[role.pk]), follow=True).content.decode()
    assert "new@example.org has been sent several invitations in the last 24 hours." in page
    assert Change.objects.filter(verb="person.invited_again").count() == limits.INVITATIONS_TO_ONE_A_DAY - 1


def test_one_person_invites_only_so_many(as_person, cast, monkeypatch):
    monkeypatch.setattr(limits, "INVITATIONS_A_DAY", 1)
    appointed(cast["nadia"])
    answer = as_person("nadia").post(reverse("person_invite"), TYPED | {"email": "b@example.org", "letter": letter()})
    assert (answer.status_code, "which is the maximum" in answer.content.decode()) == (422, True)
    assert appointed(cast["paul"], email="b@example.org").person.email == "b@example.org"


@pytest.mark.parametrize("name", ["role_invite_again", "role_hand_over"])
@pytest.mark.parametrize("holder", ["paul", "thabo", "olga"])
def test_the_working_group_touches_no_other_role(as_person, cast, name, holder):
    address = reverse(name, args=[cast[holder].memberships.get().pk])
    assert as_person("nadia").post(address, TYPED).status_code == 403


@pytest.mark.parametrize("name", ["role_change", "role_end"])
def test_ending_and_changing_a_role_stay_the_administrator_s(as_person, cast, name):
    address = reverse(name, args=[cast["amina"].memberships.get().pk])
    assert as_person("nadia").post(address).status_code == 403


# Passing on ----------------------------------------------------------------------------------------------------------


def test_a_focal_point_is_replaced_on_the_day_given_and_both_are_told(as_person, cast, posted):
    role, day = cast["amina"].memberships.get(), today() + timedelta(days=9)
    typed = {"email": "next@example.org", "language": "pt", "on": day, "dated": DATED, "letter": letter()}
    to_next, to_amina = posted(as_person("nadia").post, reverse("role_hand_over", args=[role.pk]), typed)
    successor = Membership.objects.get(person__email="next@example.org")
    role.refresh_from_db()
    assert (role.until, successor.since, successor.nomination.dated) == (day, day, DATED)
    assert (to_next.to, to_amina.to) == (["next@example.org"], ["amina@example.org"])
    assert (role.is_in_force(), successor.is_in_force()) == (True, False)


def test_what_was_begun_stays_with_the_former_until_a_later_day(cast):
    UnsavedForm.objects.create(person=cast["amina"], key="activity-x", path="/", fields="title=Half")
    replaced(cast["nadia"], cast["amina"].memberships.get(), on=today() + timedelta(days=9))
    assert UnsavedForm.objects.get().person == cast["amina"]


def test_a_role_may_have_passed_before_today(cast):
    day = today() - timedelta(days=9)
    successor = replaced(cast["nadia"], cast["amina"].memberships.get(), on=day)
    assert (successor.since, cast["amina"].memberships.get().until) == (day, day)
    assert rules.standing(fresh(cast["amina"])).countries == frozenset()
    assert rules.standing(fresh(successor.person)).countries == {"MOZ"}


def test_the_same_handover_again_is_the_one_that_was_made(cast):
    role, day = cast["amina"].memberships.get(), today() + timedelta(days=9)
    for on in (day, day):
        replaced(cast["nadia"], role, on=on)
    with pytest.raises(workflow.WrongState, match="already passes to next@"):
        replaced(cast["nadia"], role, on=day, email="another@example.org")
    assert Membership.objects.filter(country="MOZ").count() == 2


def test_a_role_passes_within_a_year(cast):
    with pytest.raises(ValidationError, match=f"at most {limits.HANDOVER_DAYS} days from now"):
        replaced(cast["nadia"], cast["amina"].memberships.get(), on=date(2999, 1, 1))


def test_a_deputy_who_takes_over_on_a_day_is_a_deputy_until_then(cast):
    deputy = {"role": "focal_point", "country_id": "MOZ", "is_deputy": True, "since": date(2012, 1, 1)}
    before = Membership.objects.create(person=cast["charlie"], **deputy)
    day = today() + timedelta(days=9)
    replaced(cast["nadia"], cast["amina"].memberships.get(), on=day, email="charlie@example.org")
    before.refresh_from_db()
    assert (before.until, before.is_in_force()) == (day, True)


def test_the_working_group_replaces_nobody_without_a_letter(cast):
    with pytest.raises(ValidationError) as refusal:
        replaced(cast["nadia"], cast["amina"].memberships.get(), letter=None, dated=None)
    assert set(refusal.value.message_dict) == {"letter", "dated"}


def test_the_officer_of_a_body_is_replaced_without_a_letter_in_the_form(as_person, cast):
    fields = (
        as_person("grace").get(reverse("role_hand_over", args=[cast["thabo"].memberships.get().pk])).context["form"]
    )
    assert {"letter", "dated"} & set(fields.fields) == set()


# The letter ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ROLES)
@pytest.mark.parametrize("country", ["MOZ", "TZA"])
def test_a_letter_is_read_by_its_country_and_the_working_group(as_person, cast, country, person):
    nomination = appointed(cast["nadia"], country).nomination
    answer = as_person(person).get(reverse("nomination_letter", args=[nomination.pk]))
    readers = {"nadia", "grace", {"MOZ": "amina", "TZA": "juma"}[country]}
    assert answer.status_code == (302 if person is None else 200 if person in readers else 404)
    if person in readers:
        assert hashlib.sha256(read(answer)).hexdigest() == nomination.sha256
        assert answer["Content-Disposition"] == f'attachment; filename="nomination-{country}-2026-05-03.pdf"'
        assert ("sandbox" in answer["Content-Security-Policy"], "no-store" in answer["Cache-Control"]) == (True, True)


def test_a_letter_is_cleaned_as_evidence_is(cast):
    nomination = appointed(cast["nadia"], letter=letter(docx(), name="Jane +255 712 345 678.docx")).nomination
    content = nomination.file.read()
    assert (secrets_in(content), nomination.size, nomination.file.name) == (
        [],
        len(content),
        f"letters/{nomination.pk}",
    )


def test_a_letter_that_was_kept_before_is_cleaned_by_the_command(cast, capsys, django_capture_on_commit_callbacks):
    nomination = appointed(cast["nadia"]).nomination
    with nomination.file.open("wb") as opened:
        opened.write(docx())
    with django_capture_on_commit_callbacks(execute=True):
        call_command("clean_files")
    kept = Nomination.objects.get()
    assert (secrets_in(kept.file.read()), kept.file.name != nomination.file.name) == ([], True)
    assert "1 cleaned, 0 already clean, 0 could not be cleaned" in capsys.readouterr().out
    row = Change.objects.get(verb="person.letter_cleaned")
    assert (row.by, row.after["sha256"], codes_shown([row])) == (None, kept.sha256, [])
    assert nomination.file.storage.exists(nomination.file.name) is False


def test_a_focal_point_finds_their_letter_on_their_account(as_person, cast):
    role = appointed(cast["nadia"], "MWI", email="charlie@example.org")
    page = as_person("charlie").get(reverse("profile")).content.decode()
    assert reverse("nomination_letter", args=[role.nomination.pk]) in page


def test_a_former_focal_point_reads_the_letters_no_more(as_person, cast):
    nomination = appointed(cast["nadia"], "MOZ").nomination
    workflow.end_role(by=cast["grace"], pk=cast["amina"].memberships.get().pk)
    assert as_person("amina").get(reverse("nomination_letter", args=[nomination.pk])).status_code == 404


def test_a_role_with_its_letter_is_not_deleted_in_the_admin(as_person, cast):
    role = appointed(cast["nadia"])
    as_person("grace").post(reverse("admin:reports_membership_delete", args=[role.pk]), {"post": "yes"})
    assert Nomination.objects.filter(membership=role).exists()


def test_the_page_of_the_country_tells_the_letters_and_who_reported_before(as_person, cast):
    replaced(cast["nadia"], cast["amina"].memberships.get())
    page = as_person("nadia").get(reverse("country_contact", args=["MOZ"])).content.decode()
    assert ("letter of nomination of 3 May 2026" in page, "Former focal points" in page) == (True, True)
    assert Country.objects.get(pk="MOZ").name in page
