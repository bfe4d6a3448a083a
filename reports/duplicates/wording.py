"""Why two activities look like one event, in the reader's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.duplicates.likeness import Sign
from reports.models import Activity
from themes.folding import fold
from themes.punctuation import introduced

LIKE_TITLES = 1.6  # points from which titles are said to be alike


@dataclass(frozen=True)
class Reason:
    """Why two look like one event: `sign` for programs (`same_days`, `place`, ...), `text` for the reader."""

    sign: str
    text: str


def reasons(signs: Iterable[Sign], other: Activity) -> list[Reason]:
    """What speaks for one event, of a list of signs; `other` is the one that is shown, with its lists read."""
    texts = ((sign.name, words(sign, other)) for sign in signs)
    return [Reason(name, text) for name, text in texts if text]


def words(sign: Sign, other: Activity) -> str:
    """Empty for what speaks against it, and for what one need not say."""
    if sign.name == "near_days":
        n = int(sign.shared[0])
        return ngettext("%(n)d day apart", "%(n)d days apart", n) % {"n": n}
    if sign.points < 0:
        return ""
    if sign.name == "same_days":
        return _("same dates")
    if sign.name == "overlapping_days":
        return _("overlapping dates")
    if sign.name == "title":
        return _("similar titles") if sign.points >= LIKE_TITLES else ""
    if sign.name == "place":
        return introduced(_("place"), other.place) if other.place else ""
    if sign.name in SHARED:
        return in_common(sign, other)
    return ""


def in_common(sign: Sign, other: Activity) -> str:
    names = "; ".join(named(sign, other))
    n = len(sign.shared)
    if sign.name == "countries":
        return introduced(ngettext("shared country", "shared countries", n), names)
    if sign.name == "border_regions":
        return introduced(ngettext("shared border region", "shared border regions", n), names)
    if sign.name == "actions":
        return introduced(ngettext("shared action", "shared actions", n), names)
    if sign.name == "organisations":
        return introduced(ngettext("shared organization", "shared organizations", n), names)
    return introduced(ngettext("same number in both texts", "same numbers in both texts", n), names)


SHARED = ("countries", "border_regions", "actions", "organisations", "numbers")


def named(sign: Sign, other: Activity) -> list[str]:
    """What both have, as the reader's language calls it."""
    if sign.name == "countries":
        return [str(country) for country in other.seen_countries if country.pk in sign.shared]
    if sign.name == "border_regions":
        return [str(region) for region in other.border_regions.all() if region.pk in sign.shared]
    if sign.name == "organisations":
        parts = [other.lead, *(partner.organisation for partner in other.partners.all())]
        known = {fold(one.name): str(one) for one in parts if one}
        return [known[key] for key in sign.shared]
    return list(sign.shared)
