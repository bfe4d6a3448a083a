"""What is planned, published, and without the money that it needs."""

from collections import Counter
from decimal import Decimal

from django.db.models import Count, DecimalField, F, Q, Sum, Value
from django.db.models.functions import Coalesce

from reports.models import Activity, ActivityQuerySet, Adoption, AdoptionQuerySet, Word
from reports.summaries.activities import REGIONAL

SECURED = Coalesce("amount_secured", Value(Decimal(0)), output_field=DecimalField())


def unfunded_activities(country: str = "", theme: str = "") -> ActivityQuerySet:
    """Published and planned, with `lacking`: the money needed that is not secured. `country` may be `regional`."""
    planned = Activity.objects.published().filter(status=Activity.Status.PLANNED, amount_needed__gt=SECURED)
    unfunded = planned.annotate(lacking=F("amount_needed") - SECURED)
    if country == REGIONAL:
        unfunded = unfunded.filter(scope=Activity.Scope.REGIONAL)
    elif country:
        unfunded = unfunded.agreed_by(country).exclude(scope=Activity.Scope.REGIONAL)
    return unfunded.doing(theme=theme)


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
    return list(activities.order_by("currency").values_list("currency").annotate(lacking=Sum("lacking")))


def unfunded_lines() -> dict[tuple[str, str], int]:
    """`{("MOZ", "VI"): 2}`: how many of both lists stand under a country (or `regional`) and theme. Three queries.

    A cross-border activity stands under each of its countries.
    """
    lines: Counter[tuple[str, str]] = Counter()
    theme = Coalesce("actions__group__theme", "theme")
    activities = unfunded_activities().order_by()
    regional = activities.filter(scope=Activity.Scope.REGIONAL).values_list(Value(REGIONAL), theme)
    agreed = activities.exclude(scope=Activity.Scope.REGIONAL).filter(agreements__word=Word.AGREED)
    national = agreed.values_list("agreements__country", theme)
    for rows in (regional, national):
        lines.update({(place, code): n for place, code, n in rows.annotate(n=Count("pk", distinct=True)) if place})
    plans = unfunded_adoptions().order_by().values_list("country", Coalesce("action__group__theme", "theme"))
    for place, code, n in plans.annotate(n=Count("pk")):
        lines[place, code] += n
    return dict(lines)
