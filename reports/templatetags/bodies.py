"""The short names of a regional body and of agencies, of their codes."""

from collections.abc import Iterable

from django import template
from django.conf import settings

from reports.bodies import agency_word, agency_words, body_word, office_word
from reports.models import Country, Organisation

register = template.Library()


@register.filter
def called_in(organisation: Organisation, countries: Iterable[Country]) -> str:
    """As the reader's language calls it; an office by the name of its country there, which is one of these."""
    own = f"name_{settings.LANGUAGE_CODE}"  # the names in the directory are in the language of the site
    return office_word(organisation.name, {getattr(country, own): country.name for country in countries})


register.filter(agency_word)
register.filter(agency_words)
register.filter(body_word)
