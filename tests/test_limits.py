"""Everything has a limit, told in words: the page, the API's description and the refusal name the same figure."""

import ast
import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

import reports.forms
from reports import limits, workflow
from reports.forms.second_factor import SetUpForm
from reports.models import Activity, Organisation
from tests.base import R02, record, submitted

REPORTS = Path(reports.forms.__file__).parent.parent
LIMITED = ("max_length", "max_value", "max_digits")


@pytest.fixture
def amina(cast):
    client = APIClient()
    client.force_authenticate(cast["amina"])
    return client


def refused(client, path, body, method="post"):
    answer = getattr(client, method)(f"/api/v1/{path}", body, format="json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), answer.content
    return {row["field"]: row["detail"] for row in answer.json()["errors"]}


def numbers_in(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg in LIMITED and isinstance(node.value, ast.Constant):
            yield node.value.value, f"{path.name}:{node.value.lineno}"


def test_no_limit_is_a_number_beside_the_module():
    paths = [path for folder in ("forms", "api", "workflow", "views") for path in (REPORTS / folder).rglob("*.py")]
    assert [where for path in paths for number, where in numbers_in(path) if number > 3] == []


def all_forms():
    for module in iter_modules(reports.forms.__path__):
        for form in vars(import_module(f"reports.forms.{module.name}")).values():
            if isinstance(form, type) and issubclass(form, forms.Form) and form.__module__.startswith("reports."):
                yield form


def test_every_text_that_is_typed_has_a_longest():
    unlimited = [
        f"{form.__name__}.{name}"
        for form in all_forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
        and not field.max_length
        and not isinstance(field, forms.RegexField | forms.UUIDField)
        and (form, name) != (SetUpForm, "code")  # of the library, which compares it with six digits
    ]
    assert unlimited == []


def test_every_text_and_list_that_the_api_takes_has_a_longest(db):
    schema = APIClient().get("/api/v1/schema/?format=json").json()
    taken = {name: one for name, one in schema["components"]["schemas"].items() if name.endswith("Request")}
    unlimited = [
        f"{name}.{field}"
        for name, one in taken.items()
        for field, told in one["properties"].items()
        if not is_limited(told)
    ]
    assert unlimited == []


def is_limited(told):
    if "oneOf" in told:
        return all(map(is_limited, told["oneOf"]))
    types = told.get("type", [])
    named = {types} if isinstance(types, str) else set(types)
    if "array" in named:
        return "maxItems" in told
    if "string" in named:
        return bool({"maxLength", "enum", "pattern"} & set(told)) or told.get("format") in (
            "date",
            "uuid",
            "binary",
            "decimal",
        )
    return "integer" not in named or "maximum" in told


@pytest.mark.parametrize(
    ("schema", "field", "key", "figure"),
    [
        ("ActivityInputRequest", "partners", "maxItems", limits.PARTNERS),
        ("ActivityInputRequest", "claims", "maxItems", limits.CLAIMS),
        ("ActivityInputRequest", "title", "maxLength", limits.TITLE),
        ("ActivityInputRequest", "summary", "maxLength", limits.LONG_TEXT),
        ("EvidenceInputRequest", "title", "maxLength", limits.TITLE),
        ("RemarkInputRequest", "text", "maxLength", limits.LONG_TEXT),
    ],
)
def test_the_description_of_the_api_names_the_figure(db, schema, field, key, figure):
    told = APIClient().get("/api/v1/schema/?format=json").json()["components"]["schemas"][schema]
    assert told["properties"][field][key] == figure


@pytest.mark.parametrize(
    ("body", "field", "figure"),
    [
        ({"partners": [{"organisation": f"P{n}"} for n in range(limits.PARTNERS + 1)]}, "partners", limits.PARTNERS),
        ({"claims": [{"indicator": "VI.T1.1"}] * (limits.CLAIMS + 1)}, "claims", limits.CLAIMS),
        ({"actions": ["VI.1"] * (limits.CODES + 1)}, "actions", limits.CODES),
        ({"evidence": [{"citation": f"{n}"} for n in range(21)]}, "evidence", limits.EVIDENCE_AT_ONCE),
        ({"summary": "x" * (limits.LONG_TEXT + 1)}, "summary", limits.LONG_TEXT),
        ({"title": "x" * (limits.TITLE + 1)}, "title", limits.TITLE),
        ({"participants_women": limits.COUNT + 1}, "participants_women", limits.COUNT),
        ({"starts_on": "0001-01-01"}, "starts_on", limits.FIRST_YEAR),
        ({"ends_on": "9999-12-31"}, "ends_on", limits.LAST_YEAR),
    ],
)
def test_what_is_beyond_is_refused_with_the_figure(amina, body, field, figure):
    told = " ".join(text for name, text in refused(amina, "activities/", R02 | body).items() if name.startswith(field))
    assert str(figure) in told
    assert Activity.objects.count() == 0


def test_twenty_thousand_partners_hold_nobody(amina):
    body = json.dumps(R02 | {"partners": [{"organisation": f"Partner {n}"} for n in range(20_000)]})
    with CaptureQueriesContext(connection) as asked:
        answer = amina.post("/api/v1/activities/", body, content_type="application/json")
    assert (answer.status_code, Organisation.objects.filter(name__startswith="Partner").count()) == (400, 0)
    assert len(asked) < 10


def test_a_table_or_a_command_is_held_to_the_same(cast):
    partners = [{"organisation": f"P{n}", "role": "funding"} for n in range(limits.PARTNERS + 1)]
    with pytest.raises(ValidationError, match=str(limits.PARTNERS)):
        record(cast["amina"], partners=partners)


def test_the_page_says_how_long_a_text_may_be(as_person, cast):
    page = as_person("juma").get("/activities/new/").content.decode()
    assert f'name="title" maxlength="{limits.TITLE}"' in page
    assert f"at most {limits.EVIDENCE_AT_ONCE} files, of at most 10 MB each" in page
    assert f'maxlength="{limits.LONG_TEXT}"' in page


def test_more_than_can_be_chosen_at_once_is_refused_in_words(as_person, cast):
    ids = ["8b0c9f0e-6a4f-4a2e-9d4a-111111111111"] * (limits.IDS + 1)
    answer = as_person("juma").post("/activities/confirm/", {"activity": ids})
    assert (answer.status_code, f"at most {limits.IDS}" in answer.content.decode()) == (400, True)


def test_an_activity_holds_so_many_remarks_and_pieces(cast, monkeypatch):
    monkeypatch.setattr(limits, "REMARKS", 1)
    monkeypatch.setattr(limits, "EVIDENCE", 1)
    activity = submitted(cast["amina"])
    workflow.add_remark(by=cast["nadia"], pk=activity.pk, text="Who came?")
    with pytest.raises(ValidationError, match="at most 1 remarks"):
        workflow.add_remark(by=cast["nadia"], pk=activity.pk, text="And when?")
    with pytest.raises(ValidationError, match="at most 1 pieces"):
        workflow.add_evidence(by=cast["amina"], pk=activity.pk, kind="citation", citation="Another one")


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("https://www.example.org/docs/My file.pdf", ["https://www.example.org/docs/My%20file.pdf"]),
        ("https://a.example.org https://b.example.org", ["https://a.example.org", "https://b.example.org"]),
        ("example.org/x\n\n https://example.org/y ", ["https://example.org/x", "https://example.org/y"]),
    ],
)
def test_a_line_is_one_link(typed, links):
    assert reports.forms.proof.LinksField().clean(typed) == links


def test_a_link_that_is_too_long_is_told_so():
    with pytest.raises(ValidationError, match=f"a link may have {limits.LINK}"):
        reports.forms.proof.LinksField().clean("https://example.org/" + "x" * limits.LINK)
