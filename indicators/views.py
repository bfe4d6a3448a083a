"""The contents of the Plan, and a search over its texts."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.models import Target
from themes.models import Action, Group, Theme


def plan(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    if words:
        return render(request, "indicators/search.html", {"words": words} | found(words))
    menu = Prefetch("groups", Group.objects.prefetch_related("actions"))
    themes = Theme.objects.prefetch_related(menu, "targets")
    return render(request, "indicators/plan.html", {"themes": themes})


def found(words: str) -> dict:
    """Themes, actions and targets whose text in any language holds every word. Three queries."""
    return {
        "themes": Theme.objects.mentioning(words),
        "actions": Action.objects.mentioning(words).in_printed_order(),
        "targets": Target.objects.mentioning(words),
    }
