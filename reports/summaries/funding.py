"""The money for what is done: what was committed and spent, by whom; what is planned or under way with less than it needs.

Amounts are summed by currency and never converted: a commitment in another currency than what is needed takes nothing off
the gap. What several countries agreed to stands under `several`, once, and never under each of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round

from reports.models import Activity, ActivityQuerySet, Adoption, AdoptionQuerySet, FundingLine
from reports.summaries.activities import SEVERAL, one_place, standing_under
from themes.folding import fold

OPEN_STATUSES = (Activity.Status.PLANNED, Activity.Status.IN_PROGRESS)
SUMS = {"all_committed": Sum("committed"), "all_spent": Sum("spent")}
NOTHING = Value(Decimal(0), output_field=DecimalField())
CENT = Decimal("0.01")

Lines = QuerySet[FundingLine]


@dataclass(frozen=True)
class FundingTotal:
    """What one funder (`None`: nobody named) committed and spent in one currency, for one year and place where these are asked
    for. `place` is a country, `several` or `regional`; None of an amount: nobody said."""

    funder: int | None
    funder_name: str
    currency: str
    year: int | None
    place: str
    committed: Decimal | None
    spent: Decimal | None
    activities: int


@dataclass(frozen=True)
class CurrencyTotal:
    """Sums of one currency. `lacking` is what underfunded activities lack of it."""

    currency: str
    committed: Decimal | None = None
    spent: Decimal | None = None
    lacking: Decimal | None = None


@dataclass(frozen=True)
class Sought:
    """Money that is looked for: of so many underfunded `activities`, what they lack by currency, and `entries` of national plans
    that need outside funding."""

    activities: int
    lacking: list[tuple[str, Decimal]]
    entries: int


@dataclass(frozen=True)
class ActivityMoney:
    """The `lines` of one activity, their sums by currency, and what it lacks of what it needs (None: it does not say what it
    needs). `others` are the sums in other currencies, which take nothing off that."""

    lines: list[FundingLine]
    totals: list[CurrencyTotal]
    committed: Decimal
    lacking: Decimal | None
    others: list[CurrencyTotal]


def rounded(amount: Decimal | None) -> Decimal | None:
    """SQLite sums in binary."""
    return None if amount is None else Decimal(amount).quantize(CENT)


class Amount(DecimalField):  # type: ignore[type-arg]  # what Django has takes no arguments when it runs
    """Of what a query computes: in cents on SQLite too."""

    def from_db_value(self, value: Decimal | None, *_more: object) -> Decimal | None:
        return rounded(value)


# What activities lack -------------------------------------------------------------------------------------------------


def with_committed(activities: ActivityQuerySet) -> ActivityQuerySet:
    """With `committed`: the sum of the lines in the currency of what is needed, whoever committed it; None where no line says
    so."""
    own = FundingLine.objects.filter(activity=OuterRef("pk"), currency=OuterRef("currency"), committed__isnull=False)
    sums = own.order_by().values("activity").annotate(sum=Sum("committed")).values("sum")
    return activities.annotate(committed=Round(Subquery(sums), precision=2, output_field=Amount()))


def underfunded_activities(country: str = "", theme: str = "") -> ActivityQuerySet:
    """Published, planned or in progress, with `lacking`: what is needed and not committed in that currency. `country` may be
    `regional` or `several`."""
    going_on = with_committed(Activity.objects.published().filter(status__in=OPEN_STATUSES))
    underfunded = going_on.filter(amount_needed__gt=Coalesce("committed", NOTHING))
    lacking = Round(F("amount_needed") - Coalesce("committed", NOTHING), precision=2, output_field=Amount())
    return standing_under(underfunded.annotate(lacking=lacking), country).doing(theme=theme)


def committed_in_others(activity: Activity) -> list[CurrencyTotal]:
    """What is committed in other currencies than what is needed: beside the gap, never taken off it. Of activities with their
    `funding_lines`: no query."""
    by_currency: dict[str, list[Decimal | None]] = defaultdict(list)
    for line in activity.funding_lines.all():
        by_currency[line.currency].append(line.committed)
    sums = [CurrencyTotal(currency, summed(amounts)) for currency, amounts in sorted(by_currency.items())]
    return [row for row in sums if row.currency != activity.currency and row.committed is not None]


def money_of(activity: Activity) -> ActivityMoney:
    """Of `with_state`. No query."""
    lines = sorted(activity.funding_lines.all(), key=line_order)
    by_currency: dict[str, list[FundingLine]] = defaultdict(list)
    for line in lines:
        by_currency[line.currency].append(line)
    totals = [
        CurrencyTotal(currency, summed(row.committed for row in rows), summed(row.spent for row in rows))
        for currency, rows in sorted(by_currency.items())
    ]
    own = next((row.committed for row in totals if row.currency == activity.currency), None) or Decimal(0)
    needed = activity.amount_needed
    others = {row.currency for row in committed_in_others(activity)}
    lacking = None if needed is None else max(needed - own, Decimal(0))
    return ActivityMoney(lines, totals, own, lacking, [row for row in totals if row.currency in others])


def line_order(line: FundingLine) -> tuple[int, str, str]:
    return line.year or 0, fold(line.funder.name) if line.funder else "", line.currency


def summed(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """None where nobody said."""
    given = [amount for amount in amounts if amount is not None]
    return sum(given, Decimal(0)) if given else None


def shared_with_others(country: str, theme: str = "") -> int:
    """How many underfunded activities in several countries a country takes part in; they do not stand under it. One query."""
    return underfunded_activities(SEVERAL, theme).agreed_by(country).count() if country else 0


def sought_by(country: str, theme: str = "") -> Sought:
    """What a country looks for by itself, as it stands today. One query."""
    return sought(underfunded_activities(country, theme), unfunded_adoptions(country, theme))


def sought_under(action: str) -> Sought:
    """What is looked for under an action of the menu, by whomever. One query."""
    return sought(underfunded_activities().doing(action=action), unfunded_adoptions().filter(action=action))


def sought(activities: ActivityQuerySet, adoptions: AdoptionQuerySet) -> Sought:
    lacking = activities.order_by().values_list("currency")
    entries = adoptions.order_by().annotate(kind=Value("")).values_list("kind")
    nothing = Value(None, output_field=DecimalField())
    rows = lacking.annotate(n=Count("pk"), sum=Sum("lacking")).union(
        entries.annotate(n=Count("pk"), sum=nothing), all=True
    )
    money = sorted((currency, n, rounded(total)) for currency, n, total in rows if currency)
    return Sought(
        activities=sum(n for _currency, n, _total in money),
        lacking=[(currency, total) for currency, _n, total in money if total is not None],
        entries=sum(n for currency, n, _total in rows if not currency),
    )


def unfunded_adoptions(country: str = "", theme: str = "") -> AdoptionQuerySet:
    """Entries of national plans, as they stand today, that need outside funding."""
    unfunded = Adoption.objects.current().adopted().filter(needs_funding=True)
    if country:
        unfunded = unfunded.filter(country=country)
    if theme:
        unfunded = unfunded.filter(Q(action__group__theme=theme) | Q(theme=theme))
    return unfunded


def money_lacking(activities: ActivityQuerySet) -> list[tuple[str, Decimal]]:
    """`[("USD", Decimal("215000.00"))]`: currencies are never added to one another. One query."""
    rows = activities.order_by("currency").values_list("currency").annotate(sum=Sum("lacking"))
    return [(currency, Decimal(amount).quantize(CENT)) for currency, amount in rows]


def underfunded_entries() -> dict[tuple[str, str], int]:
    """`{("MOZ", "VI"): 2}`: how many entries of both lists stand under a country (or `several`, or `regional`) and theme. Two
    queries."""
    entries: Counter[tuple[str, str]] = Counter()
    activities = underfunded_activities().order_by().annotate(money_in=one_place())
    rows = activities.values_list("money_in", Coalesce("actions__group__theme", "theme"))
    entries.update({(place, theme): n for place, theme, n in rows.annotate(n=Count("pk", distinct=True)) if place})
    plans = unfunded_adoptions().order_by().values_list("country", Coalesce("action__group__theme", "theme"))
    for place, theme, n in plans.annotate(n=Count("pk")):
        entries[place, theme] += n
    return dict(entries)


# What was committed and spent ------------------------------------------------------------------------------------------


def published_lines(place: str = "", theme: str = "", year: int | None = None, funder: int | None = None) -> Lines:
    """The funding lines of what is published, whatever its status; `funder` is the id of an organisation."""
    activities = standing_under(Activity.objects.published(), place).doing(theme=theme)
    lines = FundingLine.objects.filter(activity__in=activities.order_by().values("pk"))
    if year:
        lines = lines.filter(year=year)
    return lines.filter(funder=funder) if funder else lines


def funding_totals(lines: Lines, *, in_detail: bool) -> list[FundingTotal]:
    """By funder and currency, in the order of names, nobody named last; in detail also by year, newest first, and place. One
    query."""
    names = ("funder", "funder__name", "currency", *(("year", "money_in") if in_detail else ()))
    placed = lines.order_by().annotate(money_in=one_place("activity__")) if in_detail else lines.order_by()
    rows = placed.values(*names).annotate(**SUMS, activities=Count("activity", distinct=True))
    totals = [
        FundingTotal(
            funder=row["funder"],
            funder_name=row["funder__name"] or "",
            currency=row["currency"],
            year=row.get("year"),
            place=row.get("money_in") or "",
            committed=rounded(row["all_committed"]),
            spent=rounded(row["all_spent"]),
            activities=row["activities"],
        )
        for row in rows
    ]
    return sorted(totals, key=order_of)


def order_of(row: FundingTotal) -> tuple[bool, str, int, int, str, str]:
    return row.funder is None, fold(row.funder_name), row.funder or 0, -(row.year or 0), row.place, row.currency


def currency_totals(lines: Lines, underfunded: ActivityQuerySet | None = None) -> list[CurrencyTotal]:
    """By currency: what the lines commit and spend, what these activities lack. Two queries at most."""
    grouped = lines.order_by().values_list("currency").annotate(**SUMS)
    sums = {currency: (committed, spent) for currency, committed, spent in grouped}
    lacking = {} if underfunded is None else dict(money_lacking(underfunded))
    return [
        CurrencyTotal(currency, rounded(committed), rounded(spent), lacking.get(currency))
        for currency in sorted({*sums, *lacking})
        for committed, spent in [sums.get(currency, (None, None))]
    ]


def by_currency(rows: Iterable[FundingTotal]) -> list[CurrencyTotal]:
    """The sums of rows in detail. No query."""
    totals: dict[str, list[FundingTotal]] = defaultdict(list)
    for row in rows:
        totals[row.currency].append(row)
    return [
        CurrencyTotal(currency, summed(row.committed for row in each), summed(row.spent for row in each))
        for currency, each in sorted(totals.items())
    ]
