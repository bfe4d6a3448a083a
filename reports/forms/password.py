from allauth.account.forms import ResetPasswordKeyForm

from reports import limits, workflow
from reports.forms.library import at_most


class ChoosePasswordForm(ResetPasswordKeyForm):
    """On the page that the link of an invitation, or of a reset, leads to."""

    password1 = at_most(ResetPasswordKeyForm, "password1", limits.PASSWORD)
    password2 = at_most(ResetPasswordKeyForm, "password2", limits.PASSWORD)

    def save(self) -> None:
        workflow.choose_password(by=self.user, password=self.cleaned_data["password1"])
