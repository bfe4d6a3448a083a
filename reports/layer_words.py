"""The three layers in words, as they agree with what they are said of."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.models import Indicator
from indicators.progress import EXPECTED, REPORTED, VERIFIED
from reports.models import Activity

CONTRIBUTION = "contribution"
RESULT = {
    VERIFIED: gettext_lazy("Verified"),
    REPORTED: gettext_lazy("Reported"),
    EXPECTED: gettext_lazy("Expected"),
}
UNITS = {
    Indicator.Counts.BORDER_REGIONS: {
        VERIFIED: pgettext_lazy("a border region", "Verified"),
        REPORTED: pgettext_lazy("a border region", "Reported"),
        EXPECTED: pgettext_lazy("a border region", "Expected"),
    },
    Indicator.Counts.REGIONAL_BODIES: {
        VERIFIED: pgettext_lazy("a regional organization", "Verified"),
        REPORTED: pgettext_lazy("a regional organization", "Reported"),
        EXPECTED: pgettext_lazy("a regional organization", "Expected"),
    },
    Indicator.Counts.ACTIVITIES: {
        VERIFIED: pgettext_lazy("an activity", "Verified"),
        REPORTED: pgettext_lazy("an activity", "Reported"),
        EXPECTED: pgettext_lazy("an activity", "Expected"),
    },
    CONTRIBUTION: {
        VERIFIED: pgettext_lazy("a contribution", "Verified"),
        REPORTED: pgettext_lazy("a contribution", "Reported"),
        EXPECTED: pgettext_lazy("a contribution", "Expected"),
    },
}
KEYS = {
    "results": {
        "solid": gettext_lazy("Verified"),
        "hatch": gettext_lazy("Reported, not yet verified"),
        "outline": gettext_lazy("Expected"),
    },
    "actions": {
        "solid": pgettext_lazy("actions", "Verified"),
        "hatch": pgettext_lazy("actions", "Reported, not yet verified"),
        "outline": pgettext_lazy("actions", "Expected"),
    },
    "activities": {
        "solid": pgettext_lazy("activities", "Verified"),
        "hatch": pgettext_lazy("activities", "Reported, not yet verified"),
        "outline": pgettext_lazy("activities", "Expected"),
    },
}


def layers_key(of: str = "results") -> dict[str, str]:
    """What each look of a bar of layers means, from the left to the right; `of` results, actions or activities, which are of
    another gender in some languages."""
    looks = {look: str(words) for look, words in KEYS[of].items()}
    return looks | {"track": _("Outstanding"), "need": _("Number required")}


def review_word(activity: Activity) -> str:
    """Where an activity is in its review; of one that is only planned nothing but what was entered can be verified."""
    if activity.review == Activity.Review.VERIFIED and activity.status == Activity.Status.PLANNED:
        return _("Entry verified")
    return capfirst(activity.get_review_display())


def layer_word(layer: str, of: str = "") -> str:
    """A layer, of a unit by what its indicator counts, or of a `CONTRIBUTION`; else of a result."""
    return str(UNITS.get(of, RESULT)[layer])
