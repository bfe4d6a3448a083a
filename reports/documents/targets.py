"""The 25 targets with their figures, their proof, the assessment and the narrative, as plain values in one language."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.revisions import Line, thresholds_of
from reports.attained import counted_words
from reports.documents import words
from reports.documents.source import Source
from reports.layer_words import CONTRIBUTION, layer_word
from reports.snapshots.showing import (
    assessment_rows,
    frozen_verification,
    indicator_rows,
    target_rows,
    theme_texts,
)

FIGURES = ("required", "verified", "reported", "expected", "met")


def themes(source: Source) -> list[dict[str, Any]]:
    """Each theme with its narrative and its targets, in printed order."""
    narratives = {row["code"]: row["narrative"] for row in theme_texts(source.frozen, source.language)}
    targets = [target(row, source) for row in target_rows(source.frozen, source.language)]
    return [
        theme(row, [one for one in targets if one["theme"] == row["code"]], source)
        | {"narrative": words.paragraphs(narratives.get(row["code"]))}
        for row in source.frozen["plan"]["themes"]
    ]


def theme(row: dict[str, Any], targets: list[dict[str, Any]], source: Source) -> dict[str, Any]:
    met = sum(one["met"] for one in targets)
    counted = {"verified": met, "reported": 0, "expected": 0, "required": len(targets)}
    by_deadline = sum(one["by_deadline"] for one in targets) if source.deadline_is_over else None
    return {
        "code": row["code"],
        "title": source.text(row["title"]),
        "targets": targets,
        "bar": counted | {"code": row["code"], "words": words.targets_met(met, len(targets), by_deadline)},
    }


def target(row: dict[str, Any], source: Source) -> dict[str, Any]:
    return {
        "code": row["code"],
        "theme": row["theme"],
        "title": row["title"],
        "text": row["text"],
        "official": "" if row["official"] == row["text"] else row["official"],
        "kind": _("French, as revised") if row["revised"] else _("French, as adopted"),
        "met": row["met"],
        "met_word": words.met(row["met"], row["attainment"]),
        "by_deadline": bool(row["attainment"] and row["attainment"].by_deadline),
        "revisions": [str(line) for line in row["revisions"]],
        "assessed": words.assessed(str(row["assessed"]), row["assessed_on"] if row["attainment"] else None),
        "assessments": [
            {
                "word": str(one["word"]),
                "day": words.day(one["judged_on"]),
                "reasons": words.paragraphs(one["reasons"]),
            }
            for one in assessment_rows(source.frozen, row["code"])
        ],
        "narrative": words.paragraphs(row["narrative"]),
        "indicators": [indicator(one, source, row["revisions"]) for one in row["indicators"]],
    }


def indicator(row: dict[str, Any], source: Source, revisions: list[Line]) -> dict[str, Any]:
    """`revised`: what its target's `revisions` made of the number that the note on its counting gives."""
    worded = indicator_rows(source.frozen, row, source.document, source.verified, source.names, source.language)
    return figures_of(row) | {
        "text": worded["text"],
        "reading": worded["reading"],
        "revised": [str(line) for line in thresholds_of(revisions, row["code"])],
        "units": [
            {
                "name": capfirst(unit["name"]),
                "layer": unit["layer"],
                "word": layer_word(unit["layer"], worded["counts"]),
                "verified": capfirst(frozen_verification(unit["verified"])),
                "proof": [proof_line(line, source) for line in unit["proof"]],
                "more": words.more(unit["more"]),
            }
            for unit in worded["units"]
        ],
    }


def figures_of(row: dict[str, Any]) -> dict[str, Any]:
    """The bar of an indicator and the same figures in words."""
    counted = (row["verified"], row["reported"], row["expected"], row["required"])
    return {"code": row["code"], "words": counted_words(*counted)} | {name: row[name] for name in FIGURES}


def proof_line(line: dict[str, Any], source: Source) -> dict[str, Any]:
    """`number` is the activity's in the annex; a bare one has none, and neither title nor evidence."""
    activity, claim = line["activity"], line["claim"]
    layer = {"layer": claim["layer"], "word": layer_word(claim["layer"], CONTRIBUTION)}
    if activity["bare"]:
        return layer | {"number": 0}
    return layer | {
        "number": source.numbers[activity["id"]],
        "title": activity["title"],
        "language": activity["language"],
        "meta": words.joined([", ".join(line["countries"]), str(line["day"] or ""), activity["lead"]]),
        "evidence": [piece(one) for one in line["evidence"]],
    }


def piece(evidence: dict[str, Any]) -> str:
    """One piece of evidence as a line: what it is, where it is, its date."""
    name = evidence["title"] or evidence["citation"] or evidence["file_name"]
    address = evidence["url"] if evidence["url"] != name else ""
    return ", ".join(part for part in (name, address, words.day(evidence["dated"])) if part)
