"""The picture of a country, or of a border region, over the years, by theme."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.progress import EXPECTED, REPORTED, VERIFIED
from reports.attained import layers_words
from reports.charts import Chart, Titled
from reports.layer_words import layers_key
from reports.models import Activity, BorderRegion, Country
from reports.strips import WIDTH, Axis, Strip, has_room, number_strips, strips
from reports.summaries import Begun, Lasting, Selection, Years
from reports.wording import since_day, state_word
from themes.dates import CONFERENCE, date_format
from themes.punctuation import introduced, isolated, semicolon

LOOKS = {VERIFIED: "solid", REPORTED: "hatch", EXPECTED: "outline"}
FIRST = date(CONFERENCE.year, 1, 1)  # where the axis begins


def years_chart(
    place: Country | BorderRegion, years: Years, themes: Mapping[str, str], selection: Selection, deadline: date
) -> Chart:
    """What counts there over the years, by theme, of which `themes` are the codes and titles: each activity from its start to
    its end or, of many, how many began in each year. That nothing is reported under a theme is said of a country alone, where
    all that it does was counted, whoever may see it and whatever its status."""
    can_say_nothing = isinstance(place, Country) and not selection.status
    axis = axis_of(selection.as_at, deadline, _("nothing reported yet") if can_say_nothing else "")
    if years.numbers:
        return numbers_chart(place, years.numbers, themes, selection.as_at, axis)
    last = selection.as_at
    rows = [
        (f"{code} {title}", [strip_of(row, last) for row in years.activities if row.theme == code])
        for code, title in themes.items()
    ]
    drawn = strips(rows, axis)
    return Chart(
        name="years",
        title=_("%(country)s: activities by theme, as at %(day)s") % {"country": place, "day": date_format(last)},
        marks=drawn.marks,
        labels=drawn.labels,
        head=(_("Activity"), _("Theme"), _("Counted as"), _("From"), _("To")),
        rows=[(name_of(row), row.theme, state_word(row.layer), *map(str, days_of(row))) for row in years.activities],
        key=[
            (look, layers_key("activities")[look])
            for look in LOOKS.values()
            if look in {mark.look for mark in drawn.marks}
        ],
        width=WIDTH,
        height=drawn.height,
        of_words=True,
        said_at=drawn.said_at,
        kind="strips",
    )


def numbers_chart(
    place: Country | BorderRegion, numbers: Sequence[Begun], themes: Mapping[str, str], last: date, axis: Axis
) -> Chart:
    rows = [
        (
            with_years(f"{code} {title}", {row.year for row in numbers if row.theme == code and row.year}),
            cells_of([row for row in numbers if row.theme == code], last),
            sum(row.expected for row in numbers if row.theme == code),
        )
        for code, title in themes.items()
    ]
    drawn = number_strips(rows, axis)
    words = {"country": place, "day": date_format(last)}
    return Chart(
        name="years",
        title=_("%(country)s: activities begun, by theme and year, as at %(day)s") % words,
        marks=drawn.marks,
        labels=drawn.labels,
        head=(
            *(_("Theme"), _("Year"), pgettext("activities", "Verified")),
            *(pgettext("activities", "Reported"), pgettext("activities", "Expected")),
        ),
        rows=[(row.theme, row.year, row.verified, row.reported, row.expected) for row in numbers],
        key=[(look, layers_key("activities")[look]) for look in ("solid", "hatch")],
        width=WIDTH,
        height=drawn.height,
        said_at=drawn.said_at,
        kind="strips",
    )


def with_years(name: str, years: set[int]) -> str:
    """`III Operations: 2010–2014, 2016`, where there is room."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    said = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
    return introduced(name, said) if said and has_room(introduced(name, said)) else name


def cells_of(rows: Sequence[Begun], last: date) -> list[tuple[float, int, int, str]]:
    """A cell for each year of the axis in which something began; what began before the axis stands in its first year, and its
    words say when."""
    by_year: dict[int, list[Begun]] = defaultdict(list)
    for row in rows:
        if row.year:
            by_year[max(row.year, FIRST.year)].append(row)
    return [
        (
            part_of(date(year, 1, 1), last),
            sum(row.verified for row in begun),
            sum(row.reported for row in begun),
            f"{semicolon()} ".join(map(begun_words, begun)),
        )
        for year, begun in by_year.items()
    ]


def part_of(day: date, last: date) -> float:
    """Where a day lies, 0 to 1, on an axis of whole years up to that of the last day."""
    end = date(max(last, FIRST).year + 1, 1, 1)
    return (max(day, FIRST) - FIRST).days / (end - FIRST).days


def axis_of(last: date, deadline: date, nothing: str) -> Axis:
    years = range(FIRST.year, max(last, FIRST).year + 1)
    return Axis(
        years=[(part_of(date(year, 1, 1), last), str(year)) for year in years],
        deadline=(part_of(deadline, last), introduced(_("Deadline"), date_format(deadline))),
        beside=pgettext("activities", "Expected"),
        nothing=nothing,
    )


def strip_of(row: Lasting, last: date) -> Strip:
    """What the reader may not open has its layer and its years alone; what is returned stands in the layer of what is expected,
    and says so."""
    is_returned = row.activity is not None and row.activity.review == Activity.Review.RETURNED
    returned = str(Activity.Review.RETURNED.label) if is_returned else ""
    said = ", ".join(part for part in (state_word(row.layer), returned, lasting_words(row)) if part)
    return Strip(
        look=LOOKS[row.layer],
        words=introduced(capfirst(said), isolated(name_of(row))),
        url=row.activity.get_absolute_url() if row.activity else "",
        first=part_of(row.first, last) if row.first else None,
        last=part_of(row.last, last) if row.last else None,
        named=years_words(row),
        is_of_years=bool(row.first and row.last and row.first.year < row.last.year),
    )


def years_words(row: Lasting) -> str:
    """`2011–2014`, `2016`; empty where it is to come."""
    years = [day.year for day in (row.first, row.last) if day]
    return "–".join(map(str, dict.fromkeys(years)))


def name_of(row: Lasting) -> str:
    return Titled(str(row.activity), row.activity.language) if row.activity else _("an activity that is not published")


def days_of(row: Lasting) -> tuple[object, object]:
    """From when to when, as far as it is known; of what the reader may not open the years, empty where it is to come."""
    if row.activity:
        return row.activity.start or "", row.activity.end or ""
    return (row.first.year, row.last.year) if row.first and row.last else ("", "")


def lasting_words(row: Lasting) -> str:
    """`3 March 2012 – 2013`, `since 2011` of what goes on, `26 May 2014` of a single day."""
    first, last = days_of(row)
    if row.activity and row.activity.start and row.activity.status == Activity.Status.IN_PROGRESS and not last:
        return since_day(row.activity.start)
    return " – ".join(dict.fromkeys(str(day) for day in (first, last) if day))


def begun_words(row: Begun) -> str:
    """As who points at its cell reads it."""
    return introduced(f"{row.theme}, {row.year}", layers_words(row.verified, row.reported, 0, None))
