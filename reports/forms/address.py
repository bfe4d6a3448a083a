from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models import User


class AddressForm(forms.Form):
    """A new e-mail address, and the password: whoever finds a browser open does not take the account with it."""

    email = forms.EmailField(label=_("New e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Your password"),
        max_length=limits.PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Its tries are limited as those of the sign-in are."""
        adapter, password = get_adapter(), self.cleaned_data["password"]
        if not adapter.reauthenticate(self.person, password):
            raise adapter.validation_error("incorrect_password")
        return password
