"""The first page: what the Plan is and by when, how far it is, and where to go on."""

from datetime import timedelta
from itertools import groupby

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from reports import exports, rules
from reports.forms.selection import asked_selection
from reports.models import Country, Participation
from reports.summaries import movements, plan_view
from reports.views.charts import map_chart, map_key, map_row, targets_chart
from themes.dates import CONFERENCE

LATELY = timedelta(days=90)
MOST_CHANGES = 5


def home(request: HttpRequest) -> HttpResponseBase:
    """`?as_at=2012-12-31`: the whole Plan on that day; today if it is left out."""
    who = rules.standing(request.user)
    form, selection, tail = asked_selection(request, "as_at")
    figures = plan_view(selection)
    charts = map_chart(figures.countries), targets_chart(figures.targets)
    if file := exports.chart_file(request, charts, form, selection.as_at):
        return file
    since = selection.as_at - LATELY
    lately = movements(selection, since, norm=figures.norm, results=figures.results)
    context = {
        "selection": selection,
        "tail": tail,
        "figures": figures,
        "adopted": CONFERENCE,
        "assumed": sum(one.participation == Participation.Status.ASSUMED for one in figures.participating),
        "by_theme": [
            (theme, list(targets)) for theme, targets in groupby(figures.targets, lambda row: row.target.theme)
        ],
        "map_rows": [map_row(line, tail) for line in figures.countries],
        "map_key": map_key(),
        "since": since,
        "changes": sorted(lately, key=lambda row: not row.newly_met)[:MOST_CHANGES],
        "may_record": rules.may_record(who),
        "own": Country.objects.filter(pk__in=who.countries).by_name() if who.countries else [],
    }
    return render(request, "home.html", context)
