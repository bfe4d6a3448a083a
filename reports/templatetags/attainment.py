"""When a target was met, on a page: `Attainment` in words, how many targets were, and what was counted."""

from django import template

from reports import attained

register = template.Library()

register.filter("met_words", attained.met_words)
register.filter("revised_deadline_words", attained.revised_deadline_words)
register.filter("since_words", attained.since_words)
register.simple_tag(attained.count_words)
register.simple_tag(attained.no_number)
register.simple_tag(attained.counted_words)
