"""One first migration an app: run on a new site, taken over by one that was set up with those that it replaces. A site that
stands between them runs the rest."""

from importlib import import_module
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from reports.site_checks import first_migrations_whole

ALL_OF_REPORTS = ("reports", "0001_squashed_0023_jobs")
FIRST = {("themes", "0001_squashed"), ("indicators", "0001_squashed"), ALL_OF_REPORTS}
LAST_RELEASE, BETWEEN, THIS_RELEASE = "0020_person_names", "0011_contributors", "0023_jobs"


@pytest.fixture
def replaced():
    """The names of the migrations of `reports` that its first one stands for, in their order."""
    return [name for _app, name in MigrationLoader(None).disk_migrations[ALL_OF_REPORTS].replaces]


@pytest.fixture
def recorded(db, monkeypatch, replaced):
    """`recorded(name)`: a site on which that was the last migration of `reports`."""

    def site(last: str):
        disk = MigrationLoader(None).disk_migrations
        run = [("reports", name) for name in replaced[: replaced.index(last) + 1]]
        for key, migration in disk.items():
            run += [] if key[0] == "reports" else [*migration.replaces, key]
        monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: dict.fromkeys(run))
        return MigrationExecutor(connection)

    return site


def plan(executor):
    executor.loader.check_consistent_history(connection)
    return [(row.app_label, row.name) for row, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def models(loader, name):
    """What the models of `reports` are after a migration, field by field in the order of their columns."""
    state = loader.project_state(("reports", name))
    return {
        key: (model.options, [(name, field.deconstruct()[1:]) for name, field in model.fields.items()])
        for key, model in state.models.items()
        if key[0] == "reports"
    }


def test_a_site_from_before_has_nothing_to_run_of_the_first_migrations(recorded):
    assert FIRST.isdisjoint(plan(recorded(THIS_RELEASE)))


@pytest.mark.parametrize("last", [LAST_RELEASE, "0001_squashed", BETWEEN])
def test_a_site_that_stands_between_them_runs_the_rest(recorded, replaced, last):
    rest = replaced[replaced.index(last) + 1 :]
    assert plan(recorded(last))[: len(rest)] == [("reports", name) for name in rest]


def test_a_new_site_runs_them(db, monkeypatch):
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: {})
    rows = plan(MigrationExecutor(connection))
    assert FIRST.issubset(rows)
    later = [("reports", name) for name in ("0024_tallies", "0025_claims_by_month")]
    assert [row for row in rows if row[0] == "reports"] == [ALL_OF_REPORTS, *later]


def test_a_new_site_has_the_models_that_the_others_lead_to(replaced):
    chain = models(MigrationLoader(None, replace_migrations=False), replaced[-1])
    assert models(MigrationLoader(None), ALL_OF_REPORTS[1]) == chain


@pytest.mark.parametrize("last", ["0001_initial", "0019_guards"])
def test_a_site_from_half_way_is_refused_and_not_taken_for_whole(recorded, last):
    recorded(last)
    (error,) = first_migrations_whole(None, ["default"])
    assert (error.id, error.hint.count("reports.0020_person_names")) == ("reports.E003", 1)


@pytest.mark.parametrize("last", [LAST_RELEASE, BETWEEN, THIS_RELEASE])
def test_a_whole_site_is_not_refused(recorded, last):
    recorded(last)
    assert first_migrations_whole(None, ["default"]) == []


def test_migrate_asks_first(recorded):
    recorded("0019_guards")
    with pytest.raises(SystemCheckError, match="brought up to its last"):
        call_command("migrate", verbosity=0, skip_checks=False)


@pytest.mark.parametrize("name", ["0003_a_country_speaks_for_itself", "0007_identifiers_of_systems"])
def test_on_postgresql_no_row_that_is_carried_over_is_still_to_be_checked_when_its_table_is_altered(name):
    editor = Mock()
    editor.connection.vendor = "postgresql"
    import_module(f"reports.migrations.{name}").carry_over(None, editor)
    assert editor.execute.call_args.args == ("SET CONSTRAINTS ALL IMMEDIATE",)
