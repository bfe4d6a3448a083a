"""How a page is passed on: the one address that it has, that of its figures on their day, in each language, and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language

from reports.models import Activity, Snapshot

# By the names of their routes: what anybody may open and quote.
PASSED_ON = {
    *("home", "plan", "theme", "action", "target", "recommendations", "recommendation", "countries", "country"),
    "border_region",
    *("country_menu", "region", "matrix", "scorecard", "moved", "trend", "gaps", "compare", "participants"),
    *("funding", "funding_sources", "activities", "activity", "organisations", "organisation", "period_country"),
    *("period_body", "period_organisation", "rounds", "snapshot", "snapshot_target", "snapshots_compare", "help"),
    *("privacy", "accessibility"),
}


@dataclass(frozen=True)
class Cited:
    """`address` is the one that a page has, whoever asked for it how; `dated` that of the figures of `day`, which is None
    where the page shows none; `languages` are pairs of a code and the address that answers in it."""

    address: str
    dated: str
    day: date | None
    read_on: date
    languages: list[tuple[str, str]]
    card: str  # the address of its picture, in the language in force


def cited(request: HttpRequest, context: Mapping[str, Any]) -> Cited | None:
    """Of the page that is shown by this context; None of what is not for everybody. No query."""
    match = request.resolver_match
    if match is None or match.view_name not in PASSED_ON or not is_public(context):
        return None
    form = form_of(context)
    asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)} if form else {}
    selection = context.get("selection")
    day = selection.as_at if selection and (form is None or "as_at" in form.fields) else None
    if day and form is None and request.GET.get("as_at"):
        asked = {"as_at": day.isoformat()}
    return Cited(
        address=address_of(request, asked),
        dated=address_of(request, asked | ({"as_at": day.isoformat()} if day else {})),
        day=day,
        read_on=timezone.localdate(),
        languages=[(code, address_of(request, asked | {"language": code})) for code in settings.COMPLETE_LANGUAGES],
        card=settings.SITE_URL + card_address(match),
    )


def card_address(match: ResolverMatch) -> str:
    language = get_language()
    shown = {"language": language if language in settings.COMPLETE_LANGUAGES else settings.LANGUAGE_CODE}
    if match.view_name in ("target", "country", "border_region"):  # the others show that of the first page
        return reverse("card_of", kwargs=shown | {"kind": match.view_name, "code": match.kwargs["code"]})
    return reverse("card", kwargs=shown)


def is_public(context: Mapping[str, Any]) -> bool:
    """May anybody read what a page is about? Nobody reads what was refused or is not there."""
    if "exception" in context:
        return False
    activity, edition = context.get("activity"), context.get("snapshot")
    if isinstance(activity, Activity):
        is_open = activity.visibility == Activity.Visibility.PUBLIC and activity.is_agreed
        return is_open and activity.review == Activity.Review.VERIFIED
    return not isinstance(edition, Snapshot) or edition.is_published


def form_of(context: Mapping[str, Any]) -> BaseForm | None:
    """What is asked of the page in its address."""
    form = getattr(context.get("filter"), "form", context.get("form"))
    return form if isinstance(form, BaseForm) else None


def address_of(request: HttpRequest, asked: Mapping[str, str]) -> str:
    query = urlencode(sorted(asked.items()))
    return f"{settings.SITE_URL}{request.path}{f'?{query}' if query else ''}"
