"""Each reader in their own language: texts, errors, dates, numbers, and a mark on what stands in another one."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from actionplan import messages
from reports.exports.columns import filters_of
from reports.forms.comparison import MovedForm
from reports.models import Activity, Claim, TableUpload, UnsavedForm, User
from tests.base import PASSWORD, record
from tests.walk import addresses
from themes.dates import date_format

SCRIPTS = Path(settings.BASE_DIR) / "actionplan" / "static" / "js"


def test_every_message_is_translated():
    assert messages.check() == []


def test_a_number_stands_beside_a_plural_through_ngettext_alone():
    """Save for limits (`most`, `least`), which are what they are."""
    things = "activit|countr|target|claim|action|row|text|unit|result|person|people|message|organisation|women"
    counted = re.compile(rf"%\((?!most|least)\w+\)[sd] (of (the )?%\(\w+\)[sd] )?({things})")
    assert [
        message.id
        for message in messages.read("fr")
        if counted.search(str(message.id)[:99]) and not message.pluralizable
    ] == []


def test_scripts_say_nothing_of_their_own():
    """What a script shows comes from the page, translated: no literal in it reads like a sentence."""
    sentences = []
    for path in SCRIPTS.glob("*.js"):
        code = re.sub(r"(^|\s)//.*", "", path.read_text(encoding="utf-8"))
        sentences += re.findall(r"[\"'`][A-Z][a-z]+ [a-z]+ [^\"'`]*[\"'`]", code)
    assert sentences == []


@pytest.fixture(autouse=True)
def nobody_has_tried_too_often():
    cache.clear()


# Errors, as their reader meets them ----------------------------------------------------------------------------------


def form_errors(response, name="form"):
    form = response.context[name]
    return [str(error) for errors in form.errors.values() for error in errors]


FORMS = {
    "a wrong password": (None, "account_login", {"login": "amina", "password": "x"}),
    "no password": (None, "account_login", {}),
    "no address": (None, "account_reset_password", {"email": "x"}),
    "a weak new password": (
        "amina",
        "account_change_password",
        {"oldpassword": PASSWORD, "password1": "12345678", "password2": "12345678"},
    ),
    "two passwords": (
        "amina",
        "account_change_password",
        {"oldpassword": PASSWORD, "password1": "a-long-pass-phrase-2", "password2": "other"},
    ),
    "a like password": (
        "amina",
        "account_change_password",
        {"oldpassword": "x", "password1": "amina@example", "password2": "amina@example"},
    ),
    "a bad activity": (
        "amina",
        "activity_new",
        {"title": "x" * 300, "starts_on": "x", "status": "x", "amount_needed": "x", "actions": "IX.1", "submit": "1"},
    ),
    "no invitation": ("grace", "person_invite", {"email": "x", "role": "x"}),
    "a round without dates": ("nadia", "round_new", {"opens_on": "x"}),
    "a token": ("grace", "token_new", {"days": "0"}),
}


@pytest.mark.parametrize("language", ["fr", "pt"])
@pytest.mark.parametrize("name", FORMS)
def test_a_form_refuses_in_the_language_of_its_reader(as_person, cast, name, language):
    person, page, data = FORMS[name]
    said = {}
    for code in ("en", language):
        User.objects.update(language=code)
        response = as_person(person).post(reverse(page), data, headers={"accept-language": code})
        said[code] = form_errors(response)
    assert len(said[language]) == len(said["en"]) > 0
    assert set(said[language]) & set(said["en"]) == set()


def test_who_signs_in_reads_nothing_in_the_language_of_the_browser(as_person, cast):
    typed = {"login": "amina", "password": PASSWORD}
    page = as_person(None).post(reverse("account_login"), typed, follow=True, headers={"accept-language": "en"})
    assert (page.wsgi_request.path, list(page.context["messages"])) == ("/desk/", [])


def test_a_language_that_the_site_speaks_no_more_is_not_spoken(as_person, cast):
    User.objects.filter(username="amina").update(language="de")
    page = as_person("amina").get("/help/", headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="fr"' in page


def test_who_chooses_a_password_by_a_link_reads_nothing_in_the_language_of_the_browser(
    cast, django_capture_on_commit_callbacks
):
    browser = Client(headers={"accept-language": "en"})
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("account_reset_password"), {"email": "amina@example.org"})
    form = browser.get(re.search(r"/account/password/reset/key/\S+", mail.outbox[0].body)[0], follow=True)
    typed = {"password1": "another-pass-phrase", "password2": "another-pass-phrase"}
    page = browser.post(form.wsgi_request.path, typed, follow=True)
    assert (page.wsgi_request.path, list(page.context["messages"])) == ("/desk/", [])


def test_who_changes_a_password_is_told_so(as_person, cast):
    typed = {"oldpassword": PASSWORD, "password1": "another-pass-phrase", "password2": "another-pass-phrase"}
    page = as_person("amina").post(reverse("account_change_password"), typed, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["A sua palavra-passe foi alterada."]


def test_a_filter_refuses_in_the_language_of_its_reader(as_person, cast):
    refusals = set()
    for code in ("en", "fr", "pt"):
        response = as_person(None).get(reverse("activities") + "?status=x", headers={"accept-language": code})
        refusals.add(str(response.context["filter"].form.errors["status"]))
    assert len(refusals) == 3


API = {
    "nobody": ("post", "activities/", {}),
    "no such page": ("get", "themes/IX/", {}),
    "no such route": ("get", "nothing/", {}),
    "a wrong method": ("post", "themes/", {}),
    "a wrong token": ("get", "activities/", {"headers": {"authorization": "Token x"}}),
    "no token": ("get", "activities/", {"headers": {"authorization": "Token"}}),
    "two tokens": ("get", "activities/", {"headers": {"authorization": "Token x y"}}),
    "no such page of a list": ("get", "actions/?page=99", {}),
    "a wrong filter": ("get", "activities/?status=x", {}),
    "another form": ("get", "themes/", {"headers": {"accept": "text/csv"}}),
}
API_SIGNED_IN = {
    "broken JSON": ("post", "activities/", {"data": "{", "content_type": "application/json"}),
    "another kind": ("post", "activities/", {"data": "<x/>", "content_type": "text/xml"}),
    "bad values": (
        "post",
        "activities/",
        {
            "data": {
                "title": 1,
                "status": "x",
                "starts_on": "x",
                "partners": "x",
                "actions": ["IX.1"],
                "participants": -1,
            },
            "content_type": "application/json",
        },
    ),
    "not a list": ("post", "activities/", {"data": [1], "content_type": "application/json"}),
}


def messages_in(response):
    body = response.json()
    return [body["title"], body["detail"], *(row["detail"] for row in body.get("errors", []))]


@pytest.mark.parametrize("language", ["fr", "pt"])
@pytest.mark.parametrize("name", [*API, *API_SIGNED_IN])
def test_the_api_refuses_in_the_language_of_its_reader(as_person, cast, name, language):
    method, path, request = (API | API_SIGNED_IN)[name]
    client = as_person("amina" if name in API_SIGNED_IN else None)
    said = {}
    for code in ("en", language):
        User.objects.update(language=code)
        headers = {"accept-language": code} | request.get("headers", {})
        said[code] = messages_in(getattr(client, method)(f"/api/v1/{path}", **(request | {"headers": headers})))
    assert len(said[language]) == len(said["en"])
    assert set(said[language]) & set(said["en"]) == set()


# Plurals, dates, numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"), [("fr", ["soumise", "vérifiée", "refusée"]), ("pt", ["submetida", "verificada", "recusada"])]
)
def test_the_states_of_an_activity_and_of_a_claim_agree_with_them(language, said):
    with translation.override(language):
        assert [state.label for state in (Activity.Review.SUBMITTED, Activity.Review.VERIFIED)] == said[:2]
        assert [state.label for state in (Claim.Verification.VERIFIED, Claim.Verification.REFUSED)] == said[1:]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["0 activities", "1 activity", "2 activities"]),
        ("fr", ["0 activité", "1 activité", "2 activités"]),
        ("pt", ["0 actividades", "1 actividade", "2 actividades"]),
    ],
)
def test_nothing_is_singular_in_french_alone(language, expected):
    with translation.override(language):
        said = [translation.ngettext("%(n)s activity", "%(n)s activities", n) % {"n": n} for n in range(3)]
    assert said == expected


FORMS_OF = {
    "en": ("26 May 2014", "12,500.50"),
    "fr": ("26 mai 2014", "12\u00a0500,50"),
    "pt": ("26 de Maio de 2014", "12.500,50"),
    "sw": ("26 Mei 2014", "12,500.50"),
}


@pytest.mark.parametrize("language", FORMS_OF)
def test_dates_and_numbers_are_written_as_their_reader_writes_them(as_person, cast, language):
    User.objects.update(language=language)
    row = record(cast["amina"], amount_needed="12500.50", currency="USD")
    client = as_person("amina")
    day, amount = FORMS_OF[language]
    for name in ("activity", "activity_history"):
        page = client.get(reverse(name, args=[row.pk])).content.decode()
        assert (day in page, amount in page) == (True, True), name


@pytest.mark.parametrize(
    ("language", "day"), [("en", "30 June 2014"), ("fr", "30 juin 2014"), ("pt", "30 de Junho de 2014")]
)
def test_a_mail_writes_its_day_as_its_reader_does(cast, language, day):
    with translation.override(language):
        about = {"closes_on": date(2014, 6, 30), "closes_at": datetime(2014, 7, 1, tzinfo=UTC), "person": cast["amina"]}
        assert day in render_to_string("emails/round_closes.txt", about)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "1 March 2011, 09:05"),
        ("fr", "1er mars 2011 09:05"),
        ("pt", "1 de Março de 2011 às 09:05"),
        ("sw", "1 Machi 2011, 09:05"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french_alone(language, expected):
    with translation.override(language):
        assert date_format(datetime(2011, 3, 1, 9, 5), "DATETIME_FORMAT") == expected
        assert date_format(date(2011, 3, 11)).startswith("11 ")
        assert date_format(date(2011, 3, 1), "SHORT_DATE_FORMAT") == "01/03/2011"


def test_pages_and_the_log_write_the_first_of_a_month_as_the_french_do(as_person, cast):
    User.objects.update(language="fr")
    row, client = record(cast["amina"], starts_on="2014-05-01"), as_person("amina")
    for name in ("activity", "activity_history"):
        assert "1er mai 2014" in client.get(reverse(name, args=[row.pk])).content.decode(), name


def test_a_mail_writes_the_first_of_a_month_as_the_french_do(cast):
    with translation.override("fr"):
        about = {"closes_on": date(2014, 7, 1), "closes_at": datetime(2014, 7, 2, tzinfo=UTC), "person": cast["amina"]}
        assert "1er juillet 2014" in render_to_string("emails/round_closes.txt", about)


def test_a_draft_and_a_table_say_when_as_the_french_do(as_person, cast):
    User.objects.update(language="fr")
    first = datetime(2014, 5, 1, 9, 5, tzinfo=UTC)
    UnsavedForm.objects.create(person=cast["amina"], key="new", path="/activities/new/", fields="")
    UnsavedForm.objects.update(updated_at=first)
    TableUpload.objects.create(person=cast["amina"], country_id="MOZ", file_name="x.csv")
    TableUpload.objects.update(created_at=first)
    for path in ("/desk/", "/countries/MOZ/tables/"):
        assert "1er mai 2014 11:05 (Maputo, UTC+2)" in as_person("amina").get(path).content.decode(), path


def test_an_export_says_its_days_as_the_french_do(db):
    with translation.override("fr"):
        form = MovedForm({"since": "2012-05-01", "as_at": "2012-06-01"})
        assert form.is_valid()
        assert [said for _label, said in filters_of(form)][:2] == ["1er mai 2012", "1er juin 2012"]


# What stands in another language -------------------------------------------------------------------------------------


class Marks(HTMLParser):
    """The language that stands around each piece of text: `[(lang, text)]`."""

    void = {"meta", "link", "input", "br", "hr", "img", "option"}

    def __init__(self, page: str):
        super().__init__()
        self.open, self.texts = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in self.void:
            self.open.append((tag, dict(attrs).get("lang")))

    def handle_endtag(self, tag):
        while self.open and tag not in self.void and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        tags = [tag for tag, _lang in self.open]
        if not {"head", "textarea", "script", "select"} & set(tags):
            self.texts.append((next((lang for _tag, lang in reversed(self.open) if lang), ""), text))


TYPED = {"Uma reunião nacional": "pt", "Um balcão único": "pt", "Who took part?": "en"}


@pytest.mark.parametrize("person", [None, "amina"])
def test_what_people_typed_is_marked_with_its_language(as_person, walked, person):
    User.objects.filter(username=person).update(language="fr")
    client, seen = as_person(person), []
    for path in addresses(person, walked):
        page = client.get(path, follow=True, headers={"accept-language": "fr"}).content.decode()
        for lang, text in Marks(page).texts:
            seen += [(path, lang, TYPED[typed], typed) for typed in TYPED if typed in text]
    assert [row for row in seen if row[1] != row[2]] == []
    assert {typed for _path, _lang, _marked, typed in seen} == (set(TYPED) if person else {"Um balcão único"})


# A language that has only begun --------------------------------------------------------------------------------------


def in_kiswahili(client, path):
    return client.get(path, headers={"accept-language": "sw"}).content.decode()


def test_kiswahili_has_its_menus_and_says_that_the_rest_is_english(as_person, db):
    page = in_kiswahili(as_person(None), "/")
    assert '<html lang="sw" dir="ltr"' in page
    assert re.search(r'<main[^>]* lang="en" dir="ltr">\s*<p class="callout" lang="sw"', page)
    assert ">Mpango</a>" in page
    assert "Kiswahili<small> (kwa sehemu)</small>" in page


def test_a_title_in_kiswahili_is_marked_in_a_page_in_english(as_person, db):
    assert '<span lang="sw">Kujenga uwezo</span>' in in_kiswahili(as_person(None), "/plan/themes/II/")
    assert "Participants in the Regional Conference stressed" in in_kiswahili(as_person(None), "/plan/themes/II/")


def test_a_complete_language_needs_no_such_marks(as_person, db):
    page = as_person(None).get("/plan/", headers={"accept-language": "pt"}).content.decode()
    assert "<span lang=" not in page.partition("<main")[2]


def test_the_api_names_kiswahili_where_it_has_a_text(as_person, db):
    theme = as_person(None).get("/api/v1/themes/II/").json()
    assert (set(theme["title"]), set(theme["introduction"])) == ({"en", "fr", "pt", "sw"}, {"en", "fr", "pt"})


@pytest.mark.parametrize(("language", "expected"), [("sw", "en"), ("pt", "pt")])
def test_a_mail_says_in_which_language_it_is(language, expected):
    with translation.override(language):
        assert f'<html lang="{expected}" dir="ltr">' in render_to_string("emails/message.html", {"text": "x"})
