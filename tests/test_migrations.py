"""One first migration an app: run on a new site, taken over by one that was set up with those that it replaces."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from reports.site_checks import first_migrations_whole

APPS = ("themes", "indicators", "reports")
FIRST = [(app, "0001_squashed") for app in APPS]


@pytest.fixture
def recorded(db, monkeypatch):
    """`recorded(but=n)`: the migrations of a site from before, without the last `n` of `reports`."""

    def site(but: int = 0):
        disk = MigrationExecutor(connection).loader.disk_migrations
        ours = [key for first in FIRST for key in disk[first].replaces]
        ours = ours[: len(ours) - but]
        others = [key for key in disk if key[0] not in APPS]
        monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: dict.fromkeys([*ours, *others]))
        return MigrationExecutor(connection)

    return site


def plan(executor):
    return {(row.app_label, row.name) for row, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())}


def test_a_site_from_before_has_nothing_to_run_of_the_first_migrations(recorded):
    assert plan(recorded()).isdisjoint(FIRST)


def test_a_new_site_runs_them(db, monkeypatch):
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: {})
    assert plan(MigrationExecutor(connection)).issuperset(FIRST)


def test_a_site_from_half_way_is_refused_and_not_taken_for_whole(recorded):
    recorded(but=1)
    (error,) = first_migrations_whole(None, ["default"])
    assert (error.id, error.hint.count("reports.0020_person_names")) == ("reports.E003", 1)


def test_a_whole_site_is_not_refused(recorded):
    recorded()
    assert first_migrations_whole(None, ["default"]) == []


def test_migrate_asks_first(recorded):
    recorded(but=1)
    with pytest.raises(SystemCheckError, match="brought up to its last"):
        call_command("migrate", verbosity=0, skip_checks=False)
