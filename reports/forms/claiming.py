"""The claims that an activity could make, offered in its form: a tick and a day each, and what the figure would become."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Indicator, Target
from indicators.progress import IndicatorProgress
from indicators.revisions import Line, TargetNow, concerning, targets_now
from reports.activity.checks import themes_of
from reports.activity.state import State
from reports.activity.units import ITSELF
from reports.attained import counted_words
from reports.models import Activity, BorderRegion, Country, RegionalBody
from reports.summaries import Prospect, Selection, prospects
from themes.folding import fold
from themes.known_days import UnreadableDay, last_day, parse
from themes.models import Group

Claims = dict[str, str]  # what is ticked: {"VI.T1.1=MOZ": "2014-05-26"}; an empty day is only expected


@dataclass
class Offer:
    """One claim that could be made; `key` is its written form `VI.T1.1=MOZ`, `day` what its date field shows."""

    indicator: Indicator
    unit: str
    label: str
    sentence: str
    day: str = ""
    ticked: bool = False

    @property
    def key(self) -> str:
        return f"{self.indicator.pk}={self.unit}"


@dataclass(frozen=True)
class Offered:
    """The offers of one indicator, with its target and what had been revised of it by today."""

    indicator: Indicator
    target: TargetNow
    rows: list[Offer]

    @property
    def revisions(self) -> list[Line]:
        return concerning(self.target.revisions, self.indicator.pk)


def offers(
    state: State, ticked: Claims, itself: Any = "", fill_days: bool = False
) -> tuple[list[Offered], list[Offered]]:
    """Every unit that `checks` lets the activity claim as it is typed now, by indicator in printed order: the usual
    ones with whatever is ticked already, and the unusual ones.

    `itself` is the activity's id. With `fill_days` a tick whose day is still empty gets the usual one, to be seen and
    changed; otherwise an empty day stays: it is only expected. About twelve queries.
    """
    chosen = [key.partition("=")[::2] for key in ticked]
    themes = themes_of(state) | {code.partition(".")[0] for code, _unit in chosen}
    indicators = list(Indicator.objects.filter(target__theme__in=themes).select_related("target"))
    names = UnitNames(state)
    usual, unusual = {}, {}
    for indicator in indicators:
        units = [*names.usual(indicator), *(unit for code, unit in chosen if code == indicator.pk)]
        usual[indicator] = list(dict.fromkeys(units))
        unusual[indicator] = [unit for unit in names.allowed(indicator) if unit not in units]
    offered = Offering(state, ticked, str(itself), fill_days, names, [usual, unusual])
    return offered.of(usual), offered.of(unusual)


class Offering:
    """Draws units up as offers. Five queries, whatever their number."""

    def __init__(
        self,
        state: State,
        ticked: Claims,
        itself: str,
        fill_days: bool,
        names: "UnitNames",
        offered: list[dict[Indicator, list[str]]],
    ):
        self.ticked, self.itself, self.names, self.usual = ticked, itself, names, usual_day(state)
        self.fill = self.usual if fill_days else ""
        candidates = [
            (row, self.written(unit), names.country(unit)) for units in offered for row in units for unit in units[row]
        ]
        self.ahead = prospects(candidates, Selection()) if candidates else {}
        codes = {indicator.target_id for indicator, _unit, _country in candidates}
        targets = targets_now(Target.objects.filter(pk__in=codes), timezone.localdate()) if codes else []
        self.targets = {row.code: row for row in targets}

    def written(self, unit: str) -> str:
        return self.itself if unit == ITSELF else unit

    def of(self, offered: dict[Indicator, list[str]]) -> list[Offered]:
        return [
            Offered(indicator, self.targets[indicator.target_id], [self.offer(indicator, unit) for unit in units])
            for indicator, units in offered.items()
            if units
        ]

    def offer(self, indicator: Indicator, unit: str) -> Offer:
        prospect = self.ahead[indicator.pk, self.written(unit)]
        offer = Offer(indicator, unit, self.names.label(unit), sentence(prospect))
        offer.ticked = offer.key in self.ticked
        offer.day = self.ticked.get(offer.key, self.usual) or self.fill
        return offer


class UnitNames:
    """The units that an activity's scope, countries and borders allow, and their names. Five queries."""

    def __init__(self, state: State):
        self.state = state
        self.countries = {row.pk: row.name for row in Country.objects.all()}
        self.sectors = {row.pk: row.title for row in Group.objects.filter(theme="I")}
        self.bodies = {row.pk: row.name for row in RegionalBody.objects.all()}
        self.borders: dict[str, str] = {}
        self.touching: list[str] = []
        self.is_of_no_country = state["scope"] == Activity.Scope.REGIONAL and not state["countries"]
        for row in BorderRegion.objects.prefetch_related("countries"):
            self.borders[row.pk] = row.name
            touched = {country.pk for country in row.countries.all()}
            if touched.intersection(state["countries"]) or self.is_of_no_country:
                self.touching.append(row.pk)

    def usual(self, indicator: Indicator) -> Iterator[str]:
        """What most activities claim: of sectors those of its actions, of borders its own, of regional bodies none
        where the work is not regional."""
        kind, state = Indicator.Counts, self.state
        if indicator.counts == kind.SECTORS:
            yield from self.with_sectors(self.chosen_sectors())
        elif indicator.counts == kind.BORDER_REGIONS:
            yield from self.own_borders or ([] if self.is_of_no_country else self.touching)
        elif indicator.counts != kind.REGIONAL_BODIES or state["scope"] == Activity.Scope.REGIONAL:
            yield from self.allowed(indicator)

    def allowed(self, indicator: Indicator) -> Iterable[str]:
        """All that `checks.wrong_unit` lets stand."""
        kind = Indicator.Counts
        if indicator.counts == kind.ACTIVITIES:
            return [ITSELF]
        if indicator.counts == kind.BORDER_REGIONS:
            return self.touching
        if indicator.counts == kind.REGIONAL_BODIES:
            return self.bodies
        return self.own_countries if indicator.counts == kind.COUNTRIES else self.with_sectors(list(self.sectors))

    def with_sectors(self, sectors: list[str]) -> list[str]:
        return [f"{country}/{sector}" for country in self.own_countries for sector in sectors]

    @property
    def own_borders(self) -> list[str]:
        return [code for code in self.state["border_regions"] if code in self.touching]

    @property
    def own_countries(self) -> list[str]:
        """In the reader's order. Regional work counts once, and for no country."""
        own = [] if self.state["scope"] == Activity.Scope.REGIONAL else self.state["countries"]
        return sorted(own, key=lambda code: fold(self.countries.get(code) or code))

    def chosen_sectors(self) -> list[str]:
        """The sectors of the chosen actions; all of them where the work is outside the menu."""
        chosen = Group.objects.filter(theme="I", actions__in=self.state["actions"]).distinct()
        return [row.pk for row in chosen] or list(self.sectors)

    def country(self, unit: str) -> str | None:
        code = unit.partition("/")[0]
        return code if code in self.countries else None

    def label(self, unit: str) -> str:
        if unit == ITSELF:
            return _("this activity")
        code, _slash, sector = unit.partition("/")
        if sector:
            return f"{self.countries.get(code, code)}, {self.sectors.get(sector, sector)}"
        return self.countries.get(unit) or self.borders.get(unit) or self.bodies.get(unit) or unit


def sentence(prospect: Prospect) -> str:
    """What the figure would become, in words."""
    if prospect.now.required is None:
        return _("Every participating country is required, but none participates yet, so there is no figure.")
    figures = {"now": progress_words(prospect.now), "then": progress_words(prospect.then)}
    if prospect.layer == "verified":
        return _("Already included in the verified figure: %(now)s.") % figures
    if prospect.layer == "reported":
        return _("Already included in the reported figure: %(now)s.") % figures
    if not prospect.moves:
        return _("This claim alone would not change the figure: %(now)s.") % figures
    return _("Figure now: %(now)s. Once the claim is dated and submitted: %(then)s.") % figures


def progress_words(progress: IndicatorProgress) -> str:
    return counted_words(progress.verified, progress.reported, progress.expected, progress.required)


def usual_day(state: State) -> str:
    """The day on which most claims of an activity are achieved: its end, or else its start, unless that is to come."""
    day = state["ends_on"] or state["starts_on"] or ""
    if state["status"] not in Activity.UNDER_WAY or not day or last_day(day) > timezone.localdate():
        return ""
    return day


class ClaimsWidget(forms.Widget):
    """Ticks with a day each. Set `offers`, `others` (the unusual ones) and `dated` before it is drawn."""

    template_name = "widgets/claims.html"
    use_fieldset = True
    offers: list[Offered] = []
    others: list[Offered] = []
    dated = False

    def value_from_datadict(self, data, files, name) -> Claims | None:
        """None when the claims were not part of what was sent: they stay as they are."""
        if f"{name}_shown" not in data:
            return None
        return {key: data.get(f"day:{key}", "").strip() for key in data.getlist(name)}

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return context | {"offers": self.offers, "others": self.others, "dated": self.dated}


class ClaimsField(forms.Field):
    """Cleans to the claims of a state, or None when they were not asked for."""

    widget = ClaimsWidget

    def clean(self, value: Claims | None) -> list[dict[str, Any]] | None:
        if value is None:
            return None
        claims, problems = [], []
        for key, day in value.items():
            indicator, equals, unit = key.partition("=")
            try:
                achieved_on = parse(day).known if day else None
            except UnreadableDay:
                message = _(
                    "%(claim)s: enter the date as year-month-day, for example 2012-06-30, or leave it empty. A month or a year "
                    "is enough: 2012-06, 2012."
                )
                problems.append(message % {"claim": key})
                continue
            if equals:
                claims.append({"indicator": indicator, "unit": unit, "achieved_on": achieved_on})
        if problems:
            raise ValidationError(problems)
        return claims


def ticked_of(state: State) -> Claims:
    return {f"{row['indicator']}={row['unit']}": row["achieved_on"] or "" for row in state["claims"]}


CLAIMS_LABEL = gettext_lazy("Select what this activity achieves")
CLAIMS_HINT = gettext_lazy(
    "Each line is a target of the Plan to which your actions can contribute. The date is the day on which the "
    "result was achieved; a month or a year is enough."
)
