from allauth.account.forms import ResetPasswordKeyForm

from reports import workflow


class ChoosePasswordForm(ResetPasswordKeyForm):
    """On the page that the link of an invitation, or of a reset, leads to."""

    def save(self) -> None:
        workflow.choose_password(by=self.user, password=self.cleaned_data["password1"])
