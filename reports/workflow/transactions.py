"""A verb is one transaction, and two at the same moment end as if one had come after the other."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model

from reports.tallies import catch_up

MOST_TRIES = 5
DEADLOCK = "40P01"  # PostgreSQL ends one of two transactions that wait for each other
Given = ParamSpec("Given")
Made = TypeVar("Made")


@dataclass
class Verb:
    """The outermost one that is being done, and whether it has written to the log."""

    is_logged: bool = False


outermost: ContextVar[Verb | None] = ContextVar("outermost", default=None)


def one_transaction(write: Callable[Given, Made]) -> Callable[Given, Made]:
    """All or nothing. Where somebody else wrote the same in the meantime, it is begun anew and finds what they wrote.

    So a verb asks for itself what stands in its way, and says it in words; a constraint of the database that two
    requests meet at once never comes through. Raises IntegrityError when that does not help.
    """

    @wraps(write)
    def written(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        return until_through(lambda: whole(write, *args, **kwargs))

    return written


def until_through(attempt: Callable[[], Made]) -> Made:
    """What ends in a transaction, begun anew where somebody else wrote the same in the meantime."""
    for _try in range(MOST_TRIES - 1):
        is_whole = not connection.in_atomic_block
        try:
            return attempt()
        except IntegrityError:
            pass
        except OperationalError as failure:
            if not (is_whole and getattr(failure.__cause__, "pgcode", "") == DEADLOCK):
                raise
    return attempt()


def whole(write: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs) -> Made:
    """All or nothing, with what it adds to the figures: that of a verb within another is added with the outer one's."""
    if outermost.get():
        with transaction.atomic():
            return write(*args, **kwargs)
    verb = Verb()
    mark = outermost.set(verb)
    try:
        with transaction.atomic():
            made = write(*args, **kwargs)
            if verb.is_logged:
                catch_up()
            return made
    finally:
        outermost.reset(mark)


def note_that_it_is_logged() -> None:
    """A row is written to the log: if that is by a verb, it ends with adding to the figures."""
    if verb := outermost.get():
        verb.is_logged = True


def unused(key: UUID | None, model: type[Model]) -> UUID | None:
    """A form's own key as the id of the row that it makes; None where it names another row already.

    Ask this before looking for what the same form has made: in the other order a row that is saved in between is neither
    found nor in the way, and the form makes a second one.
    """
    return key if key and not model._default_manager.filter(pk=key).exists() else None
