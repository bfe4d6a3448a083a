"""Who was trained: by country, year, topic and audience."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from reports import exports
from reports.exports.participants import participants_columns, participants_rows
from reports.filters import UNNUMBERED
from reports.forms.selection import ParticipantsForm, asked_selection
from reports.summaries import REGIONAL, SEVERAL, Selection, Trained, TrainedLine, participants
from reports.trained import figure, layer_words, line_name, training_sentences, what_is_counted
from reports.views.charts import participants_chart
from themes.punctuation import introduced

Asked = dict[str, Any]  # of the address of a list of activities


def participants_page(request: HttpRequest) -> HttpResponseBase:
    """`?country=MOZ&year=2012`; the country may be `several` or `regional`."""
    form, selection, tail = asked_selection(request, of=ParticipantsForm)
    place, year = form.chosen("country"), int(form.chosen("year") or 0)
    view = participants(selection, place=place, year=year)
    if exports.requested_format(request, form) and "chart" not in request.GET:
        filters, columns = exports.filters_of_selection(form, selection.as_at), participants_columns()
        title, rows = _("Participants in training"), participants_rows(view)
        return exports.download(request, exports.Table.of(request, "participants", title, columns, rows, filters))
    asked = asked_of(selection, place, year)
    tables = tables_of(view, asked)
    charts = [
        participants_chart(name, title, head, with_address(lines, asked, cut), selection.as_at)
        for name, title, head, lines, cut in (
            ("years", _("Participants by year"), _("Year"), view.years, by_year),
            ("places", _("Participants by country"), _("Country"), view.places, at),
        )
    ]
    if file := exports.chart_file(request, charts, form, selection.as_at):
        return file
    context = {
        "form": form,
        "selection": selection,
        "tail": tail,
        "total": view.total,
        "sentences": training_sentences(view.total),
        "charts": charts,
        "tables": tables,
        "columns": column_names(),
        "counted": what_is_counted(),
    }
    return render(request, "reports/region/participants.html", context)


def tables_of(view: Any, asked: Asked) -> list[dict[str, Any]]:
    """Each with its title, its head, a row of cells a line, and the names of the lines under which there was no training."""
    kinds = (
        ("places", _("By country"), _("Country"), view.places, at),
        ("years", _("By year"), _("Year"), view.years, by_year),
        ("topics", _("By training topic"), _("Training topic"), view.topics, on_topic),
        ("audiences", _("By training audience"), _("Training audience"), view.audiences, for_audience),
    )
    return [
        {
            "id": name,
            "title": title,
            "head": head,
            "rows": [row_of(line, asked | cut(line)) for line in lines if line.held.trainings],
            "without": [line_name(line) for line in lines if not line.held.trainings],
        }
        for name, title, head, lines, cut in kinds
    ]


def row_of(line: TrainedLine, asked: Asked) -> dict[str, Any]:
    layers = [
        (trained, listed(asked | {"layer": name}), listed(asked | {"layer": name, "training": UNNUMBERED}))
        for name, trained in line.layers
    ]
    cells = [
        (name if place else introduced(word, name), *cell)
        for word, of_layer in zip(layer_words().values(), layers, strict=True)
        for place, (name, cell) in enumerate(zip(column_names(), cells_of(*of_layer), strict=True))
    ]
    return {"name": line_name(line), "cells": cells}


def column_names() -> list[str]:
    """Of one layer."""
    return [_("Training activities"), _("Women"), _("Men"), _("Total"), _("No number given")]


def cells_of(trained: Trained, listed: str, unnumbered: str) -> list[tuple[str, str, bool]]:
    """`(figure, address, whether it says anything)` of each column: what there is none of is 0, what nobody gave a dash."""
    cells: list[tuple[int | None, str]] = [
        (trained.trainings, listed),
        (trained.known_women, ""),
        (trained.known_men, ""),
        (trained.known_people, listed),
        (trained.unnumbered, unnumbered),
    ]
    held, numbered = trained.trainings > 0, trained.trainings > 0 and not trained.is_unknown
    says = (held, numbered, numbered, numbered, trained.unnumbered > 0)
    return [(figure(n), url if n else "", is_said) for (n, url), is_said in zip(cells, says, strict=True)]


def with_address(lines: Iterable[TrainedLine], asked: Asked, cut: Any) -> list[tuple[TrainedLine, str]]:
    return [(line, listed(asked | cut(line))) for line in lines]


def listed(asked: Asked) -> str:
    """The address of the list of exactly the activities that a figure counts."""
    return f"{reverse('activities')}?{urlencode(asked)}"


def asked_of(selection: Selection, place: str, year: int) -> Asked:
    asked = {"counted": 1, "training": 1, "as_at": selection.as_at, "body": selection.body, "status": selection.status}
    asked |= {"year": year} | (in_place(place) if place else {})
    return {name: value for name, value in asked.items() if value}


def at(line: TrainedLine) -> Asked:
    return in_place(line.code)


def in_place(code: str) -> Asked:
    if code == REGIONAL:
        return {"scope": REGIONAL}
    return {"together": 1} if code == SEVERAL else {"country": code}


def by_year(line: TrainedLine) -> Asked:
    return {"year": line.code}


def on_topic(line: TrainedLine) -> Asked:
    return {"topic": line.code or "none"}


def for_audience(line: TrainedLine) -> Asked:
    return {"audience": line.code or "none"}
