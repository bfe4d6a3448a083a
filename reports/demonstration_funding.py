"""Of the demonstration: what activities need, who committed and spent money for them, and in which currency."""

from typing import Any

from reports import workflow
from reports.models import Organisation, User

# What is needed in US dollars, by activity, and what somebody committed who is not named.
ONE_AMOUNT = {
    "10": ("120000", "20000"),
    "16": ("45000", "0"),
    "32": ("80000", "0"),
    "36": ("60000", "60000"),
    "45": ("95000", "10000"),
}
FUND, UNION = "Protection Fund (demonstration)", "Migration Partnership (demonstration)"
DONORS = {
    FUND: ["Fonds pour la protection (démonstration)", "Fundo para a Protecção (demonstração)"],
    UNION: ["Partenariat pour la migration (démonstration)", "Parceria para a Migração (demonstração)"],
}
# The demonstration's funders are nobody: their identifiers are of a register that there is not, and say so.
IATI = {"UNHCR": "XM-DAC-41121", FUND: "XX-DEMO-FICTITIOUS-1", UNION: "XX-DEMO-FICTITIOUS-2"}


def line(funder: str, year: int, currency: str, committed: str, spent: str | None) -> dict[str, Any]:
    return {"funder": funder, "year": year, "currency": currency, "committed": committed, "spent": spent}


# What is needed, and lines of funders.
IN_LINES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "24": ("70000", [line(FUND, 2011, "USD", "50000", "48000"), line(UNION, 2011, "USD", "20000", "20000")]),
    "34": ("40000", [line(UNION, 2011, "EUR", "40000", "39100")]),
    "25": ("150000", [line(FUND, 2012, "USD", "60000", "12500"), line(UNION, 2012, "EUR", "25000", "8000")]),
}
# Under way, published and underfunded: money of two funders in two currencies and two years.
UNDER_WAY: dict[str, Any] = {
    "external_id": "demo-funded",
    "title": "Acolhimento e encaminhamento em Nampula (demonstração)",
    "summary": "Abrigo, informação e encaminhamento para quem chega pela estrada do norte.",
    "language": "pt",
    "countries": ["MOZ"],
    "actions": ["III.3"],
    "status": "in_progress",
    "starts_on": "2011-07-01",
    "place": "Nampula",
    "lead": "Instituto Nacional de Apoio aos Refugiados",
    "source": "Inventado para demonstração.",
    "amount_needed": "90000",
    "currency": "USD",
    "funding_lines": [
        line(FUND, 2011, "USD", "30000", "30000"),
        line(FUND, 2012, "USD", "15000", "4200.50"),
        line(UNION, 2012, "EUR", "20000", None),
    ],
}


def load_funded(people: dict[str, User]) -> None:
    """The activity that is under way, verified by the working group."""
    focal = people["focal.moz"]
    row = workflow.create_activity(by=focal, values=UNDER_WAY, via="command")
    workflow.submit_activity(by=focal, pk=row.pk, via="command")
    workflow.verify_activity(by=people["unhcr"], pk=row.pk, via="command")


def money_of(activity: str) -> dict[str, Any]:
    """The values of one activity of the demonstration, by its number."""
    if activity in ONE_AMOUNT:
        needed, secured = ONE_AMOUNT[activity]
        return {"amount_needed": needed, "amount_secured": secured, "currency": "USD"}
    if activity in IN_LINES:
        needed, lines = IN_LINES[activity]
        return {"amount_needed": needed, "currency": "USD", "funding_lines": lines}
    return {}


def load_donors(by: User) -> None:
    """What the funders are, and the identifiers under which organisations publish."""
    for name, aliases in DONORS.items():
        describe(name, {"kind": "donor", "aliases": aliases}, by)
    for name, identifier in IATI.items():
        describe(name, {"iati_identifier": identifier}, by)


def describe(name: str, values: dict[str, Any], by: User) -> None:
    row = Organisation.objects.get(name=name)
    workflow.change_organisation(by=by, pk=row.pk, version=row.version, values=values, via="command")
