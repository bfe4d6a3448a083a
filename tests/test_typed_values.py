"""Amounts, numbers, days and currencies have one reading, or are asked about: on a page, over the API, in a table."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.test import APIClient

from reports import workflow
from reports.forms.dates import DayField
from reports.forms.numbers import AmountField, WholeNumberField
from reports.models import Activity
from tests.base import R02, record
from tests.test_desk import EMPTY
from tests.test_evidence import PDF
from tests.test_tables_from_outside import refused, table_of
from tests.test_tables_from_outside import row as table_row


@pytest.mark.parametrize(
    ("typed", "read"),
    [("12500,50", "12500.50"), ("12 500,50", "12500.50"), ("12.500,50", "12500.50"), ("12,500.50", "12500.50")],
)
def test_an_amount_is_read_as_it_is_written(as_person, cast, typed, read):
    as_person("amina").post(reverse("activity_new"), EMPTY | {"amount_needed": typed, "currency": "USD"})
    assert Activity.objects.get().amount_needed == Decimal(read)


@pytest.mark.parametrize("typed", ["12,500", "12.500", "a lot", "-5", "1e3", "0.005"])
def test_an_amount_that_is_none_or_two_is_refused_and_stays(as_person, cast, typed):
    page = as_person("amina").post(reverse("activity_new"), EMPTY | {"amount_needed": typed, "currency": "USD"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["amount_needed"])
    assert page.context["form"]["amount_needed"].value() == typed


@pytest.mark.parametrize(("language", "shown"), [("en", "12500.50"), ("fr", "12500,50"), ("pt", "12500,50")])
def test_an_amount_stands_in_its_field_as_its_reader_writes_it(as_person, cast, language, shown):
    cast["amina"].language = language
    cast["amina"].save()
    row = record(cast["amina"], amount_needed="12500.50", currency="USD")
    address = reverse("activity_edit", args=[row.pk])
    assert f'value="{shown}"' in as_person("amina").get(address).content.decode()


@pytest.mark.parametrize("field", [AmountField(), WholeNumberField()])
def test_a_field_keeps_what_a_browser_would_drop(field):
    """Of `type=number` Chromium takes "12,50" for 1250, and says nothing."""
    assert (field.widget.input_type, "inputmode" in field.widget.attrs) == ("text", True)


@pytest.mark.parametrize("typed", ["12.000", "12,000", "12.5", "-1", "many"])
def test_a_number_of_people_that_is_none_or_two_is_refused(as_person, cast, typed):
    page = as_person("amina").post(reverse("activity_new"), EMPTY | {"participants_women": typed})
    assert list(page.context["form"].errors) == ["participants_women"]


@pytest.mark.parametrize("language", ["en", "fr", "pt", "sw"])
@pytest.mark.parametrize("typed", ["05.03.2012", "12/03/05", "05/03/2012", "5 Mar 2012", "99/99/9999"])
def test_a_day_has_one_form_in_every_language(as_person, cast, language, typed):
    client = as_person(None)
    page = client.get("/region/", {"as_at": typed}, headers={"accept-language": language})
    assert list(page.context["form"].errors) == ["as_at"]
    for path in ("progress/region/", "countries/", "judgements/", "activities/"):
        name = "updated_since" if path == "activities/" else "as_at"
        answer = client.get(f"/api/v1/{path}", {name: typed}, headers={"accept-language": language})
        assert (path, answer.status_code) == (path, 400)


def test_the_words_for_a_wrong_day_say_how_it_is_written():
    assert "2012-06-30" in str(DayField().error_messages["invalid"])


# Currencies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["bif", "Bif", " BIF "])
def test_a_currency_is_one_however_it_is_typed(as_person, cast, typed):
    client = APIClient()
    client.force_authenticate(cast["amina"])
    as_person("amina").post(reverse("activity_new"), EMPTY | {"currency": typed})
    assert client.post("/api/v1/activities/", R02 | {"currency": typed}, format="json").status_code == 201
    assert set(Activity.objects.values_list("currency", flat=True)) == {"BIF"}


@pytest.mark.parametrize("typed", ["€", "MT", "12", "---", "<b>", "a;b", "ZZZ", "XTS"])
def test_what_is_no_currency_is_refused_everywhere(as_person, cast, typed):
    client = APIClient()
    client.force_authenticate(cast["amina"])
    page = as_person("amina").post(reverse("activity_new"), EMPTY | {"currency": typed})
    answer = client.post("/api/v1/activities/", R02 | {"currency": typed}, format="json")
    assert (list(page.context["form"].errors), [one["field"] for one in answer.json()["errors"]]) == (
        ["currency"],
        ["currency"],
    )
    line = table_row()
    line[-2] = typed
    assert "USD" in " ".join(refused(cast["amina"], table_of(line)).values())
    assert not Activity.objects.exists()


# Signing in to the API -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["Bearer abc", "Basic YTpi", "abc"])
def test_another_kind_of_sign_in_is_not_the_public(header, db):
    answer = APIClient().get("/api/v1/activities/", headers={"authorization": header})
    assert (answer.status_code, "Authorization: Token" in answer.json()["detail"]) == (401, True)


@pytest.mark.parametrize("header", ["Bearer abc", "Basic YTpi"])
def test_nor_where_a_file_is_fetched(cast, header):
    about = {"kind": "file", "file": SimpleUploadedFile("a.pdf", PDF)}
    piece = workflow.add_evidence(by=cast["amina"], pk=record(cast["amina"]).pk, **about)
    assert APIClient().get(f"/evidence/{piece.pk}/", headers={"authorization": header}).status_code == 401
