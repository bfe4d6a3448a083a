"""The form of an activity offers every claim that its rules let stand, and no other."""

from itertools import product

import pytest

from indicators.models import Indicator
from reports.activity.checks import Codes, wrong_claims
from reports.activity.state import EMPTY
from reports.activity.units import ITSELF
from reports.forms.claiming import offers

pytestmark = pytest.mark.django_db

WORK = {
    "national": {"scope": "national", "countries": ["MOZ"]},
    "with a border": {"scope": "national", "countries": ["MOZ"], "border_regions": ["moz-tza"]},
    "cross-border": {"scope": "cross_border", "countries": ["MOZ", "TZA"]},
    "regional": {"scope": "regional"},
    "regional, with countries": {"scope": "regional", "countries": ["MOZ", "TZA"]},
}
ACTIONS = ["I.1", "II.1", "III.1", "IV.1", "V.1", "VI.1"]


def that_may_stand(state):
    """Every unit that can be written, tried one by one."""
    codes = Codes()
    countries = [*codes.countries, *(f"{one}/{sector}" for one, sector in product(state["countries"], codes.sectors))]
    units = [ITSELF, *countries, *codes.border_regions, *codes.bodies]
    for indicator, unit in product(Indicator.objects.values_list("pk", flat=True), units):
        claim = {"indicator": indicator, "unit": unit, "achieved_on": None}
        if not wrong_claims(state | {"claims": [claim]}, "", codes):
            yield f"{indicator}={unit}"


@pytest.mark.parametrize("work", WORK)
def test_whatever_may_be_claimed_is_offered_and_nothing_else(work):
    state = EMPTY | {"actions": ACTIONS} | WORK[work]
    offered = [offer.key for part in offers(state, {}) for row in part for offer in row.rows]
    assert sorted(offered) == sorted(that_may_stand(state))


def test_what_is_ticked_stands_among_the_usual_ones():
    state = EMPTY | {"actions": ["VI.1"]} | WORK["national"]
    usual, unusual = offers(state, {"VI.T4.1=SADC": ""})
    offered = [
        [offer.key for row in part for offer in row.rows if row.indicator.pk == "VI.T4.1"] for part in (usual, unusual)
    ]
    assert offered == [["VI.T4.1=SADC"], ["VI.T4.1=AU", "VI.T4.1=COMESA", "VI.T4.1=EAC", "VI.T4.1=IGAD"]]
