"""A command writes what looks like personal data only when told to, as a page does."""

from django.core.management.base import CommandError

CONFIRM = "save what looks like personal data of refugees or migrants; without this option nothing is saved"


def require_confirmed(is_needed: bool, is_confirmed: bool) -> None:
    """Raises CommandError where what looks like personal data, and has been shown, is not confirmed."""
    if is_needed and not is_confirmed:
        raise CommandError("This looks like personal data. Remove it, or add --confirm: nothing was saved.")
