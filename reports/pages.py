"""Pages by keyset: the last page of a list costs what the first one does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from reports.models import Activity, Organisation

SIZE = 25


@dataclass(frozen=True)
class Page:
    """`rows` of one page; `next_url` and `previous_url` are addresses that keep the filters, or empty."""

    rows: list[Model]
    next_url: str
    previous_url: str


def page_of(activities: QuerySet[Activity], request: HttpRequest, size: int = SIZE) -> Page:
    """The page, newest first, that `?after=` or `?before=` asks for; a broken mark means the first page."""
    forwards = "before" not in request.GET
    mark = read_mark(request.GET.get("after" if forwards else "before", ""))
    rows = activities.order_by("-updated_at", "-id") if forwards else activities.order_by("updated_at", "id")
    if mark:
        moment, pk = mark
        rows = (
            rows.filter(Q(updated_at__lt=moment) | Q(updated_at=moment, pk__lt=pk))
            if forwards
            else rows.filter(Q(updated_at__gt=moment) | Q(updated_at=moment, pk__gt=pk))
        )
    return cut(rows, request, size, forwards, bool(mark), lambda row: f"{row.updated_at.isoformat()}_{row.pk}")


def page_by_name(organisations: QuerySet[Organisation], request: HttpRequest, size: int = SIZE) -> Page:
    """The same from A to Z, whatever accents and case; the mark is the id of the row next to the page."""
    forwards = "before" not in request.GET
    mark = read_number(request.GET.get("after" if forwards else "before", ""))
    rows = organisations.order_by("searchable", "pk") if forwards else organisations.order_by("-searchable", "-pk")
    at = Organisation.objects.filter(pk=mark).values_list("searchable", flat=True).first() if mark else None
    if at is not None:
        rows = (
            rows.filter(Q(searchable__gt=at) | Q(searchable=at, pk__gt=mark))
            if forwards
            else rows.filter(Q(searchable__lt=at) | Q(searchable=at, pk__lt=mark))
        )
    return cut(rows, request, size, forwards, at is not None, lambda row: str(row.pk))


def cut(rows: QuerySet, request: HttpRequest, size: int, forwards: bool, marked: bool, mark_of: Callable) -> Page:
    """The first `size` of the rows, and whether there are more on either side."""
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if not forwards:
        found.reverse()
    has_next = more if forwards else marked
    has_previous = marked if forwards else more
    return Page(
        rows=found,
        next_url=address(request, after=mark_of(found[-1])) if found and has_next else "",
        previous_url=address(request, before=mark_of(found[0])) if found and has_previous else "",
    )


def read_mark(written: str) -> tuple[datetime, UUID] | None:
    moment, _underscore, pk = written.partition("_")
    try:
        return datetime.fromisoformat(moment), UUID(pk)
    except ValueError:
        return None


def read_number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 18 else 0


def address(request: HttpRequest, **mark: str) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    for name, value in mark.items():
        query[name] = value
    return f"?{query.urlencode()}"
