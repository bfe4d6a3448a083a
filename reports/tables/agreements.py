"""The sheet of agreements: one row for each activity of others that awaits the country's word."""

from uuid import UUID

from django.utils.translation import gettext as _

from reports import rules, workflow
from reports.models import Agreement, Change, Word
from reports.tables.columns import columns_of
from reports.tables.lines import Line
from reports.tables.rows import CHANGED, Row
from reports.tables.site import Site
from themes.folding import visible_text

COLUMNS = columns_of("agreements")


def compare_agreement(line: Line, site: Site) -> Row:
    """What a row would say for the country: agreed, declined with a reason, or nothing new."""
    row = Row(line, line.text("of"), countries=[site.country] if site.country else [])
    cells = row.read(COLUMNS, site.choices)
    word, reason = cells.get("agreement") or "", visible_text(cells.get("reason") or "")
    if row.problems or word in ("", Word.AWAITED):
        if reason and not row.problems:
            row.refuse("agreement", _("Choose “%(declined)s” to give a reason.") % {"declined": Word.DECLINED.label})
        return row
    agreement = site.agreements.get(line.text("id"))
    if not site.country or not rules.may_speak_for(site.who, site.country):
        row.refuse("agreement", _("Only a focal point of the country can agree or decline for it."))
    elif agreement is None:
        row.refuse("agreement", _("This activity does not name your country."))
    elif word == Word.DECLINED and not reason:
        row.refuse("reason", _("Explain why your country declines."))
    else:
        decide(row, agreement, word, reason, site)
    return row


def decide(row: Row, agreement: Agreement, word: str, reason: str, site: Site) -> None:
    """What the site says already is left; what was changed there since the workbook was made is not agreed to unread."""
    if agreement.word == word and not (word == Word.AGREED and agreement.pk in site.awaiting):
        return
    if row.line.version() != agreement.activity.version:
        message = _(
            "The activity has been changed since the workbook was downloaded. Read it on the site, then decide."
        )
        row.refuse("agreement", message)
        return
    row.pk, row.version, row.what = str(agreement.activity_id), agreement.activity.version, CHANGED
    row.values = {"word": word, "reason": reason if word == Word.DECLINED else ""}
    words = dict(site.choices.rows("agreement"))
    row.fields = [(str(COLUMNS["agreement"].label), words[agreement.word], words[word])]
    if row.values["reason"]:
        row.fields.append((str(COLUMNS["reason"].label), agreement.reason, reason))
        row.warn("reason", reason)


def write_agreement(row: Row, site: Site) -> None:
    by, pk, country, via = site.by, UUID(row.pk), site.country or "", Change.Via.IMPORT
    if row.values["word"] == Word.AGREED:
        workflow.agree(by=by, pk=pk, country=country, version=row.version, via=via)
    else:
        reason = row.values["reason"]
        workflow.decline(by=by, pk=pk, country=country, reason=reason, version=row.version, via=via)
