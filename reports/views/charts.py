"""The charts of the pages: figures, said in the reader's language, as marks."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.models import Indicator
from indicators.progress import EXPECTED, REPORTED, VERIFIED
from reports.attained import all_met_words, counted_words, layers_words, met_words, no_number
from reports.bodies import body_word
from reports.charts import (
    BARS,
    MAP,
    PAIR,
    Axis,
    Bar,
    Chart,
    ChartColumn,
    Pair,
    Strip,
    Titled,
    bars,
    columns,
    map_look,
    map_marks,
    number_strips,
    pace_lines,
    pairs,
    step_lines,
    strips,
)
from reports.layer_words import layers_key
from reports.models import Activity, BorderRegion, Country
from reports.summaries import (
    MOST_COLUMNS,
    Begun,
    CountryLine,
    Lasting,
    Pace,
    Selection,
    Step,
    Stretch,
    TargetProgress,
    TrainedLine,
    Years,
    by_year,
)
from reports.summaries.region import MAP_STEPS
from reports.trained import layer_words, line_name, men_words, women_words
from reports.wording import map_note, map_words, since_day, state_word
from themes.dates import CONFERENCE, date_format
from themes.punctuation import introduced, isolated


def claims_chart(months: Sequence[Stretch], selection: Selection, deadline: date, tail: str) -> Chart:
    """A column a month or, of many months, a year; each leads to its claims, in the selection of which `tail` is the
    address."""
    is_by_year = len(months) > MOST_COLUMNS
    stretches = by_year(months) if is_by_year else months
    every = max(len(stretches) // 6, 1) if is_by_year else 12
    chart_columns = [
        ChartColumn(
            words=ngettext("%(month)s: %(n)d claim", "%(month)s: %(n)d claims", stretch.claims)
            % {"month": stretch_name(stretch), "n": stretch.claims},
            value=stretch.claims,
            url=f"{reverse('trend')}?{tail}{'&' if tail else ''}month={stretch.code}#claims",
            tick=str(stretch.first.year) if place == 0 or has_tick(stretch, place, every) else "",
        )
        for place, stretch in enumerate(stretches)
    ]
    before = sum(stretch.last <= deadline for stretch in stretches)
    is_marked = before > 0 and stretches[-1].last >= deadline
    marks, labels = columns(chart_columns, before if is_marked else None)
    title = _("Verified claims by year of achievement") if is_by_year else _("Verified claims by month of achievement")
    return Chart(
        name="months",
        title=title,
        as_at=selection.as_at,
        marks=marks,
        labels=labels,
        head=(_("Year") if is_by_year else _("Month"), _("Verified claims")),
        rows=[(stretch.code if is_by_year else stretch.first, stretch.claims) for stretch in stretches],
        key=(deadline_key(deadline),) if is_marked else (),
        day_format="YEAR_MONTH_FORMAT",
    )


def has_tick(stretch: Stretch, place: int, every: int) -> bool:
    return place % every == 0 if stretch.is_year else stretch.first.month == 1


def stretch_name(stretch: Stretch) -> str:
    return stretch.code if stretch.is_year else date_format(stretch.first, "YEAR_MONTH_FORMAT")


def deadline_key(deadline: date) -> tuple[str, str]:
    return "need", introduced(_("Deadline"), date_format(deadline))


def pace_chart(reached: Pace, selection: Selection) -> Chart:
    points = reached.points
    most = max([1, *(max(point.verified, point.required) for point in points)])
    first, last = (points[0].day, points[-1].day) if points else (selection.as_at, selection.as_at)
    span = max((last - first).days, 1)
    spots = [((point.day - first).days / span, point.verified, point.needed) for point in points]
    marks, labels = pace_lines(spots, most, year_ticks(first, last), (reached.deadline - first).days / span)
    return Chart(
        name="pace",
        title=_("Results verified, and the steady pace required to meet the deadline"),
        as_at=selection.as_at,
        marks=marks,
        labels=labels,
        head=(_("Day"), _("Verified"), _("Needed to keep a steady pace")),
        rows=[(point.day, point.verified, None if point.needed is None else round(point.needed)) for point in points],
        key=(
            *(("area", _("Verified")), ("needed", _("Needed to keep a steady pace"))),
            deadline_key(reached.deadline),
        ),
    )


def year_ticks(first: date, last: date) -> list[tuple[float, str]]:
    """Where, from 0 to 1, the first days of some years are."""
    span = max((last - first).days, 1)
    years = range(first.year + 1, last.year + 1, max((last.year - first.year) // 6, 1))
    return [((date(year, 1, 1) - first).days / span, str(year)) for year in years]


def steps_chart(indicator: Indicator, steps: Sequence[Step], last: date, deadline: date) -> Chart:
    """How many units counted over time, with what was needed and the deadline."""
    first = steps[0].day
    span = max((last - first).days, 1)
    most = max(max(step.verified + step.reported, step.required or 0) for step in steps)
    spots = [((step.day - first).days / span, step.verified, step.reported, step.required or 0) for step in steps]
    marks, labels = step_lines(spots, most, year_ticks(first, last), (deadline - first).days / span)
    words = {"code": indicator.pk, "day": date_format(last)}
    return Chart(
        name=f"steps-{indicator.pk}",
        title=_("%(code)s over time, as at %(day)s") % words,
        marks=marks,
        labels=labels,
        head=(_("Since"), _("Verified"), _("Reported"), _("Required")),
        rows=[(step.known_day, step.verified, step.reported, needed(step.required)) for step in steps],
        key=(
            *(("area", _("Verified")), ("hatch", layers_key()["hatch"]), ("needed", _("Required"))),
            deadline_key(deadline),
        ),
    )


LOOKS = {VERIFIED: "solid", REPORTED: "hatch", EXPECTED: "outline"}
FIRST = date(CONFERENCE.year, 1, 1)  # where the years of a country begin
TICKS = 6  # names of years under an axis


def years_chart(
    place: Country | BorderRegion, years: Years, themes: Sequence[str], last: date, deadline: date
) -> Chart:
    """What counts in a country, or in a border region, over the years, by theme: each activity from its start to its end or, of
    many, how many began in each year."""
    if years.numbers:
        return numbers_chart(place, years.numbers, themes, last, deadline)
    rows = [(theme, [strip_of(row, last) for row in years.activities if row.theme == theme]) for theme in themes]
    marks, labels, height = strips(rows, axis_of(last, deadline))
    return Chart(
        name="years",
        title=_("%(country)s: activities by theme, as at %(day)s") % {"country": place, "day": date_format(last)},
        marks=marks,
        labels=labels,
        head=(_("Activity"), _("Theme"), _("Counted as"), _("From"), _("To")),
        rows=[(name_of(row), row.theme, state_word(row.layer), *map(str, days_of(row))) for row in years.activities],
        key=[
            (look, layers_key("activities")[look]) for look in LOOKS.values() if look in {mark.look for mark in marks}
        ],
        height=height,
        of_words=True,
    )


def numbers_chart(
    place: Country | BorderRegion, numbers: Sequence[Begun], themes: Sequence[str], last: date, deadline: date
) -> Chart:
    step = min(part_of(date(FIRST.year + 1, 1, 1), last), 1)
    rows = [
        (
            theme,
            [
                (part_of(date(max(row.year, FIRST.year), 1, 1), last), row.verified, row.reported, begun_words(row))
                for row in numbers
                if row.theme == theme and row.year
            ],
            sum(row.expected for row in numbers if row.theme == theme),
        )
        for theme in themes
    ]
    marks, labels, height = number_strips(rows, axis_of(last, deadline), step)
    words = {"country": place, "day": date_format(last)}
    return Chart(
        name="years",
        title=_("%(country)s: activities begun, by theme and year, as at %(day)s") % words,
        marks=marks,
        labels=labels,
        head=(
            *(_("Theme"), _("Year"), pgettext("activities", "Verified")),
            *(pgettext("activities", "Reported"), pgettext("activities", "Expected")),
        ),
        rows=[(row.theme, row.year, row.verified, row.reported, row.expected) for row in numbers],
        key=[(look, layers_key("activities")[look]) for look in ("solid", "hatch")],
        height=height,
    )


def part_of(day: date, last: date) -> float:
    """Where a day lies on the axis, 0 to 1."""
    return (max(day, FIRST) - FIRST).days / max((last - FIRST).days, 1)


def axis_of(last: date, deadline: date) -> Axis:
    years = range(FIRST.year, last.year + 1, max((last.year - FIRST.year) // TICKS, 1))
    ticks = [(part_of(date(year, 1, 1), last), str(year)) for year in years]
    return Axis(
        years=[(at, name) for at, name in ticks if at < 1 - 1 / (2 * TICKS)],
        deadline=(part_of(deadline, last), introduced(_("Deadline"), date_format(deadline))),
        beside=pgettext("activities", "Expected"),
    )


def strip_of(row: Lasting, last: date) -> Strip:
    """What the reader may not open has its layer and its years alone."""
    said = ", ".join(part for part in (state_word(row.layer), lasting_words(row)) if part)
    return Strip(
        look=LOOKS[row.layer],
        words=introduced(capfirst(said), isolated(name_of(row))),
        url=row.activity.get_absolute_url() if row.activity else "",
        first=part_of(row.first, last) if row.first else None,
        last=part_of(row.last, last) if row.last else None,
    )


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


def targets_chart(targets: Sequence[TargetProgress]) -> Chart:
    """The three layers of every indicator against the number needed, and when each target was met."""
    counted = [(target, *pair) for target in targets for pair in target.counted]
    figures = [(row.verified, row.reported, row.expected, row.required) for _target, _norm, row in counted]
    names = [norm.text if len(target.norm) > 1 else target.title for target, norm, _row in counted]
    drawn = [
        Bar(f"{norm.pk} {name} – {met_words(target.attainment)}", counted_words(*figure), *figure)
        for (target, norm, _row), name, figure in zip(counted, names, figures, strict=True)
    ]
    marks, labels = bars(drawn)
    return Chart(
        name="targets",
        title=_("Targets: verified, reported and expected"),
        marks=marks,
        labels=labels,
        head=(
            *(_("Indicator"), _("Target"), _("Verified"), _("Reported"), _("Expected"), _("Required")),
            *(_("Target met"), _("Since"), _("Assessment"), _("Date of the assessment"), _("Revised")),
        ),
        rows=[
            (norm.pk, name, *figure[:3], needed(figure[3]), *target_words(target))
            for (target, norm, _row), name, figure in zip(counted, names, figures, strict=True)
        ],
        source=" ".join(f"{target.code} {line}" for target in targets for line in target.revisions),
        key=list(layers_key().items()),
        width=BARS[0],
        height=BARS[1] * len(drawn),
    )


def participants_chart(
    name: str, title: str, first: str, lines: Sequence[tuple[TrainedLine, str]], as_at: date
) -> Chart:
    """Women and men of each line, verified and reported; `(line, address of what is behind it)`."""
    some = [(line, url) for line, url in lines if line.held.people]
    drawn = [
        Pair(
            line_name(line),
            [
                (women_words(line.held.known_women), line.verified.women, line.reported.women),
                (men_words(line.held.known_men), line.verified.men, line.reported.men),
            ],
            url,
        )
        for line, url in some
    ]
    marks, labels = pairs(drawn)
    layers = layer_words()
    return Chart(
        name=name,
        title=title,
        as_at=as_at,
        marks=marks,
        labels=labels,
        head=(
            first,
            *(introduced(layers[layer], word) for layer in layers for word in (_("Women"), _("Men"), _("Total"))),
        ),
        rows=[(line_name(line), *(n for _layer, one in line.layers for n in one.known)) for line, _url in some],
        key=(("solid", layers[VERIFIED]), ("hatch", layers[REPORTED])),
        height=PAIR * max(len(drawn), 1),
    )


def needed(required: int | None) -> int | str:
    return no_number() if required is None else required


def target_words(target: TargetProgress) -> tuple[str, date | None, str, date | None, str]:
    attainment = target.attainment
    revisions = "\n".join(map(str, target.revisions))
    return all_met_words(attainment), attainment.since, str(target.assessed), target.assessed_on, revisions


def map_chart(lines: Sequence[CountryLine], body: str = "") -> Chart:
    """Of a regional body, other countries stand as those that do not take part."""
    words = {line.country.pk: introduced(line.country.name, carried_out(line)) for line in lines}
    shown = [line for line in lines if line.level is not None]
    return Chart(
        name="map",
        title=_("Actions carried out, by country"),
        marks=map_marks({line.country.pk: map_look(line.level, line.is_silent) for line in lines}, words),
        labels=(),
        head=(_("Code"), _("Country"), _("Actions carried out")),
        rows=[(line.country.pk, line.country.name, None if line.is_silent else line.carried_out) for line in shown],
        key=map_key(body),
        width=520,
        height=600,
        source=map_note(),
    )


def carried_out(line: CountryLine) -> str:
    """In words; where the map is painted otherwise than by a figure, what it is painted for."""
    done = line.carried_out
    if line.level is None:
        return _("not participating")
    if line.is_silent:
        return _("no report")
    return ngettext("%(n)d action carried out", "%(n)d actions carried out", done) % {"n": done}


def map_key(body: str = "") -> list[tuple[str, str]]:
    *words, others = map_words(MAP_STEPS)
    if body:
        others = _("Not participating, or not a member of %(body)s") % {"body": body_word(body)}
    return list(zip(MAP, [*words, others], strict=True))


def map_row(line: CountryLine, tail: str) -> dict:
    """It leads to the menu of the country, where each action that it carries out leads to its activities."""
    return {
        "code": line.country.pk,
        "name": line.country.name,
        "label": carried_out(line),
        "look": map_look(line.level, line.is_silent),
        "url": f"{line.country.get_absolute_url()}{f'?{tail}' if tail else ''}#menu",
    }
