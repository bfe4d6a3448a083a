"""What Django does not know of a language: its own name and its direction, as the CLDR has them."""

from typing import Any

from babel import Locale, UnknownLocaleError
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

# Languages that neither Django nor the CLDR lists: code -> (name in English, its own name, from right to left).
UNLISTED: dict[str, tuple[str, str, bool]] = {"kg": ("Kongo", "Kikongo", False)}


def make_known(codes: list[str]) -> list[str]:
    """Have Django know each of these languages; those of them that are written from right to left.

    Raises ImproperlyConfigured for a code of which nobody says how the language is called.
    """
    for code in codes:
        if code not in LANG_INFO:
            LANG_INFO[code] = described(code)
    return [code for code in codes if LANG_INFO[code].get("bidi")]


def described(code: str) -> dict[str, Any]:
    """The entry that Django's own list would have."""
    if code in UNLISTED:
        name, own_name, bidi = UNLISTED[code]
    else:
        try:
            locale = Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            message = f"Nobody here knows the language “{code}”: add it to UNLISTED in actionplan/languages.py."
            raise ImproperlyConfigured(message) from None
        name, own_name = locale.get_language_name("en") or code, locale.get_language_name(code) or code
        bidi = locale.character_order == "right-to-left"
    return {"bidi": bidi, "code": code, "name": name, "name_local": own_name}
