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


class LogsRecovery(BaseAuthenticateForm):
    """A recovery code opens once: that it was used is written down."""

    def save(self) -> None:
        super().save()
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            workflow.log_second_factor(by=self.user, verb="code_used")


class SignInForm(LogsRecovery, AuthenticateForm):
    code = at_most(AuthenticateForm, "code", limits.CODE)


class ConfirmForm(LogsRecovery, ReauthenticateForm):
    code = at_most(ReauthenticateForm, "code", limits.CODE)
