"""A country's work as an Excel workbook in one language, to be edited offline and uploaded again."""

import io
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.utils import timezone, translation
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports import rules
from reports.activity.state import activity_state, with_state
from reports.agreements import Asked, asked_of
from reports.models import Activity, Adoption, Claim, Country, Evidence, Organisation, User, Word
from reports.sight import with_evidence
from reports.tables.adoptions import NOT_ADOPTED, adoption_values
from reports.tables.cells import NO, YES, Choices, as_text, checksum, flat, read_cell, write_cell
from reports.tables.columns import CODES, DATE, KNOWN, MONEY, SHEETS, TITLES, TYPED, TableColumn, columns_of
from reports.tables.lines import letters
from reports.tables.parsing import ABOUT, NO_COUNTRY
from reports.verified import verified_claim
from themes.dates import date_format
from themes.models import Action

FREE_ROWS = 200  # for what is new
NOT_OF_THE_MENU = ("title", "theme_id")  # of the national plan: for the actions of the country's own
NOT_IN_LISTS = ("organisations",)  # names are typed freely: a list would only look as if it bound
OF_A_COUNTRY = gettext_lazy("This workbook contains what %(country)s had recorded as at %(day)s.")
OF_AN_ORGANISATION = gettext_lazy(
    "This workbook contains what had been recorded for %(organisations)s in %(country)s as at %(day)s."
)
OF_NO_COUNTRY = gettext_lazy("This workbook contains what had been recorded for %(organisations)s as at %(day)s.")
INSTRUCTIONS = (
    gettext_lazy(
        "Edit this workbook offline, save it as .xlsx, and upload it on the page from which you downloaded it."
    ),
    gettext_lazy("Before anything is saved, a page shows what would be created, changed, left unchanged and refused."),
    gettext_lazy("You can change any white cell. Grey cells are reserved: they identify the rows."),
    gettext_lazy(
        "For a new activity, fill in the next empty row; the number of the row is already in the first column."
    ),
    gettext_lazy(
        "For a new claim, link or citation, enter the number of its activity in the first column of an empty row."
    ),
    gettext_lazy(
        "Separate values in a cell with a semicolon (;), and put any name that contains a semicolon in quotation "
        "marks. Cells with a drop-down list offer the codes with their titles."
    ),
    gettext_lazy(
        "To remove a claim, choose “yes” under “Remove”. If you delete a row, its content stays as it is on the site."
    ),
    gettext_lazy("New activities are saved as drafts, which you then submit on the site."),
    gettext_lazy(
        "A field whose cell you clear is listed separately, and is cleared on the site only once you confirm "
        "this. Where a field was changed both in the workbook and on the site, you are asked which version to "
        "keep."
    ),
    gettext_lazy(
        "To add files, or to change or remove evidence, use the site. Do not enter names, addresses or case "
        "numbers of refugees or migrants in this workbook."
    ),
)


def workbook_of(country: Country | None, *, by: User, language: str) -> bytes:
    """The workbook of a country in which this person records, in a language: without one, of what was recorded for their
    organisations anywhere. Twelve queries or so."""
    with translation.override(language):
        return Writer(country, by=by).written()


class Writer:
    def __init__(self, country: Country | None, *, by: User):
        self.country = country
        who = rules.standing(by)
        self.is_of_country = country is not None and rules.may_write_for(who, country.pk)
        theirs = Organisation.objects.filter(pk__in=() if self.is_of_country else who.organisations)
        self.organisations = " / ".join(sorted(map(str, theirs)))
        mine = rules.editable_activities(who)
        if country is None:
            mine = mine.filter(recorded_for__in=who.organisations)
        else:
            mine = mine.in_country(country.pk).exclude(scope=Activity.Scope.REGIONAL)
        self.activities = list(with_evidence(with_state(mine), who).order_by("created_at", "pk"))
        own = [country.pk] if country else []
        self.asked = asked_of(replace(who, countries=who.countries.intersection(own)))
        self.choices = Choices(own)
        self.target = io.BytesIO()
        self.book = Workbook(self.target, {"in_memory": True, "strings_to_urls": False})
        self.titles: dict[str, dict[str, str]] = {}
        self.ranges: dict[str, str] = {}
        self.make_formats()

    def make_formats(self) -> None:
        base = {"valign": "top", "font_name": "Calibri", "font_size": 11}
        white = base | {"locked": False, "text_wrap": True}
        grey = base | {
            "bg_color": "#ECEFF3",
            "font_color": "#3A4553",
            "text_wrap": True,
            "border": 1,
            "border_color": "#D5DBE3",
        }
        blue = base | {"bg_color": "#0B4F8A", "font_color": "#FFFFFF", "bold": True, "text_wrap": True, "border": 1}
        day, add = {"num_format": excel_date(), "align": "left"}, self.book.add_format
        self.head, self.ours, self.our_day = add(blue), add(grey), add(grey | day)
        self.plain = add(white)
        self.as_known = add(white | {"num_format": "@"})  # as text: a program would make a day of a month
        self.typed = {DATE: add(white | day), KNOWN: self.as_known, MONEY: add(white | {"num_format": "#,##0.00"})}
        self.instruction = add(base | {"text_wrap": True})
        self.big = add({"bold": True, "font_size": 16})

    def written(self) -> bytes:
        about = self.book.add_worksheet(self.title("about"))
        left_out = {"agreements": not self.asked, "adoptions": not self.is_of_country}
        sheets = {name: self.book.add_worksheet(self.title(name)) for name in SHEETS if not left_out.get(name)}
        self.lists(self.book.add_worksheet(self.title("lists")))
        self.about(about)
        self.fill(sheets["activities"], "activities", map(self.activity_row, self.activities, count(1)))
        self.fill(sheets["claims"], "claims", self.claim_rows())
        self.fill(sheets["evidence"], "evidence", self.evidence_rows(), ours=columns_of("evidence"))
        if self.is_of_country:
            self.fill(sheets["adoptions"], "adoptions", self.adoption_rows())
        if self.asked:
            self.fill(sheets["agreements"], "agreements", map(self.agreement_row, self.asked))
        sheets["activities"].activate()
        self.book.set_properties({"title": self.place, "created": timezone.now().replace(tzinfo=None)})
        self.book.close()
        return self.target.getvalue()

    @property
    def place(self) -> str:
        return str(self.country) if self.country else self.organisations

    @staticmethod
    def title(name: str) -> str:
        return str(TITLES[name])[:31]

    # Sheets -----------------------------------------------------------------------------------------------------------

    def about(self, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, [ABOUT, str(uuid4()), self.country.pk if self.country else NO_COUNTRY])
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.hide_gridlines(2)
        on_paper(sheet)
        sheet.set_column(0, 0, 110)
        sheet.write_string(1, 0, f"{_('Dar es Salaam Plan of Action')} – {self.place}", self.big)
        first = OF_A_COUNTRY if self.is_of_country else OF_AN_ORGANISATION if self.country else OF_NO_COUNTRY
        values = {"country": self.place, "organisations": self.organisations}
        values |= {"day": date_format(timezone.localdate(), "SHORT_DATE_FORMAT")}
        for place, sentence in enumerate((first, *INSTRUCTIONS), start=3):
            sheet.write_string(place, 0, str(sentence) % values, self.instruction)
        sheet.protect()

    def lists(self, sheet: Worksheet) -> None:
        """Every list that a drop-down offers, one a column."""
        named = {column.choices: column for columns in SHEETS.values() for column in columns if column.choices}
        for place, name in enumerate(sorted(named.keys() - set(NOT_IN_LISTS))):
            rows = self.choices.rows(name)
            self.titles[name] = {code: self.choices.label(name, code, title) for code, title in rows}
            texts = list(self.titles[name].values())
            sheet.write_string(0, place, named[name].label, self.head)
            sheet.write_column(1, place, texts)
            sheet.set_column(place, place, 60)
            column = letters(place)
            self.ranges[name] = f"='{self.title('lists')}'!${column}$2:${column}${len(texts) + 1}"
        self.titles |= {name: {} for name in NOT_IN_LISTS}
        sheet.freeze_panes(1, 0)
        on_paper(sheet, across=4)
        sheet.protect()

    def fill(self, sheet: Worksheet, name: str, rows: Iterable[dict[str, Any]], ours: Collection[str] = ()) -> None:
        """The keys in a hidden row, the titles under them, the rows, and empty rows for more.

        `ours` are columns whose cells are locked where they are filled, beside those that always are.
        """
        columns = SHEETS[name]
        sheet.write_row(0, 0, [f"{name}.{column.key}" for column in columns])
        sheet.set_row(0, None, None, {"hidden": True})
        for place, column in enumerate(columns):
            options = {"hidden": True} if column.is_hidden else {}
            form = self.plain if column.key == "no" else self.format(column)
            sheet.set_column(place, place, column.width, form, options)
            sheet.write_string(1, place, column.label, self.head)
        sheet.set_row(1, height(columns, [column.label for column in columns]))
        line = 1
        for line, row in enumerate(rows, start=2):
            locked = {"no", *ours, *row.get("ours", ())}
            row |= {"grey": grey_of(columns, row)}
            for place, column in enumerate(columns):
                form, value = self.locked(column) if column.key in locked else self.format(column), row.get(column.key)
                form = self.typed[DATE] if form == self.as_known and isinstance(value, date) else form
                self.write(sheet, line, place, value, form)
            sheet.set_row(line, height(columns, [row.get(column.key) for column in columns]))
        last = line + FREE_ROWS
        if name == "activities":
            sheet.write_column(line + 1, 0, range(line, last), self.plain)
        self.offer(sheet, columns, last)
        wide = next(place for place, column in enumerate(columns) if column.width > 20)
        sheet.freeze_panes(2, wide + 1)
        sheet.autofilter(1, 0, last, len(columns) - 1)
        sheet.print_area(1, 0, max(line, 2), len(columns) - 1)
        sheet.repeat_rows(1)
        sheet.repeat_columns(0, wide)
        on_paper(sheet, across=4 if name == "activities" else 1)
        sheet.protect("", dict.fromkeys(("format_columns", "format_rows", "autofilter"), True))

    def format(self, column: TableColumn) -> Format:
        return self.locked(column) if column.is_locked else self.typed.get(column.kind, self.plain)

    def locked(self, column: TableColumn) -> Format:
        return self.our_day if column.kind == DATE else self.ours

    @staticmethod
    def write(sheet: Worksheet, line: int, place: int, value: Any, form: Format) -> None:
        if value is None:
            sheet.write_blank(line, place, None, form)
        elif isinstance(value, date):
            sheet.write_datetime(line, place, value, form)
        elif isinstance(value, str):
            sheet.write_string(line, place, value, form)
        else:
            sheet.write_number(line, place, value, form)

    def offer(self, sheet: Worksheet, columns: tuple[TableColumn, ...], last: int) -> None:
        """Drop-down lists and dates; a cell that may hold several codes offers its list and binds nobody to it."""
        for place, column in enumerate(columns):
            if column.choices in self.ranges and not column.is_locked:
                rule: dict[str, Any] = {"validate": "list", "source": self.ranges[column.choices]}
                if column.kind == CODES:
                    rule["show_error"] = False
                sheet.data_validation(2, place, last, place, rule)
            elif column.kind == DATE:
                rule = {"validate": "date", "criteria": ">", "value": date(1990, 1, 1)}
                sheet.data_validation(2, place, last, place, rule | {"error_message": _("Enter a date.")})
            elif column.kind == KNOWN:
                enough = _("Enter a date. If you know only the month or the year, enter that: 2012-06, 2012.")
                sheet.data_validation(2, place, last, place, {"validate": "any", "input_message": enough})

    # Rows -------------------------------------------------------------------------------------------------------------

    def activity_row(self, activity: Activity, number: int) -> dict[str, Any]:
        state = flat(activity_state(activity))
        columns = columns_of("activities")
        row = {name: write_cell(columns[name], state[name], self.titles) for name in TYPED}
        read = {name: read_cell(columns[name], row[name], self.choices, current=state[name]) for name in TYPED}
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
                cells = {
                    name: write_cell(columns[name], claim[name], self.titles)
                    for name in ("indicator", "unit", "achieved_on")
                }
                yield cells | {
                    "no": number,
                    "activity": str(activity.pk),
                    "was": f"{claim['indicator']}={unit}@{day or ''}",
                    "of": str(activity),
                    "verification": verification_of(row),
                }

    def evidence_rows(self) -> Iterable[dict[str, Any]]:
        levels = dict(Evidence.Confidentiality.choices)
        for number, activity in enumerate(self.activities, start=1):
            for one in activity.seen_evidence:
                yield {
                    "no": number,
                    "id": str(one.pk),
                    "activity": str(activity.pk),
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
                yield {
                    "action": self.titles["actions"][action.pk],
                    "adopted": self.titles["yes_no"][NO],
                    "version": NOT_ADOPTED,
                    "ours": NOT_OF_THE_MENU,
                }

    def adoption_row(self, adoption: Adoption) -> dict[str, Any]:
        columns = columns_of("adoptions")
        values = adoption_values(adoption)
        row = {name: write_cell(columns[name], value, self.titles) for name, value in values.items()}
        code = adoption.action_id
        return row | {
            "id": None if code else str(adoption.pk),
            "version": str(adoption.version),
            "checksum": checksum(values),
            "action": self.titles["actions"][code] if code else None,
            "adopted": self.titles["yes_no"][YES],
            "ours": NOT_OF_THE_MENU if code else (),
        }

    def agreement_row(self, asked: Asked) -> dict[str, Any]:
        activity = asked.agreement.activity
        claims = [f"{claim.named}, {claim.achieved or _('expected')}" for claim in asked.claims]
        return {
            "id": str(activity.pk),
            "version": str(activity.version),
            "of": str(activity),
            "lead": str(activity.lead) if activity.lead else None,
            "claimed": "\n".join(claims) or None,
            "agreement": self.titles["agreement"][Word.AWAITED],
            "reason": asked.agreement.reason or None,
        }


def verification_of(claim: Claim) -> str:
    """How a claim stands; of a verified one also by which agency and when."""
    known = verified_claim(claim)
    return known.words if known else claim.get_verification_display()


def grey_of(columns: tuple[TableColumn, ...], row: dict[str, Any]) -> str:
    """What the grey cells of a row hold that are not read: by it an edit there is seen."""
    keys = {"no", *row.get("ours", ()), *(column.key for column in columns if column.is_locked)}
    keys_shown = [column.key for column in columns if column.key in keys and not column.is_hidden]
    return urlencode({key: as_text(row.get(key)) for key in keys_shown})


def height(columns: tuple[TableColumn, ...], values: list[Any]) -> int:
    """Of a row, in points, so that its texts are seen: not every program finds it by itself. Ten lines at most."""
    seen = [(column.width, value) for column, value in zip(columns, values, strict=True) if not column.is_hidden]
    lines = (sum(len(part) // width + 1 for part in value.split("\n")) for width, value in seen if type(value) is str)
    return 15 * min(max(lines, default=1), 10)


def on_paper(sheet: Worksheet, across: int = 1) -> None:
    """A4 across, the columns on so many sheets."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(across, 0)


def excel_date() -> str:
    """The reader's form of a date: `dd/mm/yyyy`, or the ISO form where the language has another order."""
    return "dd/mm/yyyy" if get_format("SHORT_DATE_FORMAT").startswith("d") else "yyyy-mm-dd"
