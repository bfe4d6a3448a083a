"""The shared directory grows by use: a name not yet known becomes an organisation, once."""

from collections.abc import Collection, Iterable
from typing import Any, Self

from django.db.models import Q

from reports.models import Organisation, User
from reports.models.organisation import BETWEEN_NAMES
from reports.workflow.history import change_of, lock_log
from reports.workflow.outcomes import Moved
from reports.workflow.pen import Pen
from themes.folding import fold, visible_text

FEW = 20  # names, which are looked for by name; for more the directory is read whole


class Names:
    """What the directory knows of the names that are written: whatever its accents, case or alias, of several that look alike the
    one that is written just so, else the one that was there first. Each is looked for once: share one between the rows of a
    table. What is new and not written yet is known by these alone; `made` has it."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._read: set[str] = set()
        self._is_whole = False
        self._written: dict[str, Organisation] = {}
        self._alike: dict[str, Organisation] = {}
        self.made: dict[str, Pen] = {}
        self.used: set[str] = set()  # the keys of those that are named by what is written
        self.read(names)

    @classmethod
    def all(cls) -> Self:
        names = cls()
        names._read_whole()
        return names

    def copy(self) -> "Names":
        """The same, to which what is new can be added."""
        names = Names()
        names._read, names._is_whole = set(self._read), self._is_whole
        names._written, names._alike = dict(self._written), dict(self._alike)
        return names

    def read(self, names: Iterable[str]) -> None:
        """At most two queries for those that have not been looked for yet."""
        new = {name for name in map(one_spaced, names) if name} - self._read
        if not new or self._is_whole:
            return
        if len(new) > FEW:
            self._read_whole()
            return
        self._read |= new
        self._add(Organisation.objects.filter(name__in=new).select_related("office_of"))
        holding = Q(pk__in=[])
        for name in new - self._written.keys():
            holding |= Q(searchable__contains=fold(name))
        if new - self._written.keys():
            self._add(Organisation.objects.filter(holding).select_related("office_of"))

    def _read_whole(self) -> None:
        self._add(Organisation.objects.select_related("office_of"))
        self._is_whole = True

    def _add(self, organisations: Iterable[Organisation]) -> None:
        for organisation in organisations:
            self._written[organisation.name] = organisation
            for key in organisation.folded_names():
                first = self._alike.setdefault(key, organisation)
                if first.pk is None or (organisation.pk and organisation.pk < first.pk):
                    self._alike[key] = organisation

    def find(self, name: str) -> Organisation | None:
        name = one_spaced(name)
        self.read([name])
        return self._written.get(name) or self._alike.get(fold(name)) if name else None

    def make(self, name: str, *, by: User, via: str) -> Organisation:
        organisation = Organisation(name=one_spaced(name))
        organisation.searchable = BETWEEN_NAMES.join(organisation.folded_names())
        about: dict[str, Any] = {"verb": "organisation.created", "subject": "organisation", "subject_id": ""}
        change = change_of(by=by, via=via, after={"name": organisation.name}, **about)
        self.made[organisation.name] = Pen(added=[organisation], log=[(change, organisation)])
        self._add([organisation])
        return organisation

    def is_stale(self) -> bool:
        """Has somebody else put in by now what is new here? To be asked under the lock of the log."""
        unsaved = [name for name, pen in self.made.items() if pen.added[0]._state.adding]
        now = Names(unsaved)
        return any(now.find(name) for name in unsaved)


def one_spaced(name: str) -> str:
    return " ".join(visible_text(name).split())


def organisations_named(
    names: Collection[str], *, by: User, via: str, pen: Pen, known: Names
) -> dict[str, Organisation]:
    """Each given name to its organisation, whatever accents, case or alias; those unknown are made."""
    by_name = {}
    for name in filter(visible_text, names):
        organisation = known.find(name) or known.make(name, by=by, via=via)
        if organisation.name in known.made:
            pen.include(known.made[organisation.name])
        else:
            known.used.add(str(organisation.pk))
        by_name[name] = organisation
    return by_name


def require_new(known: Names) -> None:
    """Names are made one writer after the other, so that two do not make one organisation in two spellings. Raises Moved."""
    if known.made:
        lock_log()
        if known.is_stale():
            raise Moved


def with_known_names(values: dict[str, Any], known: Names | None = None) -> dict[str, Any]:
    """The same values, with each organisation under the name that the directory has for it (`HCR` -> `UNHCR`), and a
    new one in the spelling in which it comes first."""
    if not {"lead", "partners", "funding_lines"} & values.keys():
        return values
    known = known or Names()
    known.read(names_in(values))
    new: dict[str, str] = {}

    def called(name: str | None) -> str:
        organisation = known.find(name or "")
        name = one_spaced(name or "")
        return organisation.name if organisation else new.setdefault(fold(name), name)

    result = dict(values)
    if "lead" in values:
        result["lead"] = called(values["lead"])
    if "partners" in values:
        result["partners"] = [row | {"organisation": called(row["organisation"])} for row in values["partners"]]
    if "funding_lines" in values:
        result["funding_lines"] = [row | {"funder": called(row.get("funder"))} for row in values["funding_lines"]]
    return result


def names_in(values: dict[str, Any]) -> list[str]:
    named = [values.get("lead"), *(row["organisation"] for row in values.get("partners", ()))]
    return [name for name in (*named, *(row.get("funder") for row in values.get("funding_lines", ()))) if name]
