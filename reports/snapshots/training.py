"""Who was trained: what an edition keeps of it, and how it reads back. Editions closed before it was kept have none."""

from dataclasses import asdict
from typing import Any

from reports.snapshots.frozen import Frozen, in_language
from reports.summaries import Selection, Trained, TrainedLine, participants
from reports.summaries.participants import last_together
from reports.trained import line_name

KINDS = ("places", "years", "topics", "audiences")
NamedLine = tuple[str, TrainedLine]


def training(selection: Selection) -> dict[str, Any]:
    """Places stand by their code, whatever the language of who asks."""
    view = participants(selection)
    lines = {"places": sorted(view.places, key=lambda line: line.code)}
    lines |= {name: getattr(view, name) for name in KINDS if name not in lines}
    return {"total": plain(view.total), **{name: [plain(line) for line in lines[name]] for name in KINDS}}


def plain(line: TrainedLine) -> dict[str, Any]:
    return {"code": line.code} | {name: asdict(trained) for name, trained in line.layers}


def read_line(row: dict[str, Any]) -> TrainedLine:
    return TrainedLine(row["code"], None, Trained(**row["verified"]), Trained(**row["reported"]))


def training_total(frozen: Frozen) -> TrainedLine | None:
    """None: the edition was closed before it was kept."""
    kept = frozen["figures"].get("training")
    return read_line(kept["total"]) if kept else None


def training_lines(frozen: Frozen, language: str) -> dict[str, list[NamedLine]]:
    """`{"places": [("Mozambique", line)], "years": ...}` of what there was, in the reader's language; places by name, then
    those that are no country."""
    kept = frozen["figures"].get("training") or {}
    names = names_in(frozen, language)
    lines = {kind: [named(read_line(row), names.get(kind, {})) for row in kept.get(kind, [])] for kind in KINDS}
    lines["places"].sort(key=lambda one: last_together(one[1].code, one[0]))
    return {kind: [one for one in those if one[1].held.trainings] for kind, those in lines.items()}


def names_in(frozen: Frozen, language: str) -> dict[str, dict[str, str]]:
    plan = frozen["plan"]
    named = {"places": {row["code"]: in_language(row["name"], language) for row in frozen["countries"]}}
    for kind in ("topics", "audiences"):
        named[kind] = {row["slug"]: in_language(row["name"], language) for row in plan[kind]}
    return named


def named(line: TrainedLine, names: dict[str, str]) -> NamedLine:
    return names.get(line.code) or line_name(line), line
