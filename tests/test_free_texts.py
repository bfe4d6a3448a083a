"""Wherever people write what they like, they are asked about what looks like personal data: every form, serializer,
column and command is found here by itself, and a new one that asks nobody fails."""

import importlib
import pkgutil
import re
from datetime import date
from pathlib import Path

import pytest
from django import forms as django_forms
from django.apps import apps
from django.contrib import admin
from django.core.management import CommandError, call_command, load_command_class
from django.db import models
from django.test import RequestFactory
from django.utils import translation
from rest_framework import serializers, viewsets

import actionplan
import indicators
import reports
import themes
from indicators.models import Target
from reports import rules, workflow
from reports.api.activity import Strict
from reports.api.personal_data import WarnsOfPersonalData, is_text, texts_in
from reports.forms.privacy_checked import PrivacyCheckedForm, takes_text
from reports.models import Activity, ApiToken, Change, Country, SavedView
from reports.privacy import NOT_HERE, is_free_text
from reports.sight import read_activities
from reports.tables.applying import apply_table
from reports.tables.columns import LONG, NAMES, PLAIN, SHEETS, TEXT
from reports.tables.parsing import read_table
from reports.workflow.judging import decider
from tests.base import make_cast, submitted
from tests.standing import stands
from tests.test_tables import NEW, NEW_ROW, download, previewed
from tests.workbooks import edited

OURS = (themes, indicators, reports, actionplan)
MAIL, LINK = "Write to ana@example.org", "https://example.org/?to=ana@example.org"
# Forms that keep no text of others: why.
NO_TEXTS = {
    "AddressForm": "an address of mail, which is confirmed by mail, and a password",
    "ProfileForm": "a person's own name, which holds no number or address (`tests/test_people.py`)",
    "InvitationForm": "the name, which holds no number or address, and address of mail of somebody who gets an account",
    "LetterForm": "a file and its date",
    "HandoverForm": "the name, which holds no number or address, and address of mail of somebody who gets an account",
    "MembershipAdminForm": "in the admin: a role, its country, body, organisation and days",
    "RoleForm": "an organisation, countries and days",
    "SetUpForm": "a code of the second factor",
    "ConfirmForm": "a code of the second factor",
    "SearchForm": "words that are searched for, which are kept nowhere",
    "SignInForm": "a code of the second factor",
    "ChoosePasswordForm": "a password",
    "SystemForm": "a code",
    "UserForm": "in the admin: a person's own name, address of mail and user name",
}
# Fields of rows and of the API that hold no prose: why.
NOT_TEXTS = {
    **dict.fromkeys(("in_place_since", "in_place_since_known", "when"), "a day as far as it is known"),
    **dict.fromkeys(("code", "slug", "iso2", "unit", "currency", "time_zones", "agencies", "iati_identifier"), "codes"),
    **dict.fromkeys(("indicator", "theme", "country", "action", "language", "working_language"), "codes"),
    **dict.fromkeys(("countries", "actions", "border_regions", "topics", "audiences", "claims"), "lists of codes"),
    **dict.fromkeys(
        ("external_id", "identifiers", "identifier", "system", "value", "owner"), "other programs' identifiers"
    ),
    "recommendations_as_printed": "codes as the Plan prints them",
    **dict.fromkeys(("email", "first_name", "last_name", "username"), "a person's own account"),
    **dict.fromkeys(("password", "digest", "token_key"), "secrets, of which only sums are kept"),
    **dict.fromkeys(("hash", "previous", "sha256", "public_sha256", "content_type", "bucket"), "computed"),
    **dict.fromkeys(("searchable", "french", "values", "content", "public_content"), "copies of other fields"),
    **dict.fromkeys(("before", "after", "verb", "subject", "subject_id"), "the log, of what was asked about"),
    **dict.fromkeys(("key", "model", "path", "field", "template", "mail_off"), "the site's own names"),
    **dict.fromkeys(("about", "problem", "preview"), "mail and previews, of what was asked about"),
    **dict.fromkeys(("under", "line", "days", "spans"), "codes, days and numbers of the sums that are kept"),
    **dict.fromkeys(("kind", "arguments", "taken_by"), "of a job: its kind, codes and numbers, and a drawn number"),
    **dict.fromkeys(
        ("starts_on_known", "ends_on_known", "achieved_on_known", "ended_on_known"), "days as they are known"
    ),
    **dict.fromkeys(("since", "on", "until_known"), "days as they are known"),
    **dict.fromkeys(("adopted_on", "adopted_on_known", "withdrawn_on", "withdrawn_on_known"), "days as they are known"),
    "first_status_reason": "a copy of the reason of the status",
    **dict.fromkeys(
        ("since_known", "status_since_known", "first_status_since_known", "first_ends_on_known"),
        "days as they are known",
    ),
    **dict.fromkeys(("starts_on", "ends_on", "achieved_on", "status_since"), "days as they are known"),
    "choices": "which side of a merge stays",
    "fields": "what is typed and not yet sent: its writer alone reads it, and is asked when it is sent",
}


def below(kind: type) -> list[type]:
    """Every class of ours that is a `kind`."""
    for package in OURS:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not {"migrations", "wsgi"}.intersection(module.name.split(".")):
                importlib.import_module(module.name)
    todo, kinds = [kind], {}
    while todo:
        new = [row for row in todo.pop().__subclasses__() if row not in kinds]
        kinds |= dict.fromkeys(new)
        todo += new
    names = {package.__name__ for package in OURS}
    return sorted((row for row in kinds if row.__module__.partition(".")[0] in names), key=lambda row: row.__name__)


# Forms --------------------------------------------------------------------------------------------------------------

ROWS_OF_THE_ADMIN = "RevisionAdminForm"  # made for a model, they are looked at below
FORMS = [
    row
    for row in below(django_forms.BaseForm)
    if row.__module__ != PrivacyCheckedForm.__module__ and row.__name__ != ROWS_OF_THE_ADMIN
]


@stands
def handed_in():
    return submitted(make_cast()["amina"]).pk


@pytest.fixture
def given(handed_in, cast):
    """`given(form)`: what it wants besides what is typed."""
    wanted = Target.objects.get(pk="VI.T1")
    amina, country = rules.standing(cast["amina"]), Country.objects.get(pk="MOZ")
    read = read_activities(amina).get(pk=handed_in)
    by_form = {
        "ActivityForm": {"who": amina},
        "AddressForm": {"person": cast["amina"]},
        "ClaimForm": {"indicator": wanted.indicators.first(), "state": {"countries": ["MOZ"]}},
        "ClaimDateForm": {"latest": date(2012, 1, 1)},
        "CompareForm": {"snapshots": None},
        "Correcting": {"standing": []},
        "EvidenceForm": {"who": amina, "claims": []},
        "ExtensionForm": {"as_at": date(2012, 1, 1)},
        "LetterForm": {"who": amina},
        "MenuAnswerForm": {"current": None},
        "OrganisationForm": {"who": amina},
        "ParticipationForm": {"country": country},
        "RemarkForm": {"claims": []},
        "RevisionForm": {"target": wanted},
        "SavedViewForm": {"may_share": True},
        "SystemForm": {"owners": []},
        "SidesForm": {"countries": []},
        "TranslationForm": {"language": "pt"},
        "VerifyForm": {"claims": read.seen_claims, "activity": read, "deciding": decider(cast["nadia"])},
    }
    return lambda form: by_form.get(form.__name__, {})


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_asks_about_each_of_its_texts(given, form):
    if form.__name__ in NO_TEXTS:
        return
    texts = [name for name, field in form({}, **given(form)).fields.items() if takes_text(field)]
    assert issubclass(form, PrivacyCheckedForm) or texts == []
    for name in texts:
        typed = {name: LINK if name in ("links", "url") else MAIL}
        asked, confirmed = form(typed, **given(form)), form(typed | {"anyway": "on"}, **given(form))
        assert ("anyway" in asked.errors, "anyway" in confirmed.errors) == (True, False), name


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_beside_each_text_stands_what_must_not_be_written(given, form):
    if form.__name__ in NO_TEXTS:
        return
    with translation.override("en"):
        fields = {name: field for name, field in form({}, **given(form)).fields.items() if takes_text(field)}
        first = [name for name in fields if not name.endswith(("_en", "_pt", "_sw"))]  # of one text in every language
        assert [name for name in first if str(NOT_HERE) not in str(fields[name].help_text)] == []


def test_what_is_searched_for_in_a_shared_view_is_looked_at_too(as_person, cast):
    sent = {"name": "Ours", "path": "/activities/", "query": "q=ana%40example.org", "is_shared": "on"}
    client = as_person("amina")
    refused = client.post("/views/", sent)
    assert (refused.status_code, 'value="Ours"' in refused.content.decode()) == (422, True)
    assert client.post("/views/", sent | {"anyway": "on"}).url == "/activities/?q=ana%40example.org"
    assert (SavedView.objects.get().name, Change.objects.get().after["kept_anyway"]) == ("Ours", ["email"])


def test_each_of_several_words_that_are_searched_for_is_looked_at(as_person, cast):
    sent = {"name": "Mine", "path": "/activities/", "query": "q=ana%40example.org&q=x"}
    assert as_person("amina").post("/views/", sent).status_code == 422


def test_the_label_of_a_token_is_looked_at(as_person, cast):
    sent = {"owner": cast["amina"].pk, "name": MAIL, "scope": "read", "days": "9"}
    client = as_person("grace")
    assert client.post("/people/tokens/new/", sent).status_code == 422
    assert client.post("/people/tokens/new/", sent | {"anyway": "on"}).status_code == 200
    assert Change.objects.get(verb="token.created").after["kept_anyway"] == ["email"]


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_the_admin_asks_about_each_text(cast, model):
    registered, request = admin.site._registry[model], RequestFactory().get("/")
    request.user = cast["grace"]
    for change in (True, False):
        may = registered.has_change_permission(request) if change else registered.has_add_permission(request)
        form = registered.get_form(request, model() if change else None, change=change) if may else PrivacyCheckedForm
        texts = [name for name, field in form({}).fields.items() if takes_text(field)]
        for name in {*texts} - {*NOT_TEXTS} if form.__name__ not in NO_TEXTS else ():
            asked, confirmed = form({name: MAIL}), form({name: MAIL, "anyway": "on"})
            assert ("anyway" in asked.errors, "anyway" in confirmed.errors) == (True, False), name


def test_what_stood_in_a_row_before_is_not_asked_about_again(as_person, cast):
    Country.objects.filter(pk="MOZ").update(name_en=MAIL)
    address, row = "/admin/reports/country/MOZ/change/", Country.objects.get(pk="MOZ")
    sent = {
        field: getattr(row, field) or "" for field in ("code", "iso2", "name_fr", "name_en", "name_pt", "time_zones")
    }
    sent |= {"working_language": "pt"}
    client = as_person("grace")
    assert client.post(address, sent | {"name_pt": "Moçambique (2)"}).status_code == 302
    refused = client.post(address, sent | {"name_pt": MAIL})
    assert 'type="checkbox" name="anyway"' in refused.content.decode()


# Rows, and the log of what is written in them ------------------------------------------------------------------------


@pytest.mark.parametrize("app", ["themes", "indicators", "reports"])
def test_the_log_knows_every_text_of_every_row(app):
    kinds = (models.CharField, models.TextField, models.JSONField)
    fields = [field for model in apps.get_app_config(app).get_models() for field in model._meta.fields]
    texts = {field.name for field in fields if isinstance(field, kinds) and not field.choices}
    assert sorted(name for name in texts if not is_free_text(name) and name not in NOT_TEXTS) == []


# The API -------------------------------------------------------------------------------------------------------------

TAKEN = [row for row in below(Strict) if not row.__name__.endswith("Output")]


@pytest.mark.parametrize("serializer", TAKEN, ids=lambda row: row.__name__)
def test_a_program_is_warned_of_each_text(serializer):
    for name, field in serializer().fields.items():
        lines = getattr(field, "child", field)
        is_written = isinstance(lines, serializers.CharField | serializers.JSONField | serializers.FileField)
        if is_written and not field.read_only and name not in NOT_TEXTS:
            assert (is_text(name), list(texts_in({name: MAIL}))) == (True, [(name, MAIL)])


def test_nothing_else_reads_a_body():
    sources = [Path(package.__path__[0]).rglob("*.py") for package in OURS]
    code = "".join(path.read_text(encoding="utf-8") for paths in sources for path in paths)
    assert set(re.findall(r"(\w+)\(data=request\.data", code)) - {row.__name__ for row in TAKEN} == set()


def test_whatever_takes_something_warns():
    writes = {"create", "update", "partial_update"}
    writers = [
        row
        for row in below(viewsets.ViewSetMixin)
        if writes.intersection(vars(row))
        or any({"post", "put", "patch"} & set(one.mapping) for one in row.get_extra_actions())
    ]
    assert [row.__name__ for row in writers if not issubclass(row, WarnsOfPersonalData)] == [
        "RoundViewSet",
        "SystemViewSet",
    ]  # they take no text


# Tables ---------------------------------------------------------------------------------------------------------------


def free_columns(columns) -> list[str]:
    texts = [row.key for row in columns if row.kind in (TEXT, LONG, NAMES) and not row.is_locked]
    return [key for key in texts if key not in {*NOT_TEXTS, "reference"}]


# The sheet of agreements is there where a word is awaited: `tests/test_table_agreements.py`.
# What was reported later is of submitted activities: `tests/test_later_tables.py`.
OWN_SHEETS = SHEETS.keys() - {"agreements", "notes"}
OF_SUBMITTED = {"claims.ended_because"}


# The lines of the national plan on which the texts of each answer can stand: what is withdrawn, in place, not taken up.
ANSWERED = {"withdrawn_because": 3, "proof_url": 4, "proof_citation": 4, "because": 5}
AN_ANSWER_EACH = [
    ("adoptions", 3, "adopted", "no answer"),
    ("adoptions", 4, "adopted", "in place since"),
    ("adoptions", 4, "in_place_since", "1995"),
    ("adoptions", 5, "adopted", "not taken up"),
    ("adoptions", 5, "declined_on", date(2012, 3, 1)),
]


def test_a_workbook_warns_of_each_text(cast):
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.1")
    wanted = {f"{sheet}.{key}": (sheet, key) for sheet in OWN_SHEETS for key in free_columns(SHEETS[sheet])}
    wanted = {name: place for name, place in wanted.items() if name not in OF_SUBMITTED}
    cells = [
        (sheet, ANSWERED.get(key, 70) if sheet == "adoptions" else NEW, key, f"{name}@example.org")
        for name, (sheet, key) in wanted.items()
    ]
    cells = [(*row[:3], f"https://example.org/?q={row[3]}") if row[2] in ("url", "proof_url") else row for row in cells]
    theme = ("adoptions", 70, "theme_id", "VI")
    line = [("funding", NEW, key, value) for key, value in {"no": 7, "currency": "USD", "spent": 5}.items()]
    book = edited(download(cast["amina"]), [*NEW_ROW[1:-1], theme, *AN_ANSWER_EACH, *line, *cells])
    outcome = apply_table(read_table(book), by=cast["amina"], country="MOZ", apply=False)
    assert [problem.message for problem in outcome.problems] == []
    message = " ".join(warning.message for warning in outcome.warnings)
    assert [name for name in wanted if f"{name}@example.org" not in message] == []


@pytest.mark.parametrize("key", [*free_columns(PLAIN), *free_columns(SHEETS["activities"])])
def test_a_plain_table_warns_of_each_text(cast, key):
    cells = {"reference": "A1", "title": "x", key: MAIL}
    content = f"{','.join(cells)}\n{','.join(cells.values())}\n".encode()
    outcome = apply_table(read_table(content), by=cast["amina"], apply=False)
    assert [warning.message for warning in outcome.warnings] == ["“ana@example.org” looks like an e-mail address."]


def test_a_row_that_is_counted_and_not_listed_is_asked_about_too(as_person, cast, monkeypatch):
    monkeypatch.setattr("reports.tables.uploads.MOST_LISTED", 1)
    content = f"reference,title,summary\nA1,x,y\nA2,x,{MAIL}\n".encode()
    upload = previewed(cast["amina"], content)
    assert (len(upload.preview["rows"]), upload.preview["warned"]) == (1, 1)
    page = as_person("amina").post(f"/tables/{upload.pk}/")
    assert not Activity.objects.exists()
    assert (
        "A lista não mostra todas as passagens: ao todo, 1 linha da tabela parece conter dados pessoais."
        in page.content.decode()
    )


# Commands ------------------------------------------------------------------------------------------------------------

# What commands are told that is no text of anybody: why.
NOT_TYPED = {
    **dict.fromkeys(("owner", "by", "username"), "user names"),
    **dict.fromkeys(("target", "source", "anchor"), "files of the site's own"),
    **dict.fromkeys(("settings", "pythonpath", "database"), "Django's own"),
    "email": "an administrator's own address",
}
COMMANDS = [row.name for row in pkgutil.iter_modules(importlib.import_module("reports.management.commands").__path__)]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_takes_a_text_wants_a_confirmation(name):
    options = load_command_class("reports", name).create_parser("manage.py", name)._actions
    texts = [row.dest for row in options if row.nargs != 0 and row.type is not int and not row.choices]
    texts = [dest for dest in texts if dest not in NOT_TYPED]
    assert (texts == []) or "confirm" in {row.dest for row in options}


def test_a_table_on_a_terminal_is_written_only_when_confirmed(cast, tmp_path, capsys):
    (tmp_path / "t.csv").write_text(f"reference,title\nA1,{MAIL}\n")
    command = ("import_activities", tmp_path / "t.csv", "--by=amina", "--apply")
    with pytest.raises(CommandError, match="--confirm"):
        call_command(*command)
    assert ("line 2, title: “ana@example.org”" in capsys.readouterr().err, Activity.objects.count()) == (True, 0)
    call_command(*command, "--confirm")
    assert Change.objects.of(Activity.objects.get()).first().after["kept_anyway"] == ["email"]


def test_a_token_with_an_address_in_its_name_is_made_only_when_confirmed(cast):
    with pytest.raises(CommandError, match="--confirm"):
        call_command("create_token", "amina", by="grace", name=MAIL)
    assert not ApiToken.objects.exists()
    call_command("create_token", "amina", "--confirm", by="grace", name=MAIL)
    assert ApiToken.objects.get().name == MAIL
