"""Of the demonstration: an agency's office and an institution that record, who clears, and what awaits each of them."""

from datetime import date
from typing import Any

from reports import workflow
from reports.models import Activity, Organisation, User

# (login, language, first name, last name, role)
RECORDERS: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    (
        "iom.maputo",
        "pt",
        "Helena",
        "Sitoe",
        {"role": "contributor", "organisation": "IOM Mozambique", "countries": "MOZ"},
    ),
    (
        "inar.moz",
        "pt",
        "Armando",
        "Nhantumbo",
        {"role": "contributor", "organisation": "Instituto Nacional de Apoio aos Refugiados", "countries": "MOZ"},
    ),
    ("clear.mwi", "en", "Thoko", "Phiri", {"role": "clearing_officer", "country": "MWI"}),
)
THEIRS: dict[str, dict[str, Any]] = {
    "IOM Mozambique": {
        "kind": "un_agency",
        "country_id": "MOZ",
        "office_of_name": "IOM",
        "aliases": ["OIM Moçambique"],
    },
    "Instituto Nacional de Apoio aos Refugiados": {"kind": "ministry", "country_id": "MOZ", "aliases": ["INAR"]},
}
# What activity 08 of the demonstration says, as the office would record it: a likely duplicate, which awaits Mozambique's word.
OF_THE_OFFICE: dict[str, Any] = {
    "external_id": "demo-08-iom",
    "title": "Programas de formação dos agentes de fronteira revistos com a OIM (demonstração)",
    "summary": "A OIM apoiou a revisão dos módulos da escola de migração.",
    "language": "pt",
    "countries": ["MOZ"],
    "actions": ["II.2"],
    "status": "completed",
    "starts_on": "2012-02-06",
    "ends_on": "2012-03-30",
    "place": "Maputo",
    "lead": "IOM Mozambique",
    "partners": [{"organisation": "Serviço Nacional de Migração", "role": "implementing"}],
    "claims": [{"indicator": "II.T1.1", "unit": "MOZ", "achieved_on": "2012-03-30"}],
    "source": "Inventado para demonstração.",
}
# What the institution has prepared and handed on, for the focal point to submit.
OF_THE_INSTITUTION: dict[str, Any] = {
    "external_id": "demo-inar",
    "title": "Jornadas de informação sobre os refugiados em Nampula (demonstração)",
    "summary": "Encontros nas comunidades vizinhas do centro de Maratane.",
    "language": "pt",
    "countries": ["MOZ"],
    "actions": ["IV.3"],
    "status": "completed",
    "starts_on": "2012-06-18",
    "ends_on": "2012-06-20",
    "place": "Nampula",
    "lead": "Instituto Nacional de Apoio aos Refugiados",
    "source": "Inventado para demonstração.",
}
TO_CLEAR = "demo-47"


def load_theirs(by: User) -> None:
    """The organisations for which they record."""
    known = Organisation.objects.directory()
    for name, values in THEIRS.items():
        if known.find(name) is None:
            workflow.add_organisation(by=by, values=values | {"name": name}, via="command")


def load_awaited(people: dict[str, User]) -> None:
    """An agreement awaited on a likely duplicate, a draft for the focal point to submit, and one to be cleared first."""
    office, institution = people["iom.maputo"], people["inar.moz"]
    row = workflow.create_activity(by=office, values=OF_THE_OFFICE, via="command")
    workflow.add_evidence(
        by=office,
        pk=row.pk,
        kind="citation",
        citation="Inventado para demonstração. (OIM, 2012)",
        dated=date(2012, 3, 30),
        confidentiality="participants",
        via="command",
    )
    workflow.submit_activity(by=office, pk=row.pk, via="command")
    prepared = workflow.create_activity(by=institution, values=OF_THE_INSTITUTION, via="command")
    workflow.hand_on(by=institution, pk=prepared.pk, via="command")
    to_clear = Activity.objects.get(identifiers__value=TO_CLEAR)
    workflow.ask_clearance(by=people["focal.mwi"], pk=to_clear.pk, via="command")
