"""The region over time: what changed, at what pace, and two sides beside one another."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import exports, rules
from reports.exports.figures import moved_columns, side_columns, side_lines
from reports.forms.comparison import MovedForm, SidesForm, side_day
from reports.forms.selection import asked_selection
from reports.pages import page_of
from reports.sight import NOBODYS, Named, named_activities, unit_labels, with_revisions
from reports.summaries import (
    Figures,
    Selection,
    Side,
    Stretch,
    TargetProgress,
    all_countries,
    by_year,
    claims_of,
    figures_of,
    in_force,
    moved_pairs,
    movements,
    pace,
    round_rates,
    silent_among,
    verified_by_month,
)
from reports.views.charts import claims_chart, pace_chart, stretch_name
from themes.dates import CONFERENCE, date_format
from themes.models import Theme


def moved(request: HttpRequest) -> HttpResponseBase:
    """`?since=2011-12-31`: the units that changed layer, and the activities by which they did."""
    form = MovedForm(request.GET)
    since, selection = form.days()
    is_file = bool(exports.requested_format(request, form))
    rows = movements(selection, since, most=None) if is_file else movements(selection, since)
    who = rules.standing(request.user)
    labels = unit_labels(who, {move.unit for row in rows for move in row.moves})
    behind = named_activities(who, moved_pairs(rows), selection, since)
    lines = [
        (
            row,
            [
                (move, *named(move.unit, labels), behind.get((row.indicator.pk, move.unit), NOBODYS))
                for move in row.moves
            ],
        )
        for row in rows
    ]
    if is_file:
        first = (str(form.fields["since"].label), date_format(since, "DATE_FORMAT"))
        filters = dict((first, *exports.filters_of_selection(form, selection.as_at))).items()
        moved_units = ((row.indicator, *line) for row, moves in lines for line in moves)
        flat = [(indicator, move, name, activity_words(behind)) for indicator, move, name, _url, behind in moved_units]
        table = exports.Table.of(request, "moved", _("Changes"), moved_columns(), flat, tuple(filters))
        return exports.download(request, table)
    context = {
        "form": form,
        "since": since,
        "conference": CONFERENCE,
        "selection": selection,
        "lines": lines,
        "units": sum(row.in_all for row in rows),
        "met": sum(row.newly_met for row in rows),
    }
    return render(request, "reports/region/moved.html", context)


def named(unit: str, labels: dict[str, tuple[str, str]]) -> tuple[str, str]:
    return labels.get(unit, (unit, ""))


def activity_words(by: Named) -> list[str]:
    """The activities behind a move: the names of those that the reader may open, and how many more of them; of the others only
    that there is nothing to open."""
    more = [ngettext("and %(n)s more", "and %(n)s more", by.more) % {"n": by.more}] if by.more else []
    return [*map(str, by.activities), *more] or ([_("not published")] if by.hidden else [])


def trend(request: HttpRequest) -> HttpResponseBase:
    """Verified claims over time, those of one `?month=2012-03` or `?month=2012`, the pace against the deadline, and the
    answers to each round."""
    form, selection, tail = asked_selection(request)
    norm = in_force(selection)
    months, reached = verified_by_month(selection), pace(selection, norm)
    charts = claims_chart(months, selection, reached.deadline, tail), pace_chart(reached, selection)
    if file := exports.chart_file(request, charts, form, selection.as_at):
        return file
    context = {
        "form": form,
        "selection": selection,
        "tail": tail,
        "months": months,
        "months_chart": charts[0],
        "pace": reached,
        "pace_chart": charts[1],
        "now": reached.points[-1] if reached.points else None,
        "rounds": round_rates(selection, norm),
        "month": one_month(request, months, selection),
    }
    return render(request, "reports/region/trend.html", context)


def one_month(request: HttpRequest, months: list[Stretch], selection: Selection) -> dict | None:
    """The claims of a month or a year, a page of them, with the names that the reader may see."""
    stretches = (*months, *by_year(months))
    month = next((stretch for stretch in stretches if stretch.code == request.GET.get("month")), None)
    if month is None:
        return None
    who = rules.standing(request.user)
    claims = claims_of(month, selection).with_units().select_related("activity")
    page = page_of(claims, request, ("achieved_on", "id"))
    named = rules.visible_activities(who).filter(pk__in=[claim.activity_id for claim in page.rows])
    seen = set(named.values_list("pk", flat=True))
    query: dict[str, Any] = {"since": month.eve, "as_at": min(month.last, selection.as_at)}
    query |= {"body": selection.body, "theme": selection.theme, "status": selection.status}
    return {
        "month": month,
        "name": stretch_name(month),
        "page": page,
        "rows": [(claim, claim.activity_id in seen) for claim in with_revisions(page.rows, selection.as_at)],
        "moved": urlencode({name: value for name, value in query.items() if value}),
    }


def compare(request: HttpRequest) -> HttpResponseBase:
    """`?a=MOZ&b=TZA`, each side also as at a day of its own (`a_as_at`, `b_as_at`)."""
    days = [side_day(request.GET, name) for name in ("a", "b")]
    known = {day: all_countries(Selection(as_at=day)).by_name() for day in dict.fromkeys(days)}
    countries = known[days[0]]
    form = SidesForm(request.GET or None, countries=countries)
    themes = list(Theme.objects.annotate(menu=Count("groups__actions", distinct=True)))
    menu = {theme.pk: theme.menu for theme in themes}
    sides = [form.side(name) for name in ("a", "b")] if form.is_bound else []
    norm = in_force(Selection()) if sides else None
    figures = [figures_of(side, norm, menu) for side in sides] if norm else []
    names = [
        (side_name(form, side, {row.pk for row in silent_among(known[side.selection.as_at])}), side.selection.as_at)
        for side in sides
    ]
    if figures and exports.requested_format(request, form):
        rows, filters = side_lines(themes, figures), exports.filters_of(form)
        table = exports.Table.of(request, "compare", _("Compare"), side_columns(names), rows, filters)
        return exports.download(request, table)
    context = {"form": form, "names": names, "figures": figures, "themes": [], "targets": [], "sums": []}
    if figures:
        context["themes"] = [(theme, [theme_line(side_figures, theme) for side_figures in figures]) for theme in themes]
        context["sums"] = [
            (name, day, verified_in(one.targets)) for (name, day), one in zip(names, figures, strict=True)
        ]
        context["targets"] = list(zip(*(side_figures.targets for side_figures in figures), strict=True))
    return render(request, "reports/region/compare.html", context)


def side_name(form: SidesForm, side: Side, silent: set[str]) -> str:
    """Its name, and that nothing is known of it where it had not reported by its day."""
    name = form.name_of(side)
    return f"{name} ({_('no report')})" if side.country in silent else name


def theme_line(figures: Figures, theme: Theme) -> dict:
    targets = [target for target in figures.targets if target.target.theme_id == theme.pk]
    met = sum(target.met for target in targets)
    return {"states": figures.states[theme.pk], "units": verified_in(targets), "met": met}


def verified_in(targets: Iterable[TargetProgress]) -> int:
    """The units that count for them."""
    return sum(indicator.verified for target in targets for indicator in target.indicators)
