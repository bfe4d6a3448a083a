"""What belongs to an account: whose word proves its address, what is new in a new one, and what a successor is given."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from reports import rules, workflow
from reports.models import Change, Country, Mail, Membership, User
from reports.workflow.addresses import address_token, read_address_token
from tests.base import fresh

SINCE = date(2012, 1, 1)
NEW = "new@example.org"


# A new person --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "spoken"), [("", "pt"), ("fr", "fr")])
def test_who_is_invited_reads_what_is_said_or_what_the_country_works_in(cast, language, spoken):
    how = {"role": "focal_point", "country": Country.objects.get(pk="MOZ"), "language": language}
    person = workflow.invite_person(by=cast["grace"], email=NEW, **how).person
    assert (person.language, person.has_usable_password(), person.email) == (spoken, False, NEW)


@pytest.mark.parametrize(("language", "spoken"), [("", "pt"), ("fr", "fr")])
def test_a_successor_reads_what_is_said_or_what_the_former_reads(cast, language, spoken):
    role = cast["amina"].memberships.get()
    assert workflow.hand_over(by=cast["grace"], pk=role.pk, email=NEW, language=language).person.language == spoken


def test_a_person_may_hold_roles_of_several_kinds_and_countries(cast):
    for role, country in (("focal_point", Country.objects.get(pk="MUS")), ("observer", None)):
        how = {"email": cast["amina"].email.upper(), "role": role, "country": country}
        assert workflow.invite_person(by=cast["grace"], **how).person == cast["amina"]
    who = rules.standing(fresh(cast["amina"]))
    assert (who.countries, who.bodies, who.is_observer) == ({"MOZ", "MUS"}, frozenset(), True)
    assert who.zone == Country.objects.get(pk="MOZ").zone  # of the first


# Handing over --------------------------------------------------------------------------------------------------------


def test_only_the_same_role_of_the_successor_ends(cast):
    held = [{"role": "observer"}, {"role": "regional_body", "body_id": "EAC"}]
    held.append({"role": "regional_body", "body_id": "SADC", "until": date(2999, 1, 1)})
    rows = [Membership.objects.create(person=cast["charlie"], since=SINCE, **role) for role in held]
    workflow.hand_over(by=cast["grace"], pk=cast["thabo"].memberships.get().pk, email="charlie@example.org")
    until = [Membership.objects.get(pk=row.pk).until for row in rows]
    assert until == [None, None, rows[0].today()]


def test_neither_another_s_role_nor_another_role_ends(cast):
    deputy = {"role": "focal_point", "country_id": "MOZ", "is_deputy": True}
    rows = [Membership.objects.create(person=cast["olga"], since=SINCE, **deputy)]
    rows.append(Membership.objects.create(person=cast["charlie"], since=SINCE, role="observer"))
    for name in ("amina", "nadia"):
        role = cast[name].memberships.get()
        workflow.hand_over(by=cast["grace"], pk=role.pk, email="charlie@example.org")
    assert [Membership.objects.get(pk=row.pk).until for row in rows] == [None, None]
    assert Change.objects.filter(verb="person.ended").count() == 0


def test_mail_that_waits_goes_to_the_successor_but_for_what_is_the_former_s_own(cast):
    kinds = {"a": Mail.Kind.RETURNED, "b": Mail.Kind.ACCOUNT, "c": Mail.Kind.RETURNED}
    for key, kind in kinds.items():
        Mail.objects.create(person=cast["amina"], kind=kind, key=key, sent_at=timezone.now() if key == "c" else None)
    workflow.hand_over(by=cast["grace"], pk=cast["amina"].memberships.get().pk, email="charlie@example.org")
    owners = dict(Mail.objects.filter(key__in=kinds).values_list("key", "person__username"))
    assert owners == {"a": "charlie", "b": "amina", "c": "amina"}


# Its address, password and second factor -----------------------------------------------------------------------------


def test_a_link_to_an_account_that_is_closed_changes_nothing(cast):
    token = address_token(cast["amina"], NEW)
    assert read_address_token(token) == (cast["amina"], NEW)
    User.objects.filter(pk=cast["amina"].pk).update(is_active=False)
    assert read_address_token(token) is None


@pytest.mark.parametrize(
    ("username", "other", "becomes"),
    [
        ("amina@example.org", "other", NEW),
        ("amina@example.org", NEW.upper(), "amina@example.org"),
        ("amina", "other", "amina"),
    ],
)
def test_a_user_name_that_is_the_address_follows_it_where_it_is_free(cast, username, other, becomes):
    User.objects.filter(pk=cast["amina"].pk).update(username=username)
    User.objects.filter(pk=cast["juma"].pk).update(username=other)
    workflow.change_address(token=address_token(fresh(cast["amina"]), NEW))
    assert (fresh(cast["amina"]).username, fresh(cast["amina"]).email) == (becomes, NEW)


@pytest.mark.parametrize(
    ("whose", "email", "verified", "proved_now"),
    [
        ("amina", "amina@example.org", True, False),
        ("amina", "amina@example.org", False, True),
        ("amina", "former@example.org", True, True),
        ("juma", "amina@example.org", True, True),
    ],
)
def test_a_password_that_is_chosen_proves_the_address(cast, whose, email, verified, proved_now):
    EmailAddress.objects.create(user=cast[whose], email=email, verified=verified)
    EmailAddress.objects.create(user=cast["thabo"], email="thabo@example.org", verified=True)
    workflow.choose_password(by=cast["amina"], password="a-long-pass-phrase-of-hers")
    (row,) = Change.objects.filter(subject="person", subject_id=cast["amina"].pk)
    assert row.after == ({"address_proved": True} if proved_now else {})
    kept = EmailAddress.objects.values_list("user__username", "email", "verified", "primary")
    assert set(kept) == {("amina", "amina@example.org", True, True), ("thabo", "thabo@example.org", True, False)}


def test_one_second_factor_is_reset_and_no_other(cast):
    for name in ("nadia", "paul"):
        Authenticator.objects.create(user=cast[name], type="totp", data={})
    workflow.reset_second_factor(by=cast["grace"], pk=cast["nadia"].pk)
    assert [row.user for row in Authenticator.objects.all()] == [cast["paul"]]
