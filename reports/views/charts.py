"""The charts of the pages: figures, said in the reader's language, as marks."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import Indicator
from indicators.progress import REPORTED, VERIFIED
from reports.attained import all_met_words, counted_words, met_words, no_number
from reports.bodies import body_word
from reports.charts import (
    BARS,
    MAP,
    PAIR,
    Bar,
    Chart,
    ChartColumn,
    Pair,
    bars,
    columns,
    map_look,
    map_marks,
    pace_lines,
    pairs,
    step_lines,
)
from reports.layer_words import layers_key
from reports.summaries import (
    MOST_COLUMNS,
    CountryLine,
    Pace,
    Selection,
    Step,
    Stretch,
    TargetProgress,
    TrainedLine,
    by_year,
    drawn_steps,
)
from reports.summaries.region import MAP_STEPS
from reports.trained import layer_words, line_name, men_words, women_words
from reports.wording import map_note, map_words
from themes.dates import date_format
from themes.punctuation import introduced


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
    """How many units counted over time, with what was needed and the deadline; of many steps the ends of the years."""
    steps, is_by_year = drawn_steps(steps, last)
    first = steps[0].day
    span = max((last - first).days, 1)
    most = max(max(step.verified + step.reported, step.required or 0) for step in steps)
    spots = [((step.day - first).days / span, step.verified, step.reported, step.required or 0) for step in steps]
    marks, labels = step_lines(spots, most, year_ticks(first, last), (deadline - first).days / span)
    words = {"unit": capfirst(indicator.get_counts_display()), "code": indicator.pk, "day": date_format(last)}
    return Chart(
        name=f"steps-{indicator.pk}",
        title=_("%(unit)s counted over the years (%(code)s), as at %(day)s") % words,
        marks=marks,
        labels=labels,
        head=(_("As at") if is_by_year else _("Since"), _("Verified"), _("Reported"), _("Required")),
        rows=[(step.known_day, step.verified, step.reported, needed(step.required)) for step in steps],
        key=(
            *((look, words) for look, words in steps_key() if look in {mark.look for mark in marks}),
            deadline_key(deadline),
        ),
    )


def steps_key() -> tuple[tuple[str, str], ...]:
    return ("area", _("Verified")), ("hatch", layers_key()["hatch"]), ("needed", _("Required"))


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
        "figure": line.carried_out,
        "look": map_look(line.level, line.is_silent),
        "url": f"{line.country.get_absolute_url()}{f'?{tail}' if tail else ''}#menu",
    }
