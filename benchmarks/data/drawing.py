"""One believable activity, drawn by its number: what somebody recorded, and what others said of it."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from benchmarks.data import words
from benchmarks.data.days import PLANNED, Days, between, draw_days, known
from benchmarks.data.world import Recorder, World
from indicators.models import Indicator
from reports.activity.units import Unit
from reports.models import Activity, Claim, Organisation, Partner, Word

NATIONAL, CROSS_BORDER, REGIONAL = Activity.Scope.values
DRAFT, SUBMITTED, RETURNED, VERIFIED = Activity.Review.values
SCOPES = {NATIONAL: 70, CROSS_BORDER: 18, REGIONAL: 12}
REVIEWS = {VERIFIED: 62, SUBMITTED: 18, DRAFT: 12, RETURNED: 8}
WORDS = {Word.AGREED: 60, Word.AWAITED: 30, Word.DECLINED: 10}
THEMES = {"I": 15, "II": 22, "III": 18, "IV": 12, "V": 13, "VI": 20}
CLAIMS = (0, 1, 2, 3)


@dataclass
class DrawnClaim:
    indicator: Indicator
    unit: Unit
    achieved_on: str  # as known; empty while it is only expected
    pk: UUID
    word: str = Word.AWAITED
    verification: str = Claim.Verification.PENDING
    is_doubted: bool = False  # by an agency, so that nobody verifies it


@dataclass
class Drawn:
    """As it was recorded `at` a moment; `words` are the countries that it names, each with what it says of that."""

    number: int
    rng: Random
    at: datetime
    pk: UUID
    recorder: Recorder
    scope: str
    words: dict[str, str]
    language: str
    theme: str
    actions: list[str]
    days: Days
    review: str
    place: str
    title: str
    summary: str
    lead: Organisation
    partners: list[tuple[Organisation, str]] = field(default_factory=list)
    border_regions: list[str] = field(default_factory=list)
    claims: list[DrawnClaim] = field(default_factory=list)

    @property
    def countries(self) -> list[str]:
        return sorted(self.words)

    @property
    def is_agreed(self) -> bool:
        return self.scope == REGIONAL or Word.AGREED in self.words.values()

    @property
    def is_verified(self) -> bool:
        return self.review == VERIFIED

    @property
    def is_handed_in(self) -> bool:
        return self.review in Activity.HANDED_IN

    @property
    def report_of(self) -> str | None:
        """The country whose report it is that this is recorded; None: nobody's."""
        speaks = self.scope != REGIONAL and self.recorder.organisation is None
        return next(iter(self.words)) if speaks else None

    def new_id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)


def draw(world: World, number: int, seed: int, at: datetime) -> Drawn:
    """The same one for a number, a seed and a moment, whatever is drawn beside it."""
    rng = Random(f"{seed}/{number}")
    scope, theme, review = one(rng, SCOPES), one(rng, THEMES), one(rng, REVIEWS)
    borders, countries = draw_countries(rng, world, scope)
    recorder = draw_recorder(rng, world, scope, countries)
    language = recorder.person.language if scope == REGIONAL else world.languages[countries[0]]
    place = rng.choice(words.REGIONAL_PLACES if scope == REGIONAL else words.PLACES[countries[0]])
    days = draw_days(rng, at.date())
    lead = draw_lead(rng, world, scope, countries, recorder)
    drawn = Drawn(
        number=number,
        rng=rng,
        at=at,
        pk=UUID(int=rng.getrandbits(128), version=4),
        recorder=recorder,
        scope=scope,
        words=draw_words(rng, scope, countries, recorder, review),
        language=language,
        theme=theme,
        actions=draw_actions(rng, world, theme),
        days=days,
        review=review,
        place=place,
        title=words.title(rng, language, theme, place, days.first.year),
        summary=words.summary(rng, language),
        lead=lead,
        partners=draw_partners(rng, world, countries, recorder, lead),
        border_regions=borders,
    )
    draw_claims(drawn, world)
    return drawn


def one(rng: Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), weights.values())[0]


def draw_countries(rng: Random, world: World, scope: str) -> tuple[list[str], list[str]]:
    """Border regions, and countries, of which the first records it."""
    if scope == NATIONAL:
        country = rng.choice(world.countries)
        own = [code for code, sides in world.neighbours.items() if country in sides]
        return ([rng.choice(own)] if own and rng.random() < 0.1 else []), [country]
    if scope == REGIONAL:
        return [], rng.sample(world.countries, rng.choice((0, 0, 2, 5)))
    if rng.random() < 0.6:
        region = rng.choice(list(world.neighbours))
        return [region], rng.sample(world.neighbours[region], len(world.neighbours[region]))
    return [], rng.sample(world.countries, rng.choice((2, 2, 3, 4)))


def draw_recorder(rng: Random, world: World, scope: str, countries: list[str]) -> Recorder:
    if scope == REGIONAL:
        return rng.choice(world.regional)
    if countries == ["MOZ"] and rng.random() < 0.3:
        return rng.choice(world.contributors)
    return world.focal_points[countries[0]]


def draw_words(rng: Random, scope: str, countries: list[str], recorder: Recorder, review: str) -> dict[str, str]:
    """Recording as its focal point is agreeing; regional work asks nobody; nobody answers to a draft."""
    if scope == REGIONAL:
        return dict.fromkeys(countries, Word.AGREED.value)
    said = {code: Word.AWAITED.value if review == DRAFT else one(rng, WORDS) for code in countries}
    return said if recorder.organisation else said | {countries[0]: Word.AGREED.value}


def draw_actions(rng: Random, world: World, theme: str) -> list[str]:
    """Of its theme, now and then one of another; of one in seven none, for it is outside the menu."""
    if rng.random() < 0.15:
        return []
    chosen = set(rng.sample(world.actions[theme], rng.choices((1, 2, 3), (60, 28, 12))[0]))
    if rng.random() < 0.1:
        chosen.add(rng.choice(world.actions[one(rng, THEMES)]))
    return sorted(chosen)


def draw_lead(rng: Random, world: World, scope: str, countries: list[str], recorder: Recorder) -> Organisation:
    if scope == REGIONAL:
        return recorder.agency or recorder.organisation or rng.choice(world.leads[""])
    return rng.choice(world.leads[rng.choice((countries[0], countries[0], countries[0], ""))])


def draw_partners(
    rng: Random, world: World, countries: list[str], recorder: Recorder, lead: Organisation
) -> list[tuple[Organisation, str]]:
    """None of them the lead; an agency that records its own work carries it out without the other, now and then both do."""
    if not recorder.agency and rng.random() < 0.08:
        agencies = [row.agency for row in world.reviewers.values()]
        return [(row, Partner.Role.IMPLEMENTING.value) for row in agencies if row.pk != lead.pk]
    near = [*world.leads[""], *world.donors, *(row for code in countries[:1] for row in world.leads[code][:40])]
    chosen = [row for row in rng.sample(near, rng.choice((0, 1, 1, 2, 3))) if row.pk != lead.pk]
    partners = []
    for organisation in chosen:
        role = rng.choice(Partner.Role.values)
        is_carried_out_by_both = recorder.agency and role == Partner.Role.IMPLEMENTING
        partners.append((organisation, Partner.Role.TECHNICAL.value if is_carried_out_by_both else role))
    return partners


def draw_claims(drawn: Drawn, world: World) -> None:
    """Of the themes of its actions, each for a unit of the kind that the indicator counts."""
    rng = drawn.rng
    themes = sorted({code.partition(".")[0] for code in drawn.actions}) or [drawn.theme]
    offered = [row for theme in themes for row in world.indicators[theme]]
    for indicator in rng.sample(offered, min(len(offered), rng.choices(CLAIMS, (25, 40, 25, 10))[0])):
        unit = draw_unit(drawn, world, indicator)
        if unit is None:
            continue
        achieved = ""
        if drawn.days.may_achieve and rng.random() < 0.8:
            achieved = known(rng, between(rng, drawn.days.first, drawn.days.last), drawn.at.date())
        claim = DrawnClaim(indicator, unit, achieved, drawn.new_id())
        claim.word = word_of(drawn, unit, world)
        claim.verification = verification_of(drawn, claim)
        is_open = drawn.is_handed_in and claim.achieved_on and claim.verification == Claim.Verification.PENDING
        claim.is_doubted = bool(is_open) and rng.random() < 0.15
        drawn.claims.append(claim)


def draw_unit(drawn: Drawn, world: World, indicator: Indicator) -> Unit | None:
    """None: regional work counts for no country, and not every country has a border that is named."""
    rng, counts, kinds = drawn.rng, indicator.counts, Indicator.Counts
    if counts == kinds.ACTIVITIES:
        return Unit()
    if counts == kinds.REGIONAL_BODIES:
        return Unit(body=rng.choice(world.bodies))
    if counts == kinds.BORDER_REGIONS:
        sides = world.neighbours.items()
        near = [code for code, own in sides if not drawn.words or set(own).intersection(drawn.words)]
        return Unit(border_region=rng.choice(near)) if near else None
    if drawn.scope == REGIONAL or not drawn.words:
        return None
    country = rng.choice(drawn.countries)
    return Unit(country, rng.choice(world.sectors) if counts == kinds.SECTORS else None)


def word_of(drawn: Drawn, unit: Unit, world: World) -> str:
    """Of a country, its own, and none before it agreed to the activity; of what several share, that of any of them."""
    if unit.country:
        own = drawn.words[unit.country]
        is_later = own == Word.AGREED and unit.country != drawn.report_of and drawn.rng.random() < 0.1
        return Word.AWAITED.value if is_later else own
    if unit.body:
        return one(drawn.rng, WORDS) if drawn.is_handed_in else Word.AWAITED.value
    agreed = {code for code, word in drawn.words.items() if word == Word.AGREED}
    is_near = not unit.border_region or agreed.intersection(world.neighbours[unit.border_region])
    return Word.AGREED.value if drawn.scope == REGIONAL or (agreed and is_near) else Word.AWAITED.value


def verification_of(drawn: Drawn, claim: DrawnClaim) -> str:
    """Decided where the activity was handed in and the result achieved; of what is submitted, from an earlier review."""
    if not claim.achieved_on or not drawn.is_handed_in or drawn.days.status == PLANNED:
        return Claim.Verification.PENDING.value
    weights = {"verified": 75, "pending": 15, "refused": 10} if drawn.is_verified else {"pending": 85, "verified": 15}
    return one(drawn.rng, weights)
