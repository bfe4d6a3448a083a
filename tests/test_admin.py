"""The admin corrects reference data, reads records, and leaves a trace."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from reports.models import Activity, BorderRegion, Change, Country, Organisation, RegionalBody
from tests.base import record
from themes.models import Recommendation

MODELS = [model for model in admin.site._registry if model._meta.app_label in ("themes", "indicators", "reports")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_list_opens_for_an_administrator(as_person, cast, model):
    record(cast["amina"])
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert as_person("grace").get(address).status_code == 200
    assert as_person("nadia").get(address).status_code == 302


def test_a_participation_is_corrected_logged_and_kept(as_person, cast):
    angola = Country.objects.get(pk="AGO")
    address = reverse("admin:reports_country_change", args=["AGO"])
    names = {f"name_{code}": getattr(angola, f"name_{code}") for code, _name in settings.LANGUAGES}
    data = names | {
        "code": "AGO",
        "iso2": "AO",
        "working_language": "pt",
        "time_zones": "Africa/Luanda",
        "participation": "confirmed",
        "participation_source": "x",
    }
    response = as_person("grace").post(address, data)
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert Change.objects.get(verb="country.changed").after == {
        "participation": "confirmed",
        "participation_source": "x",
    }
    call_command("load_plan", verbosity=0)
    assert Country.objects.get(pk="AGO").participation == "confirmed"


def test_a_text_supplied_on_the_site_survives_a_reload(db):
    row = Recommendation.objects.get(pk="III (v)")
    row.text_fr = "Supplied"
    row.save()
    call_command("load_plan", verbosity=0)
    assert Recommendation.objects.get(pk="III (v)").text_fr == "Supplied"


def test_activities_are_read_only(as_person, cast):
    draft = record(cast["amina"])
    address = reverse("admin:reports_activity_change", args=[draft.pk])
    assert as_person("grace").post(address, {"review": "verified"}).status_code == 403
    assert Activity.objects.get(pk=draft.pk).review == "draft"


def test_what_was_renamed_or_removed_on_the_site_does_not_come_back(db):
    Organisation.objects.filter(name="UNHCR").update(name="UNHCR, the UN Refugee Agency")
    BorderRegion.objects.get(pk="moz-mwi").delete()
    Organisation.objects.get(body="COMESA").delete()
    RegionalBody.objects.get(pk="COMESA").delete()
    call_command("load_plan", verbosity=0)
    assert not Organisation.objects.filter(name="UNHCR").exists()
    assert not BorderRegion.objects.filter(pk="moz-mwi").exists()
    assert not RegionalBody.objects.filter(pk="COMESA").exists()
