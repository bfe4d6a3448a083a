"""What the page of a target and of an action begin with, in words: how many count, since when, and how that grew."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext, pgettext_lazy

from indicators.models import Indicator
from indicators.progress import REPORTED, SECTORS_NEEDED, VERIFIED
from reports.attained import met_since_words, no_number, reached_words
from reports.summaries import Step, TargetProgress
from themes.punctuation import introduced

Counts = Indicator.Counts
IN_COUNTRIES = ngettext_lazy("Verified in %(n)d country", "Verified in %(n)d countries", "n")
COUNTED = {
    Counts.COUNTRIES: IN_COUNTRIES,
    Counts.SECTORS: ngettext_lazy(
        "Verified in two priority sectors or more of %(n)d country",
        "Verified in two priority sectors or more of %(n)d countries",
        "n",
    ),
    Counts.BORDER_REGIONS: ngettext_lazy("Verified in %(n)d border region", "Verified in %(n)d border regions", "n"),
    Counts.REGIONAL_BODIES: ngettext_lazy(
        "Verified in %(n)d regional organization", "Verified in %(n)d regional organizations", "n"
    ),
    Counts.ACTIVITIES: ngettext_lazy("%(n)d activity verified", "%(n)d activities verified", "n"),
}
ANSWERS = {
    "verified": pgettext_lazy("an action", "Carried out, verified"),
    "reported": pgettext_lazy("an action", "Carried out, not yet verified"),
    "in_place_verified": pgettext_lazy("an action", "Already in place, verified"),
    "in_place": pgettext_lazy("an action", "Already in place, not yet verified"),
    "expected": pgettext_lazy("an action", "Expected"),
    "adopted": pgettext_lazy("an action", "Adopted in the national plan, no activity yet"),
    "not_taken_up": pgettext_lazy("an action", "Not taken up"),
}
CONTRIBUTED = {
    VERIFIED: ngettext_lazy("Verified contribution to %(n)d target", "Verified contributions to %(n)d targets", "n"),
    REPORTED: ngettext_lazy(
        "Contribution to %(n)d target, reported only", "Contributions to %(n)d targets, reported only", "n"
    ),
    "": ngettext_lazy(
        "Contribution to %(n)d target, not sufficient to count yet",
        "Contributions to %(n)d targets, not sufficient to count yet",
        "n",
    ),
}
TAKEN_UP = frozenset(ANSWERS) - {"not_taken_up"}


def reached_since_words(progress: TargetProgress) -> str:
    """How far a target is, as its square says it, and where that is known, since when it is met or is no longer."""
    return (
        reached_words()[progress.reached]
        if progress.reached in (VERIFIED, REPORTED)
        else met_since_words(progress.attainment)
    )


def counted_now_words(counts: str, verified: int, required: int | None) -> str:
    """`Verified in 4 countries (3 required)`; `required` None: there is no number required."""
    words = COUNTED[Counts(counts)] % {"n": verified}
    needed = no_number() if required is None else _("%(n)d required") % {"n": required}
    return f"{words} ({needed})"


def standing_words(step: Step) -> str:
    """`2 of 4`; `4` where there are more than were required then, or there was no number."""
    if step.required is None or step.verified > step.required:
        return str(step.verified)
    return _("%(n)d of %(required)d") % {"n": step.verified, "required": step.required}


def growth_words(steps: Iterable[Step]) -> str:
    """`3 in 2011, 4 in 2012`: how many were verified at the end of each year in which that changed, or on the last day."""
    by_year = {step.day.year: step.verified for step in steps}
    changes = [(year, n) for (_before, was), (year, n) in pairwise([(0, 0), *by_year.items()]) if n != was]
    return ", ".join(pgettext("verified in all", "%(n)d in %(year)d") % {"n": n, "year": year} for year, n in changes)


def contributed(targets: Iterable[TargetProgress]) -> list[tuple[str, list[tuple[TargetProgress, str]]]]:
    """To how many targets, and to which, a country contributes, told apart as the page of each target counts it: verified,
    reported, or not enough yet to count; of each how much is verified where that does not count alone. Of `targets` with what
    counts of the country."""
    by_layer: dict[str, list[TargetProgress]] = defaultdict(list)
    for target in targets:
        if any(row.verified for row in target.indicators):
            by_layer[VERIFIED].append(target)
        else:
            by_layer[REPORTED if any(row.reported for row in target.indicators) else ""].append(target)
    return [
        (words % {"n": len(by_layer[layer])}, [(target, sectors_words(target)) for target in by_layer[layer]])
        for layer, words in CONTRIBUTED.items()
        if by_layer[layer]
    ]


def sectors_words(target: TargetProgress) -> str:
    """`1 of 2 sectors verified`: where a country does not count, since more are needed than are verified; else empty."""
    verified = sum(unit.layer == VERIFIED for row in target.indicators if not row.verified for unit in row.units)
    counts = {"n": verified, "needed": SECTORS_NEEDED}
    words = ngettext("%(n)d of %(needed)d sectors verified", "%(n)d of %(needed)d sectors verified", verified)
    return words % counts if verified else ""


def taken_up_words(states: Sequence[str]) -> str:
    """In how many countries an action is carried out, in place, expected or adopted, of so many."""
    taken = sum(state in TAKEN_UP for state in states)
    message = ngettext(
        "Carried out, in place, expected or adopted in %(taken)d of %(n)d country.",
        "Carried out, in place, expected or adopted in %(taken)d of %(n)d countries.",
        len(states),
    )
    return message % {"taken": taken, "n": len(states)}


def answers_words(states: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    """Of `(state, country)`: what countries do or answer, with how many, and who by name: those that do the most first."""
    named: dict[str, list[str]] = defaultdict(list)
    for state, country in states:
        named[state].append(str(country))
    return [
        (introduced(words, len(named[state])), ", ".join(named[state]))
        for state, words in ANSWERS.items()
        if named[state]
    ]
