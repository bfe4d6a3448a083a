"""Values that stand alone in an address or a form: read here, or None, never an error."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports import limits


def uuid_of(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def number_of(written: str) -> int | None:
    """A whole number that a database holds, none below nought."""
    is_plain = written.isascii() and written.isdecimal() and len(written) <= len(str(limits.COUNT))
    return int(written) if is_plain and int(written) <= limits.COUNT else None


def uuids_of(written: list[str]) -> list[UUID]:
    """Those that are ids. Raises ValidationError for more than can be chosen at once."""
    require_few(written)
    return [pk for pk in map(uuid_of, written) if pk]


def versions_of(written: list[str]) -> dict[UUID, int]:
    """`<id>.<version>` each, as `{id: version}`; what is neither is left out. Raises as `uuids_of` does."""
    require_few(written)
    read = [(uuid_of(pk), number_of(version)) for pk, _dot, version in (one.partition(".") for one in written)]
    return {pk: version for pk, version in read if pk and version is not None}


def agreements_of(written: list[str]) -> list[tuple[UUID, str, int]]:
    """`<id>.<country>.<version>` each; what is not that is left out. Raises as `uuids_of` does."""
    require_few(written)
    parts = [one.split(".") for one in written if one.count(".") == 2]
    read = [(uuid_of(pk), country, number_of(version)) for pk, country, version in parts]
    return [(pk, country, version) for pk, country, version in read if pk and version is not None]


def require_few(rows: list[str]) -> None:
    if len(rows) > limits.IDS:
        raise ValidationError(_("Choose at most %(most)d items at once.") % {"most": limits.IDS})
