"""The pages of the sign-in that differ from the library's, and the change of one's e-mail address."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import PasswordResetFromKeyView, PasswordResetView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from reports import account_mail, workflow
from reports.accounts import speak_to
from reports.forms.address import AddressForm
from reports.forms.refusals import accepted, http_status
from reports.views.doors import SignedIn


class Forgotten(PasswordResetView):
    """Who asks for a link is told the same, and as soon, whether there is such an account or not."""

    def form_valid(self, form):
        account_mail.about_reset(form.cleaned_data["email"])
        return redirect("account_reset_password_done")


class ChoosePassword(PasswordResetFromKeyView):
    """In the language of the account, whatever the browser's: so was the mail with the link."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        speak_to(request, self.reset_user)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        speak_to(request, self.reset_user)
        return super().post(request, *args, **kwargs)


class SetUpSecondFactor(ActivateTOTPView):
    """The code that ends it is the first that this session gives: no other is asked for."""

    def form_valid(self, form):
        with transaction.atomic():
            answer = super().form_valid(form)
            workflow.log_second_factor(by=self.request.user, verb="set_up")
        record_authentication(self.request, self.request.user, method="mfa", type="totp")
        return answer


class RemoveSecondFactor(DeactivateTOTPView):
    def form_valid(self, form):
        with transaction.atomic():
            workflow.log_second_factor(by=self.request.user, verb="removed")
            return super().form_valid(form)


class MakeRecoveryCodes(GenerateRecoveryCodesView):
    def form_valid(self, form):
        with transaction.atomic():
            workflow.log_second_factor(by=self.request.user, verb="codes_made")
            return super().form_valid(form)


@sensitive_post_parameters("password")
@login_required
def address(request: SignedIn) -> HttpResponse:
    """Ask for another e-mail address: nothing changes until the new one has answered."""
    form = AddressForm(request.POST or None, person=request.user)

    def ask():
        return workflow.ask_for_address(by=request.user, email=form.cleaned_data["email"])

    if email := accepted(form, ask):
        messages.success(
            request,
            _("A link has been sent to %(address)s. Follow the link to confirm the address.") % {"address": email},
        )
        return redirect("profile")
    return render(request, "reports/people/address.html", {"form": form}, status=http_status(form))


def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail to the new address: a button that changes it. The token is the proof, signed in or not."""
    change, problem = workflow.read_address_token(token), ""
    if change and request.method == "POST":
        try:
            person = workflow.change_address(token=token)
        except ValidationError as refusal:
            problem = " ".join(refusal.messages)
        except workflow.WrongState as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Your e-mail address is now %(address)s.") % {"address": person.email})
            return redirect("profile")
    context = {"change": change, "problem": problem}
    status = 200 if change and not problem else 409 if problem else 404
    return render(request, "reports/people/address_confirm.html", context, status=status)
