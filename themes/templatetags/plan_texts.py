"""Texts of the Plan on a page: in the reader's language where it has them, and marked where it has not."""

from django import template
from django.conf import settings
from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

register = template.Library()


@register.simple_tag
def plan_text(row: models.Model, field: str) -> SafeString:
    """`{% plan_text action "title" %}`: the text, in a span with its `lang` where the page around it has another."""
    held = (language for language in resolution_order(get_language()) if getattr(row, f"{field}_{language}", ""))
    language = next(held, None)
    if language in (None, page_language()):
        return conditional_escape(getattr(row, field))
    return format_html('<span lang="{}">{}</span>', language, getattr(row, field))


@register.simple_tag
def page_language() -> str:
    """The language of a page's text, or of a mail's: English while the reader's own has only begun."""
    chosen = get_language()
    return chosen if chosen in settings.COMPLETE_LANGUAGES else settings.LANGUAGE_CODE
