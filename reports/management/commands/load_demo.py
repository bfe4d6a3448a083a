"""`manage.py load_demo`: people and activities for trying the site. Never for production (`check --deploy` refuses)."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.demonstration import load_demonstration
from reports.models import Membership, User

DEFAULT_PASSWORD = "dar-es-salaam-2010"
CHANGED = "(password set earlier)"


class Command(BaseCommand):
    help = (
        "Load demonstration people and activities, never in production; existing data are kept. DEMO_PASSWORD is "
        "the password of the accounts created by this run; existing accounts keep theirs."
    )

    def handle(self, **options):
        if not settings.DEVELOPMENT and settings.SECOND_FACTOR_EXCUSES == "nobody":
            raise CommandError(
                "Nothing was loaded: this site is set up for production, and the demonstration accounts are "
                "publicly known. For a demonstration site, set EXCUSE_DEMONSTRATION=1."
            )
        password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
        self.stdout.write("Demonstration accounts:")
        people = load_demonstration(password)
        for line in logins(people, {person.pk: known_password(person, password) for person in people}):
            self.stdout.write(line)


def logins(people: list[User], passwords: dict[int, str]) -> list[str]:
    """A line for the password that all share, where they share one, then one for each person."""
    known = {*passwords.values()} - {""}
    shared = known.pop() if len(known) == 1 else ""
    whose = "all" if "" not in passwords.values() else "all, where nothing else is said"
    lines = [f"Password for {whose}: {shared}"] if shared else []
    for person in people:
        own = "" if shared and passwords[person.pk] else f"  {passwords[person.pk] or CHANGED}"
        lines.append(f"  {person.username:<10}{own}  {person.language}  {'; '.join(standing(person))}")
    return lines


def known_password(person: User, password: str) -> str:
    """The one that opens the login: that of this run, or the one that a run without DEMO_PASSWORD set; empty: neither."""
    return next((word for word in (password, DEFAULT_PASSWORD) if person.check_password(word)), "")


def standing(person: User) -> list[str]:
    """What the person is today, by the roles in force."""
    if not person.is_active:
        return ["closed: cannot sign in"]
    roles = [describe(role) for role in Membership.objects.filter(person=person).in_force()]
    return roles + ["administrator"] * person.is_superuser or ["no current role"]


def describe(role: Membership) -> str:
    place = role.country or role.body or role.organisation
    return f"{role.get_role_display()}: {place}"
