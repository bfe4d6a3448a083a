"""What activities are made of: the norm, the countries, and the people and organisations who record them, read once."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from indicators.models import Indicator
from reports.demonstration.people import invite
from reports.models import BorderRegion, Country, Organisation, RegionalBody, System, User, own_code
from reports.models.organisation import BETWEEN_NAMES
from themes.models import Action, Group, TrainingAudience, TrainingTopic

ACTIVITIES_AN_ORGANISATION, FEWEST, MOST = 50, 80, 10_000
LANGUAGES = ("en", "fr", "pt")


@dataclass(frozen=True)
class Recorder:
    """Somebody who records: for a country, for an organisation, or as an agency."""

    person: User
    organisation: Organisation | None = None
    agency: Organisation | None = None


@dataclass(frozen=True)
class World:
    languages: dict[str, str]  # of the participating countries
    neighbours: dict[str, tuple[str, ...]]  # the countries of each border region
    actions: dict[str, list[str]]  # by theme
    sectors: list[str]
    indicators: dict[str, list[Indicator]]  # by theme
    bodies: list[str]
    topics: list[str]
    audiences: list[str]
    focal_points: dict[str, Recorder]
    contributors: list[Recorder]
    regional: list[Recorder]
    reviewers: dict[str, Recorder]  # by agency
    leads: dict[str, list[Organisation]]  # by country; "": of none
    donors: list[Organisation]
    agency_codes: dict[int, str]

    @property
    def countries(self) -> list[str]:
        return list(self.languages)


def read_world(activities: int) -> World:
    """With as many organisations as so many activities would name."""
    add_people()
    add_organisations(min(max(activities // ACTIVITIES_AN_ORGANISATION, FEWEST), MOST))
    people = {person.username: person for person in User.objects.filter(is_demo=True)}
    for person in people.values():
        System.objects.get_or_create(code=own_code(person.pk), person=person)
    countries = Country.objects.participating(timezone.localdate()).in_bulk()
    organisations = list(Organisation.objects.select_related("office_of", "body"))
    named = {row.name: row for row in organisations}
    return World(
        languages={code: spoken(row) for code, row in sorted(countries.items())},
        neighbours=neighbours(set(countries)),
        actions=by_theme(Action.objects.values_list("group__theme", "pk")),
        sectors=list(Group.objects.filter(theme="I").values_list("pk", flat=True)),
        indicators=by_theme((row.theme_code, row) for row in Indicator.objects.order_by("pk")),
        bodies=list(RegionalBody.objects.values_list("pk", flat=True)),
        topics=list(TrainingTopic.objects.values_list("pk", flat=True)),
        audiences=list(TrainingAudience.objects.values_list("pk", flat=True)),
        focal_points={code: Recorder(people[f"focal.{code.lower()}"]) for code in countries},
        contributors=[Recorder(people["inar.moz"], named["Instituto Nacional de Apoio aos Refugiados"])],
        regional=[
            Recorder(people["sadc"], named["SADC"]),
            Recorder(people["unhcr"], agency=named["UNHCR"]),
            Recorder(people["iom"], agency=named["IOM"]),
        ],
        reviewers={code: Recorder(people[code.lower()], agency=named[code]) for code in ("UNHCR", "IOM")},
        leads=leads(organisations),
        donors=[row for row in organisations if row.kind == Organisation.Kind.DONOR],
        agency_codes={row.pk: row.agency_code for row in organisations},
    )


def spoken(country: Country) -> str:
    return country.working_language if country.working_language in LANGUAGES else LANGUAGES[0]


def by_theme(pairs) -> dict[str, list]:
    gathered = defaultdict(list)
    for theme, one in pairs:
        gathered[theme].append(one)
    return dict(sorted(gathered.items()))


def leads(organisations: list[Organisation]) -> dict[str, list[Organisation]]:
    gathered = defaultdict(list)
    for row in organisations:
        if row.kind != Organisation.Kind.DONOR:
            gathered[row.country_id or ""].append(row)
    return dict(gathered)


def neighbours(participating: set[str]) -> dict[str, tuple[str, ...]]:
    gathered = defaultdict(list)
    for code, country in BorderRegion.objects.order_by("pk", "countries").values_list("pk", "countries"):
        gathered[code].append(country)
    return {code: tuple(countries) for code, countries in gathered.items() if participating.issuperset(countries)}


def add_people() -> None:
    """A focal point for each participating country that has none yet."""
    admin = User.objects.get(username="admin")
    known = set(User.objects.values_list("username", flat=True))
    for country in Country.objects.participating(timezone.localdate()).order_by("pk"):
        username = f"focal.{country.pk.lower()}"
        if username not in known:
            role = {"role": "focal_point", "country": country.pk}
            invite(username, spoken(country), "Focal", "Point", role, by=admin, password="a-long-pass-phrase")


def add_organisations(total: int) -> None:
    """Civil society, and what was only typed, of each country by turns: up to `total`, those that are there included."""
    countries = list(Country.objects.participating(timezone.localdate()).order_by("pk"))
    rows = []
    for number in range(Organisation.objects.count(), total):
        country = countries[number % len(countries)]
        row = Organisation(name=f"Association {number} of {country.name}", kind="civil_society", country=country)
        row.is_listed = number % 3 > 0
        row.searchable = BETWEEN_NAMES.join(row.folded_names())
        rows.append(row)
    Organisation.objects.bulk_create(rows, batch_size=1000)
