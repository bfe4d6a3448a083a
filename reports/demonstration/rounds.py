"""Rounds of the demonstration: those that are closed, with what the working group thought and wrote, and the one of this year."""

from datetime import date

from django.utils import timezone, translation

from reports import workflow
from reports.demonstration.people import People
from reports.demonstration.rows import LANGUAGES, in_languages, read
from reports.models import Round
from reports.snapshots import contents
from themes.dates import date_format

# The years at whose ends figures were frozen, with the countries that reported.
CLOSED = {
    2012: ("KEN", "MOZ", "RWA", "TZA", "UGA", "ZMB"),
    2022: ("BDI", "COD", "MOZ", "TZA"),
}
LATE = {2012: "BDI"}  # for a round that had been closed: its edition stays, that of the next one lists the report
COMPLETE = "TZA"  # for the round of this year
ENDED = {
    "en": "Progress by the end of {year}",
    "fr": "Progrès accomplis à la fin de {year}",
    "pt": "Progressos até ao fim de {year}",
}
OPEN = {"en": "Round {year}", "fr": "Cycle {year}", "pt": "Ciclo {year}"}
MEETING = {
    "en": "Meeting of the working group,",
    "fr": "Réunion du groupe de travail,",
    "pt": "Reunião do grupo de trabalho,",
}


def load_revisions(people: People) -> None:
    """Targets of which less or more is asked, or with more time."""
    for row in read("revisions"):
        in_force_from = date.fromisoformat(row["in_force_from"])
        met = meeting(in_force_from)
        reason, reasons = in_languages(row, "reason_")
        title, titles = in_languages(row, "title_")
        workflow.revise_target(
            by=people["unhcr"],
            target=row["target"],
            in_force_from=in_force_from,
            indicator=row["indicator"],
            required=int(row["required"]) if row["required"] else None,
            deadline=date.fromisoformat(row["deadline"]) if row["deadline"] else None,
            title={"en": title} | titles if title else {},
            decided_by=met.pop("en"),
            reason=reason,
            language="en",
            translations={"reason": reasons, "decided_by": met},
            via="command",
        )


def meeting(day: date) -> dict[str, str]:
    """Who decided, in each language."""
    named = {}
    for code in LANGUAGES:
        with translation.override(code):
            named[code] = f"{MEETING[code]} {date_format(day, 'F Y')}"
    return named


def close_round(year: int, people: People) -> None:
    """Its figures are frozen and published."""
    ends = date(year, 12, 31)
    row = open_round(year, ENDED, people, opens_on=date(year, 10, 1), closes_on=ends, as_at=ends)
    say(row, year, people)
    for country in CLOSED[year]:
        report(row, country, people)
    snapshot = workflow.close_round(by=people["unhcr"], pk=row.pk, contents=contents, via="command")
    workflow.publish_snapshot(by=people["unhcr"], code=snapshot.pk, via="command")
    if year in LATE:
        report(row, LATE[year], people)


def open_round_of_this_year(people: People) -> None:
    year = timezone.localdate().year
    ends = date(year, 12, 31)
    row = open_round(year, OPEN, people, opens_on=date(year, 1, 1), closes_on=ends, as_at=ends)
    report(row, COMPLETE, people)


def report(row: Round, country: str, people: People) -> None:
    by = people.get(f"focal.{country.lower()}", people["admin"])
    workflow.complete_report(by=by, pk=row.pk, country=country, via="command")


def open_round(year: int, titles: dict[str, str], people: People, **dates: date) -> Round:
    named = {code: title.format(year=year) for code, title in titles.items()}
    title = named.pop("en")
    return workflow.open_round(
        by=people["unhcr"], title=title, language="en", translations={"title": named}, via="command", **dates
    )


def say(row: Round, year: int, people: People) -> None:
    """What the working group thought and wrote at the end of that year."""
    for judged in read("assessments"):
        if judged["year"] == str(year):
            reasons, others = in_languages(judged)
            workflow.assess_target(
                by=people["iom"],
                target=judged["target"],
                verdict=judged["verdict"],
                reasons=reasons,
                language="en",
                translations={"reasons": others},
                assessed_on=row.as_at,
                via="command",
            )
    for said in read("narratives"):
        if said["year"] == str(year):
            workflow.write_narrative(
                by=people["unhcr"],
                pk=row.pk,
                part=said["part"],
                language=said["language"],
                text=said["text"],
                via="command",
            )
