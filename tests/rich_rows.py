"""Many activities, claims, answers and amounts of every kind, in days of 2010 to 2013: what the figures are tried with."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from indicators.models import Indicator
from reports import tallies
from reports.models import (
    Activity,
    Adoption,
    Agreement,
    Claim,
    Confirmation,
    CountryReport,
    FundingLine,
    LaterFact,
    Organisation,
    Partner,
    Round,
    User,
)
from reports.workflow.statuses import settle_facts
from reports.workflow.words import settle
from themes.models import Action, TrainingAudience, TrainingTopic

COUNTRIES = ("MOZ", "TZA", "RWA", "COD", "KEN", "BDI", "AGO", "SSD")  # the last two do not take part
ACTIONS = ("I.7", "I.11", "II.1", "II.3", "III.1", "III.3", "IV.1", "V.8", "VI.1", "VI.2", "VI.5", "VI.11")
SPANS = {"national": 1, "cross_border": 2, "regional": 3}
SECTORS, BORDERS, BODIES = ("I.a", "I.c", "I.d"), ("moz-tza", "rwa-tza", "ken-tza"), ("EAC", "SADC", "IGAD")
WORDS = ("agreed", "agreed", "agreed", "awaited", "declined")
DAYS = [date(2010, 9, 7) + timedelta(days=41 * number) for number in range(30)]


def make_rows(seed: int, activities: int = 140) -> None:
    draw = Random(seed)
    author = User.objects.create(username=f"author-{seed}")
    for number in range(activities):
        make_activity(draw, author, number)
    for country in COUNTRIES:
        for action in draw.sample(ACTIONS, 7):
            make_answers(draw, country, action)
        Adoption.objects.create(country_id=country, theme_id="IV", title="Own", adopted_on=draw.choice(DAYS))
    row = Round.objects.create(title=f"Round {seed}", opens_on=DAYS[0], closes_on=DAYS[-1], as_at=DAYS[-1])
    for country in COUNTRIES[:3]:
        for day in draw.sample(DAYS, 2):
            report(author, row, country, day)
    tallies.build()


ANSWERS = {
    "adopted": {},
    "in_place": {"proof_citation": "A law"},
    "not_taken_up": {"because": "Done elsewhere"},
}


def make_answers(draw: Random, country: str, action: str) -> None:
    """One or two after each other, the last of which may be withdrawn too; what is in place may be so since long before."""
    first, second, third = sorted(draw.sample(DAYS, 3))
    for day, until in [(first, second), (second, third)][draw.randint(0, 1) :]:
        answer = draw.choice([*ANSWERS, "adopted", "in_place"])
        begun = {"adopted_on": day, "needs_funding": answer == "adopted" and draw.random() < 0.5}
        if answer == "in_place":
            begun = in_place(draw, draw.choice([day, *(one for one in DAYS if one < until)]), until)
        is_last = until == third and draw.random() < 0.5
        ended = None if is_last else until
        given = {"country_id": country, "action_id": action, "answer": answer, "withdrawn_on": ended}
        Adoption.objects.create(**given, **ANSWERS[answer], **begun)


def in_place(draw: Random, day: date, until: date) -> dict:
    """Since a day, a month or a year that is over by the time the answer ends; decided or not."""
    since, known = as_known(draw, day)
    since, known = (since, known) if since <= until else (day, "")
    verification = draw.choice(["pending", "verified", "refused"])
    decided = {"decided_at": datetime(2013, 1, 1, tzinfo=UTC)} if verification != "pending" else {}
    refused = {"decision_reason": "No"} if verification == "refused" else {}
    days = {"adopted_on": since, "in_place_since": since, "in_place_since_known": known}
    return days | {"verification": verification} | decided | refused


def as_known(draw: Random, day: date | None) -> tuple[date | None, str]:
    """A day; of some its month or its year alone, which stands as its last day."""
    known = draw.choice(("", "", "", "%Y-%m", "%Y")) if day else ""
    if not known:
        return day, ""
    month = day.month if known == "%Y-%m" else 12
    return date(day.year + month // 12, month % 12 + 1, 1) - timedelta(1), f"{day:{known}}"


def report(author: User, row: Round, country: str, day: date) -> CountryReport:
    at = datetime.combine(day, datetime.min.time(), UTC)
    return CountryReport.objects.create(round=row, country_id=country, completed_by=author, completed_at=at, on=day)


def make_activity(draw: Random, author: User, number: int) -> None:
    scope, review = draw.choice([*SPANS, "national"]), draw.choice([*Activity.Review.values, "verified", "verified"])
    bodies = list(Organisation.objects.filter(body__in=BODIES))
    row = Activity.objects.create(
        created_by=author,
        language="en",
        title=f"Activity {number}",
        scope=scope,
        review=review,
        status=draw.choice([*Activity.Status.values, "completed", "completed"]),
        status_reason="A reason",
        starts_on=draw.choice(DAYS),
        lead=draw.choice([None, None, *bodies]),
        visibility=draw.choice(["public", "public", "participants"]),
        amount_needed=draw.choice([None, Decimal("100.50")]),
        currency="USD",
        participants_women=draw.choice([None, None, 0, 12]),
        participants_men=draw.choice([None, 3, 30]),
    )
    for country in draw.sample(COUNTRIES, SPANS[scope]):
        word = "agreed" if scope == "regional" else draw.choice(WORDS)
        Agreement.objects.create(activity=row, country_id=country, **said(word, "reason"))
    if number % 9:
        row.actions.set(draw.sample(ACTIONS, draw.choice((1, 1, 2, 3))))
    else:
        row.theme_id = draw.choice(("II", "III", "VI"))
    if number % 7 == 0:
        Partner.objects.create(activity=row, organisation=draw.choice(bodies), role="funding")
    make_training(draw, row)
    make_funding(draw, row, bodies)
    make_confirmations(draw, row)
    make_claims(draw, author, row)
    settle(row)
    make_history(draw, author, row)


def make_training(draw: Random, row: Activity) -> None:
    """Some name topics, some audiences; of those that do not, some gave numbers all the same."""
    topics, audiences = (list(kind.objects.all()) for kind in (TrainingTopic, TrainingAudience))
    if draw.random() < 0.3:
        row.topics.set(draw.sample(topics, draw.choice((1, 2))))
    if draw.random() < 0.3:
        row.audiences.set(draw.sample(audiences, draw.choice((1, 2))))
    if draw.random() < 0.4:
        row.participants_women = row.participants_men = None


def make_funding(draw: Random, row: Activity, funders: list[Organisation]) -> None:
    """Up to three lines, each of another funder, year and currency: committed, spent, or both."""
    kinds = [(funder, year, money) for funder in (None, *funders) for year in (None, 2011, 2012) for money in MONEY]
    amounts = [(Decimal("40.10"), None), (None, Decimal("12.35")), (Decimal("70.20"), Decimal("70.20"))]
    for funder, year, currency in draw.sample(kinds, draw.choice((0, 0, 1, 2, 3))):
        committed, spent = draw.choice(amounts)
        FundingLine.objects.create(
            activity=row, funder=funder, year=year, currency=currency, committed=committed, spent=spent
        )


MONEY = ("USD", "EUR")
REVIEWS = ("reported", "verified", "verified", "refused", "withdrawn")


def make_history(draw: Random, author: User, row: Activity) -> None:
    """The status as it was recorded, with a day or an end or not; others reported later, ends of what counts states, notes."""
    row.first_status, row.first_status_reason = row.status, row.status_reason
    over = draw.choice([None, row.starts_on + timedelta(days=draw.randint(0, 300))])
    since = draw.choice([*[None] * 15, *DAYS] if row.status in Activity.STOPPED else [None, None, None, *DAYS[-2:]])
    row.starts_on, row.starts_on_known = as_known(draw, row.starts_on)
    row.ends_on, row.ends_on_known = as_known(draw, over)
    row.first_ends_on, row.first_ends_on_known = row.ends_on, row.ends_on_known
    row.first_status_since, row.first_status_since_known = as_known(draw, since)
    row.save()
    at = (datetime(2013, 1, 1, tzinfo=UTC) + timedelta(hours=number) for number in range(24))
    said = {"activity": row, "by": author, "language": "en", "text": "A reason"}
    said |= {"decided_at": datetime(2013, 2, 1, tzinfo=UTC), "decision_reason": "A reason"}
    for day in draw.sample(DAYS, draw.choice((0, 1, 2, 3))):
        later(draw, day, kind="status", status=draw.choice(Activity.Status.values), at=next(at), **said)
    for claim in row.claims.filter(indicator__is_state=True, achieved_on__isnull=False):
        if draw.random() < 0.8:
            day = claim.achieved.first + timedelta(days=draw.randint(1, 500))
            later(draw, day, kind="end", claim=claim, at=next(at), **said)
    for day in draw.sample(DAYS, draw.choice((0, 0, 1, 2))):
        numbers = {"participants_women": draw.choice((None, 4)), "participants_men": draw.choice((None, 5))}
        spent = draw.choice(({}, {"amount_spent": Decimal("10.15"), "currency": draw.choice(MONEY)}))
        later(draw, day, kind="note", at=next(at), **numbers, **spent, **said)
    settle_facts(row)


def later(draw: Random, day: date, **values) -> None:
    since, known = as_known(draw, day)
    LaterFact.objects.create(since=since, since_known=known, review=draw.choice(REVIEWS), **values)


def said(word: str, why: str) -> dict[str, str]:
    return {"word": word, why: "A reason" if word == "declined" else ""}


def make_confirmations(draw: Random, row: Activity) -> None:
    if row.review != "draft":
        days = draw.sample(DAYS, draw.choice((1, 2)))
        own = [None] if row.scope == "regional" else row.country_codes()[:1]
        Confirmation.objects.bulk_create(Confirmation(activity=row, country_id=own[0], on=day) for day in days)


def make_claims(draw: Random, author: User, row: Activity) -> None:
    themes = {code.partition(".")[0] for code in row.actions.values_list("pk", flat=True)}
    indicators = list(Indicator.objects.filter(target__theme__in=themes))
    for indicator in draw.sample(indicators, min(2, len(indicators))):
        achieved, known = as_known(draw, draw.choice([None, *DAYS]))
        decided = draw.choice(("pending", "verified", "verified", "refused")) if achieved else "pending"
        Claim.objects.create(
            activity=row,
            indicator=indicator,
            achieved_on=achieved,
            achieved_on_known=known,
            verification=decided,
            decision_reason="A reason" if decided == "refused" else "",
            decided_by=author,
            decided_at=datetime(2013, 1, 1, tzinfo=UTC),
            **said(draw.choice(WORDS), "declined_because"),
            **unit_of(draw, indicator, row),
        )


def unit_of(draw: Random, indicator: Indicator, row: Activity) -> dict[str, str]:
    country = draw.choice(sorted(row.country_codes()))
    if indicator.counts == "countries":
        return {"country_id": country, "unit": country}
    if indicator.counts == "sectors":
        sector = draw.choice(SECTORS)
        return {"country_id": country, "sector_id": sector, "unit": f"{country}/{sector}"}
    if indicator.counts == "border_regions":
        border = draw.choice(BORDERS)
        return {"border_region_id": border, "unit": border}
    if indicator.counts == "regional_bodies":
        body = draw.choice(BODIES)
        return {"body_id": body, "unit": body}
    return {"unit": str(row.pk)}


def menu() -> dict[str, set[str]]:
    """`{"VI.1": {"VIII (iii)"}}`: each action with the recommendations that it carries out."""
    rows = Action.objects.prefetch_related("recommendations")
    return {row.pk: {one.pk for one in row.recommendations.all()} for row in rows}
