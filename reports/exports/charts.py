"""A chart taken away: as a picture (SVG, PNG), or its figures as a table (XLSX, CSV)."""

from collections.abc import Sequence
from functools import partial
from textwrap import wrap
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from reports import invented
from reports.charts import DOTS, MAP, Chart
from reports.documents.apart import picture_apart
from reports.exports.columns import DATE, NUMBER, TEXT, Column, Table, Value, as_known, is_day
from reports.signs import writable
from themes.dates import date_format
from themes.known_days import KnownDay

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
WIDTH, LARGEST = 600, 1.4  # of the drawing, in pixels; how much a small chart is enlarged at most
LETTERS = 100  # of a line below
HEAD, KEY, FOOT = 74, 24, 16  # the heights of what stands above it, of a line of its key, of a line below


def picture(table: Table, chart: Chart, kind: str = "svg") -> HttpResponse:
    """It stands alone: its title, what was asked for, its key, and where and when it was made."""
    headers = {"Content-Disposition": f'attachment; filename="{table.file_name}.{kind}"'}
    drawn = svg(table, chart)
    content = drawn if kind == "svg" else picture_apart(drawn)
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


def svg(table: Table, chart: Chart) -> str:
    scale = min(WIDTH / chart.width, LARGEST)
    below = round(HEAD + chart.height * scale) + KEY
    foot_at = below + len(chart.key) * KEY + FOOT
    made = _("Generated on %(moment)s") % {"moment": date_format(table.local(table.made_at), "DATETIME_FORMAT")}
    foot = [*filter(None, [invented.mark()]), table.address, made, *wrap(chart.source, LETTERS)]
    context = {
        "chart": chart,
        "table": table,
        "map": MAP,
        "dots": mark_safe(DOTS),
        "head": HEAD,
        "width": WIDTH,
        "scale": f"{scale:.3f}",
        "keys": [(look, words, below + place * KEY) for place, (look, words) in enumerate(chart.key)],
        "foot": [(line, foot_at + place * FOOT) for place, line in enumerate(foot)],
        "all": foot_at + len(foot) * FOOT,
    }
    return writable(render_to_string("chart.svg", context))


def table_of(request: HttpRequest, chart: Chart, filters: tuple[tuple[str, str], ...]) -> Table:
    """Its figures, each column typed as the first figure in it is."""
    known = [next((row[place] for row in chart.rows if row[place] is not None), "") for place in range(len(chart.head))]
    kinds = [DATE if is_day(cell) else NUMBER if isinstance(cell, int) else TEXT for cell in known]
    columns = [
        Column(title, partial(cell_at, place), kind)
        for place, (title, kind) in enumerate(zip(chart.head, kinds, strict=True))
    ]
    return Table.of(request, chart.name, chart.title, columns, chart.rows, filters)


def cell_at(place: int, row: Sequence[Any]) -> Value:
    """A day as far as it is known."""
    cell = row[place]
    return as_known(cell) if isinstance(cell, KnownDay) else cell
