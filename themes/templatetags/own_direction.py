"""A name within a sentence keeps its own direction: `{{ who|bdi }}`. Built in: no template has to load it."""

from django import template
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter(is_safe=False)
def bdi(text: object) -> SafeString:
    """The text, isolated from the words around it; nothing where there is none."""
    return format_html("<bdi>{}</bdi>", text) if text not in (None, "") else SafeString("")


@register.filter(is_safe=True, needs_autoescape=True)
def paragraphs(text: str, autoescape: bool = True) -> SafeString:
    """As `linebreaks` makes them, each with its own direction."""
    return SafeString(linebreaks_filter(text, autoescape).replace("<p>", '<p dir="auto">'))
