"""Activities of the demonstration: recorded and submitted, each by whoever would have done so."""

from collections import defaultdict
from datetime import date
from functools import cache
from typing import Any

from reports import workflow
from reports.demonstration.people import People
from reports.demonstration.rows import SOURCES, Row, read
from reports.models import Activity, User
from reports.tables.cells import read_written_claim, several
from themes.known_days import unless_whole

DRAFTS = ("draft", "clearance", "handed_on")
# Of these the countries that they name are asked; to the others all agreed when the past was loaded.
ASKED = ("awaited", "declined", "merged", "letter", *DRAFTS)


def load_activity(row: Row, people: People) -> Activity:
    """One row of the file with its proof, submitted unless it is a draft."""
    author = author_of(row, people)
    decision = "" if row["review"] in ASKED else SOURCES[row["language"]]
    activity = workflow.create_activity(by=author, values=values_of(row), decision=decision, via="command")
    if row["proof"]:
        add_proof(activity, row, author, people)
    if row["review"] not in DRAFTS:
        workflow.submit_activity(by=author, pk=activity.pk, decision=decision, via="command")
    return activity


def author_of(row: Row, people: People) -> User:
    if row["author"]:
        return people[row["author"]]
    if row["scope"] == "regional":
        return people["iom" if row["lead"] in ("IOM", "OIM") else "unhcr"]
    return people.get(f"focal.{row['countries'][:3].lower()}", people["admin"])


def add_proof(activity: Activity, row: Row, author: User, people: People) -> None:
    """What is cited and the document beside it, of the day of the first result that it proves, else of the last day of the
    activity; of a country that reports by letter the letter, which is recorded."""
    results = [read_written_claim(written)["achieved_on"] for written in several(row["claims"])]
    day = next(filter(None, results), None) or row["ends_on"] or row["starts_on"]
    given: dict[str, Any] = {"by": author, "pk": activity.pk, "confidentiality": "public", "via": "command"}
    given |= {"dated": None if unless_whole(day) else date.fromisoformat(day)}
    proof: dict[str, Any] = {"kind": "citation", "citation": row["proof"]}
    if row["review"] == "letter":
        proof |= {"kind": "link", "url": f"https://example.org/letters/{row['id']}"}
    piece = workflow.add_evidence(**given, **proof)
    if title := links().get(row["id"]):
        address = f"https://example.org/documents/{row['id']}"
        workflow.add_evidence(**given, kind="link", title=title, url=address)
    if row["review"] == "letter":
        workflow.record_letter(by=author, pk=activity.pk, country=row["countries"], evidence=piece.pk, via="command")


def values_of(row: Row) -> dict[str, Any]:
    values: dict[str, Any] = {
        "external_id": f"demo-{row['id']}",
        "source": SOURCES[row["language"]],
        "partners": [{"organisation": name, "role": "technical"} for name in several(row["partners"])],
        "claims": [read_written_claim(written) for written in several(row["claims"])],
        "border_regions": several(row["borders"]),
        "participants_women": int(row["women"]) if row["women"] else None,
        "participants_men": int(row["men"]) if row["men"] else None,
    }
    values |= {name: row[name] for name in ("language", "scope", "lead", "status", "status_reason", "place", "title")}
    values |= {name: several(row[name]) for name in ("countries", "actions", "topics", "audiences")}
    values |= {name: row[name] or None for name in ("starts_on", "ends_on", "status_since")}
    return values | {"summary": row["summary"]} | money_of(row)


def money_of(row: Row) -> dict[str, Any]:
    """What is needed in US dollars, and what was secured: as one amount, or in lines of funders."""
    if not row["needed"]:
        return {}
    needed = {"amount_needed": row["needed"], "currency": "USD"}
    lines = funding()[row["id"]]
    return needed | ({"funding_lines": lines} if lines else {"amount_secured": row["secured"]})


@cache
def links() -> dict[str, str]:
    """The titles of documents that prove an activity beside what is cited, by activity."""
    return {row["activity"]: row["title"] for row in read("links")}


@cache
def funding() -> dict[str, list[dict[str, Any]]]:
    """The lines of the funders, by activity."""
    lines = defaultdict(list)
    for row in read("funding"):
        line: dict[str, Any] = {name: row[name] for name in ("funder", "currency", "committed")}
        lines[row["activity"]].append(line | {"year": int(row["year"]), "spent": row["spent"] or None})
    return lines


def known(number: str) -> Activity:
    return Activity.objects.get(identifiers__value=f"demo-{number}")
