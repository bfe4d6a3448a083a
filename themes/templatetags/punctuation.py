"""`{% colon %}` and `{% semicolon %}` between two texts of a template: see `themes.punctuation`."""

from django import template

from themes import punctuation

register = template.Library()

register.simple_tag(punctuation.colon)
register.simple_tag(punctuation.semicolon)
register.filter("unstopped", punctuation.unstopped)
