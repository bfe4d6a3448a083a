"""Texts of the Plan, and of the working group, on a page: in the reader's language, and marked where it has them not."""

from django import template
from django.db import models
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

from themes.multilingual import Multilingual, Written, page_language

register = template.Library()
register.simple_tag(page_language)


@register.filter
def language_note(code: str) -> str:
    """Such as `in Portuguese`, of a text in another language than that of the page; else empty."""
    return Written("", code).note


@register.simple_tag
def plan_text(row: models.Model, field: str) -> SafeString:
    """`{% plan_text action "title" %}`: the text, in a span with its `lang` where the page around it has another."""
    held = (language for language in resolution_order(get_language()) if getattr(row, f"{field}_{language}", ""))
    language = next(held, None)
    if language in (None, page_language()):
        return conditional_escape(getattr(row, field))
    return format_html('<span lang="{}">{}</span>', language, getattr(row, field))


@register.simple_tag
def written(row: Multilingual | Written, field: str = "", *, named: bool = True) -> SafeString:
    """`{% written round "title" %}`: the text, with its `lang` and the name of its language where the page has another.

    `named=False`: without the name, where that has been told beside it.
    """
    one = row.written(field) if isinstance(row, Multilingual) else row
    text = linebreaksbr(one.text)
    if not one.note:
        return format_html("<bdi>{}</bdi>", text)
    marked = format_html('<bdi lang="{}">{}</bdi>', one.language, text)
    return format_html('{} <span class="small muted">({})</span>', marked, one.note) if named else marked
