"""Pages by keyset: the last page of a list costs what the first one does."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from reports.models import Activity

SIZE = 25


@dataclass(frozen=True)
class Page:
    """`rows` of one page; `next_url` and `previous_url` are addresses that keep the filters, or empty."""

    rows: list[Activity]
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
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if not forwards:
        found.reverse()
    has_next = more if forwards else bool(mark)
    has_previous = bool(mark) if forwards else more
    return Page(
        rows=found,
        next_url=address(request, after=found[-1]) if found and has_next else "",
        previous_url=address(request, before=found[0]) if found and has_previous else "",
    )


def read_mark(written: str) -> tuple[datetime, UUID] | None:
    moment, _underscore, pk = written.partition("_")
    try:
        return datetime.fromisoformat(moment), UUID(pk)
    except ValueError:
        return None


def address(request: HttpRequest, **mark: Activity) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    for name, activity in mark.items():
        query[name] = f"{activity.updated_at.isoformat()}_{activity.pk}"
    return f"?{query.urlencode()}"
