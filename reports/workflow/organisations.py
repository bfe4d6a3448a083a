"""The shared directory grows by use: a name not yet known becomes an organisation, once."""

from typing import Any

from reports.models import Organisation, User, folded
from reports.workflow.history import hold_still, record


def organisations_named(names: list[str], *, by: User, via: str) -> dict[str, Organisation]:
    """Each given name to its organisation, whatever accents, case or alias; those unknown are made.

    Names are made one writer after the other, so that two do not make one organisation in two spellings.
    """
    directory = Organisation.objects.all().by_name()
    if {folded(name) for name in names} - {"", *directory}:
        hold_still()
        directory = Organisation.objects.all().by_name()
    found = {}
    for name in names:
        key = folded(name)
        if key and key not in directory:
            directory[key] = Organisation.objects.create(name=" ".join(name.split()))
            record(
                by=by,
                via=via,
                verb="organisation.created",
                subject="organisation",
                subject_id=directory[key].pk,
                after={"name": directory[key].name},
            )
        if key:
            found[name] = directory[key]
    return found


def with_known_names(values: dict[str, Any]) -> dict[str, Any]:
    """The same values, with each organisation under the name that the directory has for it (`HCR` -> `UNHCR`), and a
    new one in the spelling in which it comes first."""
    if "lead" not in values and "partners" not in values:
        return values
    names = {key: organisation.name for key, organisation in Organisation.objects.all().by_name().items()}

    def known(name: str) -> str:
        name = " ".join((name or "").split())
        return names.setdefault(folded(name), name) if folded(name) else name

    result = dict(values)
    if "lead" in values:
        result["lead"] = known(values["lead"])
    if "partners" in values:
        result["partners"] = [row | {"organisation": known(row["organisation"])} for row in values["partners"]]
    return result
