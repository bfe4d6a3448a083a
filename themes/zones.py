"""Time zones: which day it is somewhere, when a day is over there, and how people read a time of there."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# The names that differ from one language to another; any other zone is named by the city in its IANA name.
CITIES = {
    "Africa/Addis_Ababa": gettext_noop("Addis Ababa"),
    "Africa/Djibouti": gettext_noop("Djibouti"),
    "Africa/Johannesburg": gettext_noop("Johannesburg"),
    "Africa/Khartoum": gettext_noop("Khartoum"),
    "Africa/Mogadishu": gettext_noop("Mogadishu"),
    "Africa/Nairobi": gettext_noop("Nairobi"),
    "Indian/Comoro": gettext_noop("Comoros"),
    "Indian/Mauritius": gettext_noop("Mauritius"),
}


@cache
def zones(written: str) -> tuple[ZoneInfo, ...]:
    """The zones of "Africa/Kinshasa Africa/Lubumbashi". Raises ZoneInfoNotFoundError."""
    return tuple(ZoneInfo(name) for name in written.split())


def validate_zones(written: str) -> None:
    """One IANA name or several, separated by blanks."""
    unknown = set(written.split()) - available_timezones()
    if unknown or not written.split():
        raise ValidationError(
            _("Unknown time zone: %(names)s. Enter names such as Africa/Maputo, separated by spaces.")
            % {"names": ", ".join(sorted(unknown))}
        )


def day_in(places: Iterable[tzinfo], now: datetime) -> date:
    """The day there: where zones differ, the one that is not over yet in the last of them."""
    return min(now.astimezone(zone).date() for zone in places)


def latest_day_in(places: Iterable[tzinfo], now: datetime) -> date:
    """The latest day that has begun in one of them: a day after it is in the future."""
    return max(now.astimezone(zone).date() for zone in places)


def end_of(day: date, places: Iterable[tzinfo]) -> tuple[datetime, tzinfo]:
    """The moment at which a day is over in the last of the zones, and that zone; also where clocks skip that midnight or
    have it twice."""
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return max(((midnight.replace(tzinfo=zone), zone) for zone in places), key=lambda end: end[0].timestamp())


def zone_name(moment: datetime) -> str:
    """Of an aware moment: "Dar es Salaam, UTC+3"; of one that knows its offset alone "UTC+3"."""
    city, offset = city_of(moment.tzinfo), offset_of(moment)
    return f"{city}, {offset}" if city else offset


def city_of(zone: tzinfo | None) -> str:
    """By which people call a zone, in the language now active: "Addis-Abeba". Empty for a bare offset."""
    key = getattr(zone, "key", "")
    return _(CITIES[key]) if key in CITIES else key.rpartition("/")[2].replace("_", " ").replace("UTC", "")


def offset_of(moment: datetime) -> str:
    """ "UTC+3", "UTC+5:30", "UTC"."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"
