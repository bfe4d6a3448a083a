"""The two pages on one country, as plain values in the language asked for."""

from math import ceil
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from reports.documents.countries import countries, more_lines
from reports.documents.report import annex_line, heading
from reports.documents.source import Source

MOST = {"units": 9, "adoptions": 6, "activities": 6}  # what two pages hold
BESIDE_ANSWERS = {"adoptions": 4, "answers": 4, "activities": 4}  # of a country that gave other answers to the menu
LINE, LETTERS = 0.5, 80  # of a revision: its height as a part of a unit's, and what stands on it
SPARE = 2  # what revisions may take of the page before units give way


class UnknownCountry(LookupError):
    """The snapshot has no line on it."""


def brief(source: Source, country: str) -> dict[str, Any]:
    """Raises UnknownCountry."""
    with translation.override(source.language):
        line = next((row for row in countries(source) if row["code"] == country), None)
        if line is None:
            raise UnknownCountry(country)
        latest = sorted(source.of_country(country), key=lambda row: row["starts_on"] or "", reverse=True)
        most = MOST | (BESIDE_ANSWERS if line["answers"] else {}) | {"units": most_units(line["units"])}
        shown = line | {"activities": [annex_line(row, source) for row in latest[: most["activities"]]]}
        revised = [revision for unit in line["units"][: most["units"]] for revision in unit["revisions"]]
        shown["units"] = [unit | {"revisions": []} for unit in line["units"]]
        totals = {name: len(line[name]) for name in ("units", "adoptions", "answers")} | {"activities": len(latest)}
        return heading(source, _("Country brief: %(country)s") % {"country": line["name"]}) | {
            "country": shown | {name: shown[name][:number] for name, number in most.items()},
            "revised": revised,
            "more": {name: more_lines(totals[name] - number) for name, number in most.items()},
        }


def most_units(units: list[dict[str, Any]]) -> int:
    """As many as fit on the first page with what had been revised of their targets."""
    room = float(MOST["units"] + SPARE)
    for number, unit in enumerate(units[: MOST["units"]]):
        room -= 1 + sum(LINE * ceil(len(line) / LETTERS) for line in unit["revisions"])
        if room < 0:
            return max(number, 1)
    return MOST["units"]
