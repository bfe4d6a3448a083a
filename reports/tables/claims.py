"""The sheet of claims: one row a claim, laid over those that its activity makes."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from reports.activity.units import ITSELF
from reports.tables.cells import YES, read_written_claim, several
from reports.tables.columns import columns_of
from reports.tables.lines import Line
from reports.tables.rows import Row
from reports.tables.site import Site
from reports.tables.unclear import NotReadable

COLUMNS = columns_of("claims")
Claim = dict[str, Any]


def written_claims(row: Row, current: list[Claim], site: Site) -> list[Claim]:
    """Claims written `INDICATOR=UNIT@DATE` in one cell, several separated by `;`: all that the activity makes."""
    claims: list[Claim] = []
    row.refuse_if_unclear("claims", row.line)
    if current and not row.line.text("claims"):
        row.emptied.append("claims")
        return current if site.keeps_filled else []
    for part in several(row.line.text("claims")):
        try:
            claims.append(read_written_claim(part))
        except NotReadable as reason:
            row.refuse("claims", reason)
    return claims


def claims_after(row: Row, lines: Iterable[Line], claims: list[Claim], site: Site) -> list[tuple[Line, Claim | None]]:
    """The rows of the claims' sheet that say something else than when it was downloaded, each with what it says now.

    `claims` is changed with them.
    """
    current = {(claim["indicator"], claim["unit"]): claim for claim in claims}
    edited = []
    for line in lines:
        was, now = as_downloaded(line), read_claim(row, line, site)
        if was == now:
            continue
        edited.append((line, now))
        if was:
            current.pop((was["indicator"], was["unit"]), None)
        if now:
            current[now["indicator"], now["unit"]] = now
    claims[:] = current.values()
    return edited


def is_edited_claim(line: Line, site: Site) -> bool:
    """Whether a row says something else than when it was downloaded."""
    return as_downloaded(line) is None or as_downloaded(line) != read_claim(Row(line, ""), line, site)


def as_downloaded(line: Line) -> Claim | None:
    """The claim as it stood when the workbook was made; None for a new one."""
    try:
        return read_written_claim(line.text("was"))
    except NotReadable:
        return None


def read_claim(row: Row, line: Line, site: Site) -> Claim | None:
    """None for a row that takes its claim away, or that cannot be read (refused)."""
    problems_before = len(row.problems)
    cells = row.read(COLUMNS, site.choices, line)
    if len(row.problems) > problems_before or cells.get("remove") == YES:
        return None
    code, was = cells.get("indicator"), as_downloaded(line)
    if not code:
        row.refuse("indicator", _("Choose an indicator."), line)
    if was and not cells.get("unit"):
        row.refuse("unit", _("Choose the unit that is counted."), line)
    if len(row.problems) > problems_before:
        return None
    indicator = site.codes.indicators.get(code or "")
    unit = cells.get("unit") or (ITSELF if indicator and indicator.counts == "activities" else site.country or "")
    achieved_on = cells.get("achieved_on")
    if was and was["achieved_on"] and not achieved_on:
        row.emptied.append("achieved_on")
        achieved_on = was["achieved_on"] if site.keeps_filled else None
    return {"indicator": code, "unit": unit, "achieved_on": achieved_on}
