"""For which activities a person answers, and how a query finds them."""

from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from reports import rules
from reports.models import Activity, ActivityQuerySet, Agreement
from reports.rules import Standing

Rows = TypeVar("Rows", bound=QuerySet[Any])


def own_activities(who: Standing) -> ActivityQuerySet:
    """Those for which a person answers: of their countries, and regional work for the working group, but what a body or an
    agency's office records itself. An administrator may edit all of them, and answers for none."""
    rows = rules.editable_activities(replace(who, is_administrator=False))
    others = Q(scope=Activity.Scope.REGIONAL, recorded_for__isnull=False) & ~Q(recorded_for__in=who.organisations)
    return rows.exclude(others) if rules.may_read_queue(who) else rows


def among(activities: ActivityQuerySet) -> Exists:
    """Of what has an `activity`: is that one of these? Asked row by row: an `IN` would have all of them read first."""
    return Exists(activities.order_by().filter(pk=OuterRef("activity")))


def narrowed(rows: Rows, who: Standing, path: str = "activity") -> Rows:
    """Of a focal point: what names one of their countries, or was prepared for them. `own_activities` are some of these, and it is
    by them that a database finds the others quickest."""
    if not who.countries or who.appointments or rules.may_read_queue(who):
        return rows
    named = Agreement.objects.filter(country__in=who.countries).order_by().values("activity")
    prepared = Activity.objects.filter(ready_at__isnull=False, recorded_for__country__in=who.countries)
    return rows.filter(**{f"{path}__in": named.union(prepared.order_by().values("pk"))})
