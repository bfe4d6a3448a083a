"""Money for what is done, for donors: who committed and spent it, and what is planned or under way with less than it needs."""

from itertools import chain

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import exports, rules
from reports.exports import lists
from reports.exports.funding import funding_source_columns
from reports.forms.funding import FundingForm, SourcesForm
from reports.pages import first_of, page_of
from reports.sight import with_countries
from reports.summaries import (
    SEVERAL,
    FundingTotal,
    currency_totals,
    funding_totals,
    money_lacking,
    published_lines,
    shared_with_others,
    underfunded_activities,
    underfunded_entries,
    unfunded_adoptions,
)

MOST = 100  # entries of plans on the page; a country or a theme narrows them
MOST_SOURCES = 200  # rows of the table by source; the file has them all


def funding(request: HttpRequest) -> HttpResponseBase:
    """`?country=MOZ&theme=VI`; only what is published, whoever reads."""
    form = FundingForm(request.GET)
    chosen = form.chosen_values()
    activities = underfunded_activities(**chosen)
    entries = unfunded_adoptions(**chosen).by_country(form.offered("country")).with_names()
    activities_named = (
        with_countries(activities, rules.PUBLIC).select_related("lead").prefetch_related("actions", "funding_lines")
    )
    if exports.requested_format(request, form):
        rows = chain(activities_named.newest_first().iterator(chunk_size=lists.CHUNK), entries)
        title, filters = _("Underfunded work"), exports.filters_of(form)
        return exports.download(
            request, exports.Table.of(request, "funding", title, lists.funding_columns(), rows, filters)
        )
    plans = list(entries[: MOST + 1])
    is_country = len(chosen["country"]) == len("MOZ")
    context = {
        "form": form,
        "is_narrowed": any(chosen.values()),
        "page": page_of(activities_named, request),
        "plans": plans[:MOST],
        "more_plans": len(plans) > MOST,
        "today": timezone.localdate(),
        "lacking": money_lacking(activities),
        "shared": shared_with_others(chosen["country"], chosen["theme"]) if is_country else 0,
        "several": SEVERAL,
        "country": form.offered("country").get(chosen["country"], ""),
        "themes": form.offered("theme"),
        "matrix": matrix(form),
    }
    return render(request, "reports/funding.html", context)


def matrix(form: FundingForm) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """`[(country, its name, [(theme, entries)])]` of the places that look for money."""
    entries = underfunded_entries()
    rows = [
        (code, name, [(theme, entries.get((code, theme), 0)) for theme in form.offered("theme")])
        for code, name in form.offered("country").items()
    ]
    return [row for row in rows if any(n for _theme, n in row[2])]


def funding_sources(request: HttpRequest) -> HttpResponseBase:
    """`?country=MOZ&theme=VI&year=2012&funder=5`: what was committed and spent for what is published, by funder and currency;
    of one funder, and in the file, also by year and country."""
    form = SourcesForm(request.GET, who=rules.standing(request.user))
    chosen = form.chosen_values()
    place, theme, year, funder = (chosen[name] for name in ("country", "theme", "year", "funder"))
    money = published_lines(place, theme, year, funder and funder.pk)
    if exports.requested_format(request, form):
        columns, filters = funding_source_columns(form.offered("country")), exports.filters_of(form)
        rows = funding_totals(money, in_detail=True)
        table = exports.Table.of(request, "funding-sources", _("Funding by source"), columns, rows, filters)
        return exports.download(request, table)
    is_detailed = bool(funder or year)
    totals = currency_totals(money, None if year or funder else underfunded_activities(place, theme))
    context = {
        "form": form,
        "is_narrowed": any(chosen.values()),
        "is_detailed": is_detailed,
        "funder": funder,
        "sources": first_of(placed(funding_totals(money, in_detail=is_detailed), form), MOST_SOURCES),
        "today": timezone.localdate(),
        "totals": totals,
        "spent": [row for row in totals if row.committed or row.spent],
    }
    return render(request, "reports/region/funding.html", context)


def placed(totals: list[FundingTotal], form: FundingForm) -> list[tuple[FundingTotal, str]]:
    """Each with the name of its place."""
    names = form.offered("country")
    return [(row, str(names.get(row.place, row.place))) for row in totals]
