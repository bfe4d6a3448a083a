"""One search for everything that a reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
from reports.search.words import ENDING, alike, words_of
from reports.trigrams import forgive_slips

MOST_WORDS = 12  # of what was typed; a longer sentence is found by its first
BEST, OF_A_GROUP = 3, 5  # hits shown before the groups, and of each group


@dataclass(frozen=True)
class Group:
    """`hits` of one kind, the best first, without those that stand before the groups. `listed`: how many the list of all
    has at `url`, as far as there is such a list."""

    name: str
    label: str | Promise
    hits: list[Hit]
    listed: int = 0
    url: str = ""

    @property
    def shown(self) -> list[Hit]:
        return self.hits[:OF_A_GROUP]

    @property
    def more(self) -> int:
        """Hits that are not shown."""
        return max(0, len(self.hits) - OF_A_GROUP)


@dataclass(frozen=True)
class Found:
    """`best`: the first hits of all; `groups`: the others, the group with the best one first. Where nothing was found,
    `nearest` is what may have been meant."""

    typed: str
    best: list[Hit] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    nearest: str = ""

    @property
    def in_order(self) -> list[Hit]:
        """As they are shown."""
        return [*self.best, *(hit for group in self.groups for hit in group.shown)]


def find(who: Standing, typed: str) -> Found:
    """What this reader may see of what was meant. Nine queries, whatever there is; one more on PostgreSQL."""
    words = words_of(typed)[:MOST_WORDS]
    if not words:
        return Found(typed)
    with transaction.atomic(savepoint=False):
        forgive_slips()
        entries = entries_for(who, words)
    hits = ranked(entries, words)
    return Found(typed, hits[:BEST], groups_of(hits, listed(who, words)), "" if hits else nearest_to(words, entries))


def entries_for(who: Standing, words: Sequence[str]) -> list[Entry]:
    norm, organisations = norm_entries(), organisation_entries(who, words)
    countries = called_whole((row for row in norm if row.kind == COUNTRY), words)
    activities = activity_entries(who, words, countries, called_whole(organisations, words))
    return [*norm, *activities, *organisations, *edition_entries(who), *help_entries()]


def called_whole(entries: Iterable[Entry], words: Sequence[str]) -> list[str]:
    """The keys of those of which a whole name was typed, whatever else was."""
    rows = [read(entry) for entry in entries]
    names = {word for row in rows for _said, name in row.names for word in name}
    meant = {one for word in words for one, sure in alike(word, names).items() if sure >= ENDING}
    return [row.entry.key for row in rows if any(name and meant.issuperset(name) for _said, name in row.names)]


def listed(who: Standing, words: Sequence[str]) -> dict[str, tuple[int, str]]:
    """How many the lists have that can be narrowed by words, and where: `{"activity": (12, "/activities/?q=…")}`. Two queries."""
    asked, address = " ".join(words), f"?{urlencode({'q': ' '.join(words)})}"
    activities, organisations = rules.visible_activities(who), rules.visible_organisations(who)
    return {
        ACTIVITY: (activities.mentioning(asked).count(), reverse("activities") + address),
        ORGANISATION: (organisations.mentioning(asked).count(), reverse("organisations") + address),
    }


def groups_of(hits: Sequence[Hit], lists: dict[str, tuple[int, str]]) -> list[Group]:
    """In the order of their best hits, those before the groups with them."""
    others: dict[str, list[Hit]] = defaultdict(list)
    order = list(dict.fromkeys(hit.entry.group for hit in hits))
    for hit in hits[BEST:]:
        others[hit.entry.group].append(hit)
    return [Group(name, GROUPS[name], others[name], *lists.get(name, ())) for name in order if others[name]]


def nearest_to(words: Sequence[str], entries: Iterable[Entry]) -> str:
    """The words with each that nothing holds in the nearest spelling that something does; "" where there is none."""
    known = sorted({word for entry in entries for word in read(entry).words()})
    nearest = [next(iter(get_close_matches(word, known, 1)), "") for word in words]
    return " ".join(filter(None, nearest))
