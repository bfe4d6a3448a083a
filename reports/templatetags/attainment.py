"""How far something has come, on a page: when a target was met, how many were, what was counted, and a state in words."""

from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString

from reports import attained, headlines, wording
from reports.bodies import agency_word
from reports.layer_words import layer_word, review_word
from reports.verified import Verified
from themes.known_days import days_words
from themes.templatetags.own_direction import bdi

register = template.Library()

register.filter("met_words", attained.met_words)
register.filter("reached_since_words", headlines.reached_since_words)
register.filter("revised_deadline_words", attained.revised_deadline_words)
register.filter("earlier_words", attained.earlier_words)
register.filter("reached_word", lambda reached: attained.reached_words()[reached])
register.filter("state_word", wording.state_word)
register.filter("layer_word", layer_word)
register.filter("review_word", review_word)
register.filter("states_words", wording.states_words)
register.filter("answer_since", wording.answer_since)
register.filter("answer_from", wording.answer_from)
register.filter("answer_until", wording.answer_until)
register.filter("awaits_words", attained.awaits_words)
register.simple_tag(days_words, name="days")
register.simple_tag(attained.count_words)
register.simple_tag(attained.then_and_now_words)
register.simple_tag(attained.no_number)
register.simple_tag(attained.counted_words)


@register.filter
def verification(known: Verified | dict[str, Any]) -> SafeString:
    """By which agency a unit was verified and when, each name in its own direction; of an edition, as it keeps it."""
    if isinstance(known, Verified):
        agencies, on, absent = known.agencies, known.on, known.in_place_of
    else:
        agencies, on, absent = known["agencies"], date.fromisoformat(known["on"]), known["in_place_of"]
    return SafeString(attained.verification_words(agencies, on, absent, isolated))


def isolated(name: str) -> str:
    return bdi(agency_word(name))
