"""What the documents say of their own, in the language in force. The templates hold no word."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indicators.attainment import Attainment
from indicators.progress import EXPECTED, REPORTED, VERIFIED
from reports.attained import all_met_words, verifier_words
from reports.layer_words import layers_key
from reports.models import Activity, Adoption
from reports.wording import map_note, state_word
from themes.dates import date_format
from themes.known_days import shown, unless_whole
from themes.multilingual import Written, page_language


def paragraphs(prose: Written | None) -> dict[str, Any] | None:
    """`{"language", "note", "paragraphs": [...]}` of a text that somebody wrote; None where there is none."""
    if prose is None or not prose.text:
        return None
    lines = [line.strip() for line in prose.text.replace("\r\n", "\n").split("\n")]
    kept = [line for line in lines if line]
    return {"language": prose.language or page_language(), "note": prose.note, "paragraphs": kept}


def words() -> dict[str, str]:
    return of_all() | of_the_region() | of_targets() | of_countries() | of_training() | of_activities()


def of_all() -> dict[str, str]:
    return {
        "plan": _("Dar es Salaam Plan of Action"),
        "contents": _("Contents"),
        "page_of": _("Page %(n)s of %(total)s"),
        "figure": pgettext("a picture of a document", "Figure"),
        "table": pgettext("a table of a document", "Table"),
        "page": _("Page"),
        "proof": _("How to check this document"),
        "proof_lead": _(
            "This document is generated solely from a frozen edition, which cannot be altered. The same edition "
            "always produces the same document, byte for byte."
        ),
    }


def of_the_region() -> dict[str, str]:
    return {
        "funding": _("Funding for published activities, by currency"),
        "currency": _("Currency"),
        "committed": _("Committed"),
        "spent": _("Spent"),
        "funding_gap": _("Funding gap"),
        "glance": _("The region at a glance"),
        "targets_glance": _("The targets at a glance"),
        "themes_glance": _("Targets met, by theme"),
        "targets_met": _("Targets met"),
        "map": _("Actions carried out, by country"),
        "map_value": _("actions carried out (verified or reported)"),
        "disclaimer": map_note(),
        "late": _("Reported late for the round before"),
        "late_lead": _("These reports were submitted after their round had closed; its own editions do not hold them."),
        "country": _("Country"),
        "countries": _("Countries"),
    }


def of_targets() -> dict[str, str]:
    return layers_key() | {
        "targets": _("Targets and their evidence"),
        "target": _("Target"),
        "progress": _("Progress"),
        "assessment": _("Assessment:"),
        "revised": _("Revised"),
        "says": _("Narrative of the working group"),
        "working_group": _("The working group's assessment"),
        "working_group_assesses": _("The working group's assessment:"),
        "official": _("Official text"),
        "reading": _("How the indicator is counted, and why:"),
        "reading_revised": _("The required number given in this note is the original one. It has since been revised:"),
        "unclaimed": _("No contribution has been claimed yet."),
        "bare": _(
            "An activity whose text is not shown, because the activity is not yet verified or is for participants only."
        ),
        "no_evidence": _("There is no evidence that can be shown."),
        "evidence": _("Evidence:"),
    }


def of_countries() -> dict[str, str]:
    return {
        "theme": _("Theme"),
        "state": _("Implementation status"),
        "activities": _("Activities"),
        "counts_for": _("Contributions to the targets"),
        "by_theme": _("Activities by theme"),
        "counts_for_nothing": _("No activity in this country contributes to a target yet."),
        "national_plan": _("Actions adopted by the country"),
        "other_answers": _("Other answers to the menu"),
        "nothing_taken_up": _("The country has not yet indicated which actions it adopts."),
        "priority": _("Priority"),
        "action": _("Action"),
    }


def of_training() -> dict[str, str]:
    return {
        "training": _("Participants in training"),
        "trainings": _("Training activities"),
        "women": _("Women"),
        "men": _("Men"),
        "total": _("Total"),
        "no_number": _("No number given"),
        "how_counted": _("How training is counted"),
    }


def of_activities() -> dict[str, str]:
    return {
        "actions": _("Actions"),
        "annex": _("Annex: the activities"),
        "annex_lead": _(
            "Activities are listed by country and date. The section on the targets and their evidence refers to "
            "them by number."
        ),
        "number": _("No."),
        "activity": _("Activity"),
        "when": _("When"),
        "status": _("Status"),
        "recent": _("Latest activities"),
        "no_activity": _("No activities recorded."),
    }


def amount(written: str | None) -> str:
    """As the reader's language groups its digits; a dash where nobody said."""
    return number_format(Decimal(written), force_grouping=True) if written else "–"


UNKNOWN = "–"  # in place of a figure, of a country that never reported


def state(name: str) -> str:
    """Of an action, or of a theme by its actions."""
    return capfirst(state_word(name))


def verified(known: dict[str, Any] | None) -> str:
    """`IOM, 3 May 2026`, beside what was verified; empty where none is kept."""
    if known is None:
        return ""
    return ", ".join((verifier_words(known["agencies"], known["in_place_of"]), day(known["on"])))


def met(is_met: bool, attainment: Attainment | None) -> str:
    """An edition frozen before the days were kept says only whether it was."""
    return all_met_words(attainment) if attainment else _("Met") if is_met else _("Not met")


def targets_met(count: int, total: int, by_deadline: int | None) -> str:
    """`by_deadline`: how many were met by it, where it is over: a count of its own, not a part of `count`."""
    if by_deadline is None:
        return ngettext("%(met)d of %(n)d target", "%(met)d of %(n)d targets", total) % {"met": count, "n": total}
    text = ngettext(
        "%(met)d of %(n)d target met (%(by)d by the deadline)",
        "%(met)d of %(n)d targets met (%(by)d by the deadline)",
        total,
    )
    return text % {"met": count, "n": total, "by": by_deadline}


def assessed(word: str, on: date | None) -> str:
    return f"{word}, {day(on)}" if word and on else word


def layer_tiles(counted: dict[str, Any]) -> list[dict[str, Any]]:
    """The activities in each layer; of a country that never reported the count is `UNKNOWN`."""
    verified, reported, expected = (counted[layer] for layer in (VERIFIED, REPORTED, EXPECTED))
    labels = (
        ngettext("activity verified", "activities verified", several(verified)),
        ngettext("activity reported, not yet verified", "activities reported, not yet verified", several(reported)),
        ngettext("activity expected", "activities expected", several(expected)),
    )
    return [
        {"figure": figure, "of": 0, "label": label}
        for figure, label in zip((verified, reported, expected), labels, strict=True)
    ]


def several(count: int | str) -> int:
    """What is not known is worded like several."""
    return count if isinstance(count, int) else 2


def status(name: str) -> str:
    return str(Activity.Status(name).label)


def priority(name: str) -> str:
    return str(Adoption.Priority(name).label) if name else ""


def since(in_place_since: str | None, begun: str) -> str:
    """From when an answer stands, as it is known."""
    return shown(in_place_since or begun)


def day(written: str | date | None) -> str:
    value = date.fromisoformat(written) if isinstance(written, str) else written
    return date_format(value) if value else ""


def short_day(written: str | None) -> str:
    """A month or a year in words, a day in figures."""
    if not written:
        return ""
    return shown(written) if unless_whole(written) else date_format(date.fromisoformat(written), "SHORT_DATE_FORMAT")


def pair(name: str, value: str) -> str:
    return _("%(name)s: %(value)s") % {"name": name, "value": value}


def joined(parts: Iterable[Any]) -> str:
    return " · ".join(str(part) for part in parts if part)


def more(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)d more activity in the annex", "%(n)d more activities in the annex", count) % {"n": count}


def report_line(report: dict[str, Any] | None) -> str:
    """What a country said for the round; no report is never a zero."""
    if report is None:
        return ""
    if not report["complete"]:
        return _("no report")
    return (
        _("report completed on time")
        if report["on_time"]
        else _("report completed late, after the round had closed")
        if report.get("after_closing")
        else _("report completed after the closing date of the round")
    )
