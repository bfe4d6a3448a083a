"""The unit that a claim counts, and its one written form: `MOZ`, `MOZ/I.c`, `moz-mwi`, `SADC`, or an activity's id."""

from dataclasses import dataclass
from uuid import UUID

from indicators.models import Indicator

ITSELF = "*"  # "the activity itself", wherever a person or a file writes a unit


@dataclass(frozen=True)
class Unit:
    """Exactly one of these is set; none of them: the activity itself. `sector` goes with `country`."""

    country: str | None = None
    sector: str | None = None
    border_region: str | None = None
    body: str | None = None

    def written(self, activity_id: UUID | str) -> str:
        if self.country:
            return f"{self.country}/{self.sector}" if self.sector else self.country
        return self.border_region or self.body or str(activity_id)


def read_unit(written: str, counts: str, activity_id: UUID | str = "") -> Unit:
    """The unit that `written` names for an indicator that counts `counts`; `*` or its id is the activity itself.

    Raises ValueError when the form is not the one that this kind of indicator counts (whether the country or
    body exists is for the caller to check).
    """
    written = written.strip()
    kind = Indicator.Counts
    if counts == kind.ACTIVITIES:
        if written not in ("", ITSELF, str(activity_id)):
            raise ValueError(written)
        return Unit()
    if not written or written == ITSELF:
        raise ValueError(written)
    if counts == kind.SECTORS:
        country, slash, sector = written.partition("/")
        if not (country and slash and sector):
            raise ValueError(written)
        return Unit(country=country, sector=sector)
    if "/" in written:
        raise ValueError(written)
    if counts == kind.COUNTRIES:
        return Unit(country=written)
    if counts == kind.BORDER_REGIONS:
        return Unit(border_region=written)
    return Unit(body=written)
