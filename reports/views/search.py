"""One search for everything that a reader may see: a page, and the suggestions while one types."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators.models import Target
from indicators.revisions import Line, targets_now
from reports import rules
from reports.forms.search import SearchForm
from reports.search import Hit, Shown, find, shown
from reports.search.entries import ACTION, TARGET

SUGGESTED, OF_A_GROUP = 8, 2  # at most in all, and of each group behind the first hits
MOST_ALIKE = 100  # of one group alone


def search(request: HttpRequest) -> HttpResponse:
    """`?q=`: the best hits of all, then each group with its first ones; `?only=plan`: that group whole."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "only": ""}
    results = find(rules.standing(request.user), asked["q"])
    only = next((group for group in results.whole_groups if group.name == asked["only"]), None)
    best = [] if only else results.best
    groups = [(only, only.hits[:MOST_ALIKE])] if only else [(group, group.shown) for group in results.groups]
    revised = revisions_of([*best, *(hit for _group, hits in groups for hit in hits)])
    context: dict[str, Any] = {
        "form": form,
        "results": results,
        "typed": asked["q"],
        "best": drawn(best, revised),
        "groups": [(group, drawn(hits, revised)) for group, hits in groups],
        "only": only,
        "has_actions": any(hit.entry.kind == ACTION for hit in results.hits),
    }
    return render(request, "reports/search/search.html", context, status=200 if form.is_valid() else 400)


def drawn(hits: Iterable[Hit], revised: Mapping[str, list[Line]]) -> list[tuple[Shown, list[Line]]]:
    """As they are shown, each with what was revised of it."""
    return [(shown(hit), revised.get(hit.entry.key, []) if hit.entry.kind == TARGET else []) for hit in hits]


def revisions_of(hits: list[Hit]) -> dict[str, list[Line]]:
    """What was revised of the targets among them. Two queries, if there are any."""
    codes = [hit.entry.key for hit in hits if hit.entry.kind == TARGET]
    targets = targets_now(Target.objects.filter(pk__in=codes), timezone.localdate()) if codes else []
    return {row.code: row.revisions for row in targets}


def suggest(request: HttpRequest) -> HttpResponse:
    """A fragment: the first hits, group by group, each with its address."""
    form = SearchForm(request.GET)
    results = find(rules.standing(request.user), form.cleaned_data["q"] if form.is_valid() else "")
    groups, left = [("", [shown(hit) for hit in results.best])], SUGGESTED - len(results.best)
    for group in results.groups:
        hits = group.hits[: min(OF_A_GROUP, left)]
        groups += [(str(group.label), [shown(hit) for hit in hits])] if hits else []
        left -= len(hits)
    return render(request, "reports/search/_suggestions.html", {"groups": groups, "suggested": SUGGESTED - left})
