"""The shared directory grows by use: a name not yet known becomes an organisation, once."""

from collections.abc import Iterable
from typing import Any

from reports.models import Organisation, User
from reports.workflow.history import record
from themes.folding import shown


def organisations_named(names: Iterable[str], *, by: User, via: str) -> dict[str, Organisation]:
    """Each given name to its organisation, whatever accents, case or alias; those unknown are made."""
    directory = Organisation.objects.directory()
    found = {}
    for name in filter(shown, names):
        organisation = directory.find(name)
        if organisation is None:
            organisation, _made = Organisation.objects.get_or_create(name=" ".join(name.split()))
            directory.add(organisation)
            record(
                by=by,
                via=via,
                verb="organisation.created",
                subject="organisation",
                subject_id=organisation.pk,
                after={"name": organisation.name},
            )
        found[name] = organisation
    return found


def with_known_names(values: dict[str, Any]) -> dict[str, Any]:
    """The same values, with each organisation under the name that the directory has for it (`HCR` -> `UNHCR`)."""
    if "lead" not in values and "partners" not in values:
        return values
    directory = Organisation.objects.directory()

    def known(name: str) -> str:
        name = " ".join(shown(name or "").split())
        organisation = directory.find(name)
        return organisation.name if organisation else name

    result = dict(values)
    if "lead" in values:
        result["lead"] = known(values["lead"])
    if "partners" in values:
        result["partners"] = [row | {"organisation": known(row["organisation"])} for row in values["partners"]]
    return result
