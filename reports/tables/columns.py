"""The sheets and their columns: one list for the workbook that is written and for the table that is read."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from reports.models import Activity, Adoption, Claim, Evidence, FundingLine, LaterFact, Partner

TEXT, LONG, DATE, KNOWN, NUMBER, YEAR, MONEY, CHOICE, CODES, NAMES, IDENTIFIERS = (
    "text",
    "long",
    "date",
    "known",
    "number",
    "year",
    "money",
    "choice",
    "codes",
    "names",
    "identifiers",
)

DAYS = (DATE, KNOWN)  # a whole day, and one that may be known to the month or the year


@dataclass(frozen=True)
class TableColumn:
    """`key` is the field of an activity's state, or the table's own; `choices` names a list of `cells.Choices`.

    A locked column is ours: it is shown, or it identifies the row, and is not for typing. A hidden one is not seen.
    """

    key: str
    name: Any
    kind: str = TEXT
    choices: str = ""
    width: int = 14
    is_locked: bool = False
    is_hidden: bool = False

    @property
    def label(self) -> str:
        return capfirst(str(self.name))


def field(model: Any, key: str, kind: str = TEXT, choices: str = "", width: int = 14) -> TableColumn:
    return TableColumn(key, model._meta.get_field(key).verbose_name, kind, choices, width)


def locked(key: str, name: Any, width: int = 14, *, hidden: bool = False) -> TableColumn:
    return TableColumn(key, name, width=width, is_locked=True, is_hidden=hidden)


NUMBER_OF_ROW = TableColumn("no", _("no."), NUMBER, width=6)
GREY = locked("grey", _("grey cells as downloaded"), hidden=True)
ROLES = tuple(role.value for role in Partner.Role)
UNSTATED = Partner.Role.UNSTATED.value
ACTIVITIES = (
    locked("no", _("no."), 6),
    locked("id", _("identifier"), hidden=True),
    locked("version", _("version"), hidden=True),
    locked("checksum", _("checksum"), hidden=True),
    locked("review", _("review"), 12),
    field(Activity, "title", width=44),
    field(Activity, "actions", CODES, "actions", 34),
    field(Activity, "status", CHOICE, "status"),
    field(Activity, "status_since", KNOWN, width=12),
    field(Activity, "starts_on", KNOWN, width=12),
    field(Activity, "ends_on", KNOWN, width=12),
    field(Activity, "scope", CHOICE, "scope"),
    field(Activity, "countries", CODES, "countries", 18),
    field(Activity, "place", width=22),
    field(Activity, "lead", NAMES, "organisations", 24),
    TableColumn("implementing", _("implementing partners"), NAMES, "organisations", 24),
    TableColumn("funding", _("funding partners"), NAMES, "organisations", 24),
    TableColumn("technical", _("technical partners"), NAMES, "organisations", 24),
    TableColumn(UNSTATED, _("partners whose role is not stated"), NAMES, "organisations", 24),
    field(Activity, "summary", LONG, width=50),
    field(Activity, "result", LONG, width=40),
    field(Activity, "language", CHOICE, "languages"),
    field(Activity, "status_reason", LONG, width=30),
    field(Activity, "theme", CHOICE, "themes", 24),
    field(Activity, "border_regions", CODES, "border_regions", 24),
    field(Activity, "topics", CODES, "topics", 24),
    field(Activity, "audiences", CODES, "audiences", 24),
    field(Activity, "participants_women", NUMBER),
    field(Activity, "participants_men", NUMBER),
    field(Activity, "amount_needed", MONEY, width=16),
    field(Activity, "currency", width=10),
    field(Activity, "visibility", CHOICE, "visibility", 18),
    TableColumn("external_id", _("partner's own identifier"), width=16),
    TableColumn("identifiers", _("identifiers of outside systems"), IDENTIFIERS, width=30),
    GREY,
)
CLAIMS = (
    NUMBER_OF_ROW,
    locked("was", _("as downloaded"), hidden=True),
    locked("of", _("title of the activity"), 44),
    TableColumn("indicator", _("indicator"), CHOICE, "indicators", 44),
    TableColumn("unit", _("unit counted"), CHOICE, "units", 30),
    TableColumn("achieved_on", Claim._meta.get_field("achieved_on").verbose_name, KNOWN, width=14),
    locked("verification", _("verification"), 34),
    TableColumn("ended_on", Claim._meta.get_field("ended_on").verbose_name, KNOWN, width=14),
    TableColumn("ended_because", _("reason why it is no longer so"), LONG, width=30),
    TableColumn("remove", _("remove"), CHOICE, "yes_no", 10),
    locked("activity", _("identifier of the activity"), hidden=True),
    GREY,
)
FUNDING = (
    NUMBER_OF_ROW,
    locked("was", _("as downloaded"), hidden=True),
    locked("of", _("title of the activity"), 44),
    field(FundingLine, "funder", NAMES, "organisations", 30),
    field(FundingLine, "year", YEAR, width=10),
    field(FundingLine, "currency", width=10),
    field(FundingLine, "committed", MONEY, width=16),
    field(FundingLine, "spent", MONEY, width=16),
    TableColumn("remove", _("remove"), CHOICE, "yes_no", 10),
    locked("activity", _("identifier of the activity"), hidden=True),
    GREY,
)
EVIDENCE = (
    NUMBER_OF_ROW,
    locked("id", _("identifier"), hidden=True),
    locked("of", _("title of the activity"), 44),
    TableColumn("url", _("link"), width=44),
    TableColumn("citation", _("citation"), LONG, width=44),
    field(Evidence, "title", width=30),
    TableColumn("dated", _("date of the document"), DATE),
    TableColumn("confidentiality", _("who may see the evidence"), CHOICE, "confidentiality", 24),
    locked("file_name", _("file"), 24),
    locked("activity", _("identifier of the activity"), hidden=True),
    GREY,
)
NOTES = (
    NUMBER_OF_ROW,
    locked("id", _("identifier"), hidden=True),
    locked("of", _("title of the activity"), 44),
    TableColumn("on", LaterFact._meta.get_field("since").verbose_name, KNOWN, width=14),
    field(LaterFact, "text", LONG, width=60),
    field(LaterFact, "participants_women", NUMBER),
    field(LaterFact, "participants_men", NUMBER),
    field(LaterFact, "amount_spent", MONEY, width=16),
    field(LaterFact, "currency", width=10),
    locked("review", _("review"), 12),
    locked("activity", _("identifier of the activity"), hidden=True),
    GREY,
)
ADOPTIONS = (
    locked("id", _("identifier"), hidden=True),
    locked("version", _("version"), hidden=True),
    locked("checksum", _("checksum"), hidden=True),
    locked("action", _("action"), 44),
    TableColumn("title", _("title, for actions outside the menu"), width=44),
    TableColumn("theme_id", _("theme, for entries outside the menu"), CHOICE, "themes", 24),
    TableColumn("adopted", _("answer"), CHOICE, "answer", 18),
    field(Adoption, "priority", CHOICE, "priority"),
    field(Adoption, "adopted_on", KNOWN),
    field(Adoption, "lead_ministry", width=30),
    field(Adoption, "starts_on", KNOWN),
    field(Adoption, "ends_on", KNOWN),
    field(Adoption, "needs_funding", CHOICE, "yes_no"),
    field(Adoption, "in_place_since", KNOWN, width=12),
    field(Adoption, "proof_url", width=30),
    field(Adoption, "proof_citation", LONG, width=40),
    TableColumn("declined_on", _("not taken up from"), KNOWN),
    field(Adoption, "because", LONG, width=40),
    field(Adoption, "is_because_public", CHOICE, "yes_no"),
    field(Adoption, "withdrawn_on", KNOWN),
    field(Adoption, "withdrawn_because", LONG, width=30),
    GREY,
)
AGREEMENTS = (
    locked("id", _("identifier"), hidden=True),
    locked("version", _("version"), hidden=True),
    locked("of", _("title of the activity"), 44),
    locked("lead", _("lead"), 24),
    locked("claimed", _("claimed for the country"), 50),
    TableColumn("agreement", _("agreement"), CHOICE, "agreement", 14),
    TableColumn("reason", _("reason for declining"), LONG, width=40),
    GREY,
)
SHEETS = {
    "activities": ACTIVITIES,
    "claims": CLAIMS,
    "funding": FUNDING,
    "evidence": EVIDENCE,
    "notes": NOTES,
    "adoptions": ADOPTIONS,
    "agreements": AGREEMENTS,
}
TITLES = {
    "about": _("Instructions"),
    "activities": _("Activities"),
    "claims": _("Claims"),
    "funding": _("Funding"),
    "evidence": _("Evidence"),
    "notes": _("Progress notes"),
    "adoptions": _("National plan"),
    "agreements": _("Agreements"),
    "lists": _("Lists"),
}
TYPED = tuple(column.key for column in ACTIVITIES if not column.is_locked)
# In the workbooks until November 2026; a plain table may still have it. It says what the sheet of funding says in lines.
ONE_AMOUNT = TableColumn("amount_secured", _("funding committed"), MONEY, width=16)
# A plain table (CSV) may have these beside the columns of the activities' sheet.
PLAIN = (
    TableColumn("reference", _("reference")),
    TableColumn("partners", _("partners"), NAMES),
    TableColumn("claims", _("claims")),
    ONE_AMOUNT,
    TableColumn("source", _("source")),
)


def columns_of(sheet: str) -> dict[str, TableColumn]:
    return {column.key: column for column in SHEETS[sheet]}


def is_known(sheet: str, key: str) -> bool:
    """A column of a sheet of ours, today's or a former one."""
    return key in columns_of(sheet) or (sheet == "activities" and key == ONE_AMOUNT.key)
