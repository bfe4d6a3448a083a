"""The period report, as plain values in the language asked for: it is not frozen, and says so on every page."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports import invented, period_words
from reports.documents import words
from reports.models import Activity, Adoption, LaterFact
from reports.summaries.period import Listed, PeriodReport, Unit
from reports.wording import answer_since, answer_word

Values = dict[str, Any]


def values_of(report: PeriodReport, language: str) -> Values:
    with translation.override(language):
        first, last = (words.day(day) for day in report.period.days)
        period, made = f"{first} – {last}", _("not final; made on %(day)s") % {"day": words.day(report.made_on)}
        return {
            "language": language,
            "words": words.words(),
            "title": _("Period report: %(name)s") % {"name": report.name},
            "round": {"text": _("not final"), "language": language, "note": ""},
            "as_at": period,
            "edition": capfirst(words.joined([made, invented.mark()])),
            "taken": [report.made_on.year, report.made_on.month, report.made_on.day],
            "lead": [period_words.not_final(), period_words.of_statuses(), period_words.of_sight()],
            "tiles": tiles(report),
            "sections": sections(report),
        }


def tiles(report: PeriodReport) -> list[Values]:
    labels = {"begun": _("activities begun"), "went_on": _("activities that went on"), "ended": _("activities ended")}
    figures = [{"figure": listed.total, "of": 0, "label": labels[name]} for name, listed in report.lists]
    return [*figures, {"figure": report.counted.total, "of": 0, "label": _("results that changed")}]


def sections(report: PeriodReport) -> list[Values]:
    """Each a title, a sentence or none, and a table, or what stands where it is empty."""
    when = {name: activity_rows(listed, report) for name, listed in report.lists}
    heads = [_("Activity"), _("Actions"), _("In the period"), _("Review")]
    made = [section(name, listed, heads, when[name], [90, 24, 32, 20]) for name, listed in report.lists]
    counted = unit_rows(report.counted.rows)
    heads = [_("Target"), _("Unit"), pgettext("a layer", "Before"), pgettext("a layer", "After")]
    lead = period_words.counts_words(report.counts)
    made.append(section("counted", report.counted, heads, counted, [70, 48, 24, 24], lead))
    for name, review in (("verified_notes", "verified"), ("reported_notes", "reported")):
        listed = getattr(report, name)
        heads = [_("Date"), _("Activity"), _("Progress note"), _("Numbers")]
        lead = period_words.sums_words(report.sums.get(review))
        made.append(section(name, listed, heads, note_rows(listed.rows), [22, 40, 72, 32], lead))
    if report.answers is not None:
        heads = [_("Country"), _("Action"), _("Answer"), _("Since or from")]
        made.append(section("answers", report.answers, heads, answer_rows(report.answers.rows), [30, 78, 32, 26]))
    if report.withdrawals is not None:
        heads = [_("Country"), _("Action"), _("Answer"), _("Until")]
        rows = withdrawal_rows(report.withdrawals.rows)
        made.append(section("withdrawals", report.withdrawals, heads, rows, [34, 76, 28, 28]))
    return made


def section(
    name: str, listed: Listed, heads: list[str], rows: list[list[Values]], widths: list[int], lead: str = ""
) -> Values:
    """`widths` of the columns in millimetres."""
    return {
        "title": f"{period_words.titles()[name]} ({listed.total})",
        "lead": lead,
        "note": period_words.of_parts() if name.endswith("notes") and listed.rows else "",
        "heads": heads,
        "rows": rows,
        "widths": widths,
        "empty": "" if listed.rows else period_words.nothing()[name],
        "more": period_words.more_words(listed.more),
    }


def cell(text: Any, language: str = "", below: str = "") -> Values:
    """`language` of a text that somebody wrote; `below` it a smaller line of our own."""
    return {"text": str(text), "language": language, "below": below}


def activity_rows(listed: Listed, report: PeriodReport) -> list[list[Values]]:
    rows: Iterable[Activity] = listed.rows
    return [
        [
            cell(row, row.language, ", ".join(str(country) for country in row.seen_countries)),
            cell(", ".join(action.pk for action in row.actions.all()) or row.theme_id or ""),
            cell(period_words.step_words(report.steps.get(row.pk, ()))),
            cell(capfirst(row.get_review_display())),
        ]
        for row in rows
    ]


def unit_rows(units: Iterable[Unit]) -> list[list[Values]]:
    return [
        [
            cell(f"{unit.movement.indicator.pk} {unit.movement.target.title}"),
            cell(unit.name or _("An activity to which you do not have access")),
            cell(words.state(unit.before)),
            cell(words.state(unit.after)),
        ]
        for unit in units
    ]


def note_rows(notes: Iterable[LaterFact]) -> list[list[Values]]:
    return [
        [
            cell(note.day),
            cell(note.activity, note.activity.language),
            cell(note.text, note.language),
            cell(period_words.note_numbers(note)),
        ]
        for note in notes
    ]


def answer_rows(adoptions: Iterable[Adoption]) -> list[list[Values]]:
    return [
        [cell(row.country), action_cell(row), cell(capfirst(answer_word(row.state))), cell(answer_since(row))]
        for row in adoptions
    ]


def withdrawal_rows(adoptions: Iterable[Adoption]) -> list[list[Values]]:
    return [
        [
            cell(row.country),
            action_cell(row) | {"below": row.seen_withdrawn_because},
            cell(capfirst(row.get_answer_display())),
            cell(row.withdrawn),
        ]
        for row in adoptions
    ]


def action_cell(row: Adoption) -> Values:
    return cell(f"{row.action_id} {row.action.title}" if row.action else row.title, "" if row.action else row.language)
