"""The columns of the money by source."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from reports.bodies import agency_word
from reports.exports.columns import NUMBER, Column
from reports.models import Activity
from reports.summaries import committed_in_others


def funding_source_columns(places: Mapping[str, str]) -> list[Column]:
    """Of a `FundingTotal` in detail; `places` are the names of countries and of what is shared."""
    return [
        Column(_("Funder"), lambda row: agency_word(row.funder_name) or _("not stated"), width=40),
        Column(_("Year"), lambda row: row.year, NUMBER),
        Column(_("Country"), lambda row: str(places.get(row.place, row.place)), width=24),
        Column(_("Currency"), lambda row: row.currency, width=10),
        Column(_("Committed"), lambda row: row.committed, NUMBER),
        Column(_("Spent"), lambda row: row.spent, NUMBER),
        Column(_("Activities"), lambda row: row.activities, NUMBER),
    ]


def others_of(activity: Activity) -> str | None:
    """`20000.00 EUR`: plain numbers, as in the other columns of money."""
    return "; ".join(f"{one.committed:.2f} {one.currency}" for one in committed_in_others(activity)) or None
