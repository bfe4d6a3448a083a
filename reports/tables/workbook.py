"""A country's work as an Excel workbook in one language, to be edited without a line and uploaded again."""

import io
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone, translation
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports import rules
from reports.models import Activity, Adoption, Country, Evidence, User
from reports.state import activity_state, with_state
from reports.tables.adoptions import MENU_FIELDS, OWN_FIELDS, adoption_values
from reports.tables.cells import NO, YES, Choices, checksum, flat, read_cell, write_cell
from reports.tables.columns import CODES, DATE, LONG, MONEY, SHEETS, TITLES, TYPED, Column, columns_of
from reports.tables.reading import ABOUT
from themes.models import Action

FREE_ROWS = 200  # for new activities; as many for claims and links
NOT_IN_LISTS = ("organisations",)  # names are typed freely: a list would only look as if it bound
INSTRUCTIONS = (
    gettext_lazy("This workbook holds what %(country)s has recorded, as on %(day)s."),
    gettext_lazy("Edit it without a line, save it as .xlsx, and upload it on the page where you downloaded it."),
    gettext_lazy("Before anything is written, a page shows what would be created, changed, left alone and refused."),
    gettext_lazy("Change any white cell. Grey cells are ours: they tell which row is which."),
    gettext_lazy("A new activity: fill the next empty row. Its number in the first column is there already."),
    gettext_lazy("A new claim, link or citation: write the number of its activity in the first column."),
    gettext_lazy(
        "Several values in one cell are separated by ; . Cells with a list offer the codes with their titles."
    ),
    gettext_lazy(
        "To take a claim away, choose “yes” under “Remove”. A row that you delete is left as it is on the site."
    ),
    gettext_lazy("New rows arrive as drafts: you submit them on the site."),
    gettext_lazy("What somebody changed on the site meanwhile is shown as a conflict and never overwritten."),
    gettext_lazy(
        "Files are added on the site. No names, addresses or case numbers of refugees or migrants here either."
    ),
)


def workbook_of(country: Country, *, by: User, language: str) -> bytes:
    """The workbook of a country that this person may write for, in a language. Twelve queries or so."""
    with translation.override(language):
        return Writer(country, by=by).written()


class Writer:
    def __init__(self, country: Country, *, by: User):
        self.country = country
        who = rules.standing(by)
        mine = rules.editable_activities(who).in_country(country.pk).exclude(scope=Activity.Scope.REGIONAL)
        self.activities = list(with_state(mine).prefetch_related("evidence").order_by("created_at", "pk"))
        self.choices = Choices([country.pk])
        self.target = io.BytesIO()
        self.book = Workbook(self.target, {"in_memory": True, "strings_to_urls": False})
        self.titles: dict[str, dict[str, str]] = {}
        self.ranges: dict[str, str] = {}
        self.make_formats()

    def make_formats(self) -> None:
        day, amount = excel_date(), "#,##0.00"
        base = {"valign": "top", "font_name": "Calibri", "font_size": 11}
        typed = base | {"locked": False}
        ours = base | {"bg_color": "#ECEFF3", "font_color": "#3A4553", "text_wrap": True}
        add = self.book.add_format
        self.head = add(
            base | {"bold": True, "bg_color": "#0B4F8A", "font_color": "#FFFFFF", "text_wrap": True, "border": 1}
        )
        self.ours = add(ours)
        self.plain = add(typed)
        self.wrapped = add(typed | {"text_wrap": True})
        self.formats = {
            DATE: add(typed | {"num_format": day}),
            MONEY: add(typed | {"num_format": amount}),
            LONG: self.wrapped,
            CODES: self.wrapped,
        }
        self.big = add({"bold": True, "font_size": 16})

    def written(self) -> bytes:
        about = self.book.add_worksheet(self.title("about"))
        sheets = {name: self.book.add_worksheet(self.title(name)) for name in SHEETS}
        self.lists(self.book.add_worksheet(self.title("lists")))
        self.about(about)
        self.fill(
            sheets["activities"], "activities", map(self.activity_row, self.activities, range(1, 10**6)), FREE_ROWS
        )
        self.fill(sheets["claims"], "claims", self.claim_rows(), FREE_ROWS)
        self.fill(sheets["evidence"], "evidence", self.evidence_rows(), FREE_ROWS)
        self.fill(sheets["adoptions"], "adoptions", self.adoption_rows(), 20)
        sheets["activities"].activate()
        self.book.set_properties({"title": str(self.country), "created": timezone.now().replace(tzinfo=None)})
        self.book.close()
        return self.target.getvalue()

    @staticmethod
    def title(name: str) -> str:
        return str(TITLES[name])[:31]

    # Sheets -----------------------------------------------------------------------------------------------------------

    def about(self, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, [ABOUT, str(uuid4()), self.country.pk])
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 110, self.wrapped)
        sheet.write_string(1, 0, f"{_('Dar es Salaam Plan of Action')}: {self.country}", self.big)
        told = {"country": self.country, "day": timezone.localdate().isoformat()}
        for place, sentence in enumerate(INSTRUCTIONS, start=3):
            sheet.write_string(place, 0, str(sentence) % told if "%(" in str(sentence) else str(sentence), self.wrapped)
        sheet.protect("", {"select_locked_cells": True})

    def lists(self, sheet: Worksheet) -> None:
        """Every list that a drop-down offers, one a column."""
        names = {column.choices for columns in SHEETS.values() for column in columns if column.choices}
        for place, name in enumerate(sorted(names - set(NOT_IN_LISTS))):
            rows = self.choices.rows(name)
            self.titles[name] = {code: self.choices.shown(name, code, title) for code, title in rows}
            texts = list(self.titles[name].values())
            sheet.write_string(0, place, name, self.head)
            sheet.write_column(1, place, texts)
            sheet.set_column(place, place, 40)
            column = self.letter(place)
            self.ranges[name] = f"='{self.title('lists')}'!${column}$2:${column}${len(texts) + 1}"
        self.titles |= {name: {} for name in NOT_IN_LISTS}
        sheet.protect("", {"select_locked_cells": True})

    @staticmethod
    def letter(place: int) -> str:
        return chr(65 + place)

    def fill(self, sheet: Worksheet, name: str, rows: Iterable[dict[str, Any]], free: int) -> None:
        """The keys in a hidden row, the titles under them, the rows, and empty rows for more."""
        columns = SHEETS[name]
        sheet.write_row(0, 0, [f"{name}.{column.key}" for column in columns])
        sheet.set_row(0, None, None, {"hidden": True})
        for place, column in enumerate(columns):
            options = {"hidden": True} if column.is_hidden else {}
            sheet.set_column(place, place, column.width, self.format(column), options)
            sheet.write_string(1, place, column.label, self.head)
        line = 1
        for line, row in enumerate(rows, start=2):
            for place, column in enumerate(columns):
                self.write(sheet, line, place, column, row.get(column.key))
        last = line + free
        if name == "activities":
            for number in range(line + 1, last + 1):
                sheet.write_number(number, 0, number - 1, self.ours)
        self.offer(sheet, columns, last)
        sheet.freeze_panes(2, next((place for place, column in enumerate(columns) if column.width > 20), 1))
        sheet.autofilter(1, 0, last, len(columns) - 1)
        allowed = ("format_columns", "format_rows", "sort", "autofilter", "insert_rows")
        sheet.protect("", dict.fromkeys(allowed, True))

    def format(self, column: Column) -> Any:
        return self.ours if column.is_locked else self.formats.get(column.kind, self.plain)

    def write(self, sheet: Worksheet, line: int, place: int, column: Column, value: Any) -> None:
        if value is None:
            return
        form = self.format(column)
        if isinstance(value, date):
            sheet.write_datetime(line, place, value, form)
        elif isinstance(value, str):
            sheet.write_string(line, place, value, form)
        else:
            sheet.write_number(line, place, value, form)

    def offer(self, sheet: Worksheet, columns: tuple[Column, ...], last: int) -> None:
        """Drop-down lists and dates; a cell that may hold several codes offers its list and binds nobody to it."""
        for place, column in enumerate(columns):
            if column.choices in self.ranges and not column.is_locked:
                rule = {"validate": "list", "source": self.ranges[column.choices]}
                if column.kind == CODES:
                    rule["show_error"] = False
                sheet.data_validation(2, place, last, place, rule)
            elif column.kind == DATE:
                told = {"input_title": column.label[:32], "error_message": _("Write a date.")}
                rule = {"validate": "date", "criteria": ">", "value": date(1990, 1, 1)}
                sheet.data_validation(2, place, last, place, rule | {"error_message": told["error_message"]})

    # Rows -------------------------------------------------------------------------------------------------------------

    def activity_row(self, activity: Activity, number: int) -> dict[str, Any]:
        state = flat(activity_state(activity))
        columns = columns_of("activities")
        row = {name: write_cell(columns[name], state[name], self.choices, self.titles) for name in TYPED}
        read = {name: read_cell(columns[name], row[name], self.choices) for name in TYPED}
        return row | {
            "no": number,
            "id": str(activity.pk),
            "version": str(activity.version),
            "checksum": checksum(read),
            "review": activity.get_review_display(),
        }

    def claim_rows(self) -> Iterable[dict[str, Any]]:
        columns = columns_of("claims")
        for number, activity in enumerate(self.activities, start=1):
            verification = {(claim.indicator_id, claim.unit): claim for claim in activity.claims.all()}
            for claim in activity_state(activity)["claims"]:
                unit, day = claim["unit"], claim["achieved_on"]
                row = verification[claim["indicator"], str(activity.pk) if unit == "*" else unit]
                shown = {
                    name: write_cell(columns[name], claim[name], self.choices, self.titles)
                    for name in ("indicator", "unit", "achieved_on")
                }
                yield shown | {
                    "no": number,
                    "was": f"{claim['indicator']}={unit}@{day or ''}",
                    "of": str(activity),
                    "verification": row.get_verification_display(),
                }

    def evidence_rows(self) -> Iterable[dict[str, Any]]:
        levels = dict(Evidence.Confidentiality.choices)
        for number, activity in enumerate(self.activities, start=1):
            for one in activity.evidence.all():
                yield {
                    "no": number,
                    "id": str(one.pk),
                    "of": str(activity),
                    "url": one.url or None,
                    "citation": one.citation or None,
                    "title": one.title or None,
                    "dated": one.dated,
                    "confidentiality": str(levels[one.confidentiality]),
                    "file_name": one.file_name or None,
                }

    def adoption_rows(self) -> Iterable[dict[str, Any]]:
        """The country's plan in its order, then the rest of the menu."""
        plan = list(Adoption.objects.filter(country=self.country))
        taken = {row.action_id for row in plan}
        for adoption in plan:
            yield self.adoption_row(adoption)
        for action in Action.objects.in_printed_order():
            if action.pk not in taken:
                yield {"action": self.titles["actions"][action.pk], "adopted": self.titles["yes_no"][NO]}

    def adoption_row(self, adoption: Adoption) -> dict[str, Any]:
        columns = columns_of("adoptions")
        values = adoption_values(adoption)
        names = MENU_FIELDS if adoption.action_id else OWN_FIELDS
        row = {name: write_cell(columns[name], values[name], self.choices, self.titles) for name in names}
        code = adoption.action_id
        return row | {
            "id": None if code else str(adoption.pk),
            "version": str(adoption.version),
            "checksum": checksum(values),
            "action": self.titles["actions"][code] if code else None,
            "adopted": self.titles["yes_no"][YES],
        }


def excel_date() -> str:
    """The reader's form of a date: `dd/mm/yyyy`, or the ISO form where the language has another order."""
    return "dd/mm/yyyy" if get_format("SHORT_DATE_FORMAT").startswith("d") else "yyyy-mm-dd"
