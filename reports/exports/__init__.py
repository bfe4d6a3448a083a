"""Any list as a spreadsheet: the rows that its page shows to this person, all of them, or a refusal.

A view makes a `Table` of the same rows that it pages, and returns `download(request, table)` where there is a
`requested_format`; a view that draws charts returns what `chart_file(request, charts, form, day)` gives, where it gives
something. What asks for a file and gets its page is refused in words by `actionplan.middleware`, unless the page names
the error itself.
"""

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_filters import FilterSet

from reports.charts import Chart
from reports.exports import charts as drawn
from reports.exports import csv, xlsx
from reports.exports.columns import DATE, MOMENT, NUMBER, TEXT, Column, Table, filters_of, filters_of_selection
from reports.pages import address

FORMATS = ("xlsx", "csv")
UNREADABLE = "unreadable_filter"  # on the request

__all__ = [
    "DATE",
    "FORMATS",
    "MOMENT",
    "NUMBER",
    "TEXT",
    "Column",
    "Table",
    "chart_file",
    "download",
    "filters_of",
    "filters_of_selection",
    "requested_format",
    "unreadable",
]


def requested_format(request: HttpRequest, form: BaseForm | FilterSet | None = None) -> str:
    """`xlsx`, `csv`, or empty for the page: also where the filters of `form` cannot be read, and the page says why."""
    return readable_format(request, FORMATS, form)


def readable_format(request: HttpRequest, formats: Iterable[str], form: BaseForm | FilterSet | None) -> str:
    file_format = request.GET.get("format", "")
    if file_format not in formats:
        return ""
    if form is not None and not form.is_valid():
        setattr(request, UNREADABLE, True)
        return ""
    return file_format


def unreadable(request: HttpRequest) -> bool:
    """Whether the page that was answered instead names a filter that cannot be read."""
    return getattr(request, UNREADABLE, False)


def download(request: HttpRequest, table: Table) -> HttpResponseBase:
    """The table as a file; what a workbook cannot hold is refused, and the page says why."""
    try:
        is_csv = request.GET.get("format") == "csv"
        response: HttpResponseBase = csv.response(table) if is_csv else xlsx.response(table)
    except xlsx.TooLarge:
        messages.error(request, _("This list is too long for an Excel sheet. Narrow it, or download it as CSV."))
        return redirect(request.path + address(request))
    return response


def chart_file(request: HttpRequest, charts: Iterable[Chart], form: BaseForm, as_at: date) -> HttpResponseBase | None:
    """The one of these charts that `?chart=pace&format=svg` asks for (or `png`, `xlsx`, `csv`) as a file; None: the page."""
    name = request.GET.get("chart")
    chart = next((chart for chart in charts if chart.name == name), None)
    if chart is None or not (kind := readable_format(request, (*FORMATS, *drawn.TYPES), form)):
        return None
    table = drawn.table_of(request, chart, filters_of_selection(form, as_at))
    return drawn.picture(table, chart, kind) if kind in drawn.TYPES else download(request, table)
