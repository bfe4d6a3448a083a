"""Keeping a narrowed list under a name, for oneself or for all participants."""

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from reports import limits, rules
from reports.models import Change, SavedView, User
from reports.pages import MARKS
from reports.workflow.history import record
from reports.workflow.outcomes import NotAllowed
from reports.workflow.transactions import one_transaction
from themes.folding import visible_text

LISTS = {
    *("activities", "changes", "compare", "countries", "funding", "gaps", "matrix", "moved", "national_plan"),
    *(
        "organisation",
        "organisations",
        "participants",
        "people",
        "plan",
        "recommendations",
        "region",
        "review",
        "round",
        "rounds",
    ),
    *("scorecard", "snapshot", "snapshot_target", "snapshots_compare", "target", "tokens", "trend"),
}


@one_transaction
def save_view(
    *, by: User, name: str, path: str, query: str = "", is_shared: bool = False, via: str = Change.Via.PAGE
) -> SavedView:
    """Keep a list as it is narrowed; a name that is taken is given to the new one. Only what is shared is logged.

    Raises NotAllowed (sharing is for participants) or ValidationError by field.
    """
    if is_shared and not rules.may_share_views(rules.standing(by)):
        raise NotAllowed(_("Only participants can share views."))
    name = " ".join(visible_text(name).split())
    if problem := view_refusal(path, query):
        raise ValidationError({"path": [problem]})
    values = {"path": path, "query": without_marks(query), "is_shared": is_shared}
    if not name or len(name) > limits.LABEL:
        raise ValidationError(
            {"name": [_("Enter a name of at most %(most)d characters for the view.") % {"most": limits.LABEL}]}
        )
    if not SavedView.objects.filter(person=by, name=name).exists() and (problem := room_refusal(by)):
        raise ValidationError({"name": [problem]})
    view, _made = SavedView.objects.update_or_create(person=by, name=name, defaults=values)
    if is_shared:
        log(view, by=by, via=via, verb="view.shared")
    return view


@one_transaction
def delete_view(*, by: User, pk: int, via: str = Change.Via.PAGE) -> None:
    """Delete a view of one's own; an administrator any shared one. Raises NotAllowed or SavedView.DoesNotExist."""
    view = SavedView.objects.select_for_update(no_key=True).get(pk=pk)
    if not rules.may_delete_view(rules.standing(by), view):
        raise NotAllowed(_("You may delete your own views only."))
    if view.is_shared:
        log(view, by=by, via=via, verb="view.deleted")
    view.delete()


def view_refusal(path: str, query: str) -> str:
    """Why no view is made of this page, in words; empty: one may be."""
    try:
        match = resolve(path)
    except Resolver404:
        match = None
    if match is None or match.url_name not in LISTS or len(path) > limits.VIEW_PATH:
        return _("This page cannot be saved as a view.")
    if len(without_marks(query)) > limits.VIEW_QUERY:
        return _("This view has too many filters to be saved.")
    return ""


def room_refusal(person: User) -> str:
    """What is said to a person who keeps as many views as one may; empty: there is room. One query."""
    if SavedView.objects.filter(person=person).count() < limits.VIEWS:
        return ""
    message = _("You already have %(most)d saved views. Delete some, or use the name of an existing one to replace it.")
    return message % {"most": limits.VIEWS}


def without_marks(query: str) -> str:
    """The filters alone, without the page that was open."""
    filters = QueryDict(query, mutable=True)
    for name in list(filters):
        if name in MARKS or not filters[name]:
            del filters[name]
    return filters.urlencode()


def log(view: SavedView, *, by: User, via: str, verb: str) -> None:
    after = {"name": view.name, "address": view.get_absolute_url()}
    record(by=by, via=via, verb=verb, subject="view", subject_id=view.pk, after=after)
