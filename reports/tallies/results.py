"""What is kept of the results that count for indicators: units that have a name, and activities by the day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, TextField, Value

from indicators.attainment import Curve
from indicators.progress import LAYERS, ClaimRow
from reports.models import Tally, UnitTally
from reports.tallies.days import ALWAYS, MONTH, YEAR
from reports.tallies.keeping import daily
from reports.tallies.units import rows_of


@dataclass
class Results:
    """By indicator: the claims of units that have a name, as at a day, and of indicators that count activities how many of them stand
    in each layer from which days on."""

    rows: dict[str, list[ClaimRow]] = field(default_factory=lambda: defaultdict(list))
    curves: dict[str, dict[str, Curve]] = field(default_factory=dict)


def kept_results(units: Q, activities: Q, day: date) -> Results:
    """Of these units and these `Tally` rows of results. One query."""
    kept, changes = Results(), defaultdict[str, list[tuple[date, list[int]]]](list)
    for indicator, unit, country, spans, claims, first, *numbers in kept_units(units).union(
        kept_sums(activities), all=True
    ):
        if first is None:
            kept.rows[indicator] += rows_of(unit, country, spans, claims, day)
        else:
            changes[indicator] += daily(first, numbers, spans)
    for indicator, rows in changes.items():
        rows.sort()
        kept.curves[indicator] = {name: curve_of(rows, place) for place, name in enumerate(LAYERS)}
    return kept


def curve_of(rows: Iterable[tuple[date, list[int]]], place: int) -> Curve:
    return Curve([(day, numbers[place]) for day, numbers in rows if numbers[place]])


def kept_units(where: Q) -> QuerySet[UnitTally, Any]:
    kept = UnitTally.objects.filter(where).order_by()
    nothing = {f"n_{name}": Value(0, output_field=IntegerField()) for name in LAYERS}
    return kept.values_list("indicator", "unit", "country", "spans", "claims").annotate(
        begins=Value(None, output_field=DateField()), **nothing
    )


def kept_sums(where: Q) -> QuerySet[Tally, Any]:
    """The same columns: of each month what changed on its days, and what holds on all days."""
    spans = Q(grain=MONTH) | Q(grain=YEAR, first=ALWAYS)
    kept = Tally.objects.filter(where & spans, kind=Tally.Kind.RESULT).order_by()
    text, name = TextField(), CharField()
    columns = kept.values_list("under").annotate(
        of=Value("", output_field=name),
        country=Value(None, output_field=name),
        changes=F("days"),
        claims=Value("", output_field=text),
    )
    return columns.annotate(begins=F("first"), **{f"n_{layer}": F(layer) for layer in LAYERS})
