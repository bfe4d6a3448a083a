"""Pages by keyset: the last page of a list costs what the first one does."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

SIZE = 25
NEWEST_FIRST = ("-updated_at", "-id")
BY_NAME = ("searchable", "id")
MARKS = ("after", "before", "chart", "format", "page")


@dataclass(frozen=True)
class Page:
    """`rows` of one page; `next_url` and `previous_url` are addresses that keep the filters, or empty."""

    rows: list[Any]
    next_url: str
    previous_url: str


@dataclass(frozen=True)
class First:
    """The first rows of a list that has no pages, and whether there are `more`, which the page says."""

    rows: list[Any]
    more: bool


def first_of(rows: QuerySet | list, most: int) -> First:
    fetched = list(rows[: most + 1])
    return First(fetched[:most], len(fetched) > most)


def page_of(rows: QuerySet, request: HttpRequest, order: tuple[str, ...] = NEWEST_FIRST, size: int = SIZE) -> Page:
    """The page that `?after=` or `?before=` asks for; a broken mark means the first page.

    `order` names columns that are never null, the last of them unique: `-` before a name means from the highest down.
    """
    forwards = "before" not in request.GET
    direction = order if forwards else tuple(reverse(name) for name in order)
    mark = read_mark(rows, order, request.GET.get("after" if forwards else "before", ""))
    rows = rows.order_by(*direction)
    if mark:
        rows = rows.filter(beyond(direction, mark))
    fetched = list(rows[: size + 1])
    more, fetched = len(fetched) > size, fetched[:size]
    if not forwards:
        fetched.reverse()
    has_next = more if forwards else bool(mark)
    has_previous = bool(mark) if forwards else more
    return Page(
        rows=fetched,
        next_url=address(request, after=written_mark(fetched[-1], order)) if fetched and has_next else "",
        previous_url=address(request, before=written_mark(fetched[0], order)) if fetched and has_previous else "",
    )


def reverse(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def beyond(order: tuple[str, ...], mark: list[Any]) -> Q:
    """What comes after a row in this order: beyond it in one column, and equal in all those before."""
    later, equal = Q(pk__in=[]), Q()
    for name, value in zip(order, mark, strict=True):
        column = name.removeprefix("-")
        later |= equal & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{column: value})
    return later


def written_mark(row: Model, order: tuple[str, ...]) -> str:
    columns = {field.name: field for field in row._meta.concrete_fields}
    return "_".join(columns[name.removeprefix("-")].value_to_string(row) for name in order)


def read_mark(rows: QuerySet, order: tuple[str, ...], written: str) -> list[Any] | None:
    """The values of the row at the edge of the page, or None."""
    parts = written.rsplit("_", len(order) - 1)
    if not written or len(parts) != len(order):
        return None
    fields = [rows.model._meta.get_field(name.removeprefix("-")) for name in order]
    try:
        return [field.to_python(part) for field, part in zip(fields, parts, strict=True)]
    except ValidationError:
        return None


def address(request: HttpRequest, **mark: str) -> str:
    """The address of this list with its filters and another page."""
    query = request.GET.copy()
    for name in MARKS:
        query.pop(name, None)
    query.update(mark)
    return f"?{query.urlencode()}"
