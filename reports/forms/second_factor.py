from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY

from reports import limits, workflow
from reports.forms.library import at_most


class SetUpForm(ActivateTOTPForm):
    """One key until the factor is set up: opened in a second tab, the page shows the one that the app has read."""

    code = at_most(ActivateTOTPForm, "code", limits.CODE)

    def __init__(self, *args, **kwargs):
        known = context.request.session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if known:
            self.secret = context.request.session[SECRET_SESSION_KEY] = known


class SignInForm(AuthenticateForm):
    code = at_most(AuthenticateForm, "code", limits.CODE)

    def save(self) -> None:
        super().save()
        log_recovery(self)


class ConfirmForm(ReauthenticateForm):
    code = at_most(ReauthenticateForm, "code", limits.CODE)

    def save(self) -> None:
        super().save()
        log_recovery(self)


def log_recovery(form: BaseAuthenticateForm) -> None:
    """A recovery code opens once: that it was used is written down."""
    if form.authenticator.type == Authenticator.Type.RECOVERY_CODES:
        workflow.log_second_factor(by=form.user, verb="code_used")
