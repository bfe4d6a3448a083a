"""Focal points appointed by a letter, as the working group does it."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from reports import workflow
from reports.models import Country, Membership, User
from tests.planted import plain_pdf

DATED = date(2026, 5, 3)
CONTENT = plain_pdf(b"The Ministry names")  # the same each time that it is sent


def letter(content: bytes | None = None, name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or CONTENT)


def appointed(by: User, country: str = "MWI", **values) -> Membership:
    """Somebody new is the country's focal point from today, by its letter of 3 May 2026."""
    asked = {"email": "new@example.org", "role": "focal_point", "letter": letter(), "dated": DATED}
    return workflow.invite_person(by=by, country=Country.objects.get(pk=country), **(asked | values))


def replaced(by: User, role: Membership, **values) -> Membership:
    asked = {"email": "next@example.org", "letter": letter(), "dated": DATED}
    return workflow.hand_over(by=by, pk=role.pk, **(asked | values))
