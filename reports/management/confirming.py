"""A command writes what looks like personal data only when told to, as a page does."""

from django.core.management.base import CommandError

CONFIRM = "write what looks like personal data of refugees or migrants; without it nothing is written"


def require_confirmed(is_needed: bool, is_confirmed: bool) -> None:
    """Raises CommandError where what looks like personal data, and has been shown, is not confirmed."""
    if is_needed and not is_confirmed:
        raise CommandError("This looks like personal data. Take it out, or add --confirm: nothing was written.")
