"""What is wrong with an activity (never saved) and what is missing from it (never submitted), said in words.

Both take the plain values of `reports.activity.state` and answer `{field: [message, ...]}`, in the reader's language.
"""

from collections import Counter, defaultdict
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Indicator
from reports import limits
from reports.activity.funding import currency_problem, is_one_amount, wrong_lines
from reports.activity.state import DAYS, LISTS, State
from reports.activity.units import Unit, read_unit
from reports.models import Activity, BorderRegion, Country, RegionalBody, latest_day_of
from themes.known_days import UnreadableDay, are_in_order, first_day, last_day, shown
from themes.models import Group
from themes.punctuation import introduced

Messages = dict[str, list[str]]

LONG_TEXTS = ("summary", "result", "status_reason", "source")
TEXTS = (*LONG_TEXTS, "title", "place", "lead", "external_id")
LOST_SIGN = "\ufffd"
HOW_TO_DATE = gettext_lazy(
    "Enter the date as year-month-day, for example 2012-06-30. A month or a year is enough: 2012-06, 2012."
)


def wrong(state: State, activity_id: Any = "", codes: "Codes | None" = None, before: State | None = None) -> Messages:
    """What no activity may say, not even a draft; what was said `before` of claims stands whatever its status became. At most
    five queries, none when there are no claims."""
    problems: Messages = defaultdict(list)
    for name, messages in wrong_days(state).items():
        problems[name] += messages
    problems["status_since"] += wrong_since(state, codes or Codes())
    if state["scope"] == Activity.Scope.NATIONAL and len(state["countries"]) > 1:
        problems["countries"].append(
            _("A national activity takes place in one country. Choose one, or change the scope to cross-border.")
        )
    if state["actions"] and state["theme"]:
        problems["theme"].append(_("The theme follows from the chosen actions. Leave it empty, or remove the actions."))
    one_amount = bool(state["funding_lines"]) and is_one_amount(state["funding_lines"], "")
    if problem := currency_problem(state["currency"], is_needed=bool(state["amount_needed"] or one_amount)):
        problems["currency"].append(problem)
    if not one_amount:
        problems["funding_lines"] += wrong_lines(state["funding_lines"])
    for name, messages in too_much(state).items():
        problems[name] += messages
    if state["claims"] and "claims" not in problems:
        problems["claims"] += wrong_claims(state, activity_id, codes or Codes(), before)
    return {name: messages for name, messages in problems.items() if messages}


def wrong_days(state: State) -> Messages:
    """Of start and end, which may be known to the month or the year: only an order that is impossible is refused. No query."""
    problems: Messages = {}
    for name in DAYS:
        try:
            year = first_day(state[name]).year if state[name] else limits.FIRST_YEAR
        except UnreadableDay:
            problems[name] = [str(HOW_TO_DATE)]
            continue
        if not limits.FIRST_YEAR <= year <= limits.LAST_YEAR:
            message = _("Enter a date between the years %(first)d and %(last)d.")
            problems[name] = [message % {"first": limits.FIRST_YEAR, "last": limits.LAST_YEAR}]
    start, end = state["starts_on"], state["ends_on"]
    if start and end and not problems and not are_in_order(start, end):
        problems["ends_on"] = [_("The end date is before the start date. Correct one of them.")]
    return problems


def yet_to_come(before: State, state: State, codes: "Codes") -> Messages:
    """Of what is said to be completed, days in the future that are new, or stood when it was not. One query."""
    if state["status"] != Activity.Status.COMPLETED or wrong_days(state):
        return {}
    is_new = before["status"] != state["status"]
    days = [name for name in DAYS if state[name] and (is_new or state[name] != before[name])]
    message = _(
        "A completed activity has no date in the future. Enter the day on which it started or ended, or choose another status."
    )
    return {name: [message] for name in days if first_day(state[name]) > codes.latest_day(state)}


def wrong_since(state: State, codes: "Codes") -> list[str]:
    """Of the day since when it has its status: begun, and, of what is under way or over, not before the start. One query, where
    it is given."""
    since, start = state["status_since"], state["starts_on"]
    if not since:
        return []
    try:
        first = first_day(since)
    except UnreadableDay:
        return [str(HOW_TO_DATE)]
    if not limits.FIRST_YEAR <= first.year <= limits.LAST_YEAR:
        message = _("Enter a date between the years %(first)d and %(last)d.")
        return [message % {"first": limits.FIRST_YEAR, "last": limits.LAST_YEAR}]
    if first > codes.latest_day(state):
        return [_("This date is in the future. Enter the day on which it happened.")]
    if state["status"] in Activity.UNDER_WAY and start and last_day(since) < first_day(start):
        message = _("The activity starts on %(day)s. Enter that day or a later one, or correct the start.")
        return [message % {"day": shown(start)}]
    return []


def too_much(state: State) -> Messages:
    """What is longer, more or further away than is taken (`reports.limits`). No query."""
    problems: Messages = defaultdict(list)
    for name in LONG_TEXTS:
        if len(state[name]) > limits.LONG_TEXT:
            problems[name].append(too_long(limits.LONG_TEXT))
    for name, names in (("lead", [state["lead"]]), ("partners", [row["organisation"] for row in state["partners"]])):
        if any(len(one) > limits.NAME for one in names):
            message = _("Shorten the name of the organization to %(most)d characters.")
            problems[name].append(message % {"most": limits.NAME})
    if not all(row["organisation"] for row in state["partners"]):
        problems["partners"].append(_("Enter the name of the organization."))
    if len(state["partners"]) > limits.PARTNERS:
        problems["partners"].append(_("Enter at most %(most)d partners.") % {"most": limits.PARTNERS})
    if len(state["claims"]) > limits.CLAIMS:
        problems["claims"].append(_("Enter at most %(most)d claims.") % {"most": limits.CLAIMS})
    values = {"external_id": [state["external_id"]], "identifiers": [row["identifier"] for row in state["identifiers"]]}
    for name, given in values.items():
        if any(len(value) > limits.EXTERNAL_ID for value in given):
            problems[name].append(_("Shorten the identifier to %(most)d characters.") % {"most": limits.EXTERNAL_ID})
    if not all(row["identifier"] and row["system"] for row in state["identifiers"]):
        problems["identifiers"].append(_("Enter both the code of the system and the identifier that it gives."))
    if len(state["identifiers"]) > limits.IDENTIFIERS:
        message = _("Enter at most %(most)d identifiers of outside systems.")
        problems["identifiers"].append(message % {"most": limits.IDENTIFIERS})
    for name in ("participants_women", "participants_men"):
        if (state[name] or 0) > limits.COUNT:
            problems[name].append(_("Enter a number no greater than %(most)s.") % {"most": figure(limits.COUNT)})
    return problems


def too_long(most: int) -> str:
    return _("Shorten the text to %(most)s characters.") % {"most": figure(most)}


def figure(number: int) -> str:
    """As the reader's language groups its digits."""
    return number_format(number, force_grouping=True)


def missing(state: State) -> Messages:
    """What has to be there before an activity can be submitted. No query."""
    problems: Messages = {}
    if not state["title"]:
        problems["title"] = [_("Enter a title for the activity.")]
    if state["scope"] == Activity.Scope.CROSS_BORDER and len(state["countries"]) < 2:
        problems["countries"] = [_("A cross-border activity involves two or more countries. Choose them.")]
    elif state["scope"] == Activity.Scope.NATIONAL and not state["countries"]:
        problems["countries"] = [_("Choose the country.")]
    if not state["actions"] and not state["theme"]:
        problems["actions"] = [
            _("Choose at least one action from the menu or, if none fits, the theme to which the activity belongs.")
        ]
    if not state["starts_on"]:
        problems["starts_on"] = [_("Enter the date on which the activity started or will start.")]
    if state["status"] in Activity.STOPPED and not state["status_reason"]:
        problems["status_reason"] = [_("Explain why the activity was suspended or cancelled.")]
    is_cancelled = state["status"] == Activity.Status.CANCELLED and not state["status_since"]
    if is_cancelled and any(claim["achieved_on"] for claim in state["claims"]):
        problems["status_since"] = [
            _("Enter the date from which the activity has been cancelled: what it had achieved by then still counts.")
        ]
    return problems


def themes_of(state: State) -> set[str]:
    """`{"I", "VI"}`: the themes of its actions, or the one that it stands under outside the menu."""
    return {code.partition(".")[0] for code in state["actions"]} or {state["theme"] or ""} - {""}


def wrong_claims(state: State, activity_id: Any, codes: "Codes", before: State | None = None) -> list[str]:
    """One message a claim that cannot stand, beginning with its indicator and unit."""
    is_same = before is not None and all(before[name] == state[name] for name in ("status", "status_since"))
    stood = before["claims"] if before and is_same else []
    themes = themes_of(state)
    messages = []
    times = Counter((claim["indicator"], claim["unit"]) for claim in state["claims"])
    twice = _("this result is claimed twice, with different dates. Keep only one of the claims.")
    messages += [introduced(f"{indicator} {unit}", twice) for (indicator, unit), n in times.items() if n > 1]
    for claim in state["claims"]:
        indicator = codes.indicators.get(claim["indicator"])
        problem = (
            _("there is no indicator with this code.")
            if indicator is None
            else wrong_theme(indicator, themes)
            or wrong_unit(claim["unit"], indicator, state, codes, activity_id)
            or wrong_date(claim["achieved_on"], state, codes)
            or (wrong_by_status(claim["achieved_on"], state) if claim not in stood else "")
        )
        if problem:
            messages.append(introduced(f"{claim['indicator']} {claim['unit']}", problem))
    return messages


class Codes:
    """The codes that an activity may name: small tables, each read once when it is first asked for.

    Share one between the rows of a table; a single activity makes its own.
    """

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return Indicator.objects.in_bulk()

    @cached_property
    def countries(self) -> dict[str, Country]:
        return Country.objects.in_bulk()

    @cached_property
    def bodies(self) -> set[str]:
        return set(RegionalBody.objects.values_list("pk", flat=True))

    @cached_property
    def sectors(self) -> dict[str, str]:
        """Each group to its theme."""
        return dict(Group.objects.values_list("pk", "theme_id"))

    @cached_property
    def border_regions(self) -> dict[str, set[str]]:
        """Each border region to its countries."""
        countries = defaultdict(set)
        for code, country in BorderRegion.objects.values_list("pk", "countries"):
            countries[code].add(country)
        return countries

    def latest_day(self, state: State) -> date:
        """The latest day that has begun in one of its countries."""
        return latest_day_of(self.countries[code] for code in state["countries"] if code in self.countries)

    def known(self, name: str) -> set[str]:
        """The codes that the list `name` of an activity may hold."""
        if name == "countries":
            return set(self.countries)
        if name not in self._lists:
            rows = getattr(Activity, name).field.related_model._default_manager
            self._lists[name] = set(rows.values_list("pk", flat=True))
        return self._lists[name]

    @cached_property
    def _lists(self) -> dict[str, set[str]]:
        return {}


def wrong_in_change(before: State, state: State, codes: Codes | None = None) -> Messages:
    """What is wrong with what is new; what stood before stays as it is. A query for each list of codes that changes."""
    return (
        yet_to_come(before, state, codes or Codes()) | unknown_codes(before, state, codes) | lost_texts(before, state)
    )


def lost_texts(before: State, state: State) -> Messages:
    """New texts with the sign that stands for a character which a program could not read. No query."""
    texts = {name: {state[name]} - {before[name]} for name in TEXTS}
    new = [{row["organisation"] for row in one["partners"]} for one in (state, before)]
    texts["partners"] = new[0] - new[1]
    new = [{row["funder"] for row in one["funding_lines"]} for one in (state, before)]
    texts["funding_lines"] = new[0] - new[1]
    new = [{row["identifier"] for row in one["identifiers"]} for one in (state, before)]
    texts["identifiers"] = new[0] - new[1]
    return {name: [lost_signs()] for name, words in texts.items() if any(LOST_SIGN in text for text in words)}


def lost_signs() -> str:
    return _("Some characters of this text were lost and replaced by “%(sign)s”. Type the text again.") % {
        "sign": LOST_SIGN
    }


def unknown_codes(before: State, state: State, codes: Codes | None = None) -> Messages:
    """Codes that name nothing, by list. One query for each list that changes."""
    codes = codes or Codes()
    problems = {}
    for name in LISTS:
        new = set(state[name]) - set(before[name])
        if unknown := new - codes.known(name) if new else set():
            message = _("Unknown code: %(codes)s.")
            problems[name] = [message % {"codes": ", ".join(sorted(unknown))}]
    return problems


def wrong_theme(indicator: Indicator, themes: set[str]) -> str:
    if indicator.theme_code in themes:
        return ""
    return _("this indicator belongs to theme %(theme)s; first choose an action of that theme.") % {
        "theme": indicator.theme_code
    }


def wrong_unit(written: str, indicator: Indicator, state: State, codes: Codes, activity_id: Any) -> str:
    try:
        unit = read_unit(written, indicator.counts, activity_id)
    except ValueError:
        return str(UNIT_FORMS[indicator.counts])
    if unit.country:
        return wrong_country(unit, indicator, state, codes)
    if unit.border_region:
        touched = codes.border_regions.get(unit.border_region)
        if touched is None:
            return _("there is no border region with the code %(code)s.") % {"code": unit.border_region}
        if state["countries"] and not touched.intersection(state["countries"]):
            return _("this border region does not include any of the activity's countries.")
    if unit.body and unit.body not in codes.bodies:
        return _("there is no regional body with the code %(code)s.") % {"code": unit.body}
    return ""


def wrong_country(unit: Unit, indicator: Indicator, state: State, codes: Codes) -> str:
    if unit.country not in codes.countries:
        return _("there is no country with the code %(code)s.") % {"code": unit.country}
    if state["scope"] == Activity.Scope.REGIONAL:
        return _(
            "a regional activity is counted once, not once per country; record what the country did as a "
            "separate activity, national or cross-border."
        )
    if unit.country not in state["countries"]:
        return _("%(code)s is not one of the activity's countries.") % {"code": unit.country}
    if unit.sector and codes.sectors.get(unit.sector) != indicator.theme_code:
        return _(
            "%(code)s is not a priority sector; enter the code of one of the priority sectors under theme %(theme)s."
        ) % {
            "code": unit.sector,
            "theme": indicator.theme_code,
        }
    return ""


UNIT_FORMS: dict[str, Promise] = {
    Indicator.Counts.COUNTRIES: gettext_lazy("this indicator counts countries: enter a country code, for example MOZ."),
    Indicator.Counts.SECTORS: gettext_lazy(
        "this indicator counts sectors by country: enter both, for example MOZ/I.c."
    ),
    Indicator.Counts.BORDER_REGIONS: gettext_lazy(
        "this indicator counts border regions: enter the code of the border region."
    ),
    Indicator.Counts.REGIONAL_BODIES: gettext_lazy(
        "this indicator counts regional bodies: enter the code of one, for example SADC."
    ),
    Indicator.Counts.ACTIVITIES: gettext_lazy("this indicator counts activities: enter * for the activity itself."),
}


def wrong_date(written: str | None, state: State, codes: Codes) -> str:
    if not written:
        return ""
    try:
        day = first_day(written)
    except UnreadableDay:
        return _("enter the date as year-month-day, for example 2012-06-30; a month or a year is enough.")
    if day.year < limits.FIRST_YEAR:
        return _("dates before the year %(first)d are not accepted.") % {"first": limits.FIRST_YEAR}
    if day > codes.latest_day(state):
        return _("this date is in the future; leave it empty while the result is only expected.")
    return ""


def wrong_by_status(written: str | None, state: State) -> str:
    """Of a day that `wrong_date` lets stand."""
    if written and state["status"] == Activity.Status.PLANNED:
        return _("a date is given, but the activity is only planned; remove the date or change the status.")
    since = state["status_since"] if state["status"] in Activity.STOPPED else None
    if written and since and first_day(written) > last_day(since):
        return _("the activity had been suspended or cancelled by this date; correct one of the two.")
    return ""
