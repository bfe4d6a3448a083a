"""The people of the demonstration, all invented, and the organizations for which they work."""

from typing import Any

from reports import workflow
from reports.demonstration.rows import Row, read
from reports.models import Country, Organisation, RegionalBody, User
from reports.tables.cells import several

ADMINISTRATOR = ("admin", "en", "Grace", "Otieno")
# (login, language, first name, last name, role)
PEOPLE: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    (
        "focal.tza",
        "en",
        "Asha",
        "Mushi",
        {"role": "focal_point", "country": "TZA", "organisation": "Ministry of Home Affairs of Tanzania"},
    ),
    (
        "focal.moz",
        "pt",
        "Celeste",
        "Macuácua",
        {"role": "focal_point", "country": "MOZ", "organisation": "Instituto Nacional de Apoio aos Refugiados"},
    ),
    (
        "focal.mwi",
        "en",
        "Chikondi",
        "Banda",
        {"role": "focal_point", "country": "MWI", "organisation": "Ministry of Homeland Security of Malawi"},
    ),
    (
        "focal.bdi",
        "fr",
        "Déo",
        "Ndayishimiye",
        {"role": "focal_point", "country": "BDI", "organisation": "Ministère de l’Intérieur du Burundi"},
    ),
    ("unhcr", "en", "Ingrid", "Holm", {"role": "working_group", "organisation": "UNHCR"}),
    ("iom", "fr", "Marc", "Leroy", {"role": "working_group", "organisation": "IOM"}),
    ("unhcr.maputo", "pt", "Inês", "Tembe", {"role": "working_group", "organisation": "UNHCR"}),
    ("sadc", "en", "Thandi", "Dube", {"role": "regional_body", "body": "SADC"}),
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

People = dict[str, User]


def load_people(password: str) -> list[User]:
    """The administrator, and those whom she invites. A password is chosen once, when one is made."""
    username, language, first_name, last_name = ADMINISTRATOR
    admin = User.objects.filter(username=username).first()
    if admin is None:
        named = {"first_name": first_name, "last_name": last_name, "language": language}
        admin = User.objects.create_superuser(username, f"{username}@example.org", **named)
        workflow.log_administrator(person=admin)
        take_up(admin, username, password)
        for row in read("organisations"):
            load_organisation(row, admin)
    people = [
        User.objects.filter(username=row[0]).first() or invite(*row, by=admin, password=password) for row in PEOPLE
    ]
    return [*people, admin]


def invite(
    username: str, language: str, first_name: str, last_name: str, role: dict[str, str], *, by: User, password: str
) -> User:
    """Somebody whom the administrator invites, and who chooses the password by the link."""
    invited: dict[str, Any] = {
        "country": Country.objects.filter(pk=role.get("country")).first(),
        "body": RegionalBody.objects.filter(pk=role.get("body")).first(),
        "organisation": Organisation.objects.filter(name=role.get("organisation")).first(),
        "countries": Country.objects.filter(pk=role.get("countries")),
    }
    invited |= {"email": f"{username}@example.org", "first_name": first_name, "last_name": last_name}
    person = workflow.invite_person(by=by, role=role["role"], language=language, **invited, via="command").person
    take_up(person, username, password)
    return person


def take_up(person: User, username: str, password: str) -> None:
    """Of a demonstration, under a name that is short to type; the password is chosen as by the link in the mail."""
    person.username, person.is_demo = username, True
    person.save(update_fields=["username", "is_demo"])
    workflow.choose_password(by=person, password=password, via="command")


def load_organisation(row: Row, by: User) -> None:
    """Into the directory or, where it is there already, with the identifier under which it publishes."""
    known = Organisation.objects.filter(name=row["name"]).first()
    if known:
        values: dict[str, Any] = {"iati_identifier": row["iati"]}
        workflow.change_organisation(by=by, pk=known.pk, version=known.version, values=values, via="command")
        return
    values = {"name": row["name"], "kind": row["kind"], "country_id": row["country"] or None}
    values |= {"office_of_name": row["office_of"], "aliases": several(row["aliases"]), "iati_identifier": row["iati"]}
    workflow.add_organisation(by=by, values=values, via="command")
