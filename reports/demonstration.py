"""Demonstration data: invented people and activities, clearly marked, made through the same verbs as real ones."""

import csv
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from reports import workflow
from reports.demonstration_answers import load_answers
from reports.demonstration_funding import load_donors, load_funded, money_of
from reports.demonstration_later import load_ends
from reports.demonstration_periods import load_what_happened_later, report_late
from reports.demonstration_recorders import RECORDERS, load_awaited, load_theirs
from reports.demonstration_training import TRAINED
from reports.models import Activity, Adoption, Country, Mail, Organisation, RegionalBody, Round, User
from reports.snapshots import contents
from reports.tables.cells import read_written_claim, several
from themes.dates import date_format
from themes.known_days import unless_whole

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
MARKS = {"en": "(demonstration)", "fr": "(démonstration)", "pt": "(demonstração)"}
SOURCES = {
    "en": "Invented for demonstration.",
    "fr": "Inventé pour la démonstration.",
    "pt": "Inventado para demonstração.",
}
ADMINISTRATOR = ("admin", "en", "Grace", "Otieno")
PEOPLE = (
    ("focal.tza", "en", "Asha", "Mushi", {"role": "focal_point", "country": "TZA"}),
    ("focal.moz", "pt", "Celeste", "Macuácua", {"role": "focal_point", "country": "MOZ"}),
    ("focal.mwi", "en", "Chikondi", "Banda", {"role": "focal_point", "country": "MWI"}),
    ("focal.bdi", "fr", "Déo", "Ndayishimiye", {"role": "focal_point", "country": "BDI"}),
    ("unhcr", "en", "Ingrid", "Holm", {"role": "working_group", "organisation": "UNHCR"}),
    ("iom", "fr", "Marc", "Leroy", {"role": "working_group", "organisation": "IOM"}),
    ("sadc", "en", "Thandi", "Dube", {"role": "regional_body", "body": "SADC"}),
)
DIFFERED = "14"
TAKEN_BACK = {"41": "The list of those who took part is of another meeting. Please add the minutes of this one."}
ADOPTED = {
    "TZA": ("I.7", "I.11", "II.2", "III.1", "III.2", "VI.1", "VI.2", "VI.5"),
    "MOZ": ("I.7", "II.1", "II.2", "III.3", "VI.1", "VI.2", "VI.4"),
    "BDI": ("I.7", "I.9", "II.1", "III.1", "VI.2"),
    "KEN": ("I.7", "I.17", "III.2", "VI.1"),
    "UGA": ("I.7", "I.11", "V.8", "VI.2"),
    "ZMB": ("I.21", "III.1", "VI.1", "VI.3"),
    "MWI": ("II.1", "III.3", "VI.6"),
    "ZAF": ("III.4", "IV.3", "I.10"),
    "ETH": ("IV.1", "III.7", "I.3"),
    "RWA": ("II.1", "II.2", "I.4"),
    "COD": ("III.8", "V.2"),
}


@transaction.atomic
def load_demonstration(password: str) -> list[User]:
    """Make what is not there yet; what people have changed since stays. Answers the demonstration's people."""
    people = {person.username: person for person in load_people(password)}
    if not Activity.objects.filter(identifiers__value__startswith="demo-").exists():
        for row in read("activities"):
            load_activity(row, people)
        load_findings(people)
        load_funded(people)
        load_organisations(people["unhcr"])
        load_donors(people["unhcr"])
        load_adoptions(people["admin"])
        load_answers(people)
        load_ends(people)
        load_revisions(people["unhcr"])
        load_rounds(people)
        load_awaited(people)
        load_what_happened_later(people)
    Mail.objects.unsent().filter(person__is_demo=True).update(sent_at=timezone.now())  # nobody reads it at example.org
    return list(people.values())


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_people(password: str) -> list[User]:
    """The administrator, and those whom she invites. A password is chosen once, when one is made."""
    username, language, first_name, last_name = ADMINISTRATOR
    admin = User.objects.filter(username=username).first()
    if admin is None:
        named = {"first_name": first_name, "last_name": last_name, "language": language}
        admin = User.objects.create_superuser(username, f"{username}@example.org", **named)
        workflow.log_administrator(person=admin)
        take_up(admin, username, password)
    load_theirs(admin)
    people = [
        User.objects.filter(username=row[0]).first() or invite(*row, by=admin, password=password)
        for row in (*PEOPLE, *RECORDERS)
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


def load_activity(row: dict[str, str], people: dict[str, User]) -> None:
    """One row of the file: recorded, and taken as far along the review as its column says."""
    author, reviewer = author_of(row, people), people["iom" if row["lead"] == "UNHCR" else "unhcr"]
    if author == reviewer:
        reviewer = people["iom"]
    activity = workflow.create_activity(
        by=author, values=values_of(row), via="command", decision=SOURCES[row["language"]]
    )
    if row["review"] == "draft":
        return
    if int(row["id"]) % 5:
        workflow.add_evidence(
            by=author,
            pk=activity.pk,
            kind="citation",
            citation=f"{SOURCES[row['language']]} ({row['lead']}, {row['starts_on'][:4]})",
            dated=None if unless_whole(row["starts_on"]) else date.fromisoformat(row["starts_on"]),
            confidentiality="public",
            via="command",
        )
    workflow.submit_activity(by=author, pk=activity.pk, via="command", decision=SOURCES[row["language"]])
    decide(activity, row, reviewer, author)


def decide(activity: Activity, row: dict[str, str], reviewer: User, author: User) -> None:
    if row["id"] in TAKEN_BACK:
        workflow.verify_activity(by=reviewer, pk=activity.pk, via="command")
        workflow.take_back(by=reviewer, pk=activity.pk, reason=TAKEN_BACK[row["id"]], via="command")
    elif row["review"] == "verified":
        unproved: dict[UUID, workflow.Decision] = (
            {} if int(row["id"]) % 5 else {claim.pk: {"verification": "pending"} for claim in activity.claims.all()}
        )
        workflow.verify_activity(by=reviewer, pk=activity.pk, decisions=unproved, via="command")
    elif row["review"] == "returned":
        workflow.return_activity(by=reviewer, pk=activity.pk, remark=row["note"], via="command")
    elif row["note"] == "refuse":
        claim = activity.claims.get()
        finding = "The mechanism links states only; the regional economic communities are not part of it yet."
        workflow.decide_claim(by=reviewer, pk=claim.pk, verification="refused", finding=finding, via="command")
        remark = workflow.add_remark(by=reviewer, pk=activity.pk, text="Which communities take part?", via="command")
        workflow.reply_to_remark(by=author, pk=remark.pk, reply="None so far; invitations are out.", via="command")


def load_findings(people: dict[str, User]) -> None:
    """A claim on which the two agencies differ."""
    claim = Activity.objects.get(identifiers__value=f"demo-{DIFFERED}").claims.all()[0]
    workflow.record_finding(by=people["unhcr"], pk=claim.pk, verdict="agree", via="command")
    reasons = "Les rapports ne disent pas encore qui renvoie vers qui : l’orientation n’est pas en place."
    workflow.record_finding(by=people["iom"], pk=claim.pk, verdict="doubt", reasons=reasons, via="command")


def author_of(row: dict[str, str], people: dict[str, User]) -> User:
    if row["scope"] == "regional":
        return people["iom" if row["lead"] == "IOM" else "unhcr"]
    focal = f"focal.{row['countries'][:3].lower()}"
    return people.get(focal, people["admin"])


def values_of(row: dict[str, str]) -> dict[str, Any]:
    language = row["language"]
    values: dict[str, Any] = {
        "external_id": f"demo-{row['id']}",
        "title": f"{row['title']} {MARKS[language]}",
        "source": SOURCES[language],
        "partners": [{"organisation": name, "role": "technical"} for name in several(row["partners"])],
        "claims": [read_written_claim(written) for written in several(row["claims"])],
    }
    values |= {name: row[name] for name in ("language", "scope", "lead", "status", "place", "summary")}
    values |= {name: several(row[name]) for name in ("countries", "actions")}
    values |= {name: row[name] or None for name in ("starts_on", "ends_on")}
    if row["status"] in ("suspended", "cancelled"):
        values["status_reason"] = row["summary"]
    return values | TRAINED.get(row["id"], {}) | money_of(row["id"])


def load_organisations(by: User) -> None:
    """Say what those are that the activities have named."""
    named = {row.name: row for row in Organisation.objects.all()}
    for row in read("organisations"):
        organisation = named[row["name"]]
        values = {"kind": row["kind"], "country_id": row["country"]}
        workflow.change_organisation(
            by=by, pk=organisation.pk, version=organisation.version, values=values, via="command"
        )


def load_adoptions(by: User) -> None:
    for country, actions in ADOPTED.items():
        for index, action in enumerate(actions):
            workflow.adopt_action(
                by=by,
                country=country,
                action=action,
                values={
                    "priority": Adoption.Priority.values[index % 3],
                    "adopted_on": date(2011, 1 + index, 15),
                    "needs_funding": index % 2 == 1,
                },
                via="command",
            )


def load_revisions(by: User) -> None:
    """Targets of which less or more is asked, or with more time: all invented."""
    for values in REVISED:
        reasons, met = values["reason"], meeting(values["in_force_from"])
        given = values | {"reason": reasons["en"], "decided_by": met["en"], "language": "en"}
        translations = {"reason": but_english(reasons), "decided_by": but_english(met)}
        workflow.revise_target(by=by, **given, translations=translations, via="command")


def meeting(day: date) -> dict[str, str]:
    """Who decided, in each language."""
    named = {}
    for code, words in MEETING.items():
        with translation.override(code):
            named[code] = f"{words} {date_format(day, 'F Y')} {MARKS[code]}"
    return named


def but_english(texts: dict[str, str]) -> dict[str, str]:
    return {code: text for code, text in texts.items() if code != "en"}


def load_rounds(people: dict[str, User]) -> None:
    """A round of 2012 that is over and closed, with an assessment and a paragraph, and one that is open this year."""
    ends = date(2012, 12, 31)
    row = open_round(ENDED, people, opens_on=date(2012, 10, 1), closes_on=ends, as_at=ends)
    if row:
        say(row, people)
        workflow.close_round(by=people["unhcr"], pk=row.pk, contents=contents, via="command")
        report_late(row, people)
    year = timezone.localdate().year
    ends = date(year, 12, 31)
    titles = {code: f"{word} {year}" for code, word in ROUND.items()}
    row = open_round(titles, people, opens_on=date(year, 1, 1), closes_on=ends, as_at=ends)
    if row:
        workflow.complete_report(by=people["focal.tza"], pk=row.pk, country="TZA", via="command")


def open_round(titles: dict[str, str], people: dict[str, User], **dates: date) -> Round | None:
    """The round, if it was not there yet."""
    if Round.objects.filter(title=titles["en"]).exists():
        return None
    others = {"title": but_english(titles)}
    return workflow.open_round(
        by=people["unhcr"], title=titles["en"], language="en", translations=others, via="command", **dates
    )


def say(row: Round, people: dict[str, User]) -> None:
    """What the working group thought and wrote at the end of 2012."""
    for target, verdict, texts in JUDGED:
        reasons = {code: f"{text} {MARKS[code]}" for code, text in texts.items()}
        workflow.assess_target(
            by=people["iom"],
            target=target,
            verdict=verdict,
            reasons=reasons["en"],
            language="en",
            translations={"reasons": but_english(reasons)},
            assessed_on=row.as_at,
            via="command",
        )
    for part, language, text in NARRATIVES:
        marked = f"{text} {MARKS[language]}"
        workflow.write_narrative(
            by=people["unhcr"], pk=row.pk, part=part, language=language, text=marked, via="command"
        )


MEETING = {
    "en": "Meeting of the working group,",
    "fr": "Réunion du groupe de travail,",
    "pt": "Reunião do grupo de trabalho,",
}
ROUND = {"en": "Round", "fr": "Cycle", "pt": "Ciclo"}
ENDED = {
    "en": "Progress by the end of 2012",
    "fr": "Progrès accomplis à la fin de 2012",
    "pt": "Progressos até ao fim de 2012",
}
REVISED: tuple[dict[str, Any], ...] = (
    {
        "target": "I.T1",
        "in_force_from": date(2012, 3, 12),
        "indicator": "I.T1.1",
        "required": 3,
        "reason": {
            "en": "Two reviews were put off; three can be carried out by then.",
            "fr": "Deux bilans ont été reportés ; trois peuvent être menés d'ici là.",
            "pt": "Dois balanços foram adiados; até lá, podem realizar-se três.",
        },
    },
    {
        "target": "V.T4",
        "in_force_from": date(2012, 3, 12),
        "deadline": date(2013, 12, 31),
        "title": {
            "fr": "Collecte nationale de données et partage, essais compris",
            "en": "National data collection and sharing, trials included",
            "pt": "Recolha nacional de dados e partilha, ensaios incluídos",
        },
        "reason": {
            "en": "The protocol on sharing data needs another year.",
            "fr": "Le protocole de partage des données demande une année de plus.",
            "pt": "O protocolo de partilha de dados precisa de mais um ano.",
        },
    },
    {
        "target": "II.T3",
        "in_force_from": date(2013, 6, 1),
        "indicator": "II.T3.1",
        "required": 1,
        "reason": {
            "en": "The second course is held together with the second Conference.",
            "fr": "Le deuxième cours se tient en même temps que la deuxième Conférence.",
            "pt": "O segundo curso realiza-se em simultâneo com a segunda Conferência.",
        },
    },
    {
        "target": "IV.T1",
        "in_force_from": date(2013, 6, 1),
        "indicator": "IV.T1.1",
        "required": 2,
        "reason": {
            "en": "The pilot has shown that a second country should follow.",
            "fr": "L'expérience pilote a montré qu'un deuxième pays devait suivre.",
            "pt": "A experiência-piloto mostrou que deve seguir-se um segundo país.",
        },
    },
)
JUDGED = (
    (
        "VI.T1",
        "off_track",
        {
            "en": "Most countries have discussed the Plan, few have chosen their measures.",
            "fr": "La plupart des pays ont débattu du Plan, peu ont choisi leurs mesures.",
            "pt": "A maioria dos países debateu o Plano, poucos escolheram as suas medidas.",
        },
    ),
    (
        "III.T1",
        "on_track",
        {
            "en": "The pilots have begun and their teams meet.",
            "fr": "Les projets pilotes ont commencé et leurs équipes se réunissent.",
            "pt": "Os projectos-piloto começaram e as suas equipas reúnem-se.",
        },
    ),
    (
        "V.T4",
        "at_risk",
        {
            "en": "The data are collected, but the protocol on sharing them is not agreed.",
            "fr": "Les données sont recueillies, mais le protocole de partage n'est pas arrêté.",
            "pt": "Os dados são recolhidos, mas o protocolo de partilha não está acordado.",
        },
    ),
)
NARRATIVES = (
    ("VI", "en", "Cooperation has grown faster than its institutions: countries meet, but few bodies follow up."),
    (
        "VI",
        "fr",
        "La coopération a avancé plus vite que ses institutions : les pays se réunissent, mais peu d'organes assurent le suivi.",
    ),
)
