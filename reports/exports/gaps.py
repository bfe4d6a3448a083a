"""The gaps as one table: each row says what is missing, where, and the address that settles it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from indicators.revisions import TargetNow
from reports.exports.columns import DATE, NUMBER, Column, as_known
from reports.exports.lists import CHUNK
from reports.models import Activity, ActivityQuerySet, Claim, ClaimQuerySet
from reports.summaries import Gaps
from reports.summaries.tracing import Undone
from reports.wording import gap_word, state_word, states_words
from themes.known_days import KnownDay
from themes.models import Action
from themes.punctuation import introduced


@dataclass(frozen=True)
class Gap:
    kind: str
    code: str
    name: str
    url: str
    state: str = ""
    where: str = ""
    declined: str = ""
    day: KnownDay | None = None
    lacking: Decimal | None = None
    currency: str = ""


def gap_columns() -> list[Column]:
    return [
        Column(_("Type of gap"), lambda row: gap_word(row.kind), width=40),
        Column(_("Code"), lambda row: row.code, width=12),
        Column(_("Name"), lambda row: row.name, width=60),
        Column(_("Status recorded by countries"), lambda row: row.state and state_word(row.state), width=18),
        Column(_("Where"), lambda row: row.where),
        Column(_("Not taken up, because"), lambda row: row.declined, width=50),
        Column(_("Date"), lambda row: as_known(row.day), DATE),
        Column(_("Funding gap"), lambda row: row.lacking, NUMBER),
        Column(_("Currency"), lambda row: row.currency, width=10),
        Column(_("Web address"), lambda row: settings.SITE_URL + row.url, width=60),
    ]


def gap_rows(
    kinds: Iterable[str], gaps: Gaps, claims: ClaimQuerySet, money: ActivityQuerySet, names: dict[str, str]
) -> Iterator[Gap]:
    """Of the kinds asked for, in the order of the page. `names` are those of the countries."""
    by_kind = {
        "recommendations": (of_undone("recommendations", gap, names) for gap in gaps.recommendations),
        "actions": (of_undone("actions", gap, names) for gap in gaps.actions),
        "targets": (
            Gap("targets", row.code, title_with_revisions(row), row.target.get_absolute_url()) for row in gaps.targets
        ),
        "claims": (of_claim(claim) for claim in claims.iterator(chunk_size=CHUNK)),
        "money": (of_activity(row) for row in money.iterator(chunk_size=CHUNK)),
    }
    for kind in kinds:
        yield from by_kind[kind]


def title_with_revisions(row: TargetNow) -> str:
    return "\n".join([row.title, *map(str, row.revisions)])


def of_undone(kind: str, gap: Undone, names: dict[str, str]) -> Gap:
    name = gap.row.title if isinstance(gap.row, Action) else gap.row.text
    places = states_words(gap.by_state(), names) + ([_("Regional activities")] if gap.is_regional else [])
    declined = [
        introduced(row.country, row.seen_because) if row.seen_because else str(row.country) for row in gap.reasons
    ]
    return Gap(kind, gap.row.pk, name, gap.row.get_absolute_url(), gap.state, "; ".join(places), "\n".join(declined))


def of_claim(claim: Claim) -> Gap:
    url = f"{claim.activity.get_absolute_url()}#evidence"
    return Gap("claims", claim.indicator_id, str(claim.activity), url, where=claim.label, day=claim.achieved)


def of_activity(row: Activity) -> Gap:
    return Gap(
        "money",
        "; ".join(action.pk for action in row.actions.all()),
        str(row),
        row.get_absolute_url(),
        where="; ".join(str(country) for country in row.seen_countries),
        day=row.start,
        lacking=row.lacking,
        currency=row.currency,
    )
