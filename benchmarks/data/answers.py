"""What countries answered to the actions of the menu, and which reported, by the verbs themselves, for they are few."""

from random import Random

from django.utils import timezone

from benchmarks.data import words
from benchmarks.data.world import World
from reports import workflow
from reports.models import Adoption, Country, CountryReport, Round

ANSWERS_A_COUNTRY = 6


def add_answers(world: World) -> None:
    """Of each country some, until it has as many."""
    given = {country: set() for country in world.countries}
    for country, action in Adoption.objects.current().filter(country__in=given).values_list("country", "action"):
        given[country].add(action)
    actions = [code for codes in world.actions.values() for code in codes]
    for country, known in given.items():
        rng = Random(country)
        free = [code for code in actions if code not in known]
        for code in rng.sample(free, max(0, ANSWERS_A_COUNTRY - len(known))):
            answer(rng, world, country, code)


def answer(rng: Random, world: World, country: str, action: str) -> None:
    kind, year = rng.choice(Adoption.Answer.values), rng.randint(2011, 2024)
    by = world.focal_points[country].person
    values = {
        "adopted": {"adopted_on": f"{year}-05", "priority": rng.choice(Adoption.Priority.values)},
        "in_place": {"in_place_since": str(year), "proof_citation": "Official gazette"},
        "not_taken_up": {"adopted_on": f"{year}-03-01", "because": words.REASONS["en"], "is_because_public": True},
    }[kind]
    row = workflow.answer_action(by=by, country=country, action=action, answer=kind, values=values, via="command")
    if kind == Adoption.Answer.IN_PLACE and rng.random() < 0.6:
        reviewer = world.reviewers["UNHCR"].person
        workflow.decide_answer(by=reviewer, pk=row.pk, verification="verified", via="command")


def add_reports(world: World) -> None:
    """Of every other country, for the round that is open."""
    now = timezone.now()
    for row in Round.objects.perhaps_open(now):
        reported = set(CountryReport.objects.filter(round=row).values_list("country", flat=True))
        for country in world.countries[::2]:
            person = world.focal_points[country].person
            if country not in reported and row.is_open_for(Country.objects.get(pk=country), now):
                workflow.complete_report(by=person, pk=row.pk, country=country, via="command")
