"""Accounts: who reports for which country, what each may do, tokens for programs, and one's own language."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as remember_language

from reports import exports, limits, notices, rules, workflow
from reports.contacts import contacts
from reports.exports import lists
from reports.filters import PersonFilter
from reports.forms.people import HandoverForm, InvitationForm, MailForm, ProfileForm, RoleForm, TokenForm
from reports.forms.refusals import accepted, http_status
from reports.models import UNSUBSCRIBABLE, ApiToken, Country, Mail, Membership, User
from reports.pages import page_of
from reports.rules import Standing
from reports.views.buttons import pressed
from reports.views.doors import SignedIn, require
from reports.workflow.people import OF_ONE_COUNTRY
from themes.folding import fold


@login_required
def people(request: SignedIn) -> HttpResponseBase:
    """Who reports for each country; for administrators also everybody who has an account, as before."""
    who, now = require(request, rules.may_keep_contact), timezone.now()
    accounts = everybody(request) if rules.may_manage_people(who) else None
    if accounts and exports.requested_format(request, accounts["filter"]):
        return everybody_as_file(request, accounts["filter"])
    lines = contacts(who.today(now), now)
    if exports.requested_format(request):
        table = exports.Table.of(request, "who-reports", _("Who reports"), lists.contact_columns(), lines)
        return exports.download(request, table)
    asked = [line for line in lines if line.takes_part]
    context = {
        "lines": lines,
        "asked": asked,
        "without": sorted((line for line in asked if line.has_nobody), key=lambda line: fold(line.country.name)),
        "silent": sorted((line for line in asked if line.is_silent), key=lambda line: line.reported_on or date.min),
        "may_manage": accounts is not None,
    }
    return render(request, "reports/people/people.html", context | (accounts or {}))


def everybody(request: SignedIn) -> dict[str, Any]:
    """The list of accounts as it was narrowed."""
    roles = Membership.objects.select_related("country", "body", "organisation").order_by("since")
    roles = roles.prefetch_related("countries")
    factor = Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    rows = User.objects.annotate(has_factor=factor).prefetch_related(Prefetch("memberships", roles, "roles"))
    filterset = PersonFilter(request.GET, rows)
    page = page_of(filterset.qs if filterset.is_valid() else rows.none(), request, order=("username",))
    return {"filter": filterset, "page": page}


def everybody_as_file(request: SignedIn, filterset: PersonFilter) -> HttpResponseBase:
    title, filters = _("People"), exports.filters_of(filterset.form)
    rows = filterset.qs.order_by("username").iterator(chunk_size=lists.CHUNK)
    return exports.download(request, exports.Table.of(request, "people", title, lists.person_columns(), rows, filters))


@login_required
def person_invite(request: SignedIn) -> HttpResponse:
    """`?country=` and `?role=` are those with which the form begins."""
    who, country = require(request, rules.may_appoint_any), asked_country(request)
    form = InvitationForm(
        request.POST or None, request.FILES or None, who=who, initial=first_asked(request, who, country)
    )
    if role := accepted(form, lambda: workflow.invite_person(by=request.user, **form.asked())):
        messages.success(request, _("%(who)s has been invited by e-mail.") % {"who": role.person.email})
        is_focal_point = role.role == Membership.Role.FOCAL_POINT
        return redirect(page_of_role(who, role, None if is_focal_point else country))
    form.ask_for_letter_again()
    own = Country.objects.filter(pk__in=sorted(who.countries)[:1]).first()
    context = {
        "form": form,
        "country": country or own,
        "is_by_focal_point": not rules.may_keep_contact(who),
        "needs_nomination": rules.needs_nomination(who, Membership.Role.FOCAL_POINT),
    }
    return render(request, "reports/people/invite.html", context, status=http_status(form))


def asked_country(request: SignedIn) -> Country | None:
    """The country whose page led here, if one did; a person who may not see its people is turned away."""
    country = Country.objects.filter(pk=request.GET.get("country", "")[: limits.CODE]).first()
    if country and not rules.may_see_people_of(rules.standing(request.user), country.pk):
        raise PermissionDenied
    return country


def first_asked(request: SignedIn, who: Standing, country: Country | None) -> dict[str, Any]:
    role, given = request.GET.get("role"), rules.appointed_roles(who)
    if role not in given:
        role = Membership.Role.FOCAL_POINT if country and Membership.Role.FOCAL_POINT in given else None
    first = {"role": role, "language": country.working_language if country else settings.LANGUAGE_CODE}
    if country and role == Membership.Role.CONTRIBUTOR:
        return first | {"countries": [country.pk]}
    return first | ({"country": country} if role in OF_ONE_COUNTRY else {})


@login_required
@require_POST
def role_end(request: SignedIn, pk: int) -> HttpResponse:
    role = managed_role(request, pk, rules.may_end)
    workflow.end_role(by=request.user, pk=pk)
    messages.success(request, _("The role of %(who)s has ended.") % {"who": role.person})
    return redirect(page_of_role(rules.standing(request.user), role, asked_country(request)))


@login_required
@require_POST
def role_invite_again(request: SignedIn, pk: int) -> HttpResponse:
    role = managed_role(request, pk, rules.may_appoint)
    if pressed(request, lambda: workflow.invite_again(by=request.user, pk=pk)):
        messages.success(request, _("%(who)s has been invited by e-mail.") % {"who": role.person.email})
    return redirect(page_of_role(rules.standing(request.user), role, asked_country(request)))


def page_of_role(who: Standing, role: Membership, country: Country | None) -> str:
    """Where one comes from: the people of a country; else of administrators the list of accounts, of the working group the
    country whose focal point it is about, of a focal point the people of their country."""
    home = role.organisation.country_id if role.organisation else None
    if country:
        return reverse("country_people", args=[country.pk])
    if role.country_id and rules.may_keep_contact(who) and not rules.may_manage_people(who):
        return reverse("country_contact", args=[role.country_id])
    if rules.may_keep_contact(who):
        return reverse("people")
    return reverse("country_people", args=[role.country_id or home])


def managed_role(request: SignedIn, pk: int, rule: Callable[[Standing, Membership], bool]) -> Membership:
    """A role of which a rule lets this person dispose."""
    who = require(request, rules.may_appoint_any)
    role = get_object_or_404(Membership.objects.select_related("person", "country", "body", "organisation"), pk=pk)
    if not rule(who, role):
        raise PermissionDenied
    return role


@login_required
def role_change(request: SignedIn, pk: int) -> HttpResponse:
    require(request, rules.may_manage_people)
    role = get_object_or_404(Membership.objects.select_related("person", "country", "body", "organisation"), pk=pk)
    form = RoleForm(request.POST or None, role=role)
    if accepted(form, lambda: workflow.change_role(by=request.user, pk=pk, **form.cleaned_data)):
        messages.success(request, _("The role of %(who)s has been changed.") % {"who": role.person})
        return redirect("people")
    context = {"form": form, "role": role}
    return render(request, "reports/people/role.html", context, status=http_status(form))


@login_required
@require_POST
def second_factor_reset(request: SignedIn, pk: int) -> HttpResponse:
    require(request, rules.may_manage_people)
    get_object_or_404(User, pk=pk)
    if person := pressed(request, lambda: workflow.reset_second_factor(by=request.user, pk=pk)):
        messages.success(
            request,
            _("The second factor of %(who)s has been reset; they have been informed by e-mail.") % {"who": person},
        )
    return redirect("people")


@login_required
def tokens(request: HttpRequest) -> HttpResponseBase:
    require(request, rules.may_manage_people)
    rows = ApiToken.objects.select_related("user")
    if exports.requested_format(request):
        table = exports.Table.of(request, "tokens", _("API tokens"), lists.token_columns(), rows)
        return exports.download(request, table)
    return render(request, "reports/people/tokens.html", {"tokens": rows, "now": timezone.now()})


@login_required
@sensitive_variables("secret")
def token_new(request: SignedIn) -> HttpResponse:
    """The secret is on the page that answers, this once; it is stored nowhere."""
    require(request, rules.may_manage_people)
    form = TokenForm(request.POST or None)
    if made := accepted(form, lambda: workflow.create_token(by=request.user, **form.typed())):
        token, secret = made
        return render(request, "reports/people/token_made.html", {"token": token, "secret": secret})
    return render(request, "reports/people/token_new.html", {"form": form}, status=http_status(form))


@login_required
@require_POST
def token_revoke(request: SignedIn, pk: str) -> HttpResponse:
    require(request, rules.may_manage_people)
    workflow.revoke_token(by=request.user, pk=pk)
    messages.success(request, _("The token has been revoked."))
    return redirect("tokens")


@login_required
def profile(request: SignedIn) -> HttpResponse:
    """A person's own names and which mail they want: two forms, told apart by the button."""
    about_mail = "mail" in request.POST
    form = ProfileForm(request.POST if request.POST and not about_mail else None, instance=request.user)
    wanted = [kind for kind in UNSUBSCRIBABLE if kind not in request.user.mail_off]
    mail = MailForm(
        request.POST if about_mail else None,
        initial={"wanted": wanted, "weekly_digest": request.user.weekly_digest},
    )
    if about_mail and mail.is_valid():
        off = set(UNSUBSCRIBABLE) - set(mail.cleaned_data["wanted"])
        workflow.choose_mail(by=request.user, off=off, weekly_digest=mail.cleaned_data["weekly_digest"])
    elif form.is_valid():
        workflow.choose_name(by=request.user, **form.cleaned_data)
    if request.POST and not (form.errors or mail.errors):
        messages.success(request, _("Saved."))
        return redirect("profile")
    roles = request.user.memberships.select_related("country", "body", "organisation", "nomination")
    context = {
        "form": form,
        "mail_form": mail,
        "may_keep_systems": rules.may_keep_systems(rules.standing(request.user)),
        "roles": roles.prefetch_related("countries"),
    }
    return render(request, "reports/people/profile.html", context)


@csrf_exempt
def mail_off(request: HttpRequest, token: str) -> HttpResponse:
    """The link at the foot of a message: a button that ends this kind of mail, without signing in.

    The token is the proof; mail programs post to it by themselves (RFC 8058), so no other is asked for.
    """
    subscription = notices.read_off_token(token)
    if subscription is None:
        raise Http404
    person, kind = subscription
    done = request.method == "POST"
    if done:
        workflow.stop_mail(person=person, kind=kind)
    label = dict(Mail.Kind.choices).get(kind, "")
    answer = render(request, "reports/people/mail_off.html", {"kind": label, "done": done, "person": person})
    answer["Cache-Control"] = "private, no-store"  # its address is a proof
    return answer


@login_required
def role_hand_over(request: SignedIn, pk: int) -> HttpResponse:
    role, back = managed_role(request, pk, rules.may_appoint), asked_country(request)
    form = HandoverForm(request.POST or None, request.FILES or None, who=rules.standing(request.user), role=role)
    if accepted(form, lambda: workflow.hand_over(by=request.user, pk=pk, **form.cleaned_data)):
        message = _("The role has been handed over; %(who)s and the former holder have been informed by e-mail.")
        messages.success(request, message % {"who": form.cleaned_data["email"]})
        return redirect(page_of_role(rules.standing(request.user), role, back))
    form.ask_for_letter_again()
    context = {"form": form, "role": role, "back": page_of_role(rules.standing(request.user), role, back)}
    return render(request, "reports/people/hand_over.html", context, status=http_status(form))


@require_POST
@csrf_exempt
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and, for a person signed in, in their account. A visitor has nothing that another site
    could write for them: their form has no token, so that every cache may keep its page."""
    if request.user.is_authenticated:
        return set_account_language(cast(SignedIn, request))
    return remember_language(request)


@csrf_protect
def set_account_language(request: SignedIn) -> HttpResponse:
    try:
        workflow.choose_language(by=request.user, language=request.POST.get("language", ""))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return remember_language(request)
