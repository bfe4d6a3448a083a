"""The first page: what the Plan is and by when, how far it is, and where to go on."""

from itertools import groupby

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from reports import exports, rules
from reports.forms.selection import asked_selection
from reports.models import Activity, Country
from reports.sight import with_countries
from reports.summaries import plan_view
from reports.views.charts import map_chart, map_key, map_row, targets_chart
from themes.dates import CONFERENCE

LATEST = 5


def home(request: HttpRequest) -> HttpResponseBase:
    """`?as_at=2012-12-31`: the whole Plan on that day; today if it is left out."""
    who = rules.standing(request.user)
    form, selection, tail = asked_selection(request, "as_at")
    figures = plan_view(selection)
    charts = map_chart(figures.countries), targets_chart(figures.targets)
    if file := exports.chart_file(request, charts, form, selection.as_at):
        return file
    published = rules.visible_activities(who).filter(review=Activity.Review.VERIFIED)
    context = {
        "selection": selection,
        "tail": tail,
        "figures": figures,
        "adopted": CONFERENCE,
        "by_theme": [
            (theme, list(targets)) for theme, targets in groupby(figures.targets, lambda row: row.target.theme)
        ],
        "map_rows": [map_row(line, tail) for line in figures.countries],
        "map_key": map_key(),
        "latest": with_countries(published, who).newest_first().prefetch_related("actions")[:LATEST],
        "may_record": rules.may_record(who),
        "own": Country.objects.filter(pk__in=who.countries).by_name() if who.countries else [],
    }
    return render(request, "home.html", context)
