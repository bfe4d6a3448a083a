"""What was emptied, removed or renamed on the site stays so: `load_plan` fills only what it never loaded."""

import pytest
from django.core.management import call_command

from indicators.models import Indicator, Target
from reports.models import BodyMembership, BorderRegion, Country, Organisation, Participation, RegionalBody
from reports.workflow.revisions import withdrawal_of
from tests.test_integrity import lift_all
from themes.models import Action, Group, LoadedRow, Recommendation, Theme, TrainingAudience, TrainingTopic

MODELS = (Theme, Group, Recommendation, Action, TrainingTopic, TrainingAudience, Target, Indicator)
MODELS += (Country, RegionalBody, BorderRegion, Organisation, Participation, BodyMembership)
LINKS = (BorderRegion.countries.through, Action.recommendations.through)


def everything():
    """Every row of what is loaded, whole."""
    return {model: sorted(map(str, model.objects.order_by("pk").values())) for model in (*MODELS, *LINKS)}


def members_withdrawn():
    for row in BodyMembership.objects.standing().filter(body="EAC"):
        withdrawal_of(row)


def deleted(*rows):
    """As it could be done before the database guarded what is said from a day on."""
    lift_all()
    for row in rows:
        row.delete()


def members_deleted():
    deleted(BodyMembership.objects.filter(body="EAC"))


def participations_deleted():
    deleted(Participation.objects.all())


def border_region_emptied():
    BorderRegion.objects.get(pk="moz-mwi").countries.clear()


def country_deleted():
    said = (model.objects.filter(country="MWI") for model in (Participation, BodyMembership))
    deleted(*said, Country.objects.filter(pk="MWI"))


def body_deleted():
    of_it = (model.objects.filter(body="SADC") for model in (Organisation, BodyMembership))
    deleted(*of_it, RegionalBody.objects.filter(pk="SADC"))


def action_deleted():
    Action.objects.get(pk="VI.2").delete()


def recommendation_deleted():
    Recommendation.objects.get(pk="III (v)").delete()


def rows_deleted():
    for model in (TrainingTopic, TrainingAudience, Indicator, BorderRegion, Organisation):
        model.objects.order_by("pk").first().delete()


def rows_renamed():
    for model, key in ((TrainingTopic, "slug"), (TrainingAudience, "slug"), (Organisation, "name")):
        model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(**{key: "renamed"})


def texts_emptied():
    Group.objects.update(note_fr="", note_en="")
    Indicator.objects.update(reading_pt="", reading_en="")
    Action.objects.update(title_pt="", note_en="")
    Organisation.objects.update(aliases=[])
    Country.objects.update(name_pt="")


@pytest.mark.parametrize(
    "empty",
    [
        *(members_withdrawn, members_deleted, participations_deleted, border_region_emptied, country_deleted),
        *(body_deleted, action_deleted, recommendation_deleted, rows_deleted, rows_renamed, texts_emptied),
    ],
)
def test_what_was_emptied_stays_empty_and_nothing_is_doubled(db, empty):
    full = everything()
    empty()
    emptied = everything()
    for _time in range(2):
        call_command("load_plan", verbosity=0)
        assert (everything() == emptied, emptied == full) == (True, False)


def test_what_was_never_loaded_is_filled(db):
    full = everything()
    models = (Participation, BodyMembership, Organisation, BorderRegion, RegionalBody, Country)
    deleted(*(model.objects.all() for model in models))
    LoadedRow.objects.filter(model__startswith="reports.").delete()
    call_command("load_plan", verbosity=0)
    assert {model: len(rows) for model, rows in everything().items()} == {
        model: len(rows) for model, rows in full.items()
    }


def test_a_body_made_by_hand_before_it_was_ever_loaded_keeps_its_own_members(db):
    deleted(BodyMembership.objects.filter(body="EAC").exclude(country="KEN"))
    LoadedRow.objects.filter(model="reports.regionalbody", key="EAC").delete()
    call_command("load_plan", verbosity=0)
    assert set(BodyMembership.objects.filter(body="EAC").values_list("country", flat=True)) == {"KEN"}
