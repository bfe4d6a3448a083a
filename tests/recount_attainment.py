"""When targets were met, slowly and obviously: every day is counted anew, from rows made at random."""

from datetime import date, timedelta
from random import Random

from django.utils import timezone

from indicators.models import Indicator, TargetRevision
from reports import tallies
from reports.models import (
    Activity,
    BodyMembership,
    BorderRegion,
    Claim,
    Country,
    Organisation,
    Participation,
    RegionalBody,
)
from tests.agreeing import name_countries
from tests.base import participate

FIRST, LAST = date(2012, 11, 20), date(2013, 2, 10)
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
TARGETS = ["I.T2", "II.T3", "III.T1", "V.T4", "VI.T1", "VI.T2", "VI.T4"]
COUNTRIES = ["BDI", "COD", "KEN", "MOZ", "RWA", "TZA"]
BODY = "EAC"


def make_world(seed: int, by) -> None:
    """Units verified, and some no longer so, thresholds revised and raised again, countries that join and leave the Plan and a body."""
    chance = Random(seed)
    for row in Participation.objects.standing():
        if row.country_id not in COUNTRIES:
            participate(row.country_id, "none")
    for _n in range(6):
        participate(chance.choice([*COUNTRIES, "AGO"]), chance.choice(["confirmed", "none"]), chance.choice(DAYS))
    for _n in range(4):
        indicator = chance.choice(["I.T2.1", "II.T3.1", "VI.T1.1", "VI.T1.2", "VI.T2.1"])
        everyone = indicator.startswith("VI.") and chance.random() < 0.3
        revise(indicator, chance.choice(DAYS), None if everyone else chance.randint(1, 4))
    revise("V.T4.1", chance.choice(DAYS[50:60]), 7)
    for country in chance.sample(COUNTRIES, 3):
        begun = BodyMembership.objects.standing().filter(body=BODY, country=country).first()
        until = chance.choice(DAYS)
        since = begun.since if begun and begun.since <= until else until - timedelta(20)
        BodyMembership.objects.create(body_id=BODY, country_id=country, since=since, until=until, replaces=begun)
    for _n in range(45):
        claim(chance, by)
    tallies.build()


def revise(indicator: str, day: date, required: int | None) -> None:
    said = {"decided_by": "x", "reason": "y", "in_force_from": day, "target_id": indicator.rpartition(".")[0]}
    TargetRevision.objects.create(indicator_id=indicator, required=required, **said)


def claim(chance: Random, by) -> None:
    indicator = Indicator.objects.get(pk=chance.choice(CLAIMED))
    country = chance.choice([*COUNTRIES, "AGO"])
    lead = chance.choice([None, Organisation.objects.get(body=BODY), None])
    values = {"title": "x", "language": "en", "status": "completed", "review": "verified", "starts_on": FIRST}
    values |= {"submitted_at": timezone.now(), "confirmed_on": LAST}
    activity = Activity.objects.create(lead=lead, created_by=by, **values)
    name_countries(activity, chance.sample(COUNTRIES, 2))
    unit = {"country": Country.objects.get(pk=country)}
    if indicator.counts == "activities":
        unit = {}
    elif indicator.counts == "border_regions":
        unit = {"border_region": chance.choice(BorderRegion.objects.order_by("pk"))}
    elif indicator.counts == "regional_bodies":
        unit = {"body": chance.choice(RegionalBody.objects.order_by("pk"))}
    name = next((row.pk for row in unit.values()), str(activity.pk))
    if indicator.counts == "sectors":
        unit["sector_id"] = chance.choice(["I.a", "I.b", "I.c"])
        name = f"{country}/{unit['sector_id']}"
    proved = {"verification": "verified", "decided_at": timezone.now()} if chance.random() < 0.8 else {}
    day = chance.choice(DAYS)
    end = day + timedelta(chance.randint(1, 40)) if indicator.is_state and chance.random() < 0.4 else None
    Claim.objects.create(
        activity=activity,
        indicator=indicator,
        unit=name,
        achieved_on=day,
        ended_on=end,
        word="agreed",
        **unit,
        **proved,
    )


CLAIMED = ["I.T2.1", "II.T3.1", "III.T1.1", "V.T4.1", "V.T4.2", *["VI.T1.1", "VI.T1.2"] * 3, "VI.T2.1", "VI.T4.1"]


class Recount:
    """`met(target, day)` from the rows themselves, of a body's members or of all."""

    def __init__(self, body: str = ""):
        self.body = body
        self.indicators = list(Indicator.objects.filter(target__in=TARGETS))
        self.revisions = list(TargetRevision.objects.order_by("in_force_from", "pk"))
        self.participations = list(Participation.objects.order_by("since", "pk"))
        self.memberships = list(BodyMembership.objects.filter(body=body))
        claims = Claim.objects.filter(verification="verified").select_related("activity__lead")
        self.claims = list(claims.prefetch_related("activity__countries", "border_region__countries"))

    def standing(self, rows):
        gone = {row.replaces_id for row in rows}
        return [row for row in rows if row.pk not in gone and not row.is_withdrawn]

    def participants(self, day) -> set[str]:
        said = {}
        for row in self.standing(self.participations):
            if row.since <= day:
                said[row.country_id] = row.status != "none"
        taking_part = {country for country, takes_part in said.items() if takes_part}
        return taking_part & self.members(day) if self.body else taking_part

    def members(self, day) -> set[str]:
        rows = self.standing(self.memberships)
        return {row.country_id for row in rows if row.since <= day and (row.until is None or row.until >= day)}

    def belongs(self, claim, day) -> bool:
        if not self.body:
            return True
        if claim.country_id:
            return claim.country_id in self.members(day)
        if claim.body_id:
            return claim.body_id == self.body
        if claim.border_region_id:
            return bool({row.pk for row in claim.border_region.countries.all()} & self.members(day))
        own = claim.activity.lead and claim.activity.lead.body_id == self.body
        return bool(own or {row.pk for row in claim.activity.countries.all()} & self.members(day))

    def met(self, target: str, day: date) -> bool:
        return all(self.indicator_met(row, day) for row in self.indicators if row.target_id == target)

    def indicator_met(self, indicator: Indicator, day: date) -> bool:
        required = indicator.required
        for row in self.standing(self.revisions):
            if row.indicator_id == indicator.pk and row.in_force_from <= day:
                required = row.required
        everyone = self.participants(day)
        units = set()
        for claim in self.claims:
            counts = claim.indicator_id == indicator.pk and claim.achieved_on <= day and self.belongs(claim, day)
            if claim.ended_on and claim.ended_on <= day:
                continue
            if counts and (required is not None or claim.country_id in everyone):
                units.add(claim.unit)
        if indicator.counts == "sectors":
            countries = [unit.partition("/")[0] for unit in units]
            units = {country for country in countries if countries.count(country) >= 2}
        needed = len(everyone) if required is None else required
        return needed > 0 and len(units) >= needed
