"""Who may pass: the row that an address names as far as this person may see it (404), and may do this with it (403)."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from reports import rules, workflow
from reports.activity.state import with_state
from reports.models import Activity, Country, Organisation, Remark, Snapshot, User
from reports.rules import Standing


class SignedIn(HttpRequest):
    """What a view behind `login_required` is given: there is a person."""

    user: User


def require(request: HttpRequest, rule: Callable[[Standing], bool]) -> Standing:
    """The person's standing, where a rule of `reports.rules` lets them pass."""
    who = rules.standing(request.user)
    if not rule(who):
        raise PermissionDenied
    return who


def visible_activity(request: HttpRequest, pk: UUID) -> Activity:
    return get_object_or_404(rules.visible_activities(rules.standing(request.user)), pk=pk)


def editable_activity(request: HttpRequest, pk: UUID) -> Activity:
    """With all that its state says."""
    who = rules.standing(request.user)
    row = get_object_or_404(with_state(rules.visible_activities(who)), pk=pk)
    if not rules.may_edit(who, row):
        raise PermissionDenied
    return row


def tell_merged_away(request: HttpRequest, pks: Iterable[UUID]) -> None:
    """Say of those among several chosen ones that have gone up in another, where they are now."""
    who = rules.standing(request.user)
    there = set(Activity.objects.filter(pk__in=pks).values_list("pk", flat=True))
    for pk in set(pks) - there:
        if stays := workflow.successor(who, pk):
            messages.warning(request, str(workflow.MergedAway(stays[0])))


def reviewable_activity(request: HttpRequest, pk: UUID) -> Activity:
    row = visible_activity(request, pk)
    if not rules.may_review(rules.standing(request.user), row):
        raise PermissionDenied
    return row


def visible_remark(request: HttpRequest, pk: UUID) -> Remark:
    remarks = rules.visible_remarks(rules.standing(request.user)).select_related("activity")
    return get_object_or_404(remarks, pk=pk)


def writable_country(request: HttpRequest, code: str) -> Country:
    """One in whose name this person writes."""
    country = get_object_or_404(Country, pk=code)
    require(request, lambda who: rules.may_write_for(who, country.pk))
    return country


def place_of_tables(request: HttpRequest, code: str | None) -> Country | None:
    """The country of which this person brings tables; None: what their organisation did in no one country."""
    if code is None:
        require(request, rules.may_bring_own_tables)
        return None
    country = get_object_or_404(Country, pk=code)
    require(request, lambda who: rules.may_bring_tables_of(who, country.pk))
    return country


def editable_organisation(request: HttpRequest, pk: int) -> Organisation:
    who = rules.standing(request.user)
    row = get_object_or_404(rules.visible_organisations(who), pk=pk)
    if not rules.may_describe(who, row):
        raise PermissionDenied
    return row


def visible_snapshot(request: HttpRequest, code: str) -> Snapshot:
    """Without its contents."""
    snapshots = rules.visible_snapshots(rules.standing(request.user)).without_contents()
    return get_object_or_404(snapshots, pk=code)
