"""A name within a sentence keeps its own direction: `{{ who|bdi }}`. Built in: no template has to load it."""

from collections.abc import Iterable

from django import template
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter(is_safe=False)
def bdi(text: object) -> SafeString:
    """The text, isolated from the words around it, with its language where it is a title that has one; nothing where there is
    none."""
    if isinstance(text, str) and (language := getattr(text, "language", "")):
        return format_html('<bdi lang="{}">{}</bdi>', language, text)
    return format_html("<bdi>{}</bdi>", text) if text not in (None, "") else SafeString("")


@register.filter(is_safe=False)
def bdi_each(texts: Iterable[str]) -> SafeString:
    """Several, with commas between them."""
    return format_html_join(", ", "{}", ((bdi(text),) for text in texts))


@register.filter(is_safe=True, needs_autoescape=True)
def paragraphs(text: str, autoescape: bool = True) -> SafeString:
    """As `linebreaks` makes them, each with its own direction."""
    return SafeString(linebreaks_filter(text, autoescape).replace("<p>", '<p dir="auto">'))
