"""From a recommendation to its proof, the scorecard of all recommendations, and what is missing."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from reports import exports, rules
from reports.attained import action_words, recommendations_done_words
from reports.exports import lists
from reports.exports.gaps import gap_columns, gap_rows
from reports.forms.selection import GapsForm, RecommendationsForm, SelectionForm, asked_selection, drill, theme_choices
from reports.models import ActivityQuerySet, ClaimQuerySet, Country, with_proof
from reports.pages import NEWEST_FIRST, Page, page_of
from reports.rules import Standing
from reports.sight import undone_actions, with_countries, with_revisions
from reports.summaries import (
    REGIONAL,
    Cell,
    Gaps,
    Selection,
    Trace,
    best_in_countries,
    counted_activities,
    countries_of,
    countries_with_last_report,
    gaps,
    kept_recommendations,
    last_report,
    matrix_by_action,
    matrix_by_recommendation,
    traces,
    unproved_claims,
)
from reports.summaries.tracing import carried_out
from reports.views.matrices import by_country, columns_of, drawn_line, legend_of, nothing_in, squares_of, words_of
from reports.wording import GAPS, GAPS_OF_ALL
from themes.models import Action, Recommendation, RecommendationQuerySet
from themes.numerals import roman

MOST = 20  # activities on a recommendation's page; a link leads to all of them
NAMED = 9  # actions in the sentence of the gaps
FEW = 5  # claims and activities where every gap is shown; one gap alone has pages
OLDEST_FIRST = ("achieved_on", "id")


def recommendations(request: HttpRequest) -> HttpResponseBase:
    """`?theme=VI&chapter=3`: the codes that the Plan prints, with their actions."""
    form, selection, tail = asked_selection(request, "theme", "chapter", of=RecommendationsForm)
    rows = chosen_recommendations(form, selection).prefetch_related("actions__group__theme")
    if exports.requested_format(request, form):
        title, filters = _("Recommendations of the Conference"), exports.filters_of(form)
        columns = lists.recommendation_columns()
        return exports.download(request, exports.Table.of(request, "recommendations", title, columns, rows, filters))
    context = {"form": form, "tail": tail, "chapters": by_chapter(rows, lambda row: row)}
    return render(request, "reports/plan/recommendations.html", context)


def recommendation(request: HttpRequest, slug: str) -> HttpResponse:
    """Its actions, the countries that carry them out, and as far as the reader may see them the activities, claims and
    evidence behind. The state of a country and an action is the figures', everywhere the same. `?as_at=2012-12-31`: as on
    that day, by the activities that count as at it."""
    row = get_object_or_404(Recommendation, pk=Recommendation.code_from_slug(slug))
    who = rules.standing(request.user)
    form, selection, tail = asked_selection(request, "as_at")
    actions = list(row.actions.in_printed_order().select_related("group__theme"))
    visible = rules.visible_activities(who)
    seen = traces(selection, actions, visible, rules.visible_claims(who), rules.visible_evidence(who))
    behind = visible.carrying_out(row.pk)
    activities = list(traced_activities(who, counted_activities(selection, behind) if tail else behind))
    with_revisions((claim for activity in activities for claim in activity.seen_claims), selection.as_at)
    cells, places = matrix_by_action(selection), list(countries_of(selection).by_name())
    states = country_states(places, carried_out(actions, cells))
    context = {
        "recommendation": row,
        "form": form,
        "selection": selection,
        "tail": tail,
        "drill": drill(tail),
        "sentence": action_words(state for _country, state, _address in states),
        "squares": squares_of(states),
        "legend": legend_of(state for _country, state, _address in states),
        "lines": action_lines(places, actions, cells, seen),
        "activities": activities[:MOST],
        "more": len(activities) > MOST,
    }
    return render(request, "reports/plan/recommendation.html", context)


def country_states(places: Iterable[Country], best: dict[str, str]) -> list[tuple[Country, str, str]]:
    """`[(country, state, address)]` of those that take part, and those that do something all the same."""
    return [
        (country, best.get(country.pk, nothing_in(country).state), country.get_absolute_url())
        for country in places
        if country.takes_part or country.pk in best
    ]


def action_lines(
    countries: Iterable[Country],
    actions: list[Action],
    cells: dict[tuple[str, str], Cell],
    seen: dict[tuple[str, str], Trace],
) -> list[tuple]:
    """`[(action, [(country code or regional, name, cell, trace)])]`, of those that have taken it up or do something."""
    places = [*((country.pk, str(country)) for country in countries), (REGIONAL, "")]
    return [
        (
            action,
            [
                (place, name, cells[place, action.pk], seen.get((place, action.pk), Trace()))
                for place, name in places
                if (place, action.pk) in cells
            ],
        )
        for action in actions
    ]


def traced_activities(who: Standing, activities: ActivityQuerySet) -> ActivityQuerySet:
    """The newest ones, with `seen_claims` and `seen_evidence` cut to what `who` may see."""
    claims = with_proof(rules.visible_claims(who)).with_units()
    return (
        with_countries(activities, who)
        .newest_first()
        .prefetch_related(
            "actions",
            Prefetch("claims", claims, to_attr="seen_claims"),
            Prefetch("evidence", rules.visible_evidence(who), to_attr="seen_evidence"),
        )[: MOST + 1]
    )


def scorecard(request: HttpRequest) -> HttpResponseBase:
    """The 51 codes by country: the best state of the actions that carry each out."""
    form, selection, tail = asked_selection(request, of=RecommendationsForm)
    cells = matrix_by_recommendation(selection)
    columns = columns_of(selection, cells)
    listed = chosen_recommendations(form, selection).prefetch_related("actions")
    if exports.requested_format(request, form):
        rows = [(row, words_of(row.pk, columns, cells)) for row in listed]
        title, filters = _("Scorecard of the recommendations"), exports.filters_of_selection(form, selection.as_at)
        table = exports.Table.of(request, "scorecard", title, lists.scorecard_columns(columns), rows, filters)
        return exports.download(request, table)
    lines = [(row, *drawn_line(row.pk, columns, cells)) for row in listed]
    best, codes = best_in_countries(cells), {row.pk for row in listed}
    context = {
        "form": form,
        "selection": selection,
        "tail": tail,
        "drill": drill(tail),
        "answer": recommendations_done_words(
            (state for code, state in best.items() if code in codes), len(lines), selection.as_at
        ),
        "countries": columns,
        "chapters": by_chapter(lines, lambda line: line[0]),
        "by_country": by_country(lines, columns),
    }
    return render(request, "reports/region/scorecard.html", context)


def chosen_recommendations(form: SelectionForm, selection: Selection) -> RecommendationQuerySet:
    rows = kept_recommendations(selection)
    return rows.filter(chapter=form.chosen("chapter")) if form.chosen("chapter") else rows


def by_chapter(rows: Iterable[Any], recommendation: Callable[[Any], Recommendation]) -> list[tuple[str, list]]:
    """`[("III", [those of its rows])]`, by the recommendation of each."""
    chapters = groupby(rows, key=lambda row: recommendation(row).chapter)
    return [(roman(chapter), list(those)) for chapter, those in chapters]


def missing(request: HttpRequest) -> HttpResponseBase:
    """`?gap=actions&country=MOZ`: what nobody does, claims, proves or pays for. That a claim has no evidence is told
    only to those who see all of its evidence."""
    form, selection, tail = asked_selection(request, of=GapsForm)
    who = rules.standing(request.user)
    country, chosen = form.chosen("country"), form.chosen("gap")
    names, gap_lists = dict(form.fields["country"].choices), gaps(selection, country)
    offer_themes(form, gap_lists, selection)
    gap_lists = replace(gap_lists, actions=undone_actions(gap_lists, who, selection, country))
    claims = unproved_claims(rules.claims_seen_whole(who), selection, country)
    money = with_countries(gap_lists.money, rules.PUBLIC).select_related("lead").prefetch_related("actions")
    kinds = [kind for kind in GAPS if kind != "claims" or rules.may_see_claims_whole(who)]
    shown = [kind for kind in kinds if chosen in ("", kind)]
    if exports.requested_format(request, form):
        rows = gap_rows(shown, gap_lists, claims.order_by(*OLDEST_FIRST), money.newest_first(), names)
        filters = exports.filters_of_selection(form, selection.as_at)
        return exports.download(request, exports.Table.of(request, "gaps", _("Gaps"), gap_columns(), rows, filters))
    counts = {kind: len(getattr(gap_lists, kind)) for kind in GAPS if kind not in ("claims", "money")}
    counts |= {"claims": claims.count(), "money": money.count()}
    place = countries_with_last_report(selection.known_on).filter(pk=country).first() if country else None
    context = {
        "form": form,
        "selection": selection,
        "tail": tail,
        **untaken(gap_lists),
        "most": MOST,
        "first": ":" if chosen else f":{MOST}",
        "tiles": [(kind, (GAPS if country else GAPS | GAPS_OF_ALL)[kind], counts[kind]) for kind in kinds],
        "shown": shown,
        "chosen": chosen,
        "counts": counts,
        "gaps": gap_lists,
        "names": names,
        "claims": some_claims(claims, request, chosen == "claims", selection),
        "money": some(money, request, NEWEST_FIRST, chosen == "money"),
        "country": place,
        "has_reported": place and last_report(place),
        "own": [row for row in form.fields["country"].choices if row[0] in who.countries],
    }
    return render(request, "reports/region/gaps.html", context)


def offer_themes(form: SelectionForm, gap_lists: Gaps, selection: Selection) -> None:
    """Those at hand are all of them, unless one was asked for."""
    if not selection.theme:
        form.themes = theme_choices(gap_lists.themes)


def untaken(gap_lists: Gaps) -> dict[str, Any]:
    """The first actions that nobody has answered or carries out, and how many more there are."""
    rows = [gap.row for gap in gap_lists.actions if gap.is_untaken]
    return {"untaken": rows[:NAMED], "more_untaken": len(rows[NAMED:])}


def some_claims(claims: ClaimQuerySet, request: HttpRequest, alone: bool, selection: Selection) -> Page:
    page = some(claims, request, OLDEST_FIRST, alone)
    with_revisions(page.rows, selection.as_at)
    return page


def some(rows: QuerySet, request: HttpRequest, order: tuple[str, ...], alone: bool) -> Page:
    """A page of the only list that is shown, or the first few of one among others."""
    return page_of(rows, request, order) if alone else Page(list(rows.order_by(*order)[:FEW]), "", "")
