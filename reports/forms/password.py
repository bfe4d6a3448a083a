from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordKeyForm
from django.utils.translation import gettext_lazy as _

from reports import limits, workflow
from reports.forms.library import at_most


class SignInForm(LoginForm):
    """The library's, in our words: its label says "Login", and the page links to a forgotten password itself."""

    password = at_most(LoginForm, "password", limits.PASSWORD)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail address")
        self.fields["password"].help_text = ""


class ChoosePasswordForm(ResetPasswordKeyForm):
    """On the page that the link of an invitation, or of a reset, leads to."""

    password1 = at_most(ResetPasswordKeyForm, "password1", limits.PASSWORD)
    password2 = at_most(ResetPasswordKeyForm, "password2", limits.PASSWORD)

    def save(self) -> None:
        workflow.choose_password(by=self.user, password=self.cleaned_data["password1"])
