"""Invitations, sign-in, roles, and each person's own language."""

import re
from datetime import date

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports import workflow
from reports.models import ApiToken, Change, Country, Mail, Membership, User
from reports.views.sign_in import Forgotten
from tests.base import PASSWORD, fresh
from tests.jobs import work


def invite(by, **values):
    asked = {
        "email": "new@example.org",
        "role": "focal_point",
        "country": Country.objects.get(pk="BDI"),
        "language": "fr",
    }
    return workflow.invite_person(by=by, **(asked | values))


def link_in(message):
    return re.search(r"http://\S+/account/\S+", message.body).group().split("8000")[1]


def test_an_invitation_leads_to_a_password_and_in(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(cast["grace"])
    (message,) = mail.outbox
    assert (message.to, "invitation" in message.subject) == (["new@example.org"], True)
    browser = Client()
    page = browser.get(link_in(message), follow=True)
    address = page.redirect_chain[-1][0]
    browser.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    assert get_user(browser).email == "new@example.org"
    assert '<html lang="fr"' in browser.get("/").content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"country": None},
        {"role": "working_group"},
        {"role": "working_group", "country": None},
        {"role": "regional_body", "country": None},
        {"role": "king"},
    ],
)
def test_a_role_names_its_place(cast, values):
    from_before = Membership.objects.count()
    with pytest.raises(ValidationError):
        invite(cast["grace"], **values)
    assert Membership.objects.count() == from_before


def test_an_address_by_which_another_signs_in_is_refused(cast):
    User.objects.create(username="New@example.org", email="old@example.org")
    with pytest.raises(ValidationError, match="uses this address as a user name"):
        invite(cast["grace"])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"role": "minister", "country": None}, "role"),
        ({"country": None}, "country"),
        ({"role": "observer"}, "country"),
        ({"role": "regional_body", "country": None}, "body"),
        ({"role": "working_group", "country": None}, "organisation"),
        ({"role": "observer", "country": None, "is_deputy": True}, "is_deputy"),
    ],
)
def test_a_role_names_its_place_and_only_a_focal_point_has_a_deputy(cast, values, field):
    with pytest.raises(ValidationError) as refusal:
        invite(cast["grace"], **values)
    assert (set(refusal.value.message_dict), Membership.objects.filter(role="minister").exists()) == ({field}, False)


def test_two_people_may_hold_the_same_role(cast):
    first, second = (invite(cast["grace"], email=f"{name}@example.org") for name in ("one", "two"))
    assert (first.person != second.person, first.country) == (True, second.country)


def test_a_deputy_is_invited_as_one(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(cast["grace"], is_deputy=True)
    assert "(Burundi, suppléant)" in mail.outbox[0].body


@pytest.mark.parametrize("name", ["amina", "thabo", "charlie"])
def test_only_the_working_group_and_administrators_invite(cast, name):
    with pytest.raises(workflow.NotAllowed):
        invite(cast[name])


def test_the_page_invites_and_tells_errors_in_words(as_person, django_capture_on_commit_callbacks):
    client = as_person("grace")
    data = {"email": "x@example.org", "language": "pt", "role": "focal_point"}
    refused = client.post(reverse("person_invite"), data)
    assert (refused.status_code, "country" in refused.context["form"].errors) == (422, True)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("person_invite"), data | {"country": "AGO"}).status_code == 302
    assert "Convite" in mail.outbox[0].subject


@pytest.mark.parametrize("login", ["amina", "amina@example.org"])
def test_people_sign_in_by_name_or_address(cast, login):
    browser = Client()
    browser.post(reverse("account_login"), {"login": login, "password": PASSWORD})
    assert get_user(browser).username == "amina"


def test_a_wrong_password_is_refused_and_soon_held_up(cast):
    browser = Client()
    pages = [browser.post(reverse("account_login"), {"login": "amina", "password": "wrong"}) for _n in range(7)]
    assert not get_user(browser).is_authenticated
    problems = [str(page.context["form"].errors) if page.context else str(page.status_code) for page in pages]
    assert problems[-1] != problems[0]


def test_a_forgotten_password_is_chosen_anew_in_ones_own_language(cast, django_capture_on_commit_callbacks):
    browser = Client(headers={"accept-language": "en"})
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("account_reset_password"), {"email": "amina@example.org"})
    assert "palavra-passe" in mail.outbox[0].body.lower() + mail.outbox[0].subject.lower()


def test_the_page_of_the_link_speaks_the_language_of_the_account(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(cast["grace"], language="pt")
    page = Client(headers={"accept-language": "en"}).get(link_in(mail.outbox[0]), follow=True)
    assert '<html lang="pt"' in page.content.decode()
    refused = page.client.post(page.redirect_chain[-1][0], {"password1": "a", "password2": "a"})
    assert '<html lang="pt"' in refused.content.decode()


def test_to_an_account_that_is_closed_no_link_is_sent(cast):
    User.objects.filter(username="amina").update(is_active=False)
    Client().post(reverse("account_reset_password"), {"email": "amina@example.org"})
    assert mail.outbox == []


def test_a_reset_answers_the_same_of_an_address_that_is_nobodys(cast):
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in ("amina@example.org", "nobody@example.org")
    ]
    pages = [re.sub(r'nonce="[^"]*"|value="[^"]*"', "", page.content.decode()) for page in answers]
    assert (pages[0], answers[0].redirect_chain) == (pages[1], answers[1].redirect_chain)
    work()
    assert [message.to for message in mail.outbox] == [["amina@example.org"]]
    assert not Mail.objects.exclude(person=cast["amina"]).exists()


def test_no_mail_server_tells_by_its_slowness_whose_address_is_known(cast, rf, settings):
    """The mail goes by a worker, whatever the answer takes; it and its job are all that is written more."""
    settings.JOBS_AT_ONCE = False

    def asked(email):
        request = rf.post("/", {"email": email})
        request.session, request.user = {}, AnonymousUser()
        with CaptureQueriesContext(connection) as queries, request_context(request):
            Forgotten.as_view()(request)
        return len(mail.outbox), len([row for row in queries if row["sql"].startswith("INSERT")])

    (sent, written), (none, counted) = asked("amina@example.org"), asked("nobody@example.org")
    assert (sent, none, written - counted) == (0, 0, 2)
    work()
    assert len(mail.outbox) == 1


def test_a_language_is_remembered_in_the_account(as_person, cast):
    as_person("nadia").post(reverse("set_language"), {"language": "pt", "next": "/plan/"})
    assert fresh(cast["nadia"]).language == "pt"
    assert '<html lang="pt"' in as_person("nadia").get("/", headers={"accept-language": "en"}).content.decode()


def test_a_language_is_remembered_in_a_cookie(db):
    browser = Client(headers={"accept-language": "en"})
    browser.post(reverse("set_language"), {"language": "fr", "next": "/"})
    assert '<html lang="fr"' in browser.get("/").content.decode()


def test_a_shared_link_varies_by_reader(db):
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in Client().get("/")["Vary"].split(",")}


def test_the_language_switch_leads_nowhere_else(db):
    assert Client().post(reverse("set_language"), {"language": "fr", "next": "https://example.com/"}).url == "/"


def test_a_token_is_shown_once_and_revoked(as_person, cast):
    client = as_person("grace")
    data = {"owner": cast["amina"].pk, "name": "ministry", "scope": "write", "days": 30}
    made = client.post(reverse("token_new"), data)
    token = ApiToken.objects.get()
    assert made.context["secret"] in made.content.decode()
    assert made.context["secret"] not in client.get(reverse("tokens")).content.decode()
    client.post(reverse("token_revoke", args=[token.pk]))
    assert not ApiToken.objects.exists()
    assert Change.objects.filter(verb__startswith="token.").count() == 2


def test_a_token_is_made_by_command(cast, capsys):
    call_command("create_token", "amina", by="grace", name="ministry", scope="write", days=30)
    assert len(capsys.readouterr().out.strip()) == 64
    assert (ApiToken.objects.get().user, ApiToken.objects.get().scope) == (cast["amina"], "write")


@pytest.mark.parametrize(
    "arguments", [["nobody", "--by=grace"], ["amina", "--by=nadia"], ["amina"], ["amina", "--by=grace", "--days=0"]]
)
def test_a_token_for_nobody_is_refused(cast, arguments):
    with pytest.raises(CommandError):
        call_command("create_token", *arguments, "--name", "x")


def test_a_role_ends_on_the_page(as_person, cast):
    role = cast["amina"].memberships.get()
    as_person("grace").post(reverse("role_end", args=[role.pk]))
    assert as_person("amina").get(reverse("activity_new")).status_code == 403


@pytest.mark.parametrize("name", ["+255 712 345 678", "jane@example.org", "Jane ٣٤٥"])
def test_what_is_no_name_is_refused(as_person, cast, name):
    profile = as_person("grace").post(reverse("profile"), {"first_name": name, "last_name": "x"})
    invited = {"email": "x@example.org", "language": "en", "role": "observer", "last_name": name}
    invitation = as_person("grace").post(reverse("person_invite"), invited)
    message = "A name cannot contain digits or an e-mail address."
    assert (message in profile.content.decode(), message in invitation.content.decode()) == (True, True)
    assert not User.objects.filter(email="x@example.org").exists()


def test_a_person_corrects_their_name_and_the_log_says_that_they_did(as_person, cast):
    as_person("amina").post(reverse("profile"), {"first_name": "Amina", "last_name": "Cossa"})
    assert fresh(cast["amina"]).get_full_name() == "Amina Cossa"
    change = Change.objects.get(verb="person.name_chosen")
    assert (change.before, change.after) == ({}, {"personal": ["first_name", "last_name"]})


@pytest.fixture
def factor(cast):
    """Amina signs in with a second factor, and has lost her phone."""
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=cast["amina"], type=kind, data={})
    return cast["amina"]


def test_a_second_factor_is_reset_logged_and_told(as_person, factor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = as_person("grace").post(reverse("second_factor_reset", args=[factor.pk]), follow=True)
    assert (Authenticator.objects.exists(), "has been reset; they have been" in page.content.decode()) == (False, True)
    assert Change.objects.get(verb="person.second_factor_reset").before == {"second_factor": ["recovery_codes", "totp"]}
    (message,) = mail.outbox
    assert (message.to, "segundo factor" in message.subject, "List-Unsubscribe" in message.extra_headers) == (
        [factor.email],
        True,
        False,
    )


@pytest.mark.parametrize("name", ["amina", "nadia", "charlie"])
def test_only_an_administrator_resets_a_second_factor(as_person, cast, factor, name):
    assert as_person(name).post(reverse("second_factor_reset", args=[factor.pk])).status_code == 403
    with pytest.raises(workflow.NotAllowed):
        workflow.reset_second_factor(by=cast[name], pk=factor.pk)
    assert Authenticator.objects.count() == 2


def test_who_has_no_second_factor_has_none_to_reset(cast):
    with pytest.raises(workflow.WrongState):
        workflow.reset_second_factor(by=cast["grace"], pk=cast["juma"].pk)


def test_a_role_is_changed_on_the_page_and_logged(as_person, cast):
    role = cast["amina"].memberships.get()
    as_person("grace").post(reverse("role_change", args=[role.pk]), {"is_deputy": "on", "until": "2100-01-01"})
    change = Change.objects.get(verb="person.changed")
    assert (change.before["deputy"], change.after["deputy"], change.after["until"]) == (False, True, "2100-01-01")
    assert cast["amina"].memberships.get().is_deputy


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [
        ("amina", {"until": date(2001, 1, 1)}, "until"),
        ("juma", {"until": date(2001, 1, 2)}, "until"),
        ("nadia", {}, "organisation"),
    ],
)
def test_a_role_is_not_changed_into_nonsense(cast, name, values, field):
    with pytest.raises(ValidationError) as refusal:
        workflow.change_role(by=cast["grace"], pk=cast[name].memberships.get().pk, **values)
    assert list(refusal.value.message_dict) == [field]


def test_a_role_that_has_ended_stays_as_it_was(cast):
    role = workflow.end_role(by=cast["grace"], pk=cast["amina"].memberships.get().pk)
    with pytest.raises(workflow.WrongState):
        workflow.change_role(by=cast["grace"], pk=role.pk, is_deputy=True)


@pytest.mark.parametrize("name", ["amina", "nadia", "charlie"])
def test_only_an_administrator_changes_a_role(as_person, cast, name):
    role = cast["amina"].memberships.get()
    assert as_person(name).get(reverse("role_change", args=[role.pk])).status_code == 403
    with pytest.raises(workflow.NotAllowed):
        workflow.change_role(by=cast[name], pk=role.pk, is_deputy=True)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"state": "never"}, {"amina", "juma", "nadia", "paul", "thabo", "olga", "charlie"}),
        ({"state": "roleless"}, {"charlie"}),
        ({"state": "factor"}, {"amina"}),
        ({"role": "working_group"}, {"nadia", "paul"}),
        ({"country": "MOZ"}, {"amina"}),
        ({"q": "olga example"}, {"olga"}),
        ({"country": "nowhere"}, set()),
    ],
)
def test_people_are_filtered(as_person, factor, asked, names):
    page = as_person("grace").get(reverse("people"), asked).context["page"]
    assert {row.username for row in page.rows} == names


def test_the_first_page_of_people_has_none_before_it(as_person):
    page = as_person("grace").get(reverse("people")).context["page"]
    assert (page.previous_url, page.next_url) == ("", "")


def test_the_list_of_people_costs_the_same_for_more(as_person, cast):
    client, made = as_person("grace"), []
    for _n in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people"))
        made.append(len(queries))
        invite(cast["grace"])
        invite(cast["grace"], email="other@example.org", country=Country.objects.get(pk="KEN"))
    assert (made[0], made[0] <= 13) == (made[1], True)


# Handing over, and the programs that write in a person's name ---------------------------------------------------------


def status_of_a_write(secret):
    sent = {"countries": ["MOZ"], "title": "From a program", "language": "pt"}
    browser = Client(headers={"authorization": f"Token {secret}"})
    return browser.post("/api/v1/activities/", sent, content_type="application/json").status_code


@pytest.mark.parametrize("is_deputy", [False, True])
def test_the_former_s_tokens_lose_the_rights_of_the_role_at_once(cast, is_deputy):
    role = Membership.objects.get(person=cast["amina"])
    if is_deputy:
        same = {"person": cast["charlie"], "role": "focal_point", "country_id": "MOZ", "since": role.since}
        role = Membership.objects.create(is_deputy=True, **same)
    secrets = {
        name: workflow.create_token(by=cast["grace"], owner=cast[name], name="x", scope="write", days=9)[1]
        for name in ("amina", "charlie")
    }
    before = {name: status_of_a_write(secret) for name, secret in secrets.items()}
    workflow.hand_over(by=cast["grace"], pk=role.pk, email="new@example.org")
    after = {name: status_of_a_write(secret) for name, secret in secrets.items()}
    assert before == {"amina": 201, "charlie": 201 if is_deputy else 403}
    assert after == {"amina": 201 if is_deputy else 403, "charlie": 403}


def test_the_page_the_mail_and_the_help_say_so(as_person, cast, django_capture_on_commit_callbacks):
    role = Membership.objects.get(person=cast["amina"])
    page = as_person("grace").get(reverse("role_hand_over", args=[role.pk])).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.hand_over(by=cast["grace"], pk=role.pk, email="new@example.org", language="en")
    texts = [page, mail.outbox[0].body, as_person("nadia").get(reverse("help")).content.decode()]
    assert ["API tokens in " in text and "the rights of th" in text for text in texts] == [True] * 3
