"""The requests whose cost is promised, by the rows of that promise."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from django.utils import timezone

from benchmarks.asking import Request, Site, query
from reports import workflow
from reports.models import Activity, User

Ask = Callable[[], Request]
END = "2000-01-01T00:00:00+00:00_00000000-0000-0000-0000-000000000000"  # the mark of a row older than any
API = "/api/v1/activities/"
FOCAL, GROUP, AGENCY = "focal.moz", "unhcr", "iom"


@dataclass(frozen=True)
class Promise:
    """At most so many times its floor, so many times what it cost with few activities, and so many queries."""

    title: str
    times: float
    queries: int
    floor: str = "F2"
    ratio: float = 1.2


@dataclass(frozen=True)
class Row:
    """One kind of request; `ready` looks up once what it names."""

    promise: Promise
    name: str
    ready: Callable[[Site], Ask]


PAGES = Promise("pages of figures", 12, 12)
DESKS = Promise("desk, review queue, signed-in home", 15, 12)
LISTS = Promise("lists, search, change log", 12, 10)
API_LIST = Promise("API list of 100", 3, 4, floor="bytes")
API_TARGETS = Promise("API targets", 4, 4)
UNCHANGED = Promise("304", 0.5, 3)
WRITES = Promise("create, change, submit, verify", 12, 25)


def asking(path: str, person: str = "") -> Callable[[Site], Ask]:
    return lambda _site: lambda: Request(path, person)


def rows() -> list[Row]:
    """With ONLY in the environment, those whose name holds it."""
    return [row for row in every_row() if os.environ.get("ONLY", "") in row.name]


def every_row() -> list[Row]:
    return [
        *(Row(PAGES, name, asking(path)) for name, path in PAGES_OF.items()),
        *(Row(DESKS, name, asking(path, person)) for name, (path, person) in DESKS_OF.items()),
        *(Row(LISTS, name, asking(path, person)) for name, (path, person) in LISTS_OF.items()),
        Row(API_LIST, "API list, first page", asking(query(API, page_size="100"))),
        Row(API_LIST, "API list, last page", last_page),
        Row(API_TARGETS, "API targets", asking("/api/v1/progress/targets/")),
        *(Row(UNCHANGED, f"304 of {name}", unchanged(path)) for name, path in UNCHANGED_OF.items()),
        Row(WRITES, "create", creating(FOCAL, {})),
        Row(WRITES, "create, working group", creating(AGENCY, REGIONAL)),
        Row(WRITES, "change", changing),
        Row(WRITES, "submit", submitting),
        Row(WRITES, "verify", verifying),
    ]


PAGES_OF = {
    "home": "/",
    "region": "/region/",
    "region in 2015": "/region/?as_at=2015-06-30",
    "region, SADC": "/region/?body=SADC",
    "region, theme II": "/region/?theme=II",
    "country": "/countries/MOZ/",
    "country in 2015": "/countries/MOZ/?as_at=2015-06-30",
    "target": "/plan/targets/VI.T1/",
    "target of activities": "/plan/targets/II.T3/",
    "matrix": "/region/matrix/",
    "matrix, EAC in 2015": "/region/matrix/?body=EAC&as_at=2015-06-30",
    "scorecard": "/region/scorecard/",
    "scorecard, theme I": "/region/scorecard/?theme=I",
    "gaps": "/region/gaps/",
    "trend": "/region/trend/",
    "changes": "/region/moved/?since=2014-01-01&as_at=2016-12-31",
    "compare": "/region/compare/?a=MOZ&b=SADC",
}
DESKS_OF = {
    "desk, focal point": ("/desk/", FOCAL),
    "desk, working group": ("/desk/", GROUP),
    "review queue": ("/review/", GROUP),
    "home, signed in": ("/", FOCAL),
}
LISTS_OF = {
    "activities, first page": ("/activities/", ""),
    "activities, last page": (query("/activities/", before=END), ""),
    "activities, filtered": ("/activities/?country=MOZ&status=completed&theme=II", ""),
    "activities, working group": ("/activities/?review=submitted", GROUP),
    "activities, text": ("/activities/?q=kigoma", ""),
    "search with hits": ("/search/?q=training", ""),
    "search without hits": ("/search/?q=xylophone", ""),
    "organizations": ("/organisations/", ""),
    "log, working group": ("/changes/", GROUP),
    "log, focal point": ("/changes/", FOCAL),
}
UNCHANGED_OF = {"home": "/", "activities": "/activities/", "API targets": "/api/v1/progress/targets/"}


def last_page(site: Site) -> Ask:
    pages = -(-site.ask(Request(query(API, page_size="1"))).json()["count"] // 100)
    return lambda: Request(query(API, page_size="100", page=str(pages)))


def unchanged(path: str) -> Callable[[Site], Ask]:
    """Asked again with the mark that came with it, if there was one."""

    def ready(site: Site) -> Ask:
        mark = site.ask(Request(path)).headers.get("ETag")
        return lambda: Request(path, headers={"if-none-match": mark} if mark else {})

    return ready


NUMBERS = count(1)
REGIONAL = {
    "scope": "regional",
    "countries": [],
    "actions": ["II.1"],
    "claims": [{"indicator": "II.T3.1", "unit": "*", "achieved_on": "2014-05-26"}],
}


def values() -> dict:
    """Of an activity that nobody has recorded yet."""
    return {
        "countries": ["MOZ"],
        "actions": ["VI.1"],
        "title": f"National meeting to assess progress, session {next(NUMBERS)}",
        "summary": "Stakeholders took stock of what had been done, and named who does what next.",
        "language": "en",
        "status": "completed",
        "starts_on": "2014-05-26",
        "ends_on": "2014-05-26",
        "lead": "Serviço Nacional de Migração",
        "partners": [{"organisation": "Protection Fund", "role": "funding"}],
        "claims": [{"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2014-05-26"}],
    }


def creating(person: str, own: dict) -> Callable[[Site], Ask]:
    return lambda _site: lambda: Request(API, person, "POST", values() | own)


def recorded(steps: int) -> Activity:
    """A draft with evidence; of two steps, submitted."""
    person = User.objects.get(username=FOCAL)
    row = workflow.create_activity(by=person, values=values())
    workflow.add_evidence(by=person, pk=row.pk, kind="citation", citation=f"Report of {timezone.now()}")
    return workflow.submit_activity(by=person, pk=row.pk) if steps > 1 else row


def changing(_site: Site) -> Ask:
    """Another result of what was submitted: it counts."""

    def ask() -> Request:
        row = Activity.objects.get(pk=recorded(2).pk)
        new = {"version": row.version, "ends_on": "2014-05-27", "summary": "Stakeholders took stock on two days."}
        return Request(f"{API}{row.pk}/", FOCAL, "PATCH", new)

    return ask


def submitting(_site: Site) -> Ask:
    return lambda: Request(address(recorded(1).pk, "submit"), FOCAL, "POST", {})


def verifying(_site: Site) -> Ask:
    return lambda: Request(address(recorded(2).pk, "verify"), GROUP, "POST", {})


def address(pk: UUID, step: str) -> str:
    return f"{API}{pk}/{step}/"
