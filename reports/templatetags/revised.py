"""The revisions of what one indicator needs, of those of its target."""

from django import template

from indicators import revisions

register = template.Library()

register.filter("thresholds_of", revisions.thresholds_of)
