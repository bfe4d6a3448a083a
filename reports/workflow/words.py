"""Whose word is given with a write, and what follows from it for what several countries share."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from reports import rules
from reports.activity.checks import Codes
from reports.models import Activity, Agreement, Claim, Confirmation, User, Word, today_in
from reports.rules import Standing
from reports.workflow.pen import Pen, hold


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


def write_countries(activity: Activity, countries: list[str], voice: Voice, pen: Pen, codes: Codes) -> None:
    """Name these countries; of those that are named already their word stays. Regional work asks nobody whether it may name
    them: what nobody said is forgotten when it becomes the work of countries."""
    is_regional = activity.scope == Activity.Scope.REGIONAL
    standing = {row.country_id: row for row in activity.agreements.all()}
    for row in (row for code, row in standing.items() if code not in countries):
        pen.clear(Agreement, "pk", row.pk)
    named = ((code, codes.countries[code]) for code in countries)
    rows = [standing.get(code) or Agreement(activity=activity, country=country) for code, country in named]
    for row in (row for row in rows if row.by_id is None):
        if voice.speaks_for(row.country_id) and not is_regional:
            agree(row, voice)
        else:
            row.word = Word.AGREED if is_regional else Word.AWAITED
        pen.change(row, *AGREED)
    pen.add(*(row for row in rows if row._state.adding))
    hold(activity, "agreements", rows)


AGREED = ("word", "by", "at", "decision")


def agree(row: Agreement, voice: Voice) -> None:
    """Write on the row, not saved yet, that a country agrees by the person who speaks for it."""
    row.word, row.by, row.at, row.decision = Word.AGREED, voice.who.person, voice.now, voice.decision


def answer_own(activity: Activity, voice: Voice, pen: Pen) -> None:
    """Submitting is agreeing, too, for the countries for which the person speaks, to what others prepared for them. No query
    where nothing of theirs is awaited, of `with_state`."""
    if not (activity.is_draft or rules.is_prepared(voice.who, activity)) or activity.scope == Activity.Scope.REGIONAL:
        return
    own = [row for row in activity.agreements.all() if row.word == Word.AWAITED and voice.speaks_for(row.country_id)]
    awaited = [claim for claim in activity.claims.all() if claim.word == Word.AWAITED and claim.country_id]
    claims = [claim for claim in awaited if voice.speaks_for(str(claim.country_id))]
    for row in own:
        agree(row, voice)
        pen.change(row, *AGREED)
    for claim in claims:
        speak(claim, Word.AGREED, by=voice.who.person, now=voice.now)
        pen.change(claim, *SPOKEN)
    if own or claims:
        settle_words(activity, activity.agreements.all(), activity.claims.all(), pen)


SPOKEN = ("word", "declined_because", "word_by", "word_at")


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
    """`settle_words` of what is saved, and save it. Two queries, one more where a border is claimed, and those that write."""
    pen = Pen()
    settle_words(
        activity, Agreement.objects.filter(activity=activity), Claim.objects.filter(activity=activity).order_by(), pen
    )
    pen.write()


def settle_words(
    activity: Activity,
    agreements: Iterable[Agreement],
    claims: Iterable[Claim],
    pen: Pen,
    codes: Codes | None = None,
) -> None:
    """What follows for the activity as a whole and for what it claims. No claim counts for a country that does not agree to the
    activity; the activity, and what it claims for a border region or for itself, counts once one of the countries that
    they are about agreed; regional work awaits nobody. One query where a border is claimed."""
    is_regional = activity.scope == Activity.Scope.REGIONAL
    words = {row.country_id: row.word for row in agreements}
    agreed = {country for country, word in words.items() if word == Word.AGREED}
    activity.is_agreed = is_regional or bool(agreed)
    pen.change(activity, "is_agreed")
    for claim in claims:
        if claim.country_id:
            if claim.word == Word.AGREED and len(agreed) < len(words) and claim.country_id not in agreed:
                claim.word, claim.word_by, claim.word_at = Word.AWAITED, None, None
                pen.change(claim, "word", "word_by", "word_at")
        elif not claim.body_id:
            border = claim.border_region_id if not is_regional else None
            counts = activity.is_agreed and (
                border is None or not agreed.isdisjoint((codes or Codes()).border_regions[border])
            )
            word = Word.AGREED if counts else Word.AWAITED
            if claim.word != word:
                claim.word = word
                pen.change(claim, "word")


def ask(activity: Activity, now: datetime, pen: Pen, known: Collection[tuple[str, str]] = ()) -> list[str]:
    """Of a submitted activity: the countries whose word is awaited and was not among those `known` to be. No query, of
    `with_state`."""
    new = sorted({country for country, _about in set(unanswered(activity)) - set(known)})
    for row in activity.agreements.all():
        if row.country_id in new:
            row.asked_at = now
            pen.change(row, "asked_at")
    return new


def unanswered(activity: Activity) -> list[tuple[str, str]]:
    """What awaits a country's word: `(country, "")` the activity itself, `(country, claim and day)` what is claimed for it. No
    query, of `with_state`."""
    rows = [row.country_id for row in activity.agreements.all() if row.word == Word.AWAITED]
    claims = [row for row in activity.claims.all() if row.word == Word.AWAITED and row.country_id]
    return [(country, "") for country in rows] + [
        (str(row.country_id), f"{row.pk} {row.achieved_on}") for row in claims
    ]


def report(activity: Activity, voice: Voice, pen: Pen) -> None:
    """Set the day on which it was last said how the activity stands, on the row, not saved yet; of what was handed in every such
    day is kept: as a report of the countries for which the person speaks, else as nobody's. One query, of what was handed in."""
    activity.confirmed_on = today_in(activity.countries_named())
    if activity.is_draft:
        return
    is_regional = activity.scope == Activity.Scope.REGIONAL
    own = [] if is_regional else [code for code in activity.country_codes() if voice.speaks_for(code)]
    reporting: list[str | None] = [*own] or [None]
    confirmed = list(activity.confirmations.all())
    known = {(row.country_id, row.on) for row in confirmed}
    new = [Confirmation(activity=activity, country_id=code, on=activity.confirmed_on) for code in reporting]
    new = [row for row in new if (row.country_id, row.on) not in known]
    pen.add(*new)
    hold(activity, "confirmations", [*confirmed, *new])
