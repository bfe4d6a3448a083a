"""The units that have a name: on which days each stands in which layer, and how many claims it has."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value

from indicators.models import Indicator
from indicators.progress import ClaimRow
from reports.models import Activity, Claim, UnitTally, Word
from reports.tallies.lines import EVERYWHERE, is_dropped, is_given_up
from reports.tallies.steps import steps_of

UnitKey = tuple[str, str, str]  # indicator, unit, place


@dataclass(frozen=True)
class Alike:
    """Claims that differ in their days alone: `verified`, or of an activity that was handed in (`submitted`). As at `dropped_on`
    (ISO 8601; empty: never) and later days they are none."""

    verified: bool
    submitted: bool
    dropped_on: str = ""


@dataclass(frozen=True)
class Days:
    """From when to when, no longer included, a claim holds (ISO 8601; empty: not yet, without an end), with what is known of both
    where it is not the whole day."""

    achieved_on: str
    achieved_known: str = ""
    ended_on: str = ""
    ended_known: str = ""

    @property
    def is_sure(self) -> bool:
        """Does it hold on any day? What was achieved and ended within a year, of which no more is known, may not."""
        return bool(self.achieved_on) and (not self.ended_on or self.achieved_on < self.ended_on)


def merged(claims: Iterable[Days]) -> list[Days]:
    """The days on which at least one of these claims holds; of those that hold on no day, the one that ended last."""
    claims = list(claims)
    spans: list[Days] = []
    for one in sorted((one for one in claims if one.is_sure), key=astuple):
        last = spans[-1] if spans else None
        if last is None or (last.ended_on and last.ended_on < one.achieved_on):
            spans.append(one)
        elif last.ended_on:
            end = max(last, one, key=later_end)
            spans[-1] = replace(last, ended_on=end.ended_on, ended_known=end.ended_known)
    unsure = [one for one in claims if not one.is_sure and one.ended_on]
    return spans + sorted(unsure, key=later_end)[-1:]


def later_end(one: Days) -> tuple[bool, str, bool]:
    """No end is later than any; of one day the end that is known as a whole day is."""
    return not one.ended_on, one.ended_on, not one.ended_known


def derive(keys: Iterable[UnitKey]) -> None:
    """Write anew what stands of these units, from their claims. A query for each kind of place, and two that write."""
    wanted = set(keys)
    if not wanted:
        return
    everywhere, placed = Q(pk__in=[]), Q(pk__in=[])
    for indicator, unit, place in sorted(wanted):
        if place == EVERYWHERE:
            everywhere |= Q(indicator=indicator, unit=unit)
        else:
            placed |= Q(indicator=indicator, unit=unit, activity__agreements__country=place)
    rows = [*everywhere_of(everywhere), *(placed_of(placed) if any(place for *_unit, place in wanted) else ())]
    tallies = {(row.indicator_id, row.unit, row.place): row for row in tallies_of(rows)}
    for indicator, unit, place in wanted - tallies.keys():
        UnitTally.objects.filter(indicator=indicator, unit=unit, place=place).delete()
    UnitTally.objects.bulk_create(
        tallies.values(),
        update_conflicts=True,
        unique_fields=["indicator", "place", "unit"],
        update_fields=["country", "spans", "claims"],
    )


def derive_all() -> None:
    """The same of all units, one indicator after the other."""
    UnitTally.objects.all().delete()
    UnitTally.objects.bulk_create(row for rows in each_indicator() for row in rows)


def each_indicator() -> Iterator[list[UnitTally]]:
    """What has to stand of the units of each indicator."""
    for indicator in Indicator.objects.exclude(counts=Indicator.Counts.ACTIVITIES):
        of_it = Q(indicator=indicator)
        placed = placed_of(of_it) if indicator.counts == Indicator.Counts.BORDER_REGIONS else ()
        yield list(tallies_of([*everywhere_of(of_it), *placed]))


def tallies_of(rows: Iterable[dict[str, Any]]) -> Iterator[UnitTally]:
    """Of those units of which something stands."""
    groups: dict[UnitKey, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["indicator"], row["unit"], row["where"]].append(row)
    for (indicator, unit, place), alike in groups.items():
        spans, claims = spans_in(alike), claims_in(alike)
        if spans or claims:
            country = alike[0]["country"]
            said = {"spans": compact(spans), "claims": compact(claims)}
            yield UnitTally(indicator_id=indicator, unit=unit, place=place, country_id=country, **said)


def compact(rows: list[list[Any]]) -> str:
    return json.dumps(rows, separators=(",", ":"))


COLUMNS = (
    *("indicator", "unit", "country", "verification", "achieved_on", "achieved_on_known", "ended_on", "ended_on_known"),
    *("activity__review", "activity__status", "activity__status_since", "activity__begun_on"),
)


def everywhere_of(only: Q) -> QuerySet[Claim, Any]:
    """Claims that may count, of units that have a name, with how many are alike (`n`)."""
    return grouped(claims_that_count().filter(only).annotate(where=Value(EVERYWHERE)))


def placed_of(only: Q) -> QuerySet[Claim, Any]:
    """The same of border regions, once for each country that agreed to the activity (`where`)."""
    placed = claims_that_count().filter(only, border_region__isnull=False, activity__agreements__word=Word.AGREED)
    return grouped(placed.annotate(where=F("activity__agreements__country")))


def claims_that_count() -> QuerySet[Claim]:
    claims = Claim.objects.filter(word=Word.AGREED).exclude(verification=Claim.Verification.REFUSED).order_by()
    claims = claims.exclude(activity__review=Activity.Review.DRAFT)
    return claims.exclude(indicator__counts=Indicator.Counts.ACTIVITIES)


def grouped(claims: QuerySet[Claim]) -> QuerySet[Claim, Any]:
    return claims.values("where", *COLUMNS).annotate(n=Count("pk"))


def activity_of(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[f"activity__{name}"] for name in ("review", "status", "status_since", "begun_on")}


def spans_in(rows: Iterable[dict[str, Any]]) -> list[list[Any]]:
    alike: dict[Alike, list[Days]] = defaultdict(list)
    for row in rows:
        activity = activity_of(row)
        dropped = date.max if is_dropped(activity, date.max) else None
        since = activity["status_since"] if dropped else None
        if dropped and since is None:
            continue
        standing = Alike(
            row["verification"] == Claim.Verification.VERIFIED,
            activity["review"] in Activity.HANDED_IN,
            since.isoformat() if since else "",
        )
        alike[standing].append(
            Days(written(row["achieved_on"]), row["achieved_on_known"], written(row["ended_on"]), row["ended_on_known"])
        )
    return sorted([*astuple(standing), *astuple(days)] for standing, claims in alike.items() for days in merged(claims))


def written(day: date | None) -> str:
    return day.isoformat() if day else ""


def claims_in(rows: Iterable[dict[str, Any]]) -> list[list[Any]]:
    """`[[day, how many claims more]]` of those that have neither ended nor been given up."""
    changes: Counter[date] = Counter()
    for row in rows:
        for day, numbers in presence(activity_of(row), row["achieved_on"], row["ended_on"]):
            changes[day] += numbers[0] * row["n"]
    return [[day.isoformat(), n] for day, n in sorted(changes.items()) if n]


def presence(activity: dict[str, Any], achieved: date | None, ended: date | None) -> Any:
    def on(day: date) -> tuple[int, int, int, int]:
        is_gone = (ended is not None and ended <= day) or is_given_up(activity, achieved, day)
        return (int(not is_gone), 0, 0, 0)

    return steps_of((achieved, ended, activity["status_since"]), on)


def rows_of(unit: str, country: str | None, spans: str, claims: str, day: date) -> list[ClaimRow]:
    """What counts of a unit, or did until it ended, as at a day, by what is kept of it: a row for its claims, as if none was achieved,
    and one for each span of days in which some stood in a layer. Their layers are those of the claims themselves."""
    on = day.isoformat()
    rows = [row for span in json.loads(spans) if (row := row_of(unit, country, span, on))]
    if n := sum(change for since, change in json.loads(claims) if since <= on):
        rows.append(ClaimRow(unit, None, False, False, country, n))
    return rows


def row_of(unit: str, country: str | None, span: list[Any], on: str) -> ClaimRow | None:
    """Of a span as at a day, on which it has begun or ended."""
    standing, days = Alike(*span[:3]), Days(*span[3:])
    has_begun = bool(days.achieved_on) and days.achieved_on <= on
    has_ended = bool(days.ended_on) and days.ended_on <= on
    if (standing.dropped_on and standing.dropped_on <= on) or not (has_begun or has_ended):
        return None
    return ClaimRow(
        unit,
        date.fromisoformat(days.achieved_on) if has_begun else None,
        standing.verified,
        standing.submitted,
        country,
        0,
        date.fromisoformat(days.ended_on) if has_ended else None,
        days.ended_known if has_ended else "",
        days.achieved_known if has_begun else "",
    )
