"""What nobody gets below: views without middleware that answer what the database gives them as it is.

F1 answers some 30 KB that it has at hand. F2 answers the list's columns of 100 activities, about as much, from one
`json_agg` (SQLite: `json_group_array`). The floor of an answer of the API is F2 with as many activities as make its bytes.
"""

from collections.abc import Callable

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import ResolverMatch

LISTED = 100
COLUMNS = (
    "id",
    "title",
    "scope",
    "status",
    "review",
    "starts_on",
    "ends_on",
    "place",
    "updated_at",
    "lead",
    "countries",
)
TOGETHER = {"sqlite": "group_concat({}, ',')", "postgresql": "string_agg({}, ',')"}
AGGREGATE = {
    "sqlite": "json_group_array(json_object({}))",
    "postgresql": "json_agg(json_build_object({}))::text",
}
ROWS = """
    SELECT a.id, a.title, a.scope, a.status, a.review, a.starts_on, a.ends_on, a.place, a.updated_at, o.name AS lead,
        (SELECT {together} FROM reports_agreement g WHERE g.activity_id = a.id) AS countries
    FROM reports_activity a LEFT JOIN reports_organisation o ON o.id = a.lead_id
    WHERE a.review = 'verified' AND a.visibility = 'public' AND a.is_agreed
    ORDER BY a.updated_at DESC, a.id DESC LIMIT %s"""


class Floor(WSGIHandler):
    """A site of one view, whatever the address."""

    def __init__(self, view: Callable[[HttpRequest], HttpResponse]):
        with override_settings(MIDDLEWARE=[]):
            super().__init__()
        self.view = view

    def resolve_request(self, request):
        request.resolver_match = ResolverMatch(self.view, (), {})
        return request.resolver_match


def from_database(listed: int) -> str:
    pairs = ", ".join(f"'{name}', r.{name}" for name in COLUMNS)
    rows = ROWS.format(together=TOGETHER[connection.vendor].format("g.country_id"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {AGGREGATE[connection.vendor].format(pairs)} FROM ({rows}) r", [listed])
        return cursor.fetchone()[0]


def f1() -> Floor:
    text = from_database(LISTED)
    return Floor(lambda _request: HttpResponse(text, content_type="application/json"))


def f2(listed: int = LISTED) -> Floor:
    return Floor(lambda _request: HttpResponse(from_database(listed), content_type="application/json"))


def of_bytes(size: int) -> Floor:
    """As many activities as make an answer of about this size."""
    one = len(from_database(LISTED).encode()) / LISTED
    return f2(max(1, round(size / one)))
