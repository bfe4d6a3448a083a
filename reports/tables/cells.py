"""How a value is written into a cell, and what is made of a cell that somebody typed into.

Writing is in one language; reading knows the words of all of them, so that a workbook may travel.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _

from indicators.models import Indicator
from reports import rules
from reports.activity.checks import LOST_SIGN, lost_signs
from reports.activity.funding import ONE_AMOUNT, secured
from reports.activity.state import in_order, tidied
from reports.activity.units import ITSELF
from reports.models import (
    Activity,
    Adoption,
    BorderRegion,
    Country,
    Evidence,
    RegionalBody,
    Word,
)
from reports.names import listed, names_in
from reports.rules import Standing
from reports.tables import former
from reports.tables.amounts import decimal_mark, read_money, read_number, read_year
from reports.tables.columns import (
    CHOICE,
    CODES,
    DATE,
    DAYS,
    IDENTIFIERS,
    KNOWN,
    LONG,
    MONEY,
    NAMES,
    NUMBER,
    ROLES,
    TEXT,
    YEAR,
    TableColumn,
)
from reports.tables.days import order_of, read_date, read_known
from reports.tables.grids import ERROR, MERGED, Cell
from reports.tables.spelling import spelled
from reports.tables.unclear import NotReadable
from reports.tables.workbooks import FIRST_DAYS, NUMBERS_OF_YEARS
from reports.workflow.organisations import Names
from themes.folding import visible_text
from themes.known_days import unless_whole
from themes.models import Action, Group, Theme, TrainingAudience, TrainingTopic

TYPED_FREELY = (TEXT, LONG, NAMES)
DASH = " — "  # between a code and its title
YES, NO = "yes", "no"
NO_ANSWER = "no_answer"
AS_YES_AND_NO = {
    YES: Adoption.Answer.ADOPTED.value,
    NO: NO_ANSWER,
}  # what the column of answers held until November 2026
# What programs write into a cell that could not be worked out, in the languages that are written here.
FAULTS = frozenset(
    [
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#BUSY!",
        "#ERROR!",
        "#N/D",
        "#NOM?",
        "#NOMBRE!",
        "#NUL!",
        "#VALEUR!",
        "#NOME?",
        "#NULO!",
        "#NÚM!",
        "#VALOR!",
        "#REFERÊNCIA!",
        "#GETTING_DATA",
        "########",
    ]
)
FAULT_OF_LIBREOFFICE = re.compile(r"(Err|Erro|Erreur)[:.]\s?5[0-9]{2}")
DIGITS_LOST = re.compile(r"[0-9][.,]?[0-9]{0,20}E\+[0-9]{2}")  # a long number that a program has shortened
MOST_DIGITS = 10**15  # of those that follow, a spreadsheet keeps only noughts
WORDS = {
    "status": Activity.Status,
    "scope": Activity.Scope,
    "visibility": Activity.Visibility,
    "priority": Adoption.Priority,
    "confidentiality": Evidence.Confidentiality,
    "agreement": Word,
}
ROWS: dict[str, type[Model]] = {
    "themes": Theme,
    "actions": Action,
    "topics": TrainingTopic,
    "audiences": TrainingAudience,
}
BY_NAME: dict[str, type[Country] | type[BorderRegion]] = {"countries": Country, "border_regions": BorderRegion}
NAME = {"themes": "title", "actions": "title"}  # of the others: `name`


class Choices:
    """The allowed codes and their titles, by list; each list is read from the database once."""

    def __init__(self, countries: list[str]):
        self.countries = countries
        self._codes: dict[str, dict[str, str]] = {}

    def rows(self, name: str) -> list[tuple[str, str]]:
        """`[(code, title)]` in the language now active, in the order in which they are offered."""
        if name in WORDS:
            return [(str(code), str(label)) for code, label in WORDS[name].choices]
        if name == "languages":
            return [(code, str(label)) for code, label in settings.LANGUAGES]
        if name == "yes_no":
            return [(YES, _("yes")), (NO, _("no"))]
        if name == "answer":
            return [*((code, str(label)) for code, label in Adoption.Answer.choices), (NO_ANSWER, _("no answer"))]
        if name in BY_NAME:
            return [(row.pk, row.name) for row in BY_NAME[name].objects.all().by_name()]
        if name in ROWS:
            return [(row.pk, getattr(row, NAME.get(name, "name"))) for row in ROWS[name]._default_manager.all()]
        return {"organisations": self.organisations, "indicators": self.indicators, "units": self.units}[name]()

    def organisations(self) -> list[tuple[str, str]]:
        theirs = Standing(countries=frozenset(self.countries))
        return [(row.name, "") for row in rules.visible_organisations(theirs)]

    def indicators(self) -> list[tuple[str, str]]:
        return [(row.pk, row.text) for row in Indicator.objects.all()]

    def units(self) -> list[tuple[str, str]]:
        sectors = list(Group.objects.filter(theme__targets__indicators__counts=Indicator.Counts.SECTORS).distinct())
        countries = Country.objects.filter(pk__in=self.countries).by_name()
        return [
            (ITSELF, _("this activity")),
            *((row.pk, row.name) for row in countries),
            *((f"{row.pk}/{group.pk}", f"{row.name}, {group.title}") for row in countries for group in sectors),
            *((row.pk, row.name) for row in BorderRegion.objects.all().by_name()),
            *((row.pk, row.name) for row in RegionalBody.objects.all()),
        ]

    def offered(self, name: str) -> list[str]:
        """The texts of a drop-down list: `VI.1 — Title`, or the word alone where the code says nothing."""
        return [self.label(name, code, title) for code, title in self.rows(name)]

    def label(self, name: str, code: str, title: str) -> str:
        title = title.replace(";", ",")
        return (
            title
            if name in WORDS or name in ("languages", "yes_no", "answer")
            else f"{code}{DASH}{title}"
            if title
            else code
        )

    def code(self, name: str, written: str) -> str | None:
        """The code that somebody means by a text: the code, its title in any language, or both; None if unknown."""
        codes = self.codes(name)
        return codes.get(spelled(written)) or codes.get(spelled(written.partition(DASH.strip())[0]))

    def codes(self, name: str) -> dict[str, str]:
        if name not in self._codes:
            by_spelling = {spelled(title): code for title, code in former.CHOICES.get(name, {}).items()}
            for language, _name in settings.LANGUAGES:
                with translation.override(language):
                    if name == "answer":
                        by_spelling |= {spelled(word): AS_YES_AND_NO[code] for code, word in self.rows("yes_no")}
                        by_spelling |= AS_YES_AND_NO
                    for code, title in self.rows(name):
                        by_spelling[spelled(title.replace(";", ","))] = code
                        by_spelling[spelled(code)] = code
            self._codes[name] = by_spelling
        return self._codes[name]

    @cached_property
    def directory(self) -> Names:
        return Names.all()

    def organisation(self, name: str) -> str:
        """The name that the directory has for it."""
        known = self.directory.find(name)
        return known.name if known else " ".join(name.split())


def write_cell(column: TableColumn, value: Any, titles: dict[str, dict[str, str]]) -> Any:
    """What stands in the cell. `titles` is `{list: {code: text offered}}` in the language of the workbook."""
    if value in (None, "", []):
        return None
    if column.kind in DAYS:
        return write_day(value)
    if column.kind == MONEY:
        return Decimal(value)
    if column.kind == NAMES:
        return listed(value if isinstance(value, list) else [value])
    if column.kind == IDENTIFIERS:
        return listed(f"{row['system']}: {row['identifier']}" for row in value)
    if column.kind == CODES:
        return "; ".join(titles[column.choices].get(code, code) for code in value)
    if column.kind == CHOICE:
        return titles[column.choices].get(value, value)
    return value


def write_day(known: str) -> date | str:
    """A date where it is known as such; text where it is not, and where its number would be read as a year."""
    if unless_whole(known):
        return known
    day = date.fromisoformat(known)
    return known if (day - FIRST_DAYS[False]).days in NUMBERS_OF_YEARS else day


def read_cell(column: TableColumn, raw: Any, choices: Choices, habit: str = "", current: Any = None) -> Any:
    """The value of the state that a cell means; equal values come out equal. Raises NotReadable.

    `habit` is how the rest of the column writes its numbers or dates (see `habit_of`); `current` is the value that was
    written into the cell: its text is taken as it is, whatever it looks like, as long as it was left alone.
    """
    if current and column.kind in TYPED_FREELY and as_text(raw) == as_text(write_cell(column, current, {})):
        return current
    require_whole(raw)
    text = as_text(raw)
    if column.kind in READERS:
        return READERS[column.kind](raw, text, habit) if text else None
    if column.choices in ("yes_no", "answer") and isinstance(raw, bool):
        written = YES if raw else NO
        return written if column.choices == "yes_no" else AS_YES_AND_NO[written]
    require_text(raw, text)
    if column.kind == CODES:
        return sorted({choices.code(column.choices, part) or part for part in several(text)})
    if column.kind == CHOICE:
        return read_choice(column, text, choices)
    if LOST_SIGN in text:
        raise NotReadable(lost_signs())
    if column.kind == IDENTIFIERS:
        return in_order(map(read_identifier, names_in(text)))
    if column.kind == NAMES:
        names = [choices.organisation(name) for name in names_in(text)]
        if column.key not in ("lead", "funder"):
            return sorted(set(names))
        return names[0] if len(names) == 1 else choices.organisation(text)
    return text


def require_whole(raw: Any) -> None:
    """Refuse a cell that holds nothing which can be taken as it stands."""
    if isinstance(raw, str) and (raw.strip().upper() in FAULTS or FAULT_OF_LIBREOFFICE.fullmatch(raw.strip())):
        raw = (ERROR, raw.strip())
    if not isinstance(raw, tuple):
        return
    why, held = raw
    if why == ERROR:
        raise NotReadable(
            _("The cell contains an error, %(held)s. Correct the formula, or type the value.") % {"held": held}
        )
    if why == MERGED:
        message = _(
            "The cells %(held)s are merged, so it is unclear whether their value also applies to this row. "
            "Unmerge them."
        )
        raise NotReadable(message % {"held": held})
    message = _("The formula %(held)s has no stored result. Open the file in a spreadsheet program and save it again.")
    raise NotReadable(message % {"held": held})


def require_text(raw: Any, text: str) -> None:
    """Refuse what a spreadsheet may have made of a text: a date, a truth, a number cut short."""
    if isinstance(raw, date | bool):
        message = _(
            "The cell contains %(held)s, which Excel treats as a date or as TRUE/FALSE, not as text. Format the "
            "cell as text, and type the value again."
        )
        raise NotReadable(message % {"held": text})
    if (isinstance(raw, int | float) and abs(raw) >= MOST_DIGITS) or DIGITS_LOST.fullmatch(text):
        message = _("“%(held)s” is a number that has lost its last digits. Format the cell as text, and type it again.")
        raise NotReadable(message % {"held": text})


def habit_of(column: TableColumn, cells: Iterable[Any]) -> str:
    """How a column writes numbers (its decimal mark) or dates (see `days`) as text; empty where it does not tell."""
    if column.kind in (NUMBER, MONEY):
        return decimal_mark(cell for cell in cells if isinstance(cell, str))
    return order_of(cells) if column.kind in DAYS else ""


def read_choice(column: TableColumn, text: str, choices: Choices) -> str | None:
    if not text:
        return None if column.key in ("theme", "theme_id") else ""
    code = choices.code(column.choices, text)
    if code is None and column.choices in ("units", "indicators"):
        return text.partition(DASH.strip())[0].strip()  # whether it can count is for the rules to say
    if code is None:
        offered = choices.offered(column.choices)
        message = _("“%(text)s” is not one of the choices. Choose from the list, for example: %(some)s.")
        raise NotReadable(message % {"text": text, "some": "; ".join(offered[:4])})
    return code


def as_text(raw: Cell) -> str:
    """A cell as one would read it: `12.0` is 12, a date is ISO, text has no space around it."""
    if raw is None:
        return ""
    if isinstance(raw, tuple):
        return raw[1]
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return visible_text(str(raw).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))


READERS = {DATE: read_date, KNOWN: read_known, NUMBER: read_number, YEAR: read_year, MONEY: read_money}


def several(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if visible_text(part)]


def read_identifier(written: str) -> dict[str, str]:
    """`moz-home: A-17` as a state holds it. Raises NotReadable."""
    system, colon, identifier = written.partition(":")
    if not (visible_text(system) and colon and visible_text(identifier)):
        message = _("“%(text)s” is not in the form SYSTEM: IDENTIFIER, for example moz-home: A-17.")
        raise NotReadable(message % {"text": written})
    return tidied({"system": system, "identifier": identifier})


def read_written_claim(written: str) -> dict[str, str | None]:
    """`VI.T1.1=MOZ@2014-05-26` as a state holds it; without a day it is only expected. Raises NotReadable."""
    indicator, _equals, rest = written.partition("=")
    unit, at, day = rest.partition("@")
    if not (indicator and unit and at):
        message = _("“%(claim)s” is not in the form INDICATOR=UNIT@DATE, for example VI.T1.1=MOZ@2014-05-26.")
        raise NotReadable(message % {"claim": written})
    achieved_on = read_known(day, day.strip()) if day.strip() else None
    return {"indicator": indicator.strip(), "unit": unit.strip(), "achieved_on": achieved_on}


def flat(state: dict[str, Any]) -> dict[str, Any]:
    """An activity's state with its partners as one list of names for each role, and its funding as one amount."""
    roles = {role: sorted(row["organisation"] for row in state["partners"] if row["role"] == role) for role in ROLES}
    return state | roles | {ONE_AMOUNT: secured(state)}


def checksum(values: dict[str, Any]) -> str:
    """Sixteen signs that differ when a row differs."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
