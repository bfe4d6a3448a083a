"""Whose word is given with a write, and what follows from it for what several countries share."""

from dataclasses import dataclass
from datetime import datetime

from reports import rules
from reports.models import Activity, Agreement, BorderRegion, Claim, User, Word
from reports.rules import Standing


@dataclass(frozen=True)
class Voice:
    """Who writes, and `decision`, where a past is loaded, by which all those named agreed to it."""

    who: Standing
    now: datetime
    decision: str = ""

    def of_country(self, country: str) -> str:
        """Recording as its focal point is agreeing for one's own country; every other country's word is awaited."""
        return Word.AGREED if self.decision or rules.may_speak_for(self.who, country) else Word.AWAITED

    def of_body(self, body: str) -> str:
        return Word.AGREED if self.decision or rules.may_speak_for_body(self.who, body) else Word.AWAITED


def write_countries(activity: Activity, countries: list[str], voice: Voice) -> None:
    """Name these countries; of those that are named already their word stays."""
    standing = {row.country_id: row for row in activity.agreements.all()}
    Agreement.objects.filter(pk__in=[row.pk for code, row in standing.items() if code not in countries]).delete()
    for code in countries:
        if code not in standing:
            word = voice.of_country(code)
            said = {"by": voice.who.person, "at": voice.now} if word == Word.AGREED else {}
            Agreement.objects.create(activity=activity, country_id=code, word=word, **said)


def speak(claim: Claim, word: str, *, by: User | None, now: datetime | None, reason: str = "") -> None:
    """Write a word on the row, not saved yet."""
    claim.word, claim.declined_because = word, reason
    claim.word_by, claim.word_at = (by, now) if word != Word.AWAITED else (None, None)


def speak_for_recorder(claim: Claim, voice: Voice) -> None:
    """Of a new claim, or one for another day: what the person who records it may say for its country or regional body."""
    word = voice.of_country(claim.country_id) if claim.country_id else Word.AWAITED
    word = voice.of_body(claim.body_id) if claim.body_id else word
    speak(claim, word, by=voice.who.person, now=voice.now)


def settle(activity: Activity) -> None:
    """Does the activity as a whole count, and what it claims for a border region or for itself? That is so once one of the
    countries that they are about agreed; regional work awaits nobody. Two queries, three where a border is claimed."""
    is_regional = activity.scope == Activity.Scope.REGIONAL
    agreed = set(activity.agreements.given().values_list("country", flat=True))
    activity.is_agreed = is_regional or bool(agreed)
    Activity.objects.filter(pk=activity.pk).update(is_agreed=activity.is_agreed)
    shared = activity.claims.filter(country__isnull=True, body__isnull=True)
    shared.update(word=Word.AGREED if activity.is_agreed else Word.AWAITED)
    if not is_regional:
        theirs = BorderRegion.objects.filter(countries__in=agreed).values("pk")
        shared.filter(border_region__isnull=False).exclude(border_region__in=theirs).update(word=Word.AWAITED)
