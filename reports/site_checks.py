"""What has to be so: before the site faces the world (`manage.py check --deploy`), and before a database is migrated."""

from django.conf import settings
from django.core.checks import Error
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from reports.models import User


def no_demonstration_logins(app_configs, **kwargs) -> list[Error]:
    """Demonstration people have a known password: none may be left where real data is kept."""
    try:
        names = list(User.objects.filter(is_demo=True).values_list("username", flat=True))
    except DatabaseError:
        return []  # nothing has been migrated yet: there is nobody at all
    if not names:
        return []
    message = f"Demonstration logins exist: {', '.join(names)}."
    return [Error(message, hint="Start production on a database without `load_demo`.", id="reports.E001")]


def second_factor_required(app_configs, **kwargs) -> list[Error]:
    """Nobody is excused from the second factor where the site faces the world."""
    if settings.SECOND_FACTOR_EXCUSES == "nobody":
        return []
    message = f"The second factor is not required of {settings.SECOND_FACTOR_EXCUSES}."
    return [Error(message, hint="Leave the environment variable EXCUSE_DEMONSTRATION unset.", id="reports.E002")]


def first_migrations_whole(app_configs, databases, **kwargs) -> list[Error]:
    """Where some were run of those that the first migration of an app replaces, the rest can be run as far as it is still
    there: what is gone has to have been run whole. Django itself would take a database from half way for one that is up to
    date, or for an empty one."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    disk = loader.disk_migrations
    replaced = {row: set(migration.replaces) for row, migration in disk.items() if migration.replaces}
    return [
        Error(
            f"The database {alias} was set up by an earlier release, and not brought up to its last: {app}.",
            hint="Run `migrate` with the last release that has reports.0020_person_names, then with this one.",
            id="reports.E003",
        )
        for alias in databases or ()
        for app, _name in half_way(replaced, set(disk), set(MigrationRecorder(connections[alias]).applied_migrations()))
    ]


def half_way(replaced: dict[tuple[str, str], set], disk: set, run: set) -> list[tuple[str, str]]:
    """Migrations of which some that they replace were run, but not all of those that are gone from the disk."""
    return [row for row, those in replaced.items() if row not in run and those & run and not those - disk <= run]
