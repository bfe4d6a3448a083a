"""Demonstration data: invented people and activities from 2010 to today, made through the same verbs as real ones."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from reports.demonstration.activities import load_activity
from reports.demonstration.answers import load_answers
from reports.demonstration.later import load_fact
from reports.demonstration.people import People, load_people
from reports.demonstration.reviews import review
from reports.demonstration.rounds import CLOSED, close_round, load_revisions, open_round_of_this_year
from reports.demonstration.rows import of_period, read
from reports.models import Activity, Mail, User


@transaction.atomic
def load_demonstration(password: str) -> list[User]:
    """Make what is not there yet; what people have changed since stays. Answers the demonstration's people."""
    people = {person.username: person for person in load_people(password)}
    if not Activity.objects.filter(identifiers__value__startswith="demo-").exists():
        load_answers(people)
        load_revisions(people)
        load_story(people)
        open_round_of_this_year(people)
    Mail.objects.unsent().filter(person__is_demo=True).update(sent_at=timezone.now())  # nobody reads it at example.org
    return list(people.values())


def load_story(people: People) -> None:
    """Period by period, so that what is frozen at the end of one knows nothing of the next."""
    activities, facts, after = read("activities"), read("later"), date.min
    last_year = timezone.localdate().year - 1
    for until in (*(date(year, 12, 31) for year in (*CLOSED, last_year)), date.max):
        recorded = [(row, load_activity(row, people)) for row in of_period(activities, "starts_on", after, until)]
        for row in of_period(facts, "on", after, until):
            load_fact(row, people)
        review(recorded, people)  # what was verified last is the latest
        if until.year in CLOSED:
            close_round(until.year, people)
        after = until
