"""Whose word is given with a write, and what follows from it for what several countries share."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from reports import rules
from reports.models import Activity, Agreement, BorderRegion, Claim, Confirmation, User, Word, today_in
from reports.rules import Standing


@dataclass(frozen=True)
class Voice:
    """Who writes, and `decision`, where a past is loaded, by which all those named agreed to it."""

    who: Standing
    now: datetime
    decision: str = ""

    def speaks_for(self, country: str) -> bool:
        """Recording as its focal point is agreeing for one's own country; every other country's word is awaited."""
        return bool(self.decision) or rules.may_speak_for(self.who, country)

    def speaks_for_body(self, body: str) -> bool:
        return bool(self.decision) or rules.may_speak_for_body(self.who, body)


def write_countries(activity: Activity, countries: list[str], voice: Voice) -> None:
    """Name these countries; of those that are named already their word stays. Regional work asks nobody whether it may name
    them: what nobody said is forgotten when it becomes the work of countries."""
    is_regional = activity.scope == Activity.Scope.REGIONAL
    standing = {row.country_id: row for row in activity.agreements.all()}
    Agreement.objects.filter(pk__in=[row.pk for code, row in standing.items() if code not in countries]).delete()
    for code in countries:
        row = standing.get(code) or Agreement(activity=activity, country_id=code)
        is_said = row.by_id is not None
        if not is_said and voice.speaks_for(code) and not is_regional:
            row.word, row.by, row.at, row.decision = Word.AGREED, voice.who.person, voice.now, voice.decision
        elif not is_said:
            row.word = Word.AGREED if is_regional else Word.AWAITED
        if row.pk is None or not is_said:
            row.save()


def answer_own(activity: Activity, voice: Voice) -> None:
    """Submitting is agreeing, too, for the countries for which the person speaks, to what others prepared for them. No query
    where nothing of theirs is awaited, of `with_state`."""
    if not (activity.is_draft or rules.is_prepared(voice.who, activity)) or activity.scope == Activity.Scope.REGIONAL:
        return
    own = [row for row in activity.agreements.all() if row.word == Word.AWAITED and voice.speaks_for(row.country_id)]
    awaited = [claim for claim in activity.claims.all() if claim.word == Word.AWAITED and claim.country_id]
    claims = [claim for claim in awaited if voice.speaks_for(str(claim.country_id))]
    for row in own:
        row.word, row.by, row.at, row.decision = Word.AGREED, voice.who.person, voice.now, voice.decision
        row.save()
    for claim in claims:
        speak(claim, Word.AGREED, by=voice.who.person, now=voice.now)
        claim.save()
    if own or claims:
        settle(activity)


def speak(claim: Claim, word: str, *, by: User | None, now: datetime | None, reason: str = "") -> None:
    """Write a word on the row, not saved yet."""
    claim.word, claim.declined_because = word, reason
    claim.word_by, claim.word_at = (by, now) if word != Word.AWAITED else (None, None)


def speak_for_recorder(claim: Claim, voice: Voice) -> None:
    """Of a new claim, or one for another day: what the person who records it may say for its country or regional body."""
    is_theirs = bool(claim.country_id and voice.speaks_for(claim.country_id))
    is_theirs = is_theirs or bool(claim.body_id and voice.speaks_for_body(claim.body_id))
    speak(claim, Word.AGREED if is_theirs else Word.AWAITED, by=voice.who.person, now=voice.now)


def settle(activity: Activity) -> None:
    """What follows for the activity as a whole and for what it claims. No claim counts for a country that does not agree to the
    activity; the activity, and what it claims for a border region or for itself, counts once one of the countries that
    they are about agreed; regional work awaits nobody. Three queries, one more where a border is claimed."""
    is_regional = activity.scope == Activity.Scope.REGIONAL
    words = dict(activity.agreements.values_list("country", "word"))
    agreed = [country for country, word in words.items() if word == Word.AGREED]
    activity.is_agreed = is_regional or bool(agreed)
    Activity.objects.filter(pk=activity.pk).update(is_agreed=activity.is_agreed)
    if len(agreed) < len(words):
        theirs = activity.claims.filter(country__isnull=False, word=Word.AGREED).exclude(country__in=agreed)
        theirs.update(word=Word.AWAITED, word_by=None, word_at=None)
    shared = activity.claims.filter(country__isnull=True, body__isnull=True)
    shared.update(word=Word.AGREED if activity.is_agreed else Word.AWAITED)
    if not is_regional:
        bordering = BorderRegion.objects.filter(countries__in=agreed).values("pk")
        shared.filter(border_region__isnull=False).exclude(border_region__in=bordering).update(word=Word.AWAITED)


def ask(activity: Activity, now: datetime, known: Collection[tuple[str, str]] = ()) -> list[str]:
    """Of a submitted activity: the countries whose word is awaited and was not among those `known` to be. Two queries."""
    new = sorted({country for country, _about in set(unanswered(activity)) - set(known)})
    activity.agreements.filter(country__in=new).update(asked_at=now)
    return new


def unanswered(activity: Activity) -> list[tuple[str, str]]:
    """What awaits a country's word: `(country, "")` the activity itself, `(country, claim and day)` what is claimed for it."""
    rows = activity.agreements.filter(word=Word.AWAITED).values_list("country", flat=True)
    claims = activity.claims.filter(word=Word.AWAITED, country__isnull=False)
    return [(country, "") for country in rows] + [
        (country, f"{pk} {day}") for country, pk, day in claims.values_list("country", "pk", "achieved_on")
    ]


def report(activity: Activity, voice: Voice) -> None:
    """Set the day on which it was last said how the activity stands; of what was handed in every such day is kept: as a report
    of the countries for which the person speaks, else as nobody's."""
    activity.confirmed_on = today_in(activity.countries_named())
    if activity.is_draft:
        return
    is_regional = activity.scope == Activity.Scope.REGIONAL
    own = [] if is_regional else [code for code in activity.country_codes() if voice.speaks_for(code)]
    reporting: list[str | None] = [*own] or [None]
    for country in reporting:
        Confirmation.objects.get_or_create(activity=activity, country_id=country, on=activity.confirmed_on)
