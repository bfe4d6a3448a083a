"""What people have recorded, cut to what one reader may see before anything is compared: activities, organisations, editions."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports import rules
from reports.models import Activity, Country, Organisation, Partner, RegionalBody, Snapshot
from reports.rules import Standing
from reports.search.entries import ACTIVITY, EDITION, OF_A_NAME, OF_A_PART, OF_A_PLACE, ORGANISATION, Entry, Said
from reports.sight import with_countries
from reports.trigrams import near, shared
from themes.dates import date_format
from themes.translating import texts_of

MOST = 100  # of each, which hold the most of what was typed: so many are compared word by word


def organisation_entries(who: Standing, words: Sequence[str]) -> list[Entry]:
    """One query. Regional bodies are always among them: what they are called in full, no folded column holds."""
    visible = rules.visible_organisations(who)
    rows = visible.filter(near(Organisation, words) | Q(body__isnull=False)).select_related("body", "country")
    return [organisation_entry(row) for row in rows.order_by(shared(words).desc(), "-pk")[:MOST]]


def organisation_entry(row: Organisation) -> Entry:
    return Entry(
        kind=ORGANISATION,
        key=str(row.pk),
        url=row.get_absolute_url(),
        title=Said(str(row), weight=OF_A_NAME),
        names=tuple(Said(name, weight=OF_A_NAME) for name in row.names()) + named(row.body, OF_A_NAME),
        texts=named(row.country, OF_A_PART),
    )


def named(row: Country | RegionalBody | None, weight: float) -> tuple[Said, ...]:
    """What it is called in each language."""
    texts = texts_of(row, "name") if row else {}
    return tuple(Said(name, language, weight) for language, name in texts.items() if name)


def activity_entries(
    who: Standing, words: Sequence[str], countries: Collection[str], organisations: Collection[int]
) -> list[Entry]:
    """Those with words alike, and those of `countries` and `organisations` (ids) that were named. Three queries."""
    meant = near(Activity, words)
    if countries:
        agreements = rules.visible_agreements(who).filter(activity=OuterRef("pk"), country__in=countries)
        meant |= Q(Exists(agreements))
    if organisations:
        parts = Partner.objects.filter(activity=OuterRef("pk"), organisation__in=organisations)
        meant |= Q(lead__in=organisations) | Q(Exists(parts))
    partners = Prefetch("partners", Partner.objects.select_related("organisation"))
    rows = with_countries(rules.visible_activities(who).filter(meant), who)
    rows = rows.select_related("lead").prefetch_related(partners)
    return [activity_entry(row) for row in rows.order_by(shared(words).desc(), "-updated_at", "-pk")[:MOST]]


def activity_entry(row: Activity) -> Entry:
    title = Said(str(row), row.language if row.title else "", OF_A_NAME)
    return Entry(
        kind=ACTIVITY,
        key=str(row.pk),
        url=row.get_absolute_url(),
        title=title,
        names=(title, *([Said(row.place, "", OF_A_PLACE)] if row.place else ())),
        texts=(Said(row.summary, row.language), *organisations_in(row), *countries_of(row)),
    )


def organisations_in(row: Activity) -> Iterator[Said]:
    everybody = [row.lead, *(partner.organisation for partner in row.partners.all())]
    for name in dict.fromkeys(name for one in everybody if one for name in one.names()):
        yield Said(name, "", OF_A_PART)


def countries_of(row: Activity) -> Iterator[Said]:
    for country in row.seen_countries:
        yield from named(country, OF_A_PART)


def edition_entries(who: Standing) -> list[Entry]:
    """One query."""
    return [edition_entry(row) for row in rules.visible_snapshots(who).without_contents()]


def edition_entry(row: Snapshot) -> Entry:
    return Entry(
        kind=EDITION,
        key=row.pk,
        url=row.get_absolute_url(),
        title=Said(str(row), row.round.written("title").language, OF_A_NAME),
        names=tuple(Said(text, "", OF_A_NAME) for text in row.round.texts("title")),
        texts=tuple(described(row, settings.COMPLETE_LANGUAGES)),
        codes=(row.pk,),
    )


def described(row: Snapshot, languages: Iterable[str]) -> Iterator[Said]:
    for language in languages:
        with override(language):
            yield Said(_("Progress report and figures as at %(day)s") % {"day": date_format(row.as_at)}, language)
