"""What a period report says in words, on its page and in its documents."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.models import Activity
from reports.summaries.period import Step, Sums
from themes.punctuation import semicolon


def step_words(steps: Iterable[Step]) -> str:
    """`suspended: 1 May 2012; resumed: June 2012`."""
    message = _("%(status)s: %(day)s")
    return f"{semicolon()} ".join(message % {"status": status_word(step), "day": step.day} for step in steps)


def status_word(step: Step) -> str:
    return _("resumed") if step.is_resumed else str(Activity.Status(step.status).label)


def counts_words(counts: dict[str, int]) -> str:
    """`3 results newly verified, 1 newly reported`; empty where nothing moved."""
    parts = [
        ngettext("%(n)d result verified", "%(n)d results verified", counts.get("verified", 0)),
        ngettext("%(n)d result reported", "%(n)d results reported", counts.get("reported", 0)),
        ngettext("%(n)d result no longer so", "%(n)d results no longer so", counts.get("lapsed", 0)),
    ]
    layers = ("verified", "reported", "lapsed")
    return ", ".join(
        text % {"n": counts[layer]} for layer, text in zip(layers, parts, strict=True) if counts.get(layer)
    )


def sums_words(sums: Sums | None) -> str:
    """`12 women, 8 men; spent: 5,000.00 USD`."""
    if sums is None or sums.is_empty:
        return ""
    people = []
    if sums.women:
        people.append(ngettext("%(n)s woman", "%(n)s women", sums.women) % {"n": amount(sums.women)})
    if sums.men:
        people.append(ngettext("%(n)s man", "%(n)s men", sums.men) % {"n": amount(sums.men)})
    spent = [f"{amount(number, 2)} {currency}" for currency, number in sums.spent.items()]
    parts = [", ".join(people), _("spent: %(amounts)s") % {"amounts": ", ".join(spent)} if spent else ""]
    return f"{semicolon()} ".join(part for part in parts if part)


def amount(number, places: int = 0) -> str:
    return number_format(number, decimal_pos=places, force_grouping=True)


def note_numbers(note) -> str:
    """What a progress note says of its time in figures."""
    spent = {note.currency: note.amount_spent} if note.amount_spent is not None else {}
    return sums_words(Sums(note.participants_women or 0, note.participants_men or 0, spent))


def more_words(count: int) -> str:
    return ngettext("%(n)d more is not shown.", "%(n)d more are not shown.", count) % {"n": count} if count else ""


def titles() -> dict[str, str]:
    """Of the lists, in their order."""
    return {
        "begun": _("Begun in the period"),
        "went_on": _("Went on through the period"),
        "ended": _("Ended in the period"),
        "counted": _("Counted for the targets"),
        "verified_notes": _("Progress notes, verified"),
        "reported_notes": _("Progress notes, reported and not yet verified"),
        "answers": _("Answers to the menu of actions"),
        "withdrawals": _("Answers that were withdrawn"),
    }


def nothing() -> dict[str, str]:
    """What stands where a list is empty."""
    return {
        "begun": _("No activity began in the period."),
        "went_on": _("No activity went on through the period."),
        "ended": _("No activity ended in the period."),
        "counted": _("No figure on a target changed in the period."),
        "verified_notes": _("No progress note of the period has been verified."),
        "reported_notes": _("No progress note of the period is awaiting verification."),
        "answers": _("No answer to the menu was given in the period."),
        "withdrawals": _("No answer was withdrawn in the period."),
    }


def of_parts() -> str:
    return _(
        "Participants and amounts in progress notes are parts of the activity’s own figures; they are not added to them."
    )


def of_sight() -> str:
    return _(
        "Drafts are left out, and so are activities without dates. Activities that you may not see are left out of the lists; "
        "the figures on the targets count them."
    )


def of_statuses() -> str:
    return _(
        "Statuses are those verified, or reported of what has not been verified itself. An activity that began and ended in "
        "the period is in both lists."
    )


def not_final() -> str:
    return _(
        "This report is not final: it shows what is known on the day on which it was made and changes with what is recorded "
        "or verified later. Only the edition of a closed round is final."
    )
