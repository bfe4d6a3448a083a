"""The short name of a regional body, of its code."""

from django import template

from reports.bodies import body_word

register = template.Library()

register.filter(body_word)
