"""A border region: what is done there, and the targets for which it counts."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from indicators.progress import LAYERS
from reports import exports, rules
from reports.attained import border_words
from reports.forms.selection import asked_selection, drill
from reports.models import BorderRegion
from reports.pages import first_of
from reports.sight import with_countries
from reports.summaries import Years, all_countries, border_results, counted_activities, last_report, years_among
from reports.verified import verified_units_at
from reports.views.years import years_chart
from reports.wording import state_word
from themes.models import Theme

MOST = 20  # activities on its page; a link leads to all of them
MOST_LEADS = 50  # organisations that lead them


def border_region(request: HttpRequest, code: str) -> HttpResponseBase:
    """`?as_at=2012-12-31`: of the activities that this reader may see, those that count; the targets as everybody sees them."""
    region = get_object_or_404(BorderRegion, pk=code)
    who = rules.standing(request.user)
    form, selection, tail = asked_selection(request, "as_at")
    visible = rules.visible_activities(who)
    activities = counted_activities(selection, visible.at_border(code))
    years, results = years_among(activities, selection, visible), border_results(code, selection)
    deadline = max(result.target.target.deadline for result in results)
    themes = themes_of(years, {result.target.target.theme for result in results})
    chart = years_chart(region, years, themes, selection, deadline)
    if file := exports.chart_file(request, [chart], form, selection.as_at):
        return file
    verified = verified_units_at(who, code, selection, [result.indicator.pk for result in results])
    counting = [(result.target.code, result.unit.layer) for result in results if result.unit]
    leads = rules.visible_organisations(who).filter(pk__in=activities.order_by().values("lead"))
    context = {
        "region": region,
        "form": form,
        "selection": selection,
        "tail": tail,
        "drill": drill(tail),
        "sentence": border_words(years.totals, counting, selection.as_at),
        "is_counted": bool(counting),
        "chart": chart,
        "layers": [(layer, state_word(layer), years.totals[layer]) for layer in LAYERS],
        "total": sum(years.totals.values()),
        "activities": first_of(with_countries(activities, who).newest_first().prefetch_related("actions"), MOST),
        "results": [(result, verified.get((result.indicator.pk, code))) for result in results],
        "countries": [
            (row, last_report(row)) for row in all_countries(selection).filter(border_regions=code).by_name()
        ],
        "leads": first_of(leads.order_by("name"), MOST_LEADS),
    }
    return render(request, "reports/borders/border_region.html", context)


def themes_of(years: Years, known: set[Theme]) -> dict[str, str]:
    """The codes and titles of those under which something stands, in printed order. One query where some are not `known`."""
    missing = years.themes - {theme.pk for theme in known}
    every = known | set(Theme.objects.filter(pk__in=missing)) if missing else known
    shown = sorted((theme for theme in every if theme.pk in years.themes), key=lambda theme: theme.position)
    return {theme.pk: theme.title for theme in shown}
