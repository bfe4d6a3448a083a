"""The region over time: what moved, at what pace, and two sides beside one another."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import rules
from reports.charts import Chart, Column, columns, pace_lines
from reports.forms.comparison import MovedForm, SidesForm
from reports.forms.view import asked_view
from reports.models import Country
from reports.summaries import (
    Figures,
    Pace,
    View,
    activities_of,
    figures_of,
    movements,
    pace,
    round_rates,
    verified_by_month,
)
from reports.views.plan import unit_labels
from themes.dates import date_format
from themes.models import Theme


def moved(request: HttpRequest) -> HttpResponse:
    """`?since=2011-12-31`: the units that changed layer, and the activities by which they did."""
    form = MovedForm(request.GET)
    since, view = form.days()
    rows = movements(view, since)
    labels = unit_labels(request, {move.unit for row in rows for move in row.moves})
    behind = activities_of(rows, view, since)
    who = rules.standing(request.user)
    ids = {pk for found in behind.values() for pk in found}
    seen = {row.pk: row for row in rules.visible_activities(who).filter(pk__in=ids)} if ids else {}
    lines = [
        (row, [(move, *named(move.unit, labels), named_activities(behind, seen, row, move)) for move in row.moves])
        for row in rows
    ]
    context = {
        "form": form,
        "since": since,
        "view": view,
        "lines": lines,
        "units": sum(len(row.moves) for row in rows),
        "met": sum(row.newly_met for row in rows),
    }
    return render(request, "reports/region/moved.html", context)


def named(unit: str, labels: dict[str, tuple[str, str]]) -> tuple[str, str]:
    return labels.get(unit, (unit, ""))


def named_activities(behind, seen, row, move) -> tuple[list, int]:
    """Those that the reader may open, and how many others there are."""
    ids = dict.fromkeys(behind.get((row.indicator.pk, move.unit), []))
    return [seen[pk] for pk in ids if pk in seen], sum(pk not in seen for pk in ids)


def trend(request: HttpRequest) -> HttpResponse:
    """Verified claims per month, the pace against the deadline, and the answers to each round."""
    form, view, tail = asked_view(request, "as_at", "body", "theme")
    months, reached = verified_by_month(view), pace(view)
    context = {
        "form": form,
        "view": view,
        "tail": tail,
        "claims": sum(month.claims for month in months),
        "months": months,
        "months_chart": months_chart(months, view),
        "pace": reached,
        "pace_chart": pace_chart(reached),
        "now": reached.points[-1] if reached.points else None,
        "rounds": round_rates(view),
    }
    return render(request, "reports/region/trend.html", context)


def months_chart(months, view: View) -> Chart:
    """Each column leads to what moved in its month."""
    body = f"&body={view.body}" if view.body else ""
    found = [
        Column(
            words=ngettext("%(month)s: %(n)d claim", "%(month)s: %(n)d claims", month.claims)
            % {"month": date_format(month.first, "YEAR_MONTH_FORMAT"), "n": month.claims},
            value=month.claims,
            url=f"/region/moved/?since={month.eve.isoformat()}&as_at={month.last.isoformat()}{body}",
            tick=str(month.first.year) if month.first.month == 1 or month is months[0] else "",
        )
        for month in months
    ]
    marks, labels = columns(found)
    return Chart(
        name="months",
        title=_("Verified claims by the month in which they came true"),
        marks=marks,
        labels=labels,
        head=(_("Month"), _("Verified claims")),
        rows=[(date_format(month.first, "YEAR_MONTH_FORMAT"), month.claims) for month in months],
    )


def pace_chart(reached: Pace) -> Chart:
    points = reached.points
    span = max((points[-1].day - points[0].day).days, 1) if points else 1
    most = max([reached.required, *(point.verified for point in points)])
    spots = [((point.day - points[0].day).days / span, point.verified, point.needed) for point in points]
    marks, labels = pace_lines(spots, most, [str(point.day.year) for point in points])
    return Chart(
        name="pace",
        title=_("Units verified, and the steady pace that the deadline asked for"),
        marks=marks,
        labels=labels,
        head=(_("Day"), _("Verified"), _("Needed at a steady pace")),
        rows=[(date_format(point.day, "DATE_FORMAT"), point.verified, round(point.needed)) for point in points],
        key=(("area", _("Verified")), ("needed", _("Needed at a steady pace"))),
    )


def compare(request: HttpRequest) -> HttpResponse:
    """`?a=MOZ&b=TZA`, each side also as at a day of its own (`a_as_at`, `b_as_at`)."""
    countries = Country.objects.all().by_name()
    form = SidesForm(request.GET or None, countries=countries)
    themes = list(Theme.objects.annotate(menu=Count("groups__actions", distinct=True)))
    menu = {theme.pk: theme.menu for theme in themes}
    sides = [form.side(name) for name in ("a", "b")] if form.is_bound else []
    figures = [figures_of(side, countries, menu) for side in sides]
    names = [(form.name_of(side), side.view.as_at) for side in sides]
    context = {"form": form, "names": names, "figures": figures, "themes": [], "targets": []}
    if figures:
        context["themes"] = [(theme, [theme_line(found, theme) for found in figures]) for theme in themes]
        context["targets"] = list(zip(*(found.targets for found in figures), strict=True))
    return render(request, "reports/region/compare.html", context)


def theme_line(figures: Figures, theme: Theme) -> dict:
    targets = [target for target in figures.targets if target.target.theme_id == theme.pk]
    units = sum(indicator.verified for target in targets for indicator in target.indicators)
    return {"states": figures.states[theme.pk], "units": units, "met": sum(target.met for target in targets)}
