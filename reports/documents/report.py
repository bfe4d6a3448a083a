"""What the printed documents say, as plain values in the language asked for."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import invented
from reports.charts import MAP
from reports.documents import words
from reports.documents.countries import countries
from reports.documents.region_map import region_map
from reports.documents.source import Source, place_of
from reports.documents.targets import themes
from reports.documents.training import training
from reports.snapshots.frozen import round_title, written_in
from reports.snapshots.showing import late_rows
from reports.wording import map_words
from themes.folding import fold

Values = dict[str, Any]


def report(source: Source) -> Values:
    """The progress report: the region, each target with its proof, each country, and the annex of activities."""
    with translation.override(source.language):
        lines = countries(source)
        return heading(source, _("Progress report")) | {
            "tiles": tiles(source),
            "map": map_of(lines, source),
            "funding": funding(source),
            "themes": themes(source),
            "training": training(source),
            "late": late(source),
            "countries": lines,
            "annex": annex(source),
            "annex_bare": bare_words(source),
        }


def heading(source: Source, title: str) -> Values:
    """What stands on the first page of every document, and in its metadata."""
    snapshot = source.frozen["snapshot"]
    taken = datetime.fromisoformat(snapshot["taken_at"])
    titled = round_title(snapshot)
    edition = _("edition %(n)d") % {"n": snapshot["edition"]}
    for_whom = _("for participants") if source.participants else _("for the public")
    return {
        "language": source.language,
        "words": words.words(),
        "title": title,
        "round": {"text": titled.text, "language": titled.language or source.language, "note": titled.note},
        "as_at": _("Figures as at %(day)s") % {"day": words.day(snapshot["as_at"])},
        "edition": capfirst(words.joined([edition, for_whom, invented.mark()])),
        "why": words.paragraphs(written_in(snapshot, "why")),
        "taken": [taken.year, taken.month, taken.day],
        "proof": [
            words.pair(_("Frozen on"), words.day(taken.date())),
            words.pair(_("Part of the edition"), for_whom),
            words.pair(_("Edition"), source.snapshot.pk),
            words.pair("SHA-256", source.sha256),
        ],
    }


def tiles(source: Source) -> list[Values]:
    figures = source.frozen["figures"]
    counted = figures["activities"]
    met = [{"figure": figures["met"], "label": _("targets met")}]
    if source.deadline_is_over:
        met.append({"figure": figures["met_by_deadline"], "label": _("targets met by the deadline")})
    return [*(tile | {"of": len(figures["targets"])} for tile in met), *words.layer_tiles(counted)]


def map_of(lines: list[Values], source: Source) -> Values:
    """The drawing, its legend and the figures that it shows. Who takes part has a look."""
    taking_part = {row["code"] for row in source.frozen["figures"]["countries"] if row["takes_part"]}
    shown = [row for row in lines if row["code"] in taking_part]
    return {
        "svg": region_map({row["code"]: row["look"] for row in shown}),
        "alt": _("Map of the subregions by number of actions carried out; the figures are in the adjacent table."),
        "legend": list(zip(MAP.values(), map_words(source.frozen["figures"]["map_steps"]), strict=True)),
        "rows": [(row["name"], row["carried_out"]) for row in shown],
    }


def funding(source: Source) -> list[list[str]]:
    """By currency: committed, spent, and what underfunded activities lack. Nothing of an edition that was frozen before
    money was kept in lines."""
    totals = source.frozen["figures"].get("funding", {}).get("totals", [])
    names = ("committed", "spent", "lacking")
    return [[row["currency"], *(words.amount(row[name]) for name in names)] for row in totals]


def late(source: Source) -> list[Values]:
    """Which countries reported for another round after it had been closed."""
    return [
        {
            "country": row["name"],
            "round": {"text": titled.text, "language": titled.language or source.language, "note": titled.note},
            "when": words.day(row["day"]),
        }
        for row in late_rows(source.frozen, source.language)
        for titled in [row["titled"]]
    ]


def annex(source: Source) -> list[Values]:
    """The activities in full, under the name of their country; those of several countries, or of none, come last."""
    groups: dict[str, Values] = {}
    for row in source.named:
        place = place_of(row)
        name = source.names[place] if place else _("Cross-border and regional activities")
        groups.setdefault(place, {"name": name, "rows": []})["rows"].append(annex_line(row, source))
    return list(groups.values())


def annex_line(row: Values, source: Source) -> Values:
    places = ", ".join(sorted((source.names[code] for code in row["countries"]), key=fold)) if not place_of(row) else ""
    return {
        "number": source.numbers[row["id"]],
        "title": row["title"],
        "language": row["language"],
        "meta": words.joined([places, row["place"], row["lead"]]),
        "codes": ", ".join(row["actions"] or [row["theme"] or ""]),
        "when": words.short_day(row.get("starts_on_known") or row["starts_on"]),
        "status": words.status(row["status"]),
    }


def bare_words(source: Source) -> str:
    """How many activities are counted without being named here."""
    count = len(source.document["activities"]) - len(source.named)
    if not count:
        return ""
    return ngettext(
        "%(n)d further activity is counted but its text is not shown: it is not yet verified, or is for "
        "participants only.",
        "%(n)d further activities are counted but their texts are not shown: they are not yet verified, or are "
        "for participants only.",
        count,
    ) % {"n": count}
