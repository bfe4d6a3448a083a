"""How the regional bodies and the agencies are called for short in the reader's language; the API, addresses and files keep the codes."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

AGENCIES = ("UNHCR", "IOM")  # of the Plan: those of the working group, by a name that each keeps


def body_word(code: str) -> str:
    """`UA` in French and in Portuguese; a body that is not known here goes by its code."""
    words = {"AU": pgettext("regional body", "AU"), "EAC": pgettext("regional body", "EAC")}
    return words.get(code, code)


def agency_word(name: str) -> str:
    """`HCR` in French for UNHCR, under the name that the directory has or the Plan prints, and for that of an
    office, such as `IOM Mozambique`; any other goes by its name."""
    unhcr, iom = pgettext("agency", "UNHCR"), pgettext("agency", "IOM")
    agency, _space, office = name.partition(" ")
    word = {"UNHCR": unhcr, "HCR": unhcr, "IOM": iom, "OIM": iom}.get(agency)
    return f"{word} {office}".strip() if word else name


def office_word(name: str, countries: Mapping[str, str]) -> str:
    """`OIM Moçambique` in Portuguese for an office named `IOM Mozambique`: with the name that its country has in the reader's
    language, by the English names of those at hand."""
    agency, _space, office = name.partition(" ")
    return (
        agency_word(f"{agency} {countries[office]}")
        if agency in AGENCIES and office in countries
        else agency_word(name)
    )


def agency_words(names: Iterable[str]) -> str:
    return ", ".join(map(agency_word, names))


def member_of(codes: Iterable[str]) -> str:
    """`membre de l’UA, du COMESA`: with the article that each has."""
    words = {
        "AU": pgettext("member of", "AU"),
        "COMESA": pgettext("member of", "COMESA"),
        "EAC": pgettext("member of", "EAC"),
        "IGAD": pgettext("member of", "IGAD"),
        "SADC": pgettext("member of", "SADC"),
    }
    other = pgettext("member of", "%(body)s")
    return _("member of %(bodies)s") % {
        "bodies": ", ".join(words.get(code) or other % {"body": code} for code in codes)
    }
