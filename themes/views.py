"""The recommendations of the Conference: only the printed norm, nobody's data."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from themes.models import Recommendation
from themes.numerals import roman


def recommendations(request: HttpRequest) -> HttpResponse:
    rows = Recommendation.objects.prefetch_related("actions__group__theme")
    chapters = [(roman(chapter), list(found)) for chapter, found in groupby(rows, key=lambda row: row.chapter)]
    return render(request, "themes/recommendations.html", {"chapters": chapters})


def recommendation(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Recommendation, pk=Recommendation.code_from_slug(slug))
    actions = row.actions.in_printed_order().select_related("group__theme")
    return render(request, "themes/recommendation.html", {"recommendation": row, "actions": actions})
