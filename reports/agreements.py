"""What awaits a country's word: for its focal points at the desk, and for the working group where a country stays silent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from reports import limits, rules
from reports.models import Activity, Agreement, AgreementQuerySet, Claim, Word, awaited
from reports.rules import Standing

MOST = 50  # lines a list shows: the others follow once these are settled


@dataclass(frozen=True)
class Asked:
    """An activity that names a country, with what is claimed for it and was not agreed to."""

    agreement: Agreement
    claims: list[Claim]

    @property
    def key(self) -> str:
        """What a form sends back: the activity, the country, and the version that was shown."""
        return f"{self.agreement.activity_id}.{self.agreement.country_id}.{self.agreement.activity.version}"

    @property
    def awaits(self) -> bool:
        return self.agreement.word == Word.AWAITED or any(claim.word == Word.AWAITED for claim in self.claims)


def asked_of(who: Standing) -> list[Asked]:
    """What awaits the word of one of this person's countries, the oldest first. One query, and two if there is anything."""
    return with_claims(oldest(awaited(Agreement.objects.filter(country__in=who.countries))))


def silent(now: datetime) -> list[Agreement]:
    """What has awaited a country's word for so long that the working group sees to it. One query."""
    since = now - timedelta(days=limits.AGREEMENT_AWAITED_DAYS)
    return list(oldest(awaited(Agreement.objects.filter(asked_at__lte=since))))


def letters_to_compare(who: Standing) -> list[Agreement]:
    """By which countries agreed, and that nobody but who recorded them has read yet. One query."""
    return list(oldest(awaited(Agreement.objects.filter(letter__isnull=False)).exclude(letter_by=who.person)))


def oldest(agreements: AgreementQuerySet) -> AgreementQuerySet:
    return agreements.select_related("country", "activity__lead").order_by("asked_at", "pk")[:MOST]


def on_page(who: Standing, activity: Activity) -> list[Asked]:
    """For each of the reader's countries that a submitted activity names: its word, and the claims for it. No query, of a row
    of `read_activities`."""
    if activity.is_draft:
        return []
    return [
        Asked(row, [claim for claim in activity.seen_claims if claim.country_id == row.country_id])
        for row in activity.seen_agreements
        if rules.may_speak_for(who, row.country_id)
    ]


def with_claims(agreements: Iterable[Agreement]) -> list[Asked]:
    agreements = list(agreements)
    claims: dict[tuple[UUID, str | None], list[Claim]] = defaultdict(list)
    named = {row.activity_id for row in agreements}
    asked = Claim.objects.filter(activity__in=named, word=Word.AWAITED, country__isnull=False)
    for claim in asked.with_units() if named else ():
        claims[claim.activity_id, claim.country_id].append(claim)
    return [Asked(row, claims[row.activity_id, row.country_id]) for row in agreements]
