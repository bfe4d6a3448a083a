"""Countries: who takes part, what each does, and what each has taken from the menu."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.progress import UnitProgress
from reports import exports, rules
from reports.exports.figures import country_columns
from reports.forms.selection import asked_selection, drill, theme_choices
from reports.models import BodyMembership, Country
from reports.sight import with_countries
from reports.summaries import (
    Selection,
    TargetProgress,
    country_lines,
    country_training,
    country_view,
    kept_actions,
    latest_answer,
)
from reports.summaries.participants import OF_TRAINING
from reports.trained import training_sentences
from reports.verified import Verified, verified_units_of
from themes.menu import menu_with


def countries(request: HttpRequest) -> HttpResponseBase:
    form, selection, tail = asked_selection(request)
    menu = kept_actions(selection).count()
    lines = sorted(country_lines(selection, menu=menu), key=lambda line: not line.country.takes_part)
    if exports.requested_format(request, form):
        filters = exports.filters_of_selection(form, selection.as_at)
        table = exports.Table.of(request, "countries", _("Countries"), country_columns(), lines, filters)
        return exports.download(request, table)
    context = {
        "form": form,
        "selection": selection,
        "tail": tail,
        "menu": menu,
        "taking_part": [line for line in lines if line.country.takes_part],
        "others": [line for line in lines if not line.country.takes_part],
    }
    return render(request, "reports/countries/list.html", context)


def country(request: HttpRequest, code: str) -> HttpResponse:
    who = rules.standing(request.user)
    form, selection, tail = asked_selection(request, "as_at", "theme", "status")
    try:
        figures = country_view(code, selection)
    except Country.DoesNotExist as unknown:
        raise Http404 from unknown
    menu = menu_with(figures.menu, figures.actions)
    if not selection.theme:
        form.themes = theme_choices(theme for theme, _groups in menu)
    verified = verified_units_of(who, code, selection, [target.code for target in figures.targets])
    # Regional work too: shown here, counted for the region.
    recent = rules.in_country(who, rules.visible_activities(who), code)
    context = {
        "country": figures.country,
        "form": form,
        "selection": selection,
        "tail": tail,
        "drill": drill(tail),
        "figures": figures,
        "answer": latest_answer(figures.country, selection.as_at),
        "contributions": contributions_of(figures.targets, verified),
        "training": [] if selection.theme not in ("", OF_TRAINING) else training_lines(code, selection),
        "menu": menu,
        "recent": with_countries(recent, who).newest_first().prefetch_related("actions")[:8],
        "bodies": BodyMembership.objects.in_force(selection.as_at).filter(country=code).select_related("body"),
        "may_write": rules.may_write_for(who, code),
        "may_see_people": rules.may_see_people_of(who, code),
        "may_revise": rules.may_revise_plan(who),
    }
    return render(request, "reports/countries/country.html", context)


def training_lines(code: str, selection: Selection) -> list[tuple[str, str, list[str]]]:
    """`[(what it is of, the address of its figures, [sentence])]`: what the country held alone, then with others."""
    alone, together = country_training(code, selection)
    asked = {"country": code, "as_at": selection.as_at.isoformat(), "status": selection.status}
    query = urlencode({name: value for name, value in asked.items() if value})
    named = (
        (_("Training"), f"{reverse('participants')}?{query}", alone),
        (
            _("Training held with other countries"),
            f"{reverse('activities')}?counted=1&training=1&together=1&{query}",
            together,
        ),
    )
    return [(name, address, sentences) for name, address, line in named if (sentences := training_sentences(line))]


Contribution = tuple[UnitProgress, Verified | None]


def contributions_of(
    targets: Iterable[TargetProgress], verified: dict[tuple[str, str], Verified]
) -> list[tuple[TargetProgress, list[Contribution]]]:
    """Each target with the units of the country that count for it, and by which agency each was verified."""
    return [
        (
            target,
            [(unit, verified.get((row.code, unit.unit))) for row in target.indicators for unit in row.units],
        )
        for target in targets
    ]
