"""Everything has a limit, told in words: the page, the API's description and the refusal name the same figure."""

import ast
import html
import json
import re
import runpy
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import urlencode

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

import reports.forms
from actionplan.refusals import drain
from reports import limits, workflow
from reports.forms.review import ReturnForm
from reports.models import Activity, Evidence, Organisation, UnsavedForm
from tests.base import R02, record, submitted
from tests.trees import tree_of

REPORTS = Path(reports.forms.__file__).parent.parent
LONGEST_PATH = 150  # of our own addresses
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
    for node in ast.walk(tree_of(path)):
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
    ]
    assert unlimited == []


def test_every_text_and_list_that_the_api_takes_has_a_longest(db):
    schema = APIClient().get("/api/v1/schema/?format=json").json()
    taken = {name: one for name, one in schema["components"]["schemas"].items() if name.endswith("Request")}
    unlimited = [
        f"{name}.{field}"
        for name, one in taken.items()
        for field, described in one["properties"].items()
        if not is_limited(described)
    ]
    assert unlimited == []


def is_limited(described):
    if "oneOf" in described:
        return all(map(is_limited, described["oneOf"]))
    types = described.get("type", [])
    named = {types} if isinstance(types, str) else set(types)
    if "array" in named:
        return "maxItems" in described
    if "string" in named:
        return bool({"maxLength", "enum", "pattern"} & set(described)) or described.get("format") in (
            "date",
            "uuid",
            "binary",
            "decimal",
        )
    return "integer" not in named or "maximum" in described


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
    schemas_described = APIClient().get("/api/v1/schema/?format=json").json()["components"]["schemas"][schema]
    assert schemas_described["properties"][field][key] == figure


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
    message = " ".join(
        text for name, text in refused(amina, "activities/", R02 | body).items() if name.startswith(field)
    )
    assert str(figure) in message
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
    assert f"at most {limits.EVIDENCE_AT_ONCE} files, of up to 10 MB each and 60 MB in total" in page
    assert f'data-most="{limits.FILES_BYTES}"' in page
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
    with pytest.raises(ValidationError, match="already has 1 questions"):
        workflow.add_remark(by=cast["nadia"], pk=activity.pk, text="And when?")
    with pytest.raises(ValidationError, match="at most 1 pieces"):
        workflow.add_evidence(by=cast["amina"], pk=activity.pk, kind="citation", citation="Another one")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [({}, None), ({"name": "Viewss"}, "name"), ({"path": "/activities/"}, "path"), ({"query": "theme=VI"}, "path")],
)
def test_a_view_is_as_long_as_the_limits_and_no_longer(cast, monkeypatch, values, wrong):
    view = {"name": "Views", "path": "/changes/", "query": "theme=I"}
    for limit, name in (("LABEL", "name"), ("VIEW_PATH", "path"), ("VIEW_QUERY", "query")):
        monkeypatch.setattr(limits, limit, len(view[name]))
    if wrong:
        with pytest.raises(ValidationError) as refused:
            workflow.save_view(by=cast["amina"], **view | values)
        assert set(refused.value.message_dict) == {wrong}
    else:
        assert workflow.save_view(by=cast["amina"], **view).name == "Views"


def test_a_name_that_somebody_else_uses_gives_no_room_for_another_view(cast, monkeypatch):
    monkeypatch.setattr(limits, "VIEWS", 1)
    for name, view in (("amina", "Mine"), ("juma", "His"), ("amina", "Mine")):
        workflow.save_view(by=cast[name], name=view, path="/changes/")
    with pytest.raises(ValidationError) as refused:
        workflow.save_view(by=cast["amina"], name="His", path="/changes/")
    assert set(refused.value.message_dict) == {"name"}


@pytest.mark.parametrize("limit", ["ALIASES", "NAME"])
def test_other_names_are_as_many_and_as_long_as_the_limits(cast, monkeypatch, limit):
    aliases = ["ab", "cd"]
    monkeypatch.setattr(limits, limit, 2)
    assert workflow.add_organisation(by=cast["nadia"], values={"name": "x", "aliases": aliases}).aliases == aliases
    beyond = ["kl", "mn", "op"] if limit == "ALIASES" else ["kl", "mno"]
    with pytest.raises(ValidationError) as refused:
        workflow.add_organisation(by=cast["nadia"], values={"name": "y", "aliases": beyond})
    assert set(refused.value.message_dict) == {"aliases"}


TYPED = {"key": "key", "path": "/path/", "title": "A title", "fields": "[[1]]"}


@pytest.mark.parametrize(("name", "most"), [("fields", "UNSAVED_CHARACTERS"), ("key", "LABEL"), ("path", "TITLE")])
def test_what_is_typed_is_kept_up_to_the_limit(cast, monkeypatch, name, most):
    monkeypatch.setattr(limits, most, len(TYPED[name]))
    kept = workflow.keep_unsaved(by=cast["amina"], **TYPED)
    assert (kept.fields, kept.path) == (TYPED["fields"], TYPED["path"])
    with pytest.raises(ValidationError):
        workflow.keep_unsaved(by=cast["amina"], **TYPED | {name: TYPED[name] + "1"})


def test_what_is_forgotten_is_one_form_of_one_person(cast):
    for name, key in (("amina", "1"), ("amina", "2"), ("juma", "1")):
        workflow.keep_unsaved(by=cast[name], **TYPED | {"key": key})
    workflow.forget_unsaved(by=cast["amina"], key="1")
    assert set(UnsavedForm.objects.values_list("person__username", "key")) == {("amina", "2"), ("juma", "1")}


def test_the_oldest_form_of_the_same_person_gives_way(cast, monkeypatch):
    monkeypatch.setattr(limits, "UNSAVED_FORMS", 2)
    workflow.keep_unsaved(by=cast["juma"], **TYPED)
    for key in ("1", "2", "3"):
        workflow.keep_unsaved(by=cast["amina"], **TYPED | {"key": key})
    kept = UnsavedForm.objects.values_list("person__username", "key")
    assert set(kept) == {("juma", "key"), ("amina", "2"), ("amina", "3")}


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
    with pytest.raises(ValidationError, match=f"a link may have at most {limits.LINK}"):
        reports.forms.proof.LinksField().clean("https://example.org/" + "x" * limits.LINK)


# One request ---------------------------------------------------------------------------------------------------------


def advised(words):
    """The figure that `docs/operations.md` advises behind these words."""
    operations = REPORTS.parent / "docs" / "operations.md"
    return int(re.search(rf"{words} (\d+)", operations.read_text(encoding="utf-8"))[1])


def test_the_advised_proxy_takes_what_the_site_takes():
    assert advised("client_max_body_size") * limits.MEGABYTE == limits.MULTIPART_BYTES
    assert advised("proxy_read_timeout") == limits.ANSWER_SECONDS
    assert advised("that size at once, and") * limits.MEGABYTE == limits.FILES_WAITING * limits.FILE_BYTES
    assert limits.MULTIPART_BYTES >= limits.FILES_BYTES + limits.BODY_BYTES
    assert limits.FILES_BYTES >= limits.FILE_BYTES + limits.CHUNK_BYTES


def test_gunicorn_takes_an_address_as_long_as_the_site_does():
    assert runpy.run_path(str(REPORTS.parent / "gunicorn.conf.py"))["limit_request_line"] == limits.REQUEST_LINE
    assert limits.QUERY_CHARACTERS + len("OPTIONS /") + len(" HTTP/1.1") + LONGEST_PATH <= limits.REQUEST_LINE


def test_files_that_are_too_many_megabytes_together_are_refused_at_the_field(as_person, cast, monkeypatch):
    monkeypatch.setattr(limits, "FILES_BYTES", 1_000)
    files = [SimpleUploadedFile(f"{n}.pdf", b"x" * 600) for n in range(2)]
    address = reverse("evidence_new", args=[record(cast["amina"]).pk])
    page = as_person("amina").post(address, {"files": files, "confidentiality": "public", "title": "Kept"})
    assert (page.status_code, list(page.context["form"].errors), "Kept" in page.content.decode()) == (
        422,
        ["files"],
        True,
    )
    assert "no conjunto" in page.context["form"].errors["files"][0]


def test_files_that_arrived_before_count_too(as_person, cast, monkeypatch):
    rows = [workflow.begin_upload(by=cast["amina"], name=f"{n}.pdf", size=600) for n in range(2)]
    monkeypatch.setattr(limits, "FILES_BYTES", 1_000)
    address = reverse("evidence_new", args=[record(cast["amina"]).pk])
    page = as_person("amina").post(address, {"uploads": [row.pk for row in rows], "confidentiality": "public"})
    assert "no conjunto" in page.context["form"].errors["files"][0]


@pytest.mark.parametrize(("most", "chosen"), [(1_200, 2), (1_000, 1)])
def test_as_many_megabytes_as_may_be_are_taken_and_only_those_chosen_count(as_person, cast, monkeypatch, most, chosen):
    rows = [workflow.begin_upload(by=cast["amina"], name=f"{n}.pdf", size=600) for n in range(2)]
    monkeypatch.setattr(limits, "FILES_BYTES", most)
    address = reverse("evidence_new", args=[record(cast["amina"]).pk])
    sent = {"uploads": [row.pk for row in rows[:chosen]], "confidentiality": "public"}
    page = as_person("amina").post(address, sent)
    assert "no conjunto" not in str(page.context["form"].errors)


@pytest.mark.parametrize(("path", "kind"), [("/", "text/html"), ("/api/v1/activities/", "application/problem+json")])
def test_a_request_that_is_too_large_is_refused_in_the_form_of_what_was_asked(client, db, monkeypatch, path, kind):
    monkeypatch.setattr(limits, "MULTIPART_BYTES", 1_000)
    answer = client.post(path, {"files": SimpleUploadedFile("a.pdf", b"x" * 1_000)})
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (413, kind)
    assert "at most 60 MB" in html.unescape(answer.content.decode())


def test_the_description_of_the_api_says_how_large_a_file_may_be(db):
    described = APIClient().get("/api/v1/schema/?format=json").json()["components"]["schemas"]["UploadInputRequest"]
    assert "at most 10 MB" in described["properties"]["file"]["description"]


def test_a_file_for_which_no_time_is_left_is_to_be_sent_again(as_person, cast, monkeypatch):
    monkeypatch.setattr(limits, "FILES_SECONDS", -1)
    address = reverse("evidence_new", args=[record(cast["amina"]).pk])
    sent = {"files": SimpleUploadedFile("a.pdf", b"x"), "links": "https://example.org/a", "citation": "IOM, 2014"}
    errors = as_person("amina").post(address, sent | {"confidentiality": "public"}).context["form"].errors
    assert (list(errors), "Não houve tempo" in errors["files"][0]) == (["files"], True)
    assert sorted(Evidence.objects.values_list("kind", flat=True)) == ["citation", "link"]


def test_so_is_one_that_arrived_before(as_person, cast, monkeypatch):
    upload = workflow.begin_upload(by=cast["amina"], name="a.pdf", size=600)
    monkeypatch.setattr(limits, "FILES_SECONDS", -1)
    address = reverse("evidence_new", args=[record(cast["amina"]).pk])
    page = as_person("amina").post(address, {"uploads": [upload.pk], "confidentiality": "public"})
    assert "Não houve tempo" in page.context["form"].errors["files"][0]


@pytest.mark.parametrize(("sent", "read"), [(78, 78), (200, 200), (1_000, limits.DRAINED_BYTES // limits.MEGABYTE)])
def test_what_is_refused_is_read_so_that_its_sender_hears_why(sent, read):
    class Line:
        """A request of which so many megabytes are on their way."""

        left = sent * limits.MEGABYTE

        def read(self, most):
            taken = min(most, self.left)
            self.left -= taken
            return bytes(taken)

    line = Line()
    drain(line)
    assert sent - line.left // limits.MEGABYTE == read


def test_a_line_break_counts_as_one_letter_as_in_the_box_that_it_was_typed_in():
    text = "a\r\n" * (limits.LONG_TEXT // 2)
    form = ReturnForm(QueryDict(urlencode({"remark": text})))
    assert (form.is_valid(), len(form.cleaned_data["remark"])) == (
        True,
        limits.LONG_TEXT - 1,
    )  # the last one is stripped
