from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY


class SetUpForm(ActivateTOTPForm):
    """One key until the factor is set up: opened in a second tab, the page shows the one that the app has read."""

    def __init__(self, *args, **kwargs):
        known = context.request.session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if known:
            self.secret = context.request.session[SECRET_SESSION_KEY] = known
