"""What an activity adds to the tallies, by its rows."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONArray

from indicators.models import Indicator
from indicators.progress import EXPECTED, REPORTED, VERIFIED
from reports.models import Activity, Agreement, Claim, Confirmation, Counted, Partner, Tally, Word
from reports.tallies.bodies import WHOLE, Memberships
from reports.tallies.steps import Key, Numbers, Steps, steps_of
from themes.json_rows import JSONRows
from themes.prepared import Prepared

REGIONAL = "regional"  # the place of regional work, which is no country's
EVERYWHERE = ""


@dataclass(frozen=True)
class Line:
    """`places` of the activity itself, and those (`result_places`) of what it is claimed to be a unit of; `together`: all of them
    in one word. `under` are the columns by kind, `steps` its own days, `results` those by indicator, and `units` what it claims
    of units that have a name: `(indicator, unit, places, everything of the claim that counts)`; `achieved` are the verified claims:
    `(theme, whose the unit is in one word, the day)`."""

    places: tuple[str, ...] = ()
    result_places: tuple[str, ...] = ()
    together: str = ""
    under: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    steps: Steps = ()
    results: tuple[tuple[str, Steps], ...] = ()
    units: tuple[tuple[str, str, tuple[str, ...], str], ...] = ()
    achieved: tuple[tuple[str, str, str], ...] = ()

    def __bool__(self):
        return bool(self.steps or self.results or self.units)

    def sums(self, memberships: Memberships) -> Iterator[tuple[Key, Numbers]]:
        """In each place, in all places together, and in each body of these memberships."""
        for kind, columns in self.under.items():
            for place, together in self.standing(kind):
                for under in columns:
                    yield from summed(kind, together, place, under, self.steps, memberships)
        for under, steps in self.results:
            for place in self.result_places:
                yield from summed(Tally.Kind.RESULT, False, place, under, steps, memberships)
            yield from summed(Tally.Kind.RESULT, True, self.together, under, steps, memberships)
        for theme, whose, day in self.achieved:
            for place, together in ((EVERYWHERE, False), (whose, True)):
                yield (Tally.Kind.CLAIM, together, place, theme, date.fromisoformat(day)), ONE_VERIFIED

    def standing(self, kind: str) -> list[tuple[str, bool]]:
        """The places of a kind. Of actions and recommendations it is asked in which country; of regional work, and of what is
        counted once, whose it is."""
        if kind in WHOLE:
            return [*((place, False) for place in self.places), (self.together, True)]
        own = [(place, False) for place in self.places if place != EVERYWHERE]
        return [*own, (self.together, True)] if REGIONAL in self.places else own

    def unit_keys(self) -> dict[tuple[str, str, str], str]:
        """`{(indicator, unit, place): everything of the claim that counts}`."""
        return {
            (indicator, unit, place): said
            for indicator, unit, places, said in self.units
            for place in (EVERYWHERE, *places)
        }

    def written(self) -> str:
        results = [(code, plain(steps)) for code, steps in self.results]
        own = [self.places, self.result_places, self.together, self.under, plain(self.steps)]
        return json.dumps([*own, results, self.units, self.achieved], separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "Line":
        """Of a release before this too, which kept nothing of what was `achieved`."""
        places, result_places, together, under, steps, results, units, *more = json.loads(text)
        return cls(
            tuple(places),
            tuple(result_places),
            together,
            {kind: tuple(columns) for kind, columns in under.items()},
            from_plain(steps),
            tuple((code, from_plain(one)) for code, one in results),
            tuple((indicator, unit, tuple(where), said) for indicator, unit, where, said in units),
            tuple((theme, whose, day) for achieved in more for theme, whose, day in achieved),
        )


NOTHING = Line()
ONE_VERIFIED: Numbers = (1, 0, 0, 0)


def summed(
    kind: str, together: bool, place: str, under: str, steps: Steps, memberships: Memberships
) -> Iterator[tuple[Key, Numbers]]:
    for day, numbers in steps:
        yield (kind, together, place, under, day), numbers
    if together:
        yield from memberships.sums_of(kind, place, under, steps)


def plain(steps: Steps) -> list[list[Any]]:
    return [[day.isoformat(), *numbers] for day, numbers in steps]


def from_plain(rows: Iterable[list[Any]]) -> Steps:
    return tuple((date.fromisoformat(day), (numbers[0], numbers[1], numbers[2], numbers[3])) for day, *numbers in rows)


def lines_of(activities: Collection[UUID]) -> dict[UUID, Line]:
    """Of those that add something. One query."""
    return {pk: line for pk, line, _stood in lines_and_stood(activities) if line}


def lines_and_stood(activities: Collection[UUID]) -> Iterator[tuple[UUID, Line, str | None]]:
    """What each of those that are there adds, and as what it was last counted. One query."""
    rows = READ_OF_ONE.rows(*activities) if len(activities) == 1 else read_of(*activities)
    for values in rows:
        row = dict(zip((*OF_ACTIVITY, *BEHIND, "stood"), values, strict=True))
        yield row["pk"], NOTHING if row["review"] == Activity.Review.DRAFT else line_of(row), row["stood"]


def read_of(*activities: UUID) -> QuerySet[Activity, Any]:
    stood = Subquery(Counted.objects.filter(activity=OuterRef("pk")).values("line"))
    rows = Activity.objects.filter(pk__in=activities).order_by().annotate(**BEHIND, stood=stood)
    return rows.values_list(*OF_ACTIVITY, *BEHIND, "stood")


READ_OF_ONE = Prepared(read_of, UUID(int=0))


OF_ACTIVITY = (
    "pk",
    "scope",
    "review",
    "status",
    "status_since",
    "begun_on",
    "starts_on",
    "is_agreed",
    "theme",
    "lead__body",
)
OF_CLAIM = (
    *("indicator", "unit", "border_region", "verification"),
    *("achieved_on", "achieved_on_known", "ended_on", "ended_on_known", "indicator__counts"),
)


def rows_behind(rows: QuerySet[Any], *columns: str) -> Subquery:
    """Of each activity its rows of a related model, `[[value, ...], ...]`."""
    of_it = rows.filter(activity=OuterRef("pk")).order_by().values("activity")
    return Subquery(of_it.annotate(rows=JSONRows(JSONArray(*columns))).values("rows"))


BEHIND = {
    "agreed": rows_behind(Agreement.objects.given(), "country"),
    "bodies": rows_behind(Partner.objects.filter(organisation__body__isnull=False), "organisation__body"),
    "under": rows_behind(
        Activity.actions.through.objects.all(), "action", "action__group__theme", "action__recommendations"
    ),
    "reported": rows_behind(Confirmation.objects.all(), "on"),
    "claimed": rows_behind(
        Claim.objects.filter(word=Word.AGREED).exclude(verification=Claim.Verification.REFUSED), *OF_CLAIM
    ),
}


@dataclass(frozen=True)
class Whose:
    is_regional: bool
    countries: tuple[str, ...]
    bodies: tuple[str, ...]

    @property
    def together(self) -> str:
        return f"{'*' * self.is_regional}{'+'.join(self.countries)}|{'+'.join(self.bodies)}"


def line_of(row: dict[str, Any]) -> Line:
    own = {row["lead__body"]} - {None}
    agreed = tuple(sorted(country for (country,) in row["agreed"] or ()))
    bodies = tuple(sorted({body for (body,) in row["bodies"] or ()} | own))
    whose = Whose(row["scope"] == Activity.Scope.REGIONAL, agreed, bodies)
    heard = min((date.fromisoformat(on) for (on,) in row["reported"] or ()), default=None)
    under = [(action, theme, code) for action, theme, code in row["under"] or ()]
    claims = [claim_in(values) for values in sorted(row["claimed"] or ())]
    steps = steps_of_activity(row, heard) if row["is_agreed"] else ()
    results = [(one["indicator"], steps_of_claim(row, one)) for one in claims if counts_activities(one)]
    return Line(
        places=(EVERYWHERE, REGIONAL) if whose.is_regional else (EVERYWHERE, *whose.countries),
        result_places=(EVERYWHERE, *whose.countries),
        together=whose.together,
        under=columns(under, row["theme"]) if steps else {},
        steps=steps,
        results=tuple((code, steps) for code, steps in results if steps),
        units=tuple(unit_of(row, one, whose) for one in claims if not counts_activities(one)),
        achieved=tuple(achieved_of(one, whose) for one in claims if is_achieved(row, one)),
    )


def claim_in(values: Iterable[Any]) -> dict[str, Any]:
    claim = dict(zip(OF_CLAIM, values, strict=True))
    days = {name: claim[name] and date.fromisoformat(claim[name]) for name in ("achieved_on", "ended_on")}
    return claim | days


def counts_activities(claim: dict[str, Any]) -> bool:
    return bool(claim["indicator__counts"] == Indicator.Counts.ACTIVITIES)


def unit_of(row: dict[str, Any], claim: dict[str, Any], whose: Whose) -> tuple[str, str, tuple[str, ...], str]:
    """Of a unit that has a name: with everything on which it depends how it stands."""
    said = [row[name] for name in ("review", "status", "status_since", "begun_on")] + [claim[name] for name in OF_CLAIM]
    places = whose.countries if claim["border_region"] else ()
    return claim["indicator"], claim["unit"], places, json.dumps(said, default=str)


def is_achieved(row: dict[str, Any], claim: dict[str, Any]) -> bool:
    """As `summaries.trend.verified_claims` has it: what ended later was achieved all the same."""
    return claim["verification"] == Claim.Verification.VERIFIED and not is_dropped(row, date.max)


def achieved_of(claim: dict[str, Any], whose: Whose) -> tuple[str, str, str]:
    place = {
        Indicator.Counts.ACTIVITIES: whose.together,
        Indicator.Counts.REGIONAL_BODIES: f"|{claim['unit']}",
    }.get(claim["indicator__counts"], f"{claim['unit'].partition('/')[0]}|")
    return claim["indicator"].partition(".")[0], place, claim["achieved_on"].isoformat()


def columns(under: Iterable[tuple[str, str, str | None]], theme: str | None) -> dict[str, tuple[str, ...]]:
    """By kind, each once."""
    under = list(under)
    kinds: dict[str, set[str]] = {
        Tally.Kind.ALL: {""},
        Tally.Kind.THEME: {theme for _action, theme, _code in under} | ({theme} if theme else set()),
        Tally.Kind.ACTION: {action for action, _theme, _code in under},
        Tally.Kind.RECOMMENDATION: {code for _action, _theme, code in under if code},
        Tally.Kind.OF_THEME: {f"{theme}:{code}" for _action, theme, code in under if code},
    }
    return {str(kind): tuple(sorted(codes)) for kind, codes in kinds.items() if codes}


LAYERS = {VERIFIED: (1, 0, 0), REPORTED: (0, 1, 0), EXPECTED: (0, 0, 1), "": (0, 0, 0)}


def steps_of_activity(row: dict[str, Any], heard: date | None) -> Steps:
    """As `summaries.activities.rank` and `kept.counted_activities` have it of each day, and `kept.heard_of`."""
    known = min((day for day in (row["starts_on"], heard) if day), default=None)

    def on(day: date) -> Numbers:
        if is_dropped(row, day):
            return (0, 0, 0, 0)
        return (*LAYERS[layer_on(row, day)], int(known is not None and known <= day))

    return steps_of((row["begun_on"], row["status_since"], known), on)


def layer_on(row: dict[str, Any], day: date) -> str:
    if row["begun_on"] is None or row["begun_on"] > day:
        return EXPECTED
    return {Activity.Review.VERIFIED: VERIFIED, Activity.Review.SUBMITTED: REPORTED}.get(row["review"], EXPECTED)


def is_dropped(row: dict[str, Any], day: date) -> bool:
    """Cancelled by that day, or on a day that nobody has given, without having begun."""
    since = row["status_since"]
    return row["status"] == Activity.Status.CANCELLED and row["begun_on"] is None and (since is None or since <= day)


def is_given_up(row: dict[str, Any], achieved_on: date | None, day: date) -> bool:
    """Not achieved when its activity was cancelled."""
    since = row["status_since"]
    is_cancelled = row["status"] == Activity.Status.CANCELLED and since is not None and since <= day
    return is_dropped(row, day) or (is_cancelled and (achieved_on is None or achieved_on > day))


def steps_of_claim(row: dict[str, Any], claim: dict[str, Any]) -> Steps:
    """As `kept.counted_claims` and `indicators.progress.layer_of` have it of each day."""
    achieved, ended = claim["achieved_on"], claim["ended_on"]

    def on(day: date) -> Numbers:
        has_ended = ended is not None and ended <= day
        layer = "" if has_ended or is_given_up(row, achieved, day) else layer_of_claim(row, claim, day)
        return (*LAYERS[layer], 0)

    return steps_of((achieved, ended, row["status_since"]), on)


def layer_of_claim(row: dict[str, Any], claim: dict[str, Any], day: date) -> str:
    if claim["achieved_on"] is None or claim["achieved_on"] > day:
        return EXPECTED
    if claim["verification"] == Claim.Verification.VERIFIED:
        return VERIFIED
    return REPORTED if row["review"] in Activity.HANDED_IN else EXPECTED
