"""Planned but without money: what a donor can open."""

from itertools import chain

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from reports import exports, rules
from reports.exports import lists
from reports.forms.funding import FundingForm
from reports.pages import page_of
from reports.sight import with_countries
from reports.summaries import money_lacking, unfunded_activities, unfunded_adoptions, unfunded_lines

MOST = 100  # entries of plans on the page; a country or a theme narrows them


def funding(request: HttpRequest) -> HttpResponseBase:
    """`?country=MOZ&theme=VI`; only what is published, whoever reads."""
    form = FundingForm(request.GET)
    chosen = form.chosen_values()
    activities = unfunded_activities(**chosen)
    entries = unfunded_adoptions(**chosen).by_country(form.offered("country")).with_names()
    activities_named = with_countries(activities, rules.PUBLIC).select_related("lead").prefetch_related("actions")
    if exports.requested_format(request, form):
        rows = chain(activities_named.newest_first().iterator(chunk_size=lists.CHUNK), entries)
        title, filters = _("Planned but unfunded"), exports.filters_of(form)
        return exports.download(
            request, exports.Table.of(request, "funding", title, lists.funding_columns(), rows, filters)
        )
    plans = list(entries[: MOST + 1])
    context = {
        "form": form,
        "is_narrowed": any(chosen.values()),
        "page": page_of(activities_named, request),
        "plans": plans[:MOST],
        "more_plans": len(plans) > MOST,
        "lacking": money_lacking(activities),
        "themes": form.offered("theme"),
        "matrix": matrix(form),
    }
    return render(request, "reports/funding.html", context)


def matrix(form: FundingForm) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """`[(country, its name, [(theme, lines)])]` of the countries that look for money."""
    lines = unfunded_lines()
    rows = [
        (code, name, [(theme, lines.get((code, theme), 0)) for theme in form.offered("theme")])
        for code, name in form.offered("country").items()
    ]
    return [row for row in rows if any(n for _theme, n in row[2])]
