"""The pages of the account: those that the product means, one by one, under the names by which the library finds them.

Whatever else the library offers (further addresses, codes by mail, registering) has no address here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from django.urls import path, re_path

from reports.views import sign_in

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", sign_in.Forgotten.as_view(), name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.ChoosePassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("address/", sign_in.address, name="address"),
    path("address/<str:token>/", sign_in.address_confirm, name="address_confirm"),
    path("two-factor/", factor.index, name="mfa_index"),
    path("two-factor/authenticate/", factor.authenticate, name="mfa_authenticate"),
    path("two-factor/reauthenticate/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("two-factor/totp/activate/", sign_in.SetUpSecondFactor.as_view(), name="mfa_activate_totp"),
    path("two-factor/totp/deactivate/", sign_in.RemoveSecondFactor.as_view(), name="mfa_deactivate_totp"),
    path("two-factor/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "two-factor/recovery-codes/generate/", sign_in.MakeRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"
    ),
    path("two-factor/recovery-codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
