"""The Plan with what is done about it: at a glance, a theme, an action, a target."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from indicators.models import Indicator, Target
from indicators.progress import LAYERS, REPORTED, SECTORS_NEEDED, VERIFIED, IndicatorProgress, Lapsed, UnitProgress
from indicators.revisions import Revised, lines, oldest_first, revised, targets_now
from reports import exports, limits, rules
from reports.attained import RESULTS, UNITS, actions_done_words, all_met_words, count_words, layers_words, since_words
from reports.charts import Chart
from reports.exports import lists
from reports.forms.selection import asked_selection, drill
from reports.headlines import answers_words, counted_now_words, growth_words, standing_words, taken_up_words
from reports.layer_words import layer_word
from reports.models import Adoption, Country
from reports.pages import first_of
from reports.rules import Standing
from reports.sight import unit_labels, with_countries, with_reasons
from reports.summaries import (
    Cell,
    Selection,
    TargetOverTime,
    TargetProgress,
    all_countries,
    best_in_countries,
    best_states,
    counted_activities,
    each_activity,
    in_force,
    kept_actions,
    matrix_by_action,
    served_by,
    sought_under,
    standing_on,
    target_over_time,
    target_progress,
    with_activities,
    with_participations,
)
from reports.summaries.activities import NO_REPORT, NOTHING
from reports.summaries.units import FIRST
from reports.verified import Verified, verified_units
from reports.views.charts import steps_chart
from reports.views.matrices import legend_of, nothing_in, squares_of
from reports.wording import state_word
from themes.dates import date_format
from themes.folding import fold
from themes.models import Action, Group, Recommendation, Theme

MOST = 20  # activities on an action's page; a link leads to all of them
MOST_NAMED = 6  # units of an indicator in the sentence about it
SILENT = (NOTHING, NO_REPORT)


def contents(request: HttpRequest) -> HttpResponseBase:
    """The Plan's menu and targets, of one `?theme=` if it is asked for. `?q=` leads to the search; as a file, to the actions that
    hold the words."""
    words = request.GET.get("q", "").strip()[: limits.SEARCH]
    form, selection, _tail = asked_selection(request, "theme")
    if exports.requested_format(request, form):
        actions = Action.objects.mentioning(words) if words else kept_actions(selection)
        filters = ((_("Search"), words),) if words else exports.filters_of(form)
        rows = actions.in_printed_order().select_related("group__theme").prefetch_related("recommendations")
        table = exports.Table.of(request, "plan", _("The Plan of Action"), lists.action_columns(), rows, filters)
        return exports.download(request, table)
    if words:
        return redirect(f"{reverse('search')}?{urlencode({'q': words})}")
    themes = Theme.objects.prefetch_related(Prefetch("groups", Group.objects.prefetch_related("actions")))
    targets = targets_now(Target.objects.all(), timezone.localdate())
    shown = themes.filter(pk=selection.theme) if selection.theme else themes
    listed = [(theme, [row for row in targets if row.target.theme_id == theme.pk]) for theme in shown]
    return render(request, "indicators/plan.html", {"themes": listed, "form": form, "narrowed": bool(selection.theme)})


def theme(request: HttpRequest, code: str) -> HttpResponse:
    row = get_object_or_404(Theme, pk=code)
    form, selection, tail = asked_selection(request, "as_at", "body", "status")
    selection = replace(selection, theme=code)
    cells = matrix_by_action(selection)
    states, targets = best_states(cells), target_progress(selection)
    groups = Group.objects.filter(theme=row).prefetch_related("actions")
    menu = [(group, [(action, states.get(action.pk, "nothing")) for action in group.actions.all()]) for group in groups]
    context = {
        "theme": row,
        "form": form,
        "selection": selection,
        "tail": tail,
        "targets": targets,
        "sentences": theme_sentences(targets, cells, sum(len(actions) for _group, actions in menu), selection),
        "menu": menu,
    }
    return render(request, "reports/plan/theme.html", context)


def theme_sentences(
    targets: Sequence[TargetProgress], cells: dict[tuple[str, str], Cell], actions: int, selection: Selection
) -> list[str]:
    """How many of its targets are met, and how many of its actions are carried out."""
    attained = [target.attainment for target in targets]
    by_deadline, met = sum(one.by_deadline for one in attained), sum(target.met for target in targets)
    deadline = max(target.target.deadline for target in targets)
    return [
        count_words(by_deadline, met, len(targets), selection.as_at, deadline),
        actions_done_words(best_in_countries(cells).values(), actions, selection.as_at),
    ]


def action(request: HttpRequest, code: str) -> HttpResponse:
    """`?as_at=2012-12-31`: what countries did and answered on that day, and the activities that count as at it; not what is
    sought, which is of today."""
    row, recommendations = action_with_recommendations(code)
    who = rules.standing(request.user)
    form, selection, tail = asked_selection(request, "as_at")
    countries, participations = with_participations(all_countries(selection))
    lines = action_lines(who, row, selection, countries)
    states = [cell.state for _country, cell, _answer in lines]
    under = rules.visible_activities(who).under_action(code)
    under = counted_activities(selection, under) if tail else under
    newest = first_of(with_countries(under, who).newest_first().prefetch_related("actions"), MOST)
    context = {
        "action": row,
        "form": form,
        "selection": selection,
        "tail": tail,
        "drill": drill(tail),
        "taken_up": taken_up_words(states),
        "answers": answers_words((cell.state, country) for country, cell, _answer in lines),
        "squares": squares_of(square_of(*line) for line in lines),
        "legend": legend_of(states),
        "recommendations": recommendations,
        "countries": [line for line in lines if line[1].state not in SILENT or line[2]],
        "unanswered": [country for country, cell, answer in lines if cell.state in SILENT and not answer],
        "activities": newest,
        "total": under.count() if newest.more else 0,
        "served": [
            (one.progress, *(layers_words(*one.numbers, None, forms) for forms in (UNITS, RESULTS)))
            for one in served_by(code, in_force(selection, participations))
        ],
        "sought": None if tail else sought_under(code),
        "seeking": [
            country for country, _cell, answer in lines if answer and answer.is_adopted and answer.needs_funding
        ],
        "may_record": rules.may_record(who),
    }
    return render(request, "reports/plan/action.html", context)


ActionLine = tuple[Country, Cell, Adoption | None]


def action_with_recommendations(code: str) -> tuple[Action, list[Recommendation]]:
    """In printed order. One query; raises Http404."""
    order = ("recommendations__chapter", "recommendations__item")
    named = Action.objects.select_related("group__theme").annotate(carries_out=F("recommendations"))
    rows: list[Any] = list(named.filter(pk=code).order_by(*order))
    if not rows:
        raise Http404
    return rows[0], [Recommendation(code=row.carries_out) for row in rows if row.carries_out]


def action_lines(who: Standing, action: Action, selection: Selection, countries: Iterable[Country]) -> list[ActionLine]:
    """Each country that takes part, or does or answers something all the same: what it does under the action and what it
    answers to it. Two queries."""
    matrix = matrix_by_action(replace(selection, theme=action.theme_code))
    cells = {place: cell for (place, code), cell in matrix.items() if code == action.pk}
    answers = Adoption.objects.as_at(selection.as_at).filter(action=action).select_related("decided_for")
    given = {answer.country_id: answer for answer in with_reasons(answers, who)}
    return [
        (country, cells.get(country.pk, nothing_in(country)), given.get(country.pk))
        for country in sorted(countries, key=lambda country: fold(country.name))
        if country.takes_part or country.pk in cells or country.pk in given
    ]


def square_of(country: Country, cell: Cell, answer: Adoption | None) -> tuple[Country, str, str]:
    """It leads to what the page says of the country or, where that is nothing, to the country."""
    is_said = cell.state not in SILENT or answer
    return country, cell.state, f"#{country.pk}" if is_said else country.get_absolute_url()


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator on the page of its target: `(unit, its name, its address, since when it is verified)` of what counts, the
    same without the last of what is no longer so, and `(name, address)` of the countries of which nothing is claimed.
    `by_deadline`: how many were verified on the last day of the deadline; empty before it is over. `growth`: how many were verified, over
    the years. `verified` and `reported`: names, where that is not much."""

    indicator: Indicator
    counted: IndicatorProgress
    chart: Chart
    units: list[tuple[UnitProgress, str, str, Verified | None]]
    lapsed: list[tuple[Lapsed, str, str]]
    missing: list[tuple[str, str]]
    needs_everyone: bool
    by_deadline: str
    growth: str
    verified: list[str]
    reported: list[str]

    @property
    def total(self) -> int:
        """How many count, in any layer; 0 where all of them are named."""
        n = sum(getattr(self.counted, layer) for layer in LAYERS)
        return n if self.indicator.counts == Indicator.Counts.ACTIVITIES and n > len(self.units) else 0

    @property
    def may_have_lapsed_more(self) -> bool:
        """Are as many named as are at most?"""
        return self.indicator.counts == Indicator.Counts.ACTIVITIES and len(self.lapsed) == FIRST

    @property
    def counted_words(self) -> str:
        return counted_now_words(self.indicator.counts, self.counted.verified, self.counted.required)


def target(request: HttpRequest, code: str) -> HttpResponseBase:
    form, selection, _tail = asked_selection(request, "as_at", "body", "status")
    over_time = target_over_time(selection, code)
    if over_time is None:
        raise Http404
    progress = over_time.progress
    charts = [
        steps_chart(indicator, over_time.steps[indicator.pk], selection.as_at, progress.target.deadline)
        for indicator in progress.norm
    ]
    if file := exports.chart_file(request, charts, form, selection.as_at):
        return file
    row = progress.target
    who = rules.standing(request.user)
    if exports.requested_format(request, form):
        filters = exports.filters_of_selection(form, selection.as_at)
        return exports.download(request, target_table(request, over_time, filters))
    rows = indicator_rows(who, over_time, charts)
    context = {
        "target": row,
        "progress": progress,
        "rows": rows,
        "form": form,
        "selection": selection,
        "to_come": lines(revisions_to_come(row, selection.as_at)),
        "assessments": row.assessments.as_at(selection.as_at),
        "may_assess": rules.may_assess(who),
        "may_revise": rules.may_revise_plan(who),
    }
    return render(request, "reports/plan/target.html", context)


def indicator_rows(who: Standing, over_time: TargetOverTime, charts: Sequence[Chart]) -> list[IndicatorRow]:
    """With the names that this reader may see."""
    selection = over_time.norm.selection
    (progress,) = with_activities([over_time.progress], over_time.norm)
    deadline = progress.target.deadline
    is_over = selection.as_at > deadline
    verified = verified_units(who, selection, progress.counted)
    counting = {unit.unit for counted in progress.indicators for unit in counted.units}
    gone = {unit.unit for counted in progress.indicators for unit in counted.lapsed}
    labels = unit_labels(who, counting | gone | places_of(counting) | over_time.participants)
    return [
        IndicatorRow(
            indicator=indicator,
            counted=counted,
            chart=chart,
            units=units_of(indicator, counted, labels, verified),
            lapsed=sorted(((unit, *labels.get(unit.unit, (unit.unit, ""))) for unit in counted.lapsed), key=best_first),
            missing=sorted((labels[one] for one in over_time.missing(counted, indicator.counts)), key=by_label),
            needs_everyone=progress.needs_everyone(indicator),
            by_deadline=standing_words(standing_on(over_time.steps[indicator.pk], deadline)) if is_over else "",
            growth=growth_words(over_time.steps[indicator.pk]),
            verified=named_units(counted, indicator.counts, VERIFIED, labels),
            reported=named_units(counted, indicator.counts, REPORTED, labels),
        )
        for indicator, counted, chart in zip(progress.norm, progress.indicators, charts, strict=True)
    ]


Labels = Mapping[str, tuple[str, str]]
UnitLine = tuple[UnitProgress, str, str, Verified | None]


def units_of(
    indicator: Indicator, counted: IndicatorProgress, labels: Labels, verified: Mapping[tuple[str, str], Verified]
) -> list[UnitLine]:
    """What counts, with its name, its address and how it was verified."""
    lines = (
        (unit, *labels.get(unit.unit, (unit.unit, "")), verified.get((indicator.pk, unit.unit)))
        for unit in counted.units
    )
    return sorted(lines, key=best_first)


def places_of(units: Iterable[str]) -> set[str]:
    """The countries of those units that are a country and a sector."""
    return {unit.partition("/")[0] for unit in units if "/" in unit}


def named_units(counted: IndicatorProgress, counts: str, layer: str, labels: Labels) -> list[str]:
    """What counts in a layer, by name and in order; nothing where that is too much, or the reader may not see all of it. Of
    countries and sectors, the countries that have sectors enough."""
    units = [unit.unit for unit in counted.units if unit.layer == layer]
    if counts == Indicator.Counts.SECTORS:
        sectors = Counter(unit.partition("/")[0] for unit in units)
        units = [place for place, n in sectors.items() if n >= SECTORS_NEEDED and layer == VERIFIED]
    elif counts == Indicator.Counts.ACTIVITIES and len(units) < getattr(counted, layer):
        return []
    names = [name for name, _url in (labels.get(unit, ("", "")) for unit in units) if name]
    return sorted(names, key=fold) if len(units) <= MOST_NAMED and len(names) == len(units) else []


def best_first(line: Sequence[Any]) -> tuple[int, str]:
    """Of a unit and its name: by its layer, then as the reader's language orders names."""
    unit, name = line[:2]
    return LAYERS.index(unit.layer), fold(name)


def by_label(label: tuple[str, str]) -> str:
    return fold(label[0])


def target_table(
    request: HttpRequest, over_time: TargetOverTime, filters: tuple[tuple[str, str], ...]
) -> exports.Table:
    """The units of a target, as its page has them and all of them, as a file."""
    progress, lines = over_time.progress, unit_lines(rules.standing(request.user), over_time)
    columns = lists.unit_columns(_("an activity that is not published"), progress)
    title = f"{progress.code} {progress.title}"
    facts = (*filters, *target_facts(progress))
    return exports.Table.of(request, f"target-{progress.code}", title, columns, lines, facts)


def unit_lines(who: Standing, over_time: TargetOverTime) -> Iterator[tuple[Any, ...]]:
    """In the columns of `unit_columns`: what counts for each indicator, then what lapsed; activities by the thousand."""
    norm = over_time.norm
    for indicator, counted in over_time.progress.counted:
        is_of_activities = indicator.counts == Indicator.Counts.ACTIVITIES
        for some in each_activity(norm, indicator) if is_of_activities else (counted,):
            verified = verified_units(who, norm.selection, [(indicator, some)])
            labels = unit_labels(who, {unit.unit for unit in some.units} | {unit.unit for unit in some.lapsed})
            for unit, name, _url, known in units_of(indicator, some, labels, verified):
                yield indicator, unit, name, layer_word(unit.layer, indicator.counts).lower(), known
            for gone in some.lapsed:
                yield indicator, gone, labels.get(gone.unit, (gone.unit, ""))[0], state_word("lapsed"), None


def target_facts(progress: TargetProgress) -> list[tuple[str, str]]:
    """What the file of a target says of it: when it was met, the assessment with its date, each revision in force."""
    facts = [(_("Target"), all_met_words(progress.attainment)), (_("Deadline"), date_format(progress.target.deadline))]
    if words := since_words(progress.attainment):
        facts.append((_("Since"), words))
    if progress.assessed_on:
        facts.append((_("Assessment"), f"{progress.assessed}, {date_format(progress.assessed_on)}"))
    return facts + [(_("Revised"), str(line)) for line in progress.revisions]


def revisions_to_come(target: Target, day: date) -> list[Revised]:
    """What has been decided of a target for days after this one."""
    changes = revised(target, oldest_first().filter(target=target))
    return [change for change in changes if change.revision.in_force_from > day]
