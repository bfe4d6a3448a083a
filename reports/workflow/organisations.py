"""The shared directory grows by use: a name not yet known becomes an organisation, once."""

from typing import Any

from reports.models import Organisation, User
from reports.workflow.history import lock_log, record
from themes.folding import fold, visible_text


def organisations_named(names: list[str], *, by: User, via: str) -> dict[str, Organisation]:
    """Each given name to its organisation, whatever accents, case or alias; those unknown are made.

    Names are made one writer after the other, so that two do not make one organisation in two spellings.
    """
    names = [name for name in names if visible_text(name)]
    written = {row.name: row for row in Organisation.objects.filter(name__in=names)}
    if written.keys() >= set(names):
        return written
    directory = Organisation.objects.directory()
    if not all(directory.find(name) for name in names):
        lock_log()
        directory = Organisation.objects.directory()
    by_name = {}
    for name in names:
        organisation = directory.find(name)
        if organisation is None:
            organisation = Organisation.objects.create(name=" ".join(name.split()))
            directory.add(organisation)
            record(
                by=by,
                via=via,
                verb="organisation.created",
                subject="organisation",
                subject_id=organisation.pk,
                after={"name": organisation.name},
            )
        by_name[name] = organisation
    return by_name


def with_known_names(values: dict[str, Any]) -> dict[str, Any]:
    """The same values, with each organisation under the name that the directory has for it (`HCR` -> `UNHCR`), and a
    new one in the spelling in which it comes first."""
    if not {"lead", "partners", "funding_lines"} & values.keys():
        return values
    directory = Organisation.objects.directory()
    new: dict[str, str] = {}

    def known(name: str) -> str:
        name = " ".join(visible_text(name or "").split())
        organisation = directory.find(name)
        return organisation.name if organisation else new.setdefault(fold(name), name)

    result = dict(values)
    if "lead" in values:
        result["lead"] = known(values["lead"])
    if "partners" in values:
        result["partners"] = [row | {"organisation": known(row["organisation"])} for row in values["partners"]]
    if "funding_lines" in values:
        result["funding_lines"] = [row | {"funder": known(row.get("funder") or "")} for row in values["funding_lines"]]
    return result
