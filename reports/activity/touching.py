"""Which results of an activity a correction touches: those are checked again, the others stay as they were found."""

from collections.abc import Iterable
from uuid import UUID

from reports.activity.checks import themes_of
from reports.activity.state import State
from reports.models import Claim
from themes.known_days import first_day, last_day


def touched(before: State, after: State, claims: Iterable[Claim]) -> list[UUID]:
    """Those claims of which, with the scope, the countries that they are about, the actions of their theme, or the dates of the
    activity within which their day lies, something else holds now."""
    return [claim.pk for claim in claims if is_touched(claim, before, after)]


def is_touched(claim: Claim, before: State, after: State) -> bool:
    if before["scope"] != after["scope"]:
        return True
    theme = claim.indicator_id.partition(".")[0]
    if of_theme(before, theme) != of_theme(after, theme):
        return True
    moved = set(before["countries"]) ^ set(after["countries"])
    is_shared = claim.country_id is None and claim.body_id is None  # a border's, or the activity's own
    if claim.country_id in moved or (is_shared and moved):
        return True
    return is_within(claim, before) != is_within(claim, after)


def of_theme(state: State, theme: str) -> set[str]:
    """Its actions under a theme; of what stands outside the menu, the theme itself."""
    return {code for code in state["actions"] if code.partition(".")[0] == theme} or themes_of(state) & {theme}


def is_within(claim: Claim, state: State) -> bool:
    """May its day lie within the dates of the activity, as far as these are known?"""
    day, starts, ends = claim.achieved_on, state["starts_on"], state["ends_on"]
    return not day or not ((starts and day < first_day(starts)) or (ends and last_day(ends) < day))
