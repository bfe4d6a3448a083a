"""`manage.py load_demo`: people and activities for trying the site. Never for production (`check --deploy` refuses)."""

import os

from django.core.management.base import BaseCommand

from reports.demonstration import load_demonstration
from reports.models import Membership

DEFAULT_PASSWORD = "dar-es-salaam-2010"


class Command(BaseCommand):
    help = "Load demonstration people and activities; what is there already stays. DEMO_PASSWORD sets the password."

    def handle(self, **options):
        password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
        self.stdout.write("Demonstration logins (the password was set when they were made):")
        for person in load_demonstration(password):
            roles = Membership.objects.filter(person=person).select_related("country", "body", "organisation")
            told = "; ".join(describe(role) for role in roles) or "administrator"
            self.stdout.write(f"  {person.username:<10} {password}  {person.language}  {told}")


def describe(role: Membership) -> str:
    place = role.country or role.body or role.organisation
    return f"{role.get_role_display()}: {place}"
