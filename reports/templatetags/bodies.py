"""The short names of a regional body and of agencies, of their codes."""

from django import template

from reports.bodies import agency_word, agency_words, body_word

register = template.Library()

register.filter(agency_word)
register.filter(agency_words)
register.filter(body_word)
