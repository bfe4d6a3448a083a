"""What was emptied, removed or renamed on the site stays so: `load_plan` fills only what it never loaded."""

import pytest
from django.core.management import call_command

from indicators.models import Indicator, Target
from reports.models import BodyMembership, BorderRegion, Country, Organisation, Participation, RegionalBody
from reports.workflow.revisions import withdrawal_of
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


def members_deleted():
    BodyMembership.objects.filter(body="EAC").delete()


def participations_deleted():
    Participation.objects.all().delete()


def border_region_emptied():
    BorderRegion.objects.get(pk="moz-mwi").countries.clear()


def country_deleted():
    Country.objects.get(pk="MWI").delete()


def body_deleted():
    Organisation.objects.filter(body="SADC").delete()
    RegionalBody.objects.get(pk="SADC").delete()


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
    Participation.objects.all().delete()
    Organisation.objects.all().delete()
    for model in (BorderRegion, RegionalBody, Country):
        model.objects.all().delete()
    LoadedRow.objects.filter(model__startswith="reports.").delete()
    call_command("load_plan", verbosity=0)
    assert {model: len(rows) for model, rows in everything().items()} == {
        model: len(rows) for model, rows in full.items()
    }


def test_a_body_made_by_hand_before_it_was_ever_loaded_keeps_its_own_members(db):
    BodyMembership.objects.filter(body="EAC").exclude(country="KEN").delete()
    LoadedRow.objects.filter(model="reports.regionalbody", key="EAC").delete()
    call_command("load_plan", verbosity=0)
    assert set(BodyMembership.objects.filter(body="EAC").values_list("country", flat=True)) == {"KEN"}
