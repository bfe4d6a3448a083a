"""The cast: the people whom the tests are about, the Plan that they work under, and what they usually write.

Amina is Mozambique's focal point, Juma is Tanzania's, Nadia reviews for UNHCR and Paul for IOM, Thabo is SADC's officer,
Olga observes, Grace administers, Charlie has an account and no role.
"""

from datetime import date

from django.utils import timezone

from reports import workflow
from reports.models import Activity, Membership, Organisation, Participation, User
from themes.dates import CONFERENCE

PASSWORD = "a-long-pass-phrase"
CAST = {
    "amina": {"role": "focal_point", "country_id": "MOZ", "language": "pt"},
    "juma": {"role": "focal_point", "country_id": "TZA", "language": "en"},
    "nadia": {"role": "working_group", "organisation": "UNHCR", "language": "en"},
    "paul": {"role": "working_group", "organisation": "IOM", "language": "fr"},
    "thabo": {"role": "regional_body", "body_id": "SADC", "language": "en"},
    "olga": {"role": "observer", "language": "en"},
    "grace": {"superuser": True, "language": "en"},
    "charlie": {"language": "en"},
}
# A national meeting on the Plan: the story that the product is told by.
R02 = {
    "countries": ["MOZ"],
    "actions": ["VI.1"],
    "title": "National meeting to assess progress",
    "summary": "Stakeholders took stock.",
    "language": "en",
    "status": "completed",
    "starts_on": "2014-05-26",
    "ends_on": "2014-05-26",
    "lead": "IOM",
    "claims": [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2014-05-26"}],
}


def make_cast() -> dict[str, User]:
    """In three queries, since almost every test begins with it."""
    agencies = {row.name: row for row in Organisation.objects.filter(name__in=("UNHCR", "IOM"))}
    people, roles = {}, []
    for name, part in CAST.items():
        people[name] = person = User(username=name, email=f"{name}@example.org", language=part["language"])
        person.is_superuser = person.is_staff = part.get("superuser", False)
        person.set_password(PASSWORD)
        if "role" in part:
            place = {key: part[key] for key in ("country_id", "body_id") if key in part}
            if "organisation" in part:
                place["organisation"] = agencies[part["organisation"]]
            roles.append(Membership(person=person, role=part["role"], since=date(2010, 9, 7), **place))
    User.objects.bulk_create(people.values())
    Membership.objects.bulk_create(roles)
    return people


def standing_cast() -> dict[str, User]:
    """Those of the cast who are there already, as a new request would find them."""
    return {row.username: row for row in User.objects.filter(username__in=CAST)}


def fresh(person: User) -> User:
    """The same person as a new request would find them."""
    return User.objects.get(pk=person.pk)


def record(by: User, **values) -> Activity:
    """A draft with R02's values, changed by `values`; an administrator's is of a past that its countries agreed to."""
    return workflow.create_activity(by=by, values=R02 | values, decision=decision_of(by))


def decision_of(by: User) -> str:
    return "Decision of the ministers" if by.is_superuser else ""


def prove(by: User, activity: Activity):
    return workflow.add_evidence(by=by, pk=activity.pk, kind="citation", citation="IOM and UNHCR, 27 May 2014")


def submitted(by: User, **values) -> Activity:
    activity = record(by, **values)
    prove(by, activity)
    return workflow.submit_activity(by=by, pk=activity.pk, decision=decision_of(by))


def verified(by: User, reviewer: User, **values) -> Activity:
    return workflow.verify_activity(by=reviewer, pk=submitted(by, **values).pk)


def participate(country: str, status: str = "confirmed", since: date = CONFERENCE) -> Participation:
    """From that day on, whatever was said of it before."""
    wrong = Participation.objects.standing().filter(country=country, since=since).first()
    said = {"country_id": country, "status": status, "since": since, "source": "A letter."}
    return Participation.objects.create(replaces=wrong, **said)


def today() -> date:
    return timezone.localdate()
