"""A snapshot as rows for a page, in the reader's language, from its document alone."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from indicators.attainment import Attainment, Span
from indicators.progress import LAYERS, Lapsed
from indicators.revisions import Line
from indicators.revisions import line as revision_line
from reports.attained import all_met_words, verification_words
from reports.models import Assessment
from reports.snapshots.frozen import Frozen, in_language, proof, round_title, unit_names, written_in
from reports.snapshots.moves import Moves, UnitMove
from reports.summaries.reporting import has_never_reported
from themes.folding import fold
from themes.known_days import KnownDay
from themes.multilingual import Written

MOST_SHOWN = 5


def target_rows(frozen: Frozen, language: str) -> list[dict[str, Any]]:
    """Each target with its words, its figures, its assessment and its narrative."""
    words = {row["code"]: row for row in frozen["plan"]["targets"]}
    texts = {row["code"]: in_language(row["text"], language) for row in frozen["plan"]["indicators"]}
    narrative = narrative_of(frozen, language)
    return [
        line
        | {
            "title": in_language(words[line["code"]]["title"], language),
            "text": in_language(words[line["code"]]["text"], language),
            "official": words[line["code"]]["text"]["fr"],
            "revised": words[line["code"]]["text"] != words[line["code"]]["printed"],
            "theme": words[line["code"]]["theme"],
            "assessment": line["judgement"],
            "assessed": Assessment.Verdict(line["judgement"]).label if line["judgement"] else "",
            "assessed_on": day(line["judged_on"]),
            "attainment": attainment_of(line),
            "revisions": revision_lines(frozen, line["code"], language),
            "narrative": narrative.get(line["code"]),
            "counted": [({"code": row["code"], "text": texts[row["code"]]}, row) for row in line["indicators"]],
        }
        for line in frozen["figures"]["targets"]
    ]


def attainment_of(line: dict[str, Any]) -> Attainment | None:
    """When a target was met; None: it was frozen before that was kept."""
    kept = line.get("attainment")
    if kept is None:
        return None
    return Attainment(
        deadline=date.fromisoformat(kept["deadline"]),
        by_deadline=kept["by_deadline"],
        since=day(kept["since"]),
        ended=day(kept["ended"]),
        revised=day(kept["revised"]),
        by_revised=kept["by_revised"],
        earlier=tuple(Span(date.fromisoformat(span["first"]), day(span["end"])) for span in earlier_of(kept)),
        begun=known_days(kept.get("begun", {})),
        ceased=known_days(kept.get("ceased", {})),
    )


def known_days(kept: dict[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): known for day, known in kept.items()}


def earlier_of(kept: dict[str, Any]) -> list[dict[str, Any]]:
    """The spans in which a target was met before; of an edition frozen before these were kept only that there was one, of which
    the days are not known."""
    unknown = [{"first": kept["deadline"], "end": None}] if kept["ended"] else []
    earlier: list[dict[str, Any]] = kept.get("earlier", unknown)
    return earlier


def revision_lines(frozen: Frozen, target: str, language: str) -> list[Line]:
    """What had been revised of a target; nothing of what was frozen before each change was kept."""
    return [
        revision_line(
            row["what"],
            row["indicator"],
            revised_value(row["what"], row["old"], language),
            revised_value(row["what"], row["new"], language),
            date.fromisoformat(row["in_force_from"]),
            written_in(row, "decided_by"),
            written_in(row, "reason"),
        )
        for row in frozen["plan"]["revisions"]
        if row["target"] == target and "what" in row
    ]


def revised_value(what: str, value: Any, language: str) -> Any:
    if what == "deadline":
        return day(value)
    return in_language(value, language) if isinstance(value, dict) else value


def theme_texts(frozen: Frozen, language: str) -> list[dict[str, Any]]:
    """The themes that have a narrative."""
    narrative = narrative_of(frozen, language)
    return [
        {"code": row["code"], "title": in_language(row["title"], language), "narrative": narrative[row["code"]]}
        for row in frozen["plan"]["themes"]
        if row["code"] in narrative
    ]


def narrative_of(frozen: Frozen, language: str) -> dict[str, Written]:
    """`{"VI": ...}`: in the reader's language where it is written, else in any that is."""
    by_part: dict[str, Written] = {}
    for row in frozen["narrative"]:
        if row["part"] not in by_part or row["language"] == language:
            by_part[row["part"]] = Written(row["text"], row["language"])
    return by_part


def country_rows(frozen: Frozen, language: str) -> list[dict[str, Any]]:
    """The countries that take part, or do something all the same, by name.

    `is_silent`: it takes part and never reported, so that its figures are not known to be zero.
    """
    names = {row["code"]: in_language(row["name"], language) for row in frozen["countries"]}
    reports = {row["country"]: row for row in frozen["reports"]}
    rows = [
        line | {"name": names[line["code"]], "report": reports.get(line["code"]), "is_silent": is_silent(line)}
        for line in frozen["figures"]["countries"]
        if line["takes_part"] or any(line["activities"].values())
    ]
    return sorted(rows, key=lambda row: fold(row["name"]))


def late_rows(frozen: Frozen, language: str) -> list[dict[str, Any]]:
    """Which countries reported after another round had been closed: none in what was frozen before that could be."""
    names = {row["code"]: in_language(row["name"], language) for row in frozen["countries"]}
    return [
        {"name": names[row["country"]], "titled": round_title(row), "day": day(row["on"])}
        for row in frozen.document.get("late_reports", [])
    ]


def is_silent(line: dict[str, Any]) -> bool:
    return has_never_reported(line["takes_part"], line["last_report"]) and not line["carried_out"]


def indicator_rows(
    frozen: Frozen,
    indicator: dict[str, Any],
    document: dict[str, Any],
    verified: dict[tuple[str, str], dict[str, Any]],
    names: dict[str, str],
    language: str,
) -> dict[str, Any]:
    """An indicator with its words and its units, each with its name, by which agency it was `verified` and what it rests on
    in the whole document (`reports.snapshots.frozen`).

    The best `MOST_SHOWN` lines of a unit are shown, `more` says how many others the annex holds. `lapsed` are those that
    had counted, `(Lapsed, name, "")`.
    """
    proof_by_unit = proof(document, indicator["code"])
    words = next(row for row in frozen["plan"]["indicators"] if row["code"] == indicator["code"])
    units = []
    for unit in indicator["units"]:
        lines = sorted(proof_by_unit[unit["unit"]], key=lambda line: LAYERS.index(line["claim"]["layer"]))
        shown = {
            "name": names.get(unit["unit"]) or _("an activity that is not published"),
            "proof": [proof_line(line, names) for line in lines[:MOST_SHOWN]],
            "more": max(0, len(lines) - MOST_SHOWN),
            "verified": verified.get((indicator["code"], unit["unit"])),
        }
        units.append(unit | shown)
    texts = {name: in_language(words[name], language) for name in ("text", "reading")}
    lapsed = [(gone(unit), names.get(unit["unit"], ""), "") for unit in indicator.get("lapsed", [])]
    return indicator | texts | {"counts": words["counts"], "units": units, "lapsed": lapsed}


def gone(unit: dict[str, Any]) -> Lapsed:
    known = unit.get("ended_on_known", "")
    return Lapsed(unit["unit"], unit["layer"], date.fromisoformat(unit["ended_on"]), known)


def frozen_verification(known: dict[str, Any] | None) -> str:
    """A unit's `verified` in words; empty where none is kept."""
    if known is None:
        return ""
    return verification_words(known["agencies"], date.fromisoformat(known["on"]), known["in_place_of"])


def proof_line(line: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """A line of `reports.snapshots.frozen.proof` with its days and its countries' names."""
    activity, claim = line["activity"], line["claim"]
    return line | {
        "countries": sorted((names[code] for code in activity.get("countries", [])), key=fold),
        "day": known_day(claim, "achieved_on") or known_day(activity, "starts_on"),
        "evidence": [piece | {"day": day(piece["dated"])} for piece in line["evidence"]],
    }


def assessment_rows(frozen: Frozen, target: str) -> list[dict[str, Any]]:
    """The assessments of a target, the newest first."""
    return [
        row
        | {
            "word": Assessment.Verdict(row["verdict"]).label,
            "day": day(row["judged_on"]),
            "reasons": written_in(row, "reasons"),
        }
        for row in reversed(frozen["judgements"])
        if row["target"] == target
    ]


def known_day(row: dict[str, Any], name: str) -> KnownDay | None:
    """A day as it was known; what was frozen before that was kept has whole days alone."""
    known = row.get(f"{name}_known") or row.get(name)
    return KnownDay(known) if known else None


def day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def compared(moves: Moves, old: Frozen, new: Frozen, language: str) -> dict[str, Any]:
    """Targets and countries that moved, with the names of both snapshots; each indicator with what it counts."""
    names = unit_names(old, language) | unit_names(new, language)
    titles = {row["code"]: in_language(row["title"], language) for row in new["plan"]["targets"]}
    attained = [{row["code"]: attainment_of(row) for row in one["figures"]["targets"]} for one in (old, new)]
    verdicts = dict(Assessment.Verdict.choices)
    counts = {row["code"]: row["counts"] for row in new["plan"]["indicators"]}
    return {
        "targets": [
            {
                "move": row,
                "title": titles.get(row.code, ""),
                "attainment": attained[1].get(row.code),
                "met_words": (
                    met_word(row.met_before, attained[0].get(row.code)),
                    met_word(row.met_after, attained[1].get(row.code)),
                ),
                "revisions": revision_lines(new, row.code, language),
                "assessed": (verdicts.get(row.assessed_before, ""), verdicts.get(row.assessed_after, "")),
                "indicators": [
                    (one, counts.get(one.code, ""), named(one.units, names)) for one in row.indicators if one.moved
                ],
            }
            for row in moves.targets
        ],
        "countries": [
            {
                "move": row,
                "name": names[row.code],
                "units": [(code, *named([move], names)[0]) for code, move in row.units],
            }
            for row in moves.countries
        ],
    }


def met_word(met: bool, attainment: Attainment | None) -> str:
    """In words; of an edition frozen before the days were kept only whether it was."""
    return all_met_words(attainment) if attainment else _("yes") if met else _("no")


def named(units: Iterable[UnitMove], names: dict[str, str]) -> list[tuple[str, UnitMove]]:
    return [(names.get(move.unit) or _("an activity that is not published"), move) for move in units]
