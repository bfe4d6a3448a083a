"""How far something has come, on a page: when a target was met, how many were, what was counted, and a state in words."""

from django import template

from reports import attained, wording
from reports.snapshots.showing import frozen_verification

register = template.Library()

register.filter("met_words", attained.met_words)
register.filter("revised_deadline_words", attained.revised_deadline_words)
register.filter("since_words", attained.since_words)
register.filter("state_word", wording.state_word)
register.filter("frozen_verification", frozen_verification)
register.filter("awaits_words", attained.awaits_words)
register.simple_tag(attained.count_words)
register.simple_tag(attained.no_number)
register.simple_tag(attained.counted_words)
