"""Whether what the site shows is a demonstration, and how what leaves the site says so: a file may travel without its page."""

from django.utils.translation import gettext as _

from reports.models import User

HEADER = "Demonstration-Data"  # of every answer of the API, where its data are invented


def is_demonstration() -> bool:
    """One query."""
    return User.objects.filter(is_demo=True).exists()


def mark() -> str:
    """What stands beside invented figures, in the reader's language; empty where they are real. One query."""
    return _("Invented for demonstration.") if is_demonstration() else ""


def file_name(name: str) -> str:
    """`demonstration-targets-2012-12-31.csv`, or the name as it is where the figures are real. One query."""
    return f"demonstration-{name}" if is_demonstration() else name
