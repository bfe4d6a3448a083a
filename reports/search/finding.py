"""One search for everything that a reader may see."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from reports import rules
from reports.rules import Standing
from reports.search.entries import ACTIVITY, COUNTRY, GROUPS, ORGANISATION, Entry
from reports.search.help_topics import help_entries
from reports.search.norm import norm_entries
from reports.search.ranking import Hit, ranked, read
from reports.search.recorded import activity_entries, edition_entries, organisation_entries
from reports.search.words import ONE_SLIP, alike, words_of
from reports.trigrams import forgive_slips

MOST_WORDS = 12  # of what was typed; a longer sentence is found by its first
BEST, OF_A_GROUP = 3, 5  # hits shown before the groups, and of each group


@dataclass(frozen=True)
class Group:
    """`hits` of one kind, the best first, without those that stand before the groups, which `total` counts too. `listed`: how
    many the list of all has at `url`, as far as there is such a list."""

    name: str
    label: str | Promise
    hits: list[Hit]
    total: int
    listed: int = 0
    url: str = ""

    @property
    def shown(self) -> list[Hit]:
        return self.hits[:OF_A_GROUP]


@dataclass(frozen=True)
class Results:
    """`hits`: all, the best first; `best`: those that stand before the `groups`, which have the others, the group with the
    best one first. Where nothing was found, `nearest` is what may have been meant."""

    typed: str
    hits: Sequence[Hit] = ()
    lists: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    nearest: str = ""

    @property
    def best(self) -> Sequence[Hit]:
        return self.hits[:BEST]

    @property
    def groups(self) -> list[Group]:
        return self.grouped(self.hits[BEST:])

    @property
    def whole_groups(self) -> list[Group]:
        """Each with its best hits too."""
        return self.grouped(self.hits)

    @property
    def in_order(self) -> list[Hit]:
        """As they are shown."""
        return [*self.best, *(hit for group in self.groups for hit in group.shown)]

    def grouped(self, hits: Sequence[Hit]) -> list[Group]:
        order: dict[str, list[Hit]] = {hit.entry.group: [] for hit in self.hits}
        totals = Counter(hit.entry.group for hit in self.hits)
        for hit in hits:
            order[hit.entry.group].append(hit)
        return [
            Group(name, GROUPS[name], rows, totals[name], *self.lists.get(name, ()))
            for name, rows in order.items()
            if rows
        ]


def find(who: Standing, typed: str) -> Results:
    """What this reader may see of what was meant. Nine queries, whatever there is; one more on PostgreSQL."""
    words = words_of(typed)[:MOST_WORDS]
    if not words:
        return Results(typed)
    with transaction.atomic(savepoint=False):
        forgive_slips()
        entries = entries_for(who, words)
    hits = ranked(entries, words)
    return Results(typed, hits, listed(who, words), "" if hits else nearest_to(words, entries))


def entries_for(who: Standing, words: Sequence[str]) -> list[Entry]:
    norm, organisations = norm_entries(), organisation_entries(who, words)
    countries = called_whole((row for row in norm if row.kind == COUNTRY), words)
    named = [int(key) for key in called_whole(organisations, words)]
    activities = activity_entries(who, words, countries, named)
    return [*norm, *activities, *organisations, *edition_entries(who), *help_entries()]


def called_whole(entries: Iterable[Entry], words: Sequence[str]) -> list[str]:
    """The keys of those of which a whole name was typed, whatever else was."""
    rows = [(entry.key, [name for _weight, name in read(entry).names if name]) for entry in entries]
    known = {word for _key, names in rows for name in names for word in name}
    meant = {one for word in words for one, sure in alike(word, known).items() if sure >= ONE_SLIP}
    return [key for key, names in rows if any(meant.issuperset(name) for name in names)]


def listed(who: Standing, words: Sequence[str]) -> dict[str, tuple[int, str]]:
    """How many the lists have that can be narrowed by words, and where: `{"activity": (12, "/activities/?q=…")}`. Two queries."""
    asked, address = " ".join(words), f"?{urlencode({'q': ' '.join(words)})}"
    activities, organisations = rules.visible_activities(who), rules.visible_organisations(who)
    return {
        ACTIVITY: (activities.mentioning(asked).count(), reverse("activities") + address),
        ORGANISATION: (organisations.mentioning(asked).count(), reverse("organisations") + address),
    }


def nearest_to(words: Sequence[str], entries: Iterable[Entry]) -> str:
    """The words with each that nothing holds in the nearest spelling that something does; "" where there is none."""
    known = sorted(frozenset().union(*(read(entry).every for entry in entries)))
    nearest = [next(iter(get_close_matches(word, known, 1)), "") for word in words]
    return " ".join(filter(None, nearest))
