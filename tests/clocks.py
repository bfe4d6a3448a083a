"""What tests of days share: a moment to be in, without turning the machine's clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime

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


def turned_by(monkeypatch) -> Callable[..., None]:
    """`on(day)`: from now on it is noon of that day, where the site is at home; `hour` is another one, in UTC."""

    def on(day: date, hour: int = 9) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)

        monkeypatch.setattr(timezone, "datetime", Clock)

    return on
