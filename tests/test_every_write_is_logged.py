"""Every write stands in the log: through each page of the admin and of the account, whatever library serves it."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from actionplan import account_urls
from reports import workflow
from reports.models import BodyMembership, Change, Country, Job, RegionalBody, TableUpload, User
from reports.workflow.addresses import address_token
from tests.base import PASSWORD, fresh
from tests.jobs import work
from tests.test_people import link_in
from tests.test_second_factor import code_of, enrol, signed_in

OURS = ("themes", "indicators", "reports")
DAYS = {"since": "2030-01-01", "until": ""}
NAMES = {f"name_{language}": "Somewhere new" for language in ("fr", "en", "pt", "sw")}
# What is typed to add one of each that the admin adds, beside what its form begins with.
ADDED = {
    "country": NAMES | {"code": "XXA", "iso2": "XA", "working_language": "en", "time_zones": "Africa/Nairobi"},
    "participation": {"country": "KEN", "status": "confirmed", "since": "2030-01-01", "source": "A letter."},
    "bodymembership": DAYS | {"body": "SADC", "country": "KEN"},
    "membership": DAYS | {"role": "observer", "person": "amina"},
    "regionalbody": NAMES | {"code": "XXB"},
    "borderregion": NAMES | {"code": "ken-xxb", "countries": ["KEN", "TZA"]},
    "targetrevision": {
        "target": "VI.T2",
        "in_force_from": "2012-01-01",
        "decided_by": "A meeting",
        "reason": "Because.",
        "indicator": "VI.T2.1",
        "required": "2",
    },
}
# What is typed to change one: the first text of its form, but where that is not to be changed.
CHANGED = {
    "country": {"name_en": "Another"},
    "participation": {"source": "Another letter."},
    "bodymembership": {"until": "2031-01-01"},
    "membership": {"until": "2031-01-01"},
    "user": {"first_name": "Another"},
    "targetrevision": {"decided_by": "Another meeting"},
    "borderregion": {"countries": ["KEN", "UGA"]},
}
MODELS = list(admin.site._registry)


def name_of(model) -> str:
    return model._meta.model_name


def address_of(model, page, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{name_of(model)}_{page}", args=args)


def filled(form) -> dict:
    """What a browser sends back of a form that nobody touched."""
    sent = {}
    for field in form:
        value = field.value()
        if hasattr(field.field.widget, "widgets"):
            sent |= {f"{field.name}_{n}": one or "" for n, one in enumerate(field.field.widget.decompress(value))}
        elif value not in (None, False):
            sent[field.name] = value
    return sent


def typed_into(form, cast, new) -> dict:
    person = {"person": cast[new["person"]].pk} if "person" in new else {}
    return filled(form) | new | person


@pytest.fixture
def grace(as_person, cast, walked):
    """Her browser, on a site that has a row of every kind."""
    nadia = cast["nadia"]
    said = {"verdict": "on_track", "reasons": "It goes well.", "language": "en", "assessed_on": date(2012, 1, 1)}
    workflow.assess_target(by=nadia, target="VI.T1", **said)
    workflow.write_narrative(by=nadia, pk=walked["round"], part="VI", language="en", text="It went well.")
    reason = {"in_force_from": date(2012, 1, 1), "decided_by": "A meeting", "reason": "Because."}
    workflow.revise_target(by=nadia, target="VI.T3", indicator="VI.T3.1", required=2, **reason)
    return as_person("grace")


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_only_rows_of_ours_are_in_the_admin(model):
    assert model._meta.app_label in OURS


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_what_the_admin_adds_is_logged(grace, cast, model):
    page = grace.get(address_of(model, "add"))
    if page.status_code == 403:
        assert name_of(model) not in ADDED
        return
    before, rows = Change.objects.count(), model._base_manager.count()
    sent = typed_into(page.context["adminform"].form, cast, ADDED[name_of(model)])
    answer = grace.post(address_of(model, "add"), sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    (change,) = Change.objects.all()[: Change.objects.count() - before]
    assert (model._base_manager.count() - rows, change.verb) == (1, f"{name_of(model)}.created")
    assert (change.by, set(change.after) >= set(ADDED[name_of(model)]) - {"until"}) == (cast["grace"], True)


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_what_the_admin_changes_is_logged(grace, cast, model):
    row = admin.site._registry[model].get_queryset(grace.get("/admin/").wsgi_request).order_by("pk").first()
    page = grace.get(address_of(model, "change", row.pk))
    before, form = Change.objects.count(), page.context["adminform"].form
    texts = [name for name, field in form.fields.items() if type(field).__name__ == "CharField"]
    new = CHANGED.get(name_of(model)) or dict.fromkeys(texts[-1:], "Another")
    answer = grace.post(address_of(model, "change", row.pk), filled(form) | new)
    if answer.status_code == 403:
        assert Change.objects.count() == before
        return
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    (change,) = Change.objects.all()[: Change.objects.count() - before]
    said = {*change.before, *change.after, *change.after.get("personal", ())}
    assert (change.subject, set(new) <= said) == (name_of(model), True)


@pytest.mark.parametrize("model", MODELS, ids=name_of)
@pytest.mark.parametrize("at_once", [True, False], ids=["ticked in the list", "on its page"])
def test_what_the_admin_deletes_is_logged(grace, cast, model, at_once):
    registered = admin.site._registry[model]
    if name_of(model) in ADDED:  # a row that nothing else needs
        page = grace.get(address_of(model, "add"))
        grace.post(address_of(model, "add"), typed_into(page.context["adminform"].form, cast, ADDED[name_of(model)]))
    rows = registered.get_queryset(grace.get("/admin/").wsgi_request)
    row = rows.get(pk=Change.objects.first().subject_id) if name_of(model) in ADDED else rows.first()
    before, standing = Change.objects.count(), rows.count()
    if at_once:
        sent = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        grace.post(address_of(model, "changelist"), sent)
    else:
        grace.post(address_of(model, "delete", row.pk), {"post": "yes"})
    assert standing - rows.count() == Change.objects.count() - before == (name_of(model) in ADDED)


def test_what_goes_with_a_deleted_row_is_logged_too(as_person, cast):
    country = Country.objects.create(code="XXA", iso2="XA", name_fr="x")
    TableUpload.objects.create(person=cast["amina"], country=country, file_name="a.csv")
    as_person("grace").post(address_of(Country, "delete", "XXA"), {"post": "yes"})
    assert {change.verb for change in Change.objects.all()} == {"country.deleted", "tableupload.deleted"}


def test_what_was_said_of_a_row_keeps_it_and_nothing_is_logged(as_person, cast):
    body = RegionalBody.objects.create(code="XXB", name_fr="x")
    BodyMembership.objects.create(body=body, country_id="KEN", since=date(2012, 1, 1))
    as_person("grace").post(address_of(RegionalBody, "delete", "XXB"), {"post": "yes"})
    assert (RegionalBody.objects.filter(pk="XXB").exists(), Change.objects.exists()) == (True, False)


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_the_admin_writes_in_no_other_way(cast, model):
    """No row is edited in a list or inside another, and no action does more than to delete, or to have a job run again,
    which writes what it would have written before."""
    registered = admin.site._registry[model]
    request = RequestFactory().get("/")
    request.user = cast["grace"]
    assert (registered.list_editable, registered.inlines) == ((), ())
    assert set(registered.get_actions(request)) <= {"delete_selected", "run_again" if model is Job else ""}


# The account ---------------------------------------------------------------------------------------------------------

NEW_PASSWORD = "another-pass-phrase"
# Pages of the account that write nothing of anybody's: why.
NO_WRITE = {
    **dict.fromkeys(("account_login", "account_logout", "mfa_authenticate"), "a session begins or ends"),
    **dict.fromkeys(("account_reauthenticate", "mfa_reauthenticate"), "a session confirms itself"),
    "account_inactive": "it only says so",
    **dict.fromkeys(("account_reset_password", "account_reset_password_done"), "a mail is asked for"),
    **dict.fromkeys(("mfa_index", "mfa_view_recovery_codes", "mfa_download_recovery_codes"), "it only shows"),
}


def change_password(browser, _person):
    browser.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )


def reset_password(browser, person):
    browser.post(reverse("account_reset_password"), {"email": person.email})
    work()
    form = browser.get(link_in(mail.outbox[-1]), follow=True)
    browser.post(form.wsgi_request.path, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})


def ask_for_address(browser, _person):
    browser.post(reverse("address"), {"email": "else@example.org", "password": PASSWORD})


def confirm_address(browser, person):
    browser.post(reverse("address_confirm", args=[address_token(person, "else@example.org")]))


def set_up(browser, _person):
    browser.get(reverse("mfa_activate_totp"))
    cache.clear()
    browser.post(reverse("mfa_activate_totp"), {"code": code_of(browser.session["mfa.totp.secret"])})


def remove_factor(browser, _person):
    browser.post(reverse("mfa_deactivate_totp"))


def make_codes(browser, _person):
    browser.post(reverse("mfa_generate_recovery_codes"))


WRITES = {
    "account_change_password": (change_password, "person.password_changed"),
    "account_reset_password_from_key": (reset_password, "person.password_reset"),
    "address": (ask_for_address, "person.address_asked"),
    "address_confirm": (confirm_address, "person.address_changed"),
    "mfa_activate_totp": (set_up, "person.second_factor_set_up"),
    "mfa_deactivate_totp": (remove_factor, "person.second_factor_removed"),
    "mfa_generate_recovery_codes": (make_codes, "person.second_factor_codes_made"),
}
ENROLLED = ("mfa_deactivate_totp", "mfa_generate_recovery_codes")


@pytest.fixture
def amina(cast):
    """`amina(with_factor)`: her browser, in which she has just signed in."""

    def run(with_factor):
        browser = signed_in("amina")
        if with_factor:
            set_up(browser, cast["amina"])
        return browser

    return run


@pytest.mark.parametrize("name", [route.name for route in account_urls.urlpatterns])
def test_what_a_person_changes_of_their_account_is_logged(amina, cast, name, django_capture_on_commit_callbacks):
    if name in NO_WRITE:
        return
    write, verb = WRITES[name]
    browser = amina(name in ENROLLED)
    before = Change.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        write(browser, cast["amina"])
    (change,) = Change.objects.all()[: Change.objects.count() - before]
    assert (change.verb, change.by, change.subject_id) == (verb, cast["amina"], str(cast["amina"].pk))


@pytest.mark.parametrize("page", ["mfa_authenticate", "mfa_reauthenticate"])
def test_a_recovery_code_that_was_used_is_logged(as_person, cast, page):
    enrol(cast["amina"])
    codes = Authenticator.objects.get(user=cast["amina"], type="recovery_codes").wrap().get_unused_codes()
    browser = signed_in("amina") if page == "mfa_authenticate" else as_person("amina")
    browser.post(reverse(page), {"code": codes[0]})
    assert Change.objects.get().verb == "person.second_factor_code_used"


def test_an_app_s_code_is_no_write(cast):
    secret = enrol(cast["amina"])
    signed_in("amina").post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not Change.objects.exists()


def test_the_first_password_is_logged_with_the_address_that_it_proves(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        place = {"role": "focal_point", "country": Country.objects.get(pk="BDI")}
        workflow.invite_person(by=cast["grace"], email="New@example.org", **place)
    EmailAddress.objects.create(user=cast["olga"], email="NEW@example.org", verified=True)
    browser = Client()
    form = browser.get(link_in(mail.outbox[0]), follow=True)
    browser.post(form.wsgi_request.path, {"password1": PASSWORD, "password2": PASSWORD})
    change, address = Change.objects.first(), EmailAddress.objects.get()
    assert (change.verb, change.after) == ("person.password_chosen", {"address_proved": True})
    assert (address.user, address.email, address.verified) == (change.by, "new@example.org", True)


@pytest.mark.parametrize(
    ("proved", "after"), [("amina@example.org", {}), ("else@example.org", {"address_proved": True})]
)
def test_an_address_that_was_proved_before_is_not_logged_as_proved(cast, proved, after):
    EmailAddress.objects.create(user=cast["amina"], email=proved, verified=True)
    workflow.choose_password(by=cast["amina"], password=NEW_PASSWORD)
    assert Change.objects.get().after == after


def test_of_the_person_nothing_but_the_password_is_written(cast):
    User.objects.filter(username="amina").update(language="fr")  # in another tab
    workflow.change_password(by=cast["amina"], password=NEW_PASSWORD)
    assert fresh(cast["amina"]).language == "fr"


def test_no_secret_is_in_the_log(amina, cast):
    browser = amina(True)
    secret = Authenticator.objects.get(user=cast["amina"], type="totp").data["secret"]
    codes = Authenticator.objects.get(user=cast["amina"], type="recovery_codes").wrap().get_unused_codes()
    for name in ("mfa_generate_recovery_codes", "account_change_password", "mfa_deactivate_totp"):
        WRITES[name][0](browser, cast["amina"])
    _token, key = workflow.create_token(by=cast["grace"], owner=cast["amina"], name="x", scope="read", days=9)
    rows = str(list(Change.objects.values_list("before", "after", "reason")))
    words = [fresh(cast["amina"]).password, cast["amina"].password, NEW_PASSWORD, PASSWORD, secret, *codes, key]
    assert (Change.objects.count(), [word for word in words if word in rows]) == (5, [])


@pytest.mark.parametrize(
    ("command", "verb"), [("createsuperuser", "administrator_made"), ("changepassword", "password_changed")]
)
def test_what_is_done_on_the_machine_is_logged(cast, monkeypatch, command, verb):
    monkeypatch.setattr("getpass.getpass", lambda prompt: NEW_PASSWORD)
    new = {"username": "root", "email": "root@example.org", "interactive": False}
    call_command(command, **new) if command == "createsuperuser" else call_command(command, "amina")
    name = "root" if command == "createsuperuser" else "amina"
    change = Change.objects.get()
    assert (change.verb, change.via, change.by) == (f"person.{verb}", "command", None)
    assert change.subject_id == str(User.objects.get(username=name).pk)


def test_who_changes_their_own_meanwhile_is_not_taken_for_set_on_the_machine(cast, monkeypatch):
    def typed(prompt):
        workflow.change_password(by=cast["olga"], password="chosen-meanwhile")
        return NEW_PASSWORD

    monkeypatch.setattr("getpass.getpass", typed)
    call_command("changepassword", "amina")
    on_the_machine = Change.objects.filter(via="command").values_list("subject_id", flat=True)
    assert list(on_the_machine) == [str(cast["amina"].pk)]


# A person's own address ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("owner", ["amina", "olga"])
@pytest.mark.parametrize("address", ["amina@example.org", "AMINA@example.org", "else@example.org"])
def test_no_address_that_the_library_keeps_makes_ones_own_unknown(cast, owner, address, verified):
    EmailAddress.objects.create(user=cast[owner], email=address, verified=verified)
    browser = signed_in("amina@example.org")
    assert get_user(browser) == cast["amina"]
    Client().post(reverse("account_reset_password"), {"email": "Amina@example.org"})
    work()
    assert [message.to for message in mail.outbox] == [["amina@example.org"]]
