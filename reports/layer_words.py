"""The three layers in words, as they agree with what they are said of."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.models import Indicator
from indicators.progress import EXPECTED, REPORTED, VERIFIED
from reports.models import Activity


def layers_key(of: str = "results") -> dict[str, str]:
    """What each look of a bar of layers means, from the left to the right; `of` results, actions or activities, which are of
    another gender in some languages."""
    verified, reported, expected = {
        "results": (_("Verified"), _("Reported, not yet verified"), _("Expected")),
        "actions": (
            pgettext("actions", "Verified"),
            pgettext("actions", "Reported, not yet verified"),
            pgettext("actions", "Expected"),
        ),
        "activities": (
            pgettext("activities", "Verified"),
            pgettext("activities", "Reported, not yet verified"),
            pgettext("activities", "Expected"),
        ),
    }[of]
    looks = {"solid": verified, "hatch": reported, "outline": expected}
    return looks | {"track": _("Outstanding"), "need": _("Number required")}


def review_word(activity: Activity) -> str:
    """Where an activity is in its review; of one that is only planned nothing but what was entered can be verified."""
    if activity.review == Activity.Review.VERIFIED and activity.status == Activity.Status.PLANNED:
        return _("Entry verified")
    return capfirst(activity.get_review_display())


def layer_word(layer: str, of: str = "") -> str:
    """A layer, of a unit by what its indicator counts, or of a contribution; else of a result."""
    verified, reported, expected = {
        Indicator.Counts.BORDER_REGIONS: (
            pgettext("a border region", "Verified"),
            pgettext("a border region", "Reported"),
            pgettext("a border region", "Expected"),
        ),
        Indicator.Counts.REGIONAL_BODIES: (
            pgettext("a regional organization", "Verified"),
            pgettext("a regional organization", "Reported"),
            pgettext("a regional organization", "Expected"),
        ),
        Indicator.Counts.ACTIVITIES: (
            pgettext("an activity", "Verified"),
            pgettext("an activity", "Reported"),
            pgettext("an activity", "Expected"),
        ),
        "contribution": (
            pgettext("a contribution", "Verified"),
            pgettext("a contribution", "Reported"),
            pgettext("a contribution", "Expected"),
        ),
    }.get(of, (_("Verified"), _("Reported"), _("Expected")))
    return {VERIFIED: verified, REPORTED: reported, EXPECTED: expected}[layer]
