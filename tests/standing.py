"""Rows that are made once and stand while one test after the other asks for them; each finds them as they were made."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from _pytest.nodeid import NodeId
from django.conf import settings
from django.db import transaction
from django.utils import translation


class Standing:
    def __init__(self, make: Callable[[], Any]):
        self.make, self.made = make, None
        self.around: ExitStack | None = None

    def load(self, blocker) -> Any:
        """What `make` gave, now or for the test before."""
        if self.around is None:
            with ExitStack() as around:
                around.enter_context(blocker.unblock())
                around.enter_context(transaction.atomic())
                with translation.override(settings.LANGUAGE_CODE):
                    self.made = self.make()
                around.callback(transaction.set_rollback, True)
                self.around = around.pop_all()
        return self.made

    def take_back(self) -> None:
        if self.around is not None:
            self.around.close()
            self.around = None


# By the name of the fixture. A test asks for one of them at most, and for what that stands on.
STANDING: dict[str, Standing] = {}


def stands(make: Callable[[], Any]) -> Any:
    """A fixture, by the name of the function, of what it makes: keys rather than rows, since all tests are given the same.

    Of this scope, since the rows have to be there before the transaction of a test begins.
    """
    rows = STANDING[make.__name__] = Standing(make)

    @pytest.fixture(scope="class", name=make.__name__)
    def loaded(django_db_setup, django_db_blocker):
        return rows.load(django_db_blocker)

    return loaded


def stands_on_the_demonstration(make: Callable[[], Any]) -> Any:
    """The same, made beside the rows of the demonstration, which stand on when these are taken back."""
    rows = STANDING[make.__name__] = Standing(make)

    @pytest.fixture(scope="class", name=make.__name__)
    def loaded(loaded_demonstration, django_db_blocker):
        return rows.load(django_db_blocker)

    return loaded


def asked_of(item) -> tuple[bool, ...]:
    """By which tests are sorted: those that ask for the same rows come one after the other."""
    return tuple(name in item.fixturenames for name in STANDING)


def commits(item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or "live_server" in item.fixturenames


def kept_together(item) -> str:
    """The name of a group of tests that one process runs: those that ask for the same standing rows, else those of a module, so that
    what they share is made once. Those that commit share nothing and go to whoever is free."""
    standing = next((name for name in STANDING if name in item.fixturenames), "")
    return standing or ("" if commits(item) else item.path.stem)


def name_groups(items) -> None:
    """As `--dist loadgroup` reads them, of each test beside its name: xdist 3.8 writes them where pytest 9.2 does not look."""
    for item in items:
        if group := kept_together(item):
            item._id = NodeId.parse(f"{item.nodeid}@{group}")


def take_back(but: Any = None) -> None:
    """All, or all but what a test asks for; what was made last first, since it may stand on what was made before."""
    for name, rows in reversed(STANDING.items()):
        if but is None or name not in but.fixturenames:
            rows.take_back()
