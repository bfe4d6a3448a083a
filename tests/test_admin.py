"""The admin corrects reference data, reads records, and leaves a trace."""

from datetime import date

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from reports.models import (
    Activity,
    BodyMembership,
    BorderRegion,
    Change,
    Organisation,
    Participation,
    RegionalBody,
)
from tests.base import record
from tests.test_integrity import lift_all
from themes.models import Recommendation

MODELS = [model for model in admin.site._registry if model._meta.app_label in ("themes", "indicators", "reports")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_list_opens_for_an_administrator(as_person, cast, model):
    record(cast["amina"])
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert as_person("grace").get(address).status_code == 200
    assert as_person("nadia").get(address).status_code == 302


def test_a_participation_is_corrected_logged_and_kept(as_person, cast):
    wrong = Participation.objects.get(country="MOZ")
    address = reverse("admin:reports_participation_change", args=[wrong.pk])
    data = {"since": "2011-01-01", "status": "confirmed", "decision": "", "source": "A letter."}
    response = as_person("grace").post(address, data)
    assert response.status_code == 302, response.context["adminform"].form.errors
    change = Change.objects.get(verb="participation.corrected")
    assert (change.before["since"], change.after["since"]) == ("2010-09-07", "2011-01-01")
    call_command("load_plan", verbosity=0)
    row = Participation.objects.standing().get(country="MOZ")
    assert (row.replaces, row.since, row.status) == (wrong, date(2011, 1, 1), "confirmed")


def test_a_participation_deleted_in_the_admin_is_taken_back(as_person, cast):
    wrong = Participation.objects.get(country="MOZ")
    address = reverse("admin:reports_participation_delete", args=[wrong.pk])
    assert as_person("grace").post(address, {"post": "yes"}).status_code == 302
    call_command("load_plan", verbosity=0)
    assert not Participation.objects.standing().filter(country="MOZ").exists()
    assert Participation.objects.filter(pk=wrong.pk).exists()


def test_a_membership_that_ends_is_another_row(as_person, cast):
    old = BodyMembership.objects.standing().get(body="EAC", country="COD")
    address = reverse("admin:reports_bodymembership_change", args=[old.pk])
    data = {"since": "2022-07-11", "until": "2031-12-31"}
    assert as_person("grace").post(address, data).status_code == 302
    new = BodyMembership.objects.standing().get(body="EAC", country="COD")
    assert (new.replaces, new.since, new.until) == (old, date(2022, 7, 11), date(2031, 12, 31))
    assert BodyMembership.objects.get(pk=old.pk).until is None


def test_a_country_is_not_a_member_twice_on_a_day(as_person, cast):
    data = {"body": "EAC", "country": "COD", "since": "2025-01-01", "until": ""}
    assert as_person("grace").post(reverse("admin:reports_bodymembership_add"), data).status_code == 200
    assert BodyMembership.objects.filter(body="EAC", country="COD").count() == 1


def test_the_admin_refuses_a_revision_that_the_site_refuses(as_person, cast):
    data = {"target": "VI.T2", "in_force_from": "2012-01-01", "decided_by": "x", "reason": "y", "indicator": "VI.T2.1"}
    response = as_person("grace").post(reverse("admin:indicators_targetrevision_add"), data | {"required": "3"})
    assert list(response.context["adminform"].form.errors) == ["required"]


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
    lift_all()  # its members could be deleted with it before the database guarded them
    BodyMembership.objects.filter(body="COMESA").delete()
    RegionalBody.objects.get(pk="COMESA").delete()
    call_command("load_plan", verbosity=0)
    assert not Organisation.objects.filter(name="UNHCR").exists()
    assert not BorderRegion.objects.filter(pk="moz-mwi").exists()
    assert not RegionalBody.objects.filter(pk="COMESA").exists()
