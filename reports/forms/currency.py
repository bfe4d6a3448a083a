"""The currency of an amount, in every form that asks for one."""

from django import forms
from django.utils.translation import gettext_lazy as _


def currency_field() -> forms.RegexField:
    """The three-letter code of a currency in either case, or nothing; whether there is such a one is the verb's to say."""
    return forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        required=False,
        max_length=3,
        help_text=_("Three-letter code, for example USD."),
        error_messages={"invalid": _("Enter the three-letter code of the currency, for example USD.")},
    )
