"""What tests of days share: a moment to be in, without turning the machine's clock."""

from datetime import date, datetime

from django.utils import timezone


def at(monkeypatch, written: str) -> datetime:
    """It is this moment now, for example `2026-03-31T22:30Z`."""
    moment = datetime.fromisoformat(written)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


def at_noon(monkeypatch) -> date:
    """It is noon of today in Dar es Salaam, when the day is the same in every country; late in the evening it is not."""
    moment = timezone.localtime().replace(hour=12, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment.date()
