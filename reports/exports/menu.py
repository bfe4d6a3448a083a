"""A country's answers to the menu as a table: of `MenuLine`s whose answers say why as far as the reader may read it."""

from typing import Any

from django.utils.translation import gettext as _

from reports.exports.columns import DATE, NUMBER, Column, as_known
from reports.summaries import MenuLine
from reports.wording import answer_since, answer_word, state_word


def menu_columns() -> list[Column]:
    return [
        Column(_("Theme"), lambda row: row.action.theme_code, width=8),
        Column(_("Action"), lambda row: row.action.pk, width=8),
        Column(_("Title"), lambda row: row.action.title, width=60),
        Column(_("Answer"), lambda row: answer_word(row.state), width=24),
        Column(_("Since or from"), lambda row: answer_since(row.answer) if row.answer else "", width=18),
        Column(_("Reason"), lambda row: of(row, "seen_because"), width=50),
        Column(_("Link to the evidence"), lambda row: of(row, "proof_url"), width=40),
        Column(_("Citation of the evidence"), lambda row: of(row, "proof_citation"), width=50),
        Column(_("Reason for the decision"), decision_on, width=40),
        Column(_("Until"), lambda row: as_known(row.answer and row.answer.withdrawn), DATE),
        Column(_("Reason for withdrawing"), lambda row: of(row, "seen_withdrawn_because"), width=40),
        Column(_("Earlier answer"), lambda row: answer_word(row.former.state) if row.former else "", width=24),
        Column(
            _("Earlier answer, since or from"), lambda row: answer_since(row.former) if row.former else "", width=18
        ),
        Column(_("Earlier answer, until"), lambda row: as_known(row.former and row.former.withdrawn), DATE),
        Column(_("Earlier answer, reason for withdrawing"), earlier_reason, width=40),
        Column(_("Implementation status"), lambda row: state_word(row.cell.state), width=18),
        Column(_("Activities"), lambda row: row.cell.activities, NUMBER),
    ]


def decision_on(row: MenuLine) -> str:
    """On the answer, or on what was refused in its place."""
    refused = row.not_accepted
    return refused.seen_decision_reason if refused else of(row, "seen_decision_reason")


def earlier_reason(row: MenuLine) -> str:
    return row.former.seen_withdrawn_because if row.former else ""


def of(row: MenuLine, name: str) -> Any:
    return getattr(row.answer, name) if row.answer else ""
