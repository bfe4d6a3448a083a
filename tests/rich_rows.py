"""Many activities, claims and adoptions of every kind, in days of 2010 to 2013: what the figures are tried with."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from indicators.models import Indicator
from reports.models import (
    Activity,
    Adoption,
    Agreement,
    Claim,
    Confirmation,
    CountryReport,
    LaterFact,
    Organisation,
    Partner,
    Round,
    User,
)
from reports.workflow.statuses import settle_facts
from reports.workflow.words import settle
from themes.models import Action

COUNTRIES = ("MOZ", "TZA", "RWA", "COD", "KEN", "BDI", "AGO", "SSD")  # the last two do not take part
ACTIONS = ("I.7", "I.11", "II.1", "III.1", "III.3", "IV.1", "V.8", "VI.1", "VI.2", "VI.5", "VI.11")
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
        for action in draw.sample(ACTIONS, 5):
            make_answers(draw, country, action)
        Adoption.objects.create(country_id=country, theme_id="IV", title="Own", adopted_on=draw.choice(DAYS))
    row = Round.objects.create(title=f"Round {seed}", opens_on=DAYS[0], closes_on=DAYS[-1], as_at=DAYS[-1])
    for country in COUNTRIES[:3]:
        for day in draw.sample(DAYS, 2):
            report(author, row, country, day)


ANSWERS = {
    "adopted": {},
    "in_place": {"proof_citation": "A law"},
    "not_taken_up": {"because": "Done elsewhere"},
}


def make_answers(draw: Random, country: str, action: str) -> None:
    """One or two after each other, the last of which may be withdrawn too."""
    first, second, third = sorted(draw.sample(DAYS, 3))
    for day, until in [(first, second), (second, third)][draw.randint(0, 1) :]:
        answer = draw.choice([*ANSWERS, "adopted"])
        more = ANSWERS[answer] | ({"in_place_since": day} if answer == "in_place" else {})
        verification = draw.choice(["pending", "verified", "refused"]) if answer == "in_place" else "pending"
        refused = {"decision_reason": "No"} if verification == "refused" else {}
        decided = {"decided_at": datetime(2013, 1, 1, tzinfo=UTC)} if verification != "pending" else {}
        is_last = until == third and draw.random() < 0.5
        Adoption.objects.create(
            country_id=country,
            action_id=action,
            answer=answer,
            adopted_on=day,
            withdrawn_on=None if is_last else until,
            verification=verification,
            **more,
            **refused,
            **decided,
        )


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
        amount_needed=draw.choice([None, 100]),
        currency="USD",
    )
    for country in draw.sample(COUNTRIES, SPANS[scope]):
        word = "agreed" if scope == "regional" else draw.choice(WORDS)
        Agreement.objects.create(activity=row, country_id=country, **said(word, "reason"))
    if number % 9:
        row.actions.set(draw.sample(ACTIONS, draw.choice((1, 1, 2, 3))))
    else:
        Activity.objects.filter(pk=row.pk).update(theme=draw.choice(("III", "VI")))
    if number % 7 == 0:
        Partner.objects.create(activity=row, organisation=draw.choice(bodies), role="funding")
    make_confirmations(draw, row)
    make_claims(draw, author, row)
    settle(row)
    make_history(draw, author, row)


def known_to_a_month(draw: Random, row: Activity) -> None:
    """Of some the start, and of some a result, is known to the month alone: it stands on its last day."""
    if draw.random() < 0.3:
        row.starts_on_known, row.starts_on = f"{row.starts_on:%Y-%m}", last_of_month(row.starts_on)
        row.ends_on = row.ends_on and max(row.ends_on, row.starts_on)
    for claim in row.claims.filter(achieved_on__isnull=False):
        if draw.random() < 0.3:
            claim.achieved_on_known, claim.achieved_on = f"{claim.achieved_on:%Y-%m}", last_of_month(claim.achieved_on)
            claim.save()


def last_of_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(1)


REVIEWS = ("reported", "verified", "verified", "refused", "withdrawn")


def make_history(draw: Random, author: User, row: Activity) -> None:
    """The status as it was recorded, with a day or an end or not, others reported later, and ends of what counts states."""
    row.first_status_reason = row.status_reason
    row.first_status, row.ends_on = (
        row.status,
        draw.choice([None, row.starts_on + timedelta(days=draw.randint(0, 300))]),
    )
    row.first_status_since = draw.choice([None, *DAYS]) if row.status in Activity.STOPPED else None
    known_to_a_month(draw, row)
    row.first_ends_on = row.ends_on
    row.save()
    said = {"activity": row, "by": author, "at": datetime(2013, 1, 1, tzinfo=UTC), "language": "en", "text": "A reason"}
    said |= {"decided_at": datetime(2013, 2, 1, tzinfo=UTC), "decision_reason": "A reason"}
    for day in draw.sample(DAYS, draw.choice((0, 0, 1, 2))):
        LaterFact.objects.create(
            kind="status", status=draw.choice(Activity.Status.values), since=day, review=draw.choice(REVIEWS), **said
        )
    for claim in row.claims.filter(indicator__is_state=True, achieved_on__isnull=False):
        if draw.random() < 0.5:
            since = claim.achieved_on + timedelta(days=draw.randint(1, 500))
            LaterFact.objects.create(kind="end", claim=claim, since=since, review=draw.choice(REVIEWS), **said)
    settle_facts(row)


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
        achieved = draw.choice([None, *DAYS])
        decided = draw.choice(("pending", "verified", "verified", "refused")) if achieved else "pending"
        Claim.objects.create(
            activity=row,
            indicator=indicator,
            achieved_on=achieved,
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
