"""What has to be so before the site faces the world: part of `manage.py check --deploy`."""

from django.conf import settings
from django.core.checks import Error
from django.db import DatabaseError

from reports.models import User


def no_demonstration_logins(app_configs, **kwargs) -> list[Error]:
    """Demonstration people have a known password: none may be left where real data is kept."""
    try:
        names = list(User.objects.filter(is_demo=True).values_list("username", flat=True))
    except DatabaseError:
        return []  # nothing has been migrated yet: there is nobody at all
    if not names:
        return []
    told = f"Demonstration logins exist: {', '.join(names)}."
    return [Error(told, hint="Start production on a database without `load_demo`.", id="reports.E001")]


def second_factor_required(app_configs, **kwargs) -> list[Error]:
    """Nobody is excused from the second factor where the site faces the world."""
    if settings.SECOND_FACTOR_EXCUSES == "nobody":
        return []
    told = f"The second factor is not required of {settings.SECOND_FACTOR_EXCUSES}."
    return [Error(told, hint="Leave the environment variable EXCUSE_DEMONSTRATION unset.", id="reports.E002")]
