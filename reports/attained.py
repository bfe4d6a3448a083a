"""How far targets and actions have come, in words: what is verified, by whom, reported and expected; whether and when a
target was met, and how many were."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, npgettext_lazy, pgettext

from indicators.attainment import BY_DEADLINE, LATE, NO_LONGER, NOT_MET, NOTHING_YET, Attainment
from indicators.progress import EXPECTED, LAYERS, REPORTED, VERIFIED
from reports.bodies import agency_word
from themes.dates import date_format
from themes.known_days import KnownDay
from themes.punctuation import semicolon


def met_words(attainment: Attainment) -> str:
    """By the deadline, that is the printed one, late and since when, not, or no longer: whether it had been met by the
    deadline or not."""
    return met_and_since(attainment)[0]


def met_since_words(attainment: Attainment) -> str:
    """The same with the day, where that is known, since when it is met or is no longer."""
    return met_and_since(attainment)[1]


def met_and_since(attainment: Attainment) -> tuple[str, str]:
    """As `met_words` and as `met_since_words` say it."""
    if attainment.since:
        since = begun(attainment, attainment.since)
        day = {"day": since.after_since}
        if attainment.state == LATE:
            met = _("Met late, on %(day)s") if since.is_whole else _("Met late, in %(day)s")
            return met % {"day": since}, _("Met late, since %(day)s") % day
        is_again = attainment.since > attainment.deadline
        again = (
            _("Met by the deadline; met again since %(day)s") if is_again else _("Met by the deadline, since %(day)s")
        )
        return _("Met by the deadline"), again % day
    if attainment.state == NOT_MET:
        return _("Not met"), _("Not met")
    return no_longer_words(attainment)


def no_longer_words(attainment: Attainment) -> tuple[str, str]:
    """The same of one that is met no longer: late, where each time that it was met began after the deadline."""
    if attainment.by_deadline:
        was, since = (
            _("Met by the deadline, but no longer met"),
            _("Met by the deadline, but no longer met since %(day)s"),
        )
    elif attainment.earlier and attainment.earlier[0].first > attainment.deadline:
        was, since = _("Met late, but no longer met"), _("Met late, but no longer met since %(day)s")
    else:
        was, since = _("Was met, but is no longer"), _("Was met, but no longer since %(day)s")
    return was, since % {"day": ceased(attainment, attainment.ended).after_since} if attainment.ended else was


def reached_words() -> dict[str, str]:
    """What each square of a target means, the farthest first."""
    return {
        BY_DEADLINE: _("Met by the deadline"),
        LATE: _("Met late"),
        NO_LONGER: _("No longer met"),
        VERIFIED: pgettext("a target", "Partly met"),
        REPORTED: pgettext("a target", "Reported only"),
        NOTHING_YET: pgettext("a target", "Nothing yet"),
    }


def revised_deadline_words(attainment: Attainment) -> str:
    """What stands beside it where a decision has set another deadline; empty where none has."""
    if attainment.revised is None:
        return ""
    day = {"day": date_format(attainment.revised)}
    extended = attainment.revised > attainment.deadline
    message = _("deadline extended to %(day)s") if extended else _("deadline brought forward to %(day)s")
    if attainment.by_revised is None:
        return message % day
    then = _("met by that date") if attainment.by_revised else _("not met by that date")
    return _("%(deadline)s: %(then)s") % {"deadline": message % day, "then": then}


def earlier_words(attainment: Attainment) -> list[str]:
    """The spans of days in which it was met before, the last of them included; of one that is met no longer the last too."""
    return [
        span_words(begun(attainment, span.first), last_of(attainment, span.end))
        for span in attainment.earlier
        if span.end
    ]


def span_words(first: KnownDay, last: KnownDay) -> str:
    if first.is_whole and last.is_whole:
        return _("met from %(first)s to %(last)s") % {"first": first, "last": last}
    return _("met between %(first)s and %(last)s") % {"first": first.after_since, "last": last.after_since}


def begun(attainment: Attainment, day: date) -> KnownDay:
    """A day on which a target began to be met, as far as it is known."""
    return KnownDay(attainment.begun.get(day) or day.isoformat())


def ceased(attainment: Attainment, day: date) -> KnownDay:
    """The first day on which it was met no longer, as far as it is known."""
    return KnownDay(attainment.ceased.get(day) or day.isoformat())


def last_of(attainment: Attainment, end: date) -> KnownDay:
    """The last day on which it was met; where it ceased in a month or a year, that."""
    ended = ceased(attainment, end)
    return KnownDay((end - timedelta(days=1)).isoformat()) if ended.is_whole else ended


def all_met_words(attainment: Attainment) -> str:
    """All of it, for a file and a printed page."""
    parts = (met_words(attainment), revised_deadline_words(attainment), *earlier_words(attainment))
    return f"{semicolon()} ".join(part for part in parts if part)


def since_words(attainment: Attainment) -> str:
    """Since when it is met, or is not any more; empty where it never was."""
    if attainment.since:
        return _("Has been met since %(day)s") % {"day": begun(attainment, attainment.since).after_since}
    if attainment.ended:
        return _("No longer met since %(day)s") % {"day": ceased(attainment, attainment.ended).after_since}
    return ""


def count_words(by_deadline: int, met: int, targets: int, day: date, deadline: date) -> str:
    """How many of so many targets are met as at the day of the figures, and where that is later, how many were by the
    deadline: two counts, and neither is a part of the other, since one met by the deadline may no longer be."""
    figures = {"by": by_deadline, "met": met, "n": targets, "day": date_format(day)}
    if day <= deadline:
        message = ngettext(
            "%(met)s of %(n)s target met as at %(day)s", "%(met)s of %(n)s targets met as at %(day)s", targets
        )
        return message % figures
    message = ngettext(
        "%(by)s of %(n)s target met by the deadline; %(met)s met as at %(day)s",
        "%(by)s of %(n)s targets met by the deadline; %(met)s met as at %(day)s",
        targets,
    )
    return message % figures


def then_and_now_words(by_deadline: int, met: int, day: date, deadline: date) -> str:
    """The same after a sentence that says how many targets there are, and by when they were to be met."""
    figures = {"by": by_deadline, "met": met, "day": date_format(day)}
    if day <= deadline:
        return _("Met as at %(day)s: %(met)s") % figures
    return _("Met by then: %(by)s; met as at %(day)s: %(met)s") % figures


def country_words(totals: Mapping[str, int], actions: int = 0, proved: int = 0, menu: int = 0) -> str:
    """What a country does, in a sentence without zeros: what it reported, how much of that is verified, under how many actions of
    the `menu` (`proved`), and under how many `actions` with the rest, and what is only expected; empty where nothing counts."""
    verified, reported, expected = (totals[layer] for layer in LAYERS)
    done = []
    if verified and reported:
        done.append(f"{of_them_words(verified, reported)}{under_words(proved, menu)}{in_all_words(actions, proved)}")
    elif verified:
        words = ngettext(
            "%(n)d activity reported and verified", "%(n)d activities reported, all of them verified", verified
        )
        done.append(f"{words % {'n': verified}}{under_words(proved, menu)}")
    elif reported:
        words = ngettext(
            "%(n)d activity reported, not verified yet", "%(n)d activities reported, none verified yet", reported
        )
        done.append(f"{words % {'n': reported}}{under_words(actions, menu)}")
    if expected:
        done.append(ngettext("%(n)d activity expected", "%(n)d activities expected", expected) % {"n": expected})
    return f"{f'{semicolon()} '.join(done)}." if done else ""


def of_them_words(verified: int, reported: int) -> str:
    """`12 activities reported, 8 of them verified`; `reported` are those that are not verified."""
    message = ngettext(
        "%(n)d activities reported, %(verified)d of them verified",
        "%(n)d activities reported, %(verified)d of them verified",
        verified,
    )
    return message % {"n": verified + reported, "verified": verified}


def under_words(actions: int, menu: int) -> str:
    if not actions:
        return ""
    words = ngettext("under %(n)d of the %(menu)d actions", "under %(n)d of the %(menu)d actions", actions)
    figures = {"n": actions, "menu": menu}
    return f", {words % figures}"


def in_all_words(actions: int, proved: int) -> str:
    """Under how many actions with what is reported besides, where that makes more."""
    if actions <= proved:
        return ""
    words = ngettext("with the others, %(n)d action", "with the others, %(n)d actions", actions) % {"n": actions}
    return f" ({words})"


def results_words(results: Sequence[tuple[str, str]], day: date) -> str:
    """For how many targets an activity counts, and in which layers; of its claims, as `(target, layer)`; empty where none counts."""
    if not results:
        return ""
    counts, targets = Counter(layer for _target, layer in results), {target for target, _layer in results}
    message = ngettext(
        "Results for %(n)d target, as at %(day)s: %(layers)s.",
        "Results for %(n)d targets, as at %(day)s: %(layers)s.",
        len(targets),
    )
    layers = layers_words(counts[VERIFIED], counts[REPORTED], counts[EXPECTED], None)
    return message % {"n": len(targets), "day": date_format(day), "layers": layers}


def border_words(totals: Mapping[str, int], results: Sequence[tuple[str, str]], day: date) -> str:
    """What is done in a border region and, as for `results_words`, for which targets it counts."""
    done = country_words(totals) or _("No activity in this border region is published yet.")
    return f"{done} {results_words(results, day)}".strip()


def action_words(states: Iterable[str]) -> str:
    """How many countries carry an action out, have it in place, expect it, adopted it and do not take it up, by the
    state of each, in a sentence without zeros; empty where no country says or does anything."""
    number, parts = Counter(states), list[str]()
    for words, those in (
        (pgettext("an action", "carried out in %(countries)s"), (VERIFIED, REPORTED)),
        (pgettext("an action", "in place in %(countries)s"), ("in_place_verified", "in_place")),
        (pgettext("an action", "expected in %(countries)s"), (EXPECTED,)),
        (pgettext("an action", "adopted in %(countries)s"), ("adopted",)),
        (pgettext("an action", "not taken up in %(countries)s"), ("not_taken_up",)),
    ):
        counts = [number[state] for state in those]
        if n := sum(counts):
            countries = str(n) if parts else ngettext("%(n)d country", "%(n)d countries", n) % {"n": n}
            layers = f" ({layers_words(counts[0], counts[1], 0, None)})" if len(counts) > 1 else ""
            parts.append(words % {"countries": f"{countries}{layers}"})
    return f"{capfirst(', '.join(parts))}." if parts else ""


def actions_done_words(states: Iterable[str], n: int, day: date) -> str:
    """How many of `n` actions at least one country carries out, by the best state of each in any country."""
    message = _("Actions carried out in at least one country, as at %(day)s: %(done)s of %(n)s")
    return done_words(message, states, n, day)


def recommendations_done_words(states: Iterable[str], n: int, day: date) -> str:
    message = _("Recommendations carried out in at least one country, as at %(day)s: %(done)s of %(n)s")
    return done_words(message, states, n, day)


def done_words(message: str, states: Iterable[str], n: int, day: date) -> str:
    counts = Counter(states)
    verified, reported = counts[VERIFIED], counts[REPORTED]
    words = message % {"day": date_format(day), "done": verified + reported, "n": n}
    return f"{words} ({layers_words(verified, reported, 0, None, ACTIONS)})" if verified + reported else words


def no_number() -> str:
    """Where every participating country is needed and none takes part on the day."""
    return _("no figure yet: no country was participating on the date shown")


# By what is counted: units of a target, and actions of the menu, which are of another gender in some languages.
UNITS = {
    "verified": ngettext_lazy("%(count)d verified", "%(count)d verified", "count"),
    "more": ngettext_lazy("%(count)d more reported", "%(count)d more reported", "count"),
    "reported": ngettext_lazy("%(count)d reported", "%(count)d reported", "count"),
    "expected": ngettext_lazy("%(count)d expected", "%(count)d expected", "count"),
}
ACTIONS = {
    "verified": npgettext_lazy("actions", "%(count)d verified", "%(count)d verified", "count"),
    "more": npgettext_lazy("actions", "%(count)d more reported", "%(count)d more reported", "count"),
    "reported": npgettext_lazy("actions", "%(count)d reported", "%(count)d reported", "count"),
    "expected": npgettext_lazy("actions", "%(count)d expected", "%(count)d expected", "count"),
}
RESULTS = {
    "verified": ngettext_lazy("%(count)d result verified", "%(count)d results verified", "count"),
    "more": npgettext_lazy("results", "%(count)d more reported", "%(count)d more reported", "count"),
    "reported": ngettext_lazy("%(count)d result reported", "%(count)d results reported", "count"),
    "expected": npgettext_lazy("results", "%(count)d expected", "%(count)d expected", "count"),
}


def layers_words(
    verified: int, reported: int, expected: int, required: int | None, forms: Mapping[str, Any] = UNITS
) -> str:
    """The figures of a bar of layers, as people say them, without zeros; `required` None: there is no number required."""
    parts = [verified_words(verified, required, forms)] if verified or required is not None else []
    if reported:
        parts.append(forms["more" if verified else "reported"] % {"count": reported})
    if expected:
        parts.append(forms["expected"] % {"count": expected})
    return ", ".join(parts) or verified_words(verified, required, forms)


def verified_words(verified: int, required: int | None, forms: Mapping[str, Any] = UNITS) -> str:
    """`1 of 4 verified`; `5 verified (4 required)` where there are more than are required."""
    counts = {"count": verified, "required": required}
    if required is None:
        return str(forms["verified"] % counts)
    if verified > required:
        words = ngettext(
            "%(count)d verified (%(required)d required)", "%(count)d verified (%(required)d required)", verified
        )
        return words % counts
    return ngettext("%(count)d of %(required)d verified", "%(count)d of %(required)d verified", verified) % counts


def counted_words(verified: int, reported: int, expected: int, required: int | None) -> str:
    """The figures of an indicator; `required` None: every participating country is needed, and none takes part."""
    figures = layers_words(verified, reported, expected, required)
    return f"{figures}{semicolon()} {no_number()}" if required is None else figures


def verification_words(
    agencies: Sequence[str], on: date, in_place_of: str = "", named: Callable[[str], str] = agency_word
) -> str:
    """By which agencies, by their names in the directory, and when; as the other had nobody: by a second person of one.
    `named` is how a name is written."""
    names = {"agency": agencies_words(agencies, named), "day": date_format(on), "absent": named(in_place_of)}
    if in_place_of:
        words = _("verified by a second person of %(agency)s on %(day)s, as %(absent)s had no reviewer free")
    elif agencies:
        words = _("verified by %(agency)s on %(day)s")
    else:
        words = _("verified by the working group on %(day)s")
    return words % names


def verifier_words(agencies: Sequence[str], in_place_of: str = "") -> str:
    """The same without the day."""
    if in_place_of:
        names = {"agency": agencies_words(agencies), "absent": agency_word(in_place_of)}
        return _("a second person of %(agency)s, as %(absent)s had no reviewer free") % names
    return agencies_words(agencies) or _("the working group")


def agencies_words(names: Sequence[str], named: Callable[[str], str] = agency_word) -> str:
    """`UNHCR and IOM`, in the reader's language."""
    words = [named(name) for name in names]
    if len(words) == 2:
        return _("%(one)s and %(other)s") % {"one": words[0], "other": words[1]}
    return ", ".join(words)


def awaits_words(codes: Sequence[str]) -> str:
    """`awaits IOM`; empty where no agency's word is awaited."""
    return _("awaits %(agency)s") % {"agency": agencies_words(codes)} if codes else ""
