"""Saving over what somebody else has saved meanwhile: three ways, and only what both have changed wants a decision."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from reports import workflow
from reports.forms.versioned import DECIDE, Versioned
from reports.wording import TYPED, field_name, value_words
from reports.workflow.merging import ROWS

TRIES = 5  # others may save once more meanwhile


@dataclass(frozen=True)
class Difference:
    """A field that both have changed: `saved` and `typed` in words, and what was decided (`mine`, `theirs` or empty)."""

    name: str
    saved: str
    typed: str
    decided: str = ""

    @property
    def label(self) -> str:
        return field_name(self.name)

    @property
    def input(self) -> str:
        return f"{DECIDE}{self.name}"

    @property
    def is_text(self) -> bool:
        """In the language of the activity."""
        return self.name in TYPED


class Undecided(Exception):
    """Both have changed the same fields. `differences` are they, `yours` and `others` the labels of the rest."""

    def __init__(self, stale: workflow.StaleVersion, merge: workflow.Merge, decisions: dict[str, str]):
        super().__init__()
        self.current: Any = stale.current  # a row of what the form is about
        both = [(name, merge.theirs_first[name], merge.mine_first[name]) for name in merge.both]
        self.differences = [
            Difference(name, value_words(name, saved), value_words(name, typed), decisions.get(name, ""))
            for name, saved, typed in both
        ]
        self.yours, self.others = ([field_name(name) for name in names] for names in (merge.yours, merge.others))


def save_three_ways(
    request: HttpRequest, form: Versioned, save: Callable[[dict[str, Any], int], Any], values: dict[str, Any]
) -> Any:
    """Save over the version that was read; where it is stale, only what this person changed. Raises Undecided."""
    version = form.version_read()
    others: list[str] = []
    for _try in range(TRIES):
        try:
            row = save(values, version)
        except workflow.StaleVersion as raised:
            stale = raised
        else:
            show_others(request, others)
            return row
        merge, current = workflow.merge_of(stale), stale.current.version
        decisions = form.decisions(current)
        form.show_merged(merge, stale.version, current)
        if merge.undecided(decisions):
            raise Undecided(stale, merge, decisions)
        others, version = [*others, *merge.others], current
        values = chosen(stale, merge, decisions)
    raise stale


def chosen(stale: workflow.StaleVersion, merge: workflow.Merge, decisions: dict[str, str]) -> dict[str, Any]:
    """What only this person changed, and what they decided against the others'."""
    mine = [name for name in merge.both if decisions[name] == workflow.MINE]
    names = (*merge.yours, *mine)
    money = ("funding_lines",) if "currency" in names and "funding_lines" in merge.mine_first else ()
    return {name: merge.mine_first[name] if name in ROWS else stale.values[name] for name in (*names, *money)}


def show_others(request: HttpRequest, names: list[str]) -> None:
    if names:
        message = _(
            "Someone else has changed this in the meantime: %(fields)s. Their changes and yours have both been saved."
        )
        messages.info(request, message % {"fields": ", ".join(dict.fromkeys(map(field_name, names)))})
