"""The columns of figures: countries, what changed, two sides."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from indicators.progress import EXPECTED, LAYERS, REPORTED, VERIFIED
from reports.exports.columns import DATE, NUMBER, Column
from reports.summaries import CountryLine, Figures
from reports.wording import state_word
from themes.dates import date_format
from themes.models import Theme
from themes.punctuation import introduced


def country_columns() -> list[Column]:
    """Of a `CountryLine`; that there is no report is said, and nothing then counted."""
    actions = {
        VERIFIED: _("Actions verified"),
        REPORTED: _("Actions reported"),
        EXPECTED: _("Actions expected"),
        "adopted": _("Actions adopted"),
    }
    return [
        Column(_("Country"), lambda row: str(row.country)),
        Column(_("Participation"), lambda row: row.country.get_participation_display(), width=14),
        Column(_("Status since"), lambda row: row.country.participation_since, DATE),
        *(Column(title, partial(known, state=one), NUMBER) for one, title in actions.items()),
        Column(_("Activities"), lambda row: row.activities if row.last_report or row.activities else None, NUMBER),
        Column(_("Last report"), lambda row: row.last_report, DATE),
        Column(_("No report"), not_reported, width=14),
    ]


def not_reported(line: CountryLine) -> str | None:
    """Of a country that does not take part none is awaited."""
    return _("no report yet") if line.never_reported else None


def known(line: CountryLine, state: str) -> int | None:
    """The actions of a country in a state; None where it never reported, which is not known to be none, and where it
    neither takes part nor does anything."""
    return line.states[state] or (None if line.is_silent or line.level is None else 0)


def moved_columns() -> list[Column]:
    """Of `(indicator, move, name of the unit, [names of activities])`."""
    return [
        Column(_("Indicator"), lambda row: row[0].pk, width=12),
        Column(_("Title"), lambda row: row[0].target.title, width=60),
        Column(_("Unit"), lambda row: row[2] or _("An activity to which you do not have access"), width=40),
        Column(_("Before"), lambda row: state_word(row[1].before or "nothing"), width=16),
        Column(_("After"), lambda row: state_word(row[1].after), width=16),
        Column(_("Activities"), lambda row: "\n".join(row[3]), width=60),
    ]


def side_columns(names: list[tuple[str, date]]) -> list[Column]:
    """Of `side_lines`."""
    columns = [
        Column(_("Theme or indicator"), lambda row: row[0], width=12),
        Column(_("Title"), lambda row: row[1], width=60),
    ]
    for n, (name, day) in enumerate(names):
        side = f"{name}, {date_format(day, 'DATE_FORMAT')}"
        for layer in LAYERS:
            title = introduced(side, state_word(layer))
            columns.append(Column(title, partial(side_figure, side=n, layer=layer), NUMBER, 30))
    return columns


SideLine = tuple[str, str, list[dict[str, int]]]


def side_figure(line: SideLine, *, side: int, layer: str) -> int:
    return line[2][side][layer]


def side_lines(themes: Iterable[Theme], figures: list[Figures]) -> Iterator[SideLine]:
    """`(code, title, [layers of each side])`: the actions of each theme, then the units of each indicator."""
    for theme in themes:
        yield theme.pk, theme.title, [side.states[theme.pk] for side in figures]
    for pair in zip(*(side.targets for side in figures), strict=True):
        for both in zip(*(target.indicators for target in pair), strict=True):
            sides = [{layer: getattr(one, layer) for layer in LAYERS} for one in both]
            yield both[0].code, pair[0].title, sides
