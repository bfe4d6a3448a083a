"""What was reported later before it was kept in whose name: carried over by the role of who reported it on that day."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from reports import workflow
from reports.models import Activity, Evidence, LaterFact, Membership
from tests.base import fresh, record, submitted
from tests.later import GROUP, end, group, suspend
from tests.recording import contributor, institution, office
from tests.test_later_facts_whose import note, shared

MIGRATION = import_module("reports.migrations.0021_givers_of_later_facts")


def carried_over():
    """As a site from before is."""
    LaterFact.objects.update(of_country=None, of_organisation=None)
    Activity.objects.update(developed_at=None)
    Evidence.objects.filter(later_facts__kind="note").update(is_of_fact=False)
    for step in (MIGRATION.say_whose, MIGRATION.say_when, MIGRATION.say_what_proves_a_note):
        step(apps, None)


def givers():
    return list(LaterFact.objects.order_by("at").values_list("of_country", "of_organisation"))


def test_it_is_of_the_country_whose_focal_point_reported_it(cast):
    row = shared(cast)
    note(cast["amina"], row), note(cast["juma"], row), note(cast["grace"], row)
    carried_over()
    assert givers() == [("MOZ", None), ("TZA", None), (None, None)]


def test_it_is_of_nobody_whose_role_was_over(cast):
    note(cast["amina"], group(cast["amina"]))
    Membership.objects.filter(person=cast["amina"]).update(until=date(2011, 1, 1))
    carried_over()
    assert givers() == [(None, None)]


@pytest.mark.parametrize(("make", "country"), [(office, None), (institution, "MOZ")])
def test_it_is_of_the_organisation_for_which_it_was_recorded(cast, make, country):
    organisation = make("MOZ")
    person = fresh(contributor(organisation, ["MOZ"]))
    row = record(person, **GROUP | {"lead": organisation.name, "claims": []})
    row.review = "submitted"
    row.save()
    note(person, row)
    kept = givers()
    carried_over()
    assert givers() == kept == [(country, organisation.pk)]


def test_it_is_known_when_it_last_changed(cast):
    row, other = group(cast["amina"], cast["nadia"]), submitted(cast["amina"], title="Another", starts_on="2012-01-01")
    note(cast["amina"], other)
    suspend(cast["amina"], row)
    fact = end(cast["amina"], row)
    decided = fact.at + timedelta(days=3)
    LaterFact.objects.filter(pk=fact.pk).update(review="verified", decided_at=decided)
    carried_over()
    assert dict(Activity.objects.values_list("pk", "developed_at")) == {row.pk: decided, other.pk: None}


def test_what_came_with_a_note_proves_the_note_alone(cast):
    row = submitted(cast["amina"], **GROUP)
    chosen = row.evidence.get()
    note(cast["amina"], row, evidence=chosen.pk)
    came = note(cast["amina"], row, url="https://example.org/minutes").evidence
    Evidence.objects.filter(pk=chosen.pk).update(created_at=chosen.created_at - timedelta(minutes=1))
    before = workflow.add_evidence(by=cast["amina"], pk=row.pk, kind="citation", citation="x", title="A title")
    note(cast["amina"], row, evidence=before.pk)
    carried_over()
    assert list(Evidence.objects.filter(is_of_fact=True)) == [came]
