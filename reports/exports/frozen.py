"""The columns of what a snapshot keeps: its targets, the units of one, and what changed between two."""

from collections.abc import Iterator
from functools import partial
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from indicators.progress import LAYERS, VERIFIED
from reports.attained import no_number, verifier_words
from reports.exports.columns import DATE, NUMBER, Column
from reports.layer_words import CONTRIBUTION, layer_word
from reports.snapshots.showing import day, met_word
from reports.wording import state_word

Row = dict[str, Any]


def frozen_target_columns() -> list[Column]:
    """Of `(target, indicator)` as a snapshot keeps them."""
    return [
        Column(_("Indicator"), lambda row: row[1]["code"], width=12),
        Column(_("Title"), lambda row: row[0]["title"], width=60),
        *(Column(state_word(layer).capitalize(), partial(counted_in, layer=layer), NUMBER) for layer in LAYERS),
        Column(_("Required"), lambda row: needed(row[1]["required"]), NUMBER),
        Column(_("Target met"), lambda row: met_word(row[0]["met"], row[0]["attainment"]), width=24),
        Column(_("Assessment"), lambda row: str(row[0]["assessed"]), width=16),
        Column(_("Date of the assessment"), lambda row: row[0]["assessed_on"], DATE),
        Column(_("Revised"), lambda row: "\n".join(map(str, row[0]["revisions"])), width=60),
    ]


def counted_in(row: tuple[Row, Row], *, layer: str) -> Any:
    return row[1][layer]


def frozen_unit_columns() -> list[Column]:
    """Of `(indicator, unit)` as `reports.snapshots.showing.indicator_rows` makes them."""
    return [
        Column(_("Indicator"), lambda row: row[0]["code"], width=12),
        Column(_("Wording"), lambda row: row[0]["text"], width=60),
        Column(_("Unit counted"), lambda row: row[1]["name"], width=40),
        Column(_("Counted as"), lambda row: counted_as(row[1]["layer"], row[0]["counts"]), width=14),
        Column(_("Claims"), lambda row: row[1]["claims"], NUMBER),
        Column(_("Verified by"), lambda row: verified_by(row[1]["verified"]), width=30),
        Column(_("Verified on"), lambda row: row[1]["verified"] and day(row[1]["verified"]["on"]), DATE),
        Column(_("Evidence"), lambda row: "\n".join(evidence_of(row[1])), width=60),
    ]


def verified_by(known: Row | None) -> str | None:
    return verifier_words(known["agencies"], known["in_place_of"]) if known else None


def evidence_of(unit: Row) -> list[str]:
    """What a verified unit rests on, by the names that its pieces have, each once."""
    lines = [line for line in unit["proof"] if line["claim"]["layer"] == VERIFIED]
    pieces = [piece for line in lines for piece in line["evidence"]]
    return list(dict.fromkeys(one["title"] or one["citation"] or one["file_name"] or one["url"] for one in pieces))


def move_columns() -> list[Column]:
    """Of `move_lines`."""
    titles = (_("Code"), _("Title"), _("Changes"), _("Before"), _("After"))
    widths = (12, 60, 40, 16, 16)
    return [
        Column(title, itemgetter(place), width=width)
        for place, (title, width) in enumerate(zip(titles, widths, strict=True))
    ]


def move_lines(targets: list[Row], countries: list[Row]) -> Iterator[tuple[Any, ...]]:
    """`(code, title, what, before, after)`, as `reports.snapshots.showing.compared` has the targets and countries."""
    for target in targets:
        move, title = target["move"], target["title"]
        if move.met_before != move.met_after or move.state_before != move.state_after:
            yield move.code, title, _("Target met"), *target["met_words"]
        if move.assessed_before != move.assessed_after:
            yield move.code, title, _("Assessment"), *map(str, target["assessed"])
        for indicator, counts, units in target["indicators"]:
            yield from ((indicator.code, title, *line) for line in figures(indicator.before, indicator.after))
            yield from ((indicator.code, title, name, *layers(unit, counts)) for name, unit in units)
    for country in countries:
        move, name = country["move"], country["name"]
        yield from ((move.code, name, *line) for line in figures(move.before, move.after))
        yield from (
            (move.code, name, f"{code} {unit}", *layers(one, CONTRIBUTION)) for code, unit, one in country["units"]
        )


def figures(before: dict[str, int], after: dict[str, int]) -> Iterator[tuple[str, int | None, int | None]]:
    """Those that either side has; None: the other has none."""
    words = {"carried_out": _("Actions carried out"), "required": _("Required")}
    words |= {layer: state_word(layer).capitalize() for layer in LAYERS}
    return ((word, before.get(name), after.get(name)) for name, word in words.items() if name in before | after)


def layers(move: Any, of: str) -> tuple[str, str]:
    return counted_as(move.before, of), counted_as(move.after, of)


def counted_as(layer: str, of: str) -> str:
    """A layer, as `layer_word` takes it, or that there is none or none any more."""
    return layer_word(layer, of).lower() if layer in LAYERS else state_word(layer or "nothing")


def needed(required: int | None) -> int | str:
    return no_number() if required is None else required
