"""Reading a snapshot back: from its document alone, whatever has become of the rows since."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings

from indicators.progress import VERIFIED
from reports.models import Snapshot
from themes.multilingual import Written, written

Document = dict[str, Any]


@dataclass(frozen=True)
class Frozen:
    """A part of a snapshot without its annex. `titles` names the activities that a figure counts, by id; an activity
    that stands bare in the annex has none. `annex` is how many activities the annex holds, `named` of them in full."""

    document: Document
    titles: dict[str, str]
    annex: int
    named: int

    def __getitem__(self, name: str) -> Any:
        return self.document[name]


def read(code: str, *, participants: bool) -> Frozen:
    """The part of a snapshot for participants or for the public. Raises Snapshot.DoesNotExist.

    Whether the reader may have it is for the caller to ask. What is parsed is kept, for it never changes.
    """
    if not Snapshot.objects.filter(pk=code).exists():
        raise Snapshot.DoesNotExist(code)
    return parsed(code, "content" if participants else "public_content")


@lru_cache(maxsize=16)
def parsed(code: str, field: str) -> Frozen:
    document = whole(code, participants=field == "content")
    activities = document.pop("activities")
    targets = document["figures"]["targets"]
    counted = {unit["unit"] for row in targets for one in row["indicators"] for unit in units_in(one)}
    named = [row for row in activities if not row["bare"]]
    titles = {row["id"]: row["title"] for row in named if row["id"] in counted}
    return Frozen(document, titles, len(activities), len(named))


def whole(code: str, *, participants: bool) -> Document:
    """The document with its annex: long, and read anew each time."""
    field = "content" if participants else "public_content"
    document: Document = json.loads(Snapshot.objects.values_list(field, flat=True).get(pk=code))
    return document


def in_language(texts: dict[str, str], language: str) -> str:
    """A frozen text as a reader gets it: in their language, else in French, else in English."""
    return texts.get(language) or next((texts[code] for code in FALLBACKS if texts.get(code)), "")


def written_in(values: dict[str, Any], field: str) -> Written:
    """A frozen text of the working group, as its reader gets it. What was frozen before texts were written in several
    languages has its original alone."""
    return written(values[field], values.get("language", ""), values.get("translations", {}).get(field))


def round_title(heading: dict[str, Any]) -> Written:
    translations = heading.get("round_translations", {}).get("title")
    return written(heading["round"], heading.get("round_language", ""), translations)


def language_of(frozen: Frozen, language: str) -> str:
    """The language in which `in_language` gives the Plan's frozen texts to this reader."""
    texts = frozen["plan"]["targets"][0]["title"]
    return language if texts.get(language) else next(code for code in FALLBACKS if texts.get(code))


FALLBACKS = settings.MODELTRANSLATION_FALLBACK_LANGUAGES


def unit_names(frozen: Frozen, language: str) -> dict[str, str]:
    """`{"MOZ": "Mozambique", "MOZ/I.c": "Mozambique – ...", "moz-mwi": ..., "SADC": ...}` and the titles of activities."""
    document = frozen.document
    names = dict(frozen.titles)
    for table in ("countries", "bodies", "border_regions"):
        names |= {row["code"]: in_language(row["name"], language) for row in document[table]}
    sectors = {row["code"]: in_language(row["title"], language) for row in document["plan"]["groups"]}
    for unit in units_of(document):
        country, slash, sector = unit.partition("/")
        if slash:
            names[unit] = f"{names.get(country, country)} – {sectors.get(sector, sector)}"
    return names


def units_of(document: Document) -> Iterable[str]:
    for target in document["figures"]["targets"]:
        for indicator in target["indicators"]:
            yield from (unit["unit"] for unit in units_in(indicator))


def units_in(indicator: Document) -> list[dict[str, Any]]:
    """Those that count and, where that was kept, those that had counted and did no longer."""
    return [*indicator["units"], *indicator.get("lapsed", [])]


def verified_in(document: Document) -> dict[tuple[str, str], dict[str, Any]]:
    """`{("VI.T1.1", "MOZ"): {"agencies", "on", "in_place_of"}}` of the claim since which each unit has been verified; of what
    was frozen before agencies were kept, nothing."""
    first: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    for activity in document["activities"]:
        for claim in standing(activity):
            known, key = claim.get("verified"), (claim["indicator"], claim["unit"])
            day = claim.get("achieved_on") or AFTER_ALL
            if known and claim["layer"] == VERIFIED and (key not in first or day < first[key][0]):
                first[key] = (day, known)
    return {key: known for key, (_day, known) in first.items()}


def standing(activity: dict[str, Any]) -> list[dict[str, Any]]:
    """Its claims but those that were no longer so on the day of the figures."""
    return [claim for claim in activity["claims"] if "ended_on" not in claim]


AFTER_ALL = "9999-12-31"  # a claim of an activity that is not shown has no day


def proof(document: Document, indicator: str) -> dict[str, list[dict[str, Any]]]:
    """What each unit of an indicator rests on: `{"MOZ": [{"activity", "claim", "evidence"}]}`.

    `evidence` names the claim or stands for its whole activity, unless it was given for what was reported later; it and the claim's day are missing where the activity
    is bare.
    """
    by_unit: dict[str, list[dict[str, Any]]] = {}
    for activity in document["activities"]:
        for claim in standing(activity):
            if claim["indicator"] == indicator:
                evidence = [piece for piece in activity.get("evidence", []) if proves(piece, claim)]
                line = {"activity": activity, "claim": claim, "evidence": evidence}
                by_unit.setdefault(claim["unit"], []).append(line)
    return by_unit


def proves(piece: dict[str, Any], claim: dict[str, Any]) -> bool:
    return "is_of_fact" not in piece and (not piece["claims"] or claim.get("id") in piece["claims"])
