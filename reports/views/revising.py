"""The working group's forms on the Plan: assess a target, revise it, note a reading, supply a text, correct who takes part."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.models import Indicator, Target
from reports import rules, workflow
from reports.forms.plan import AssessmentForm, ParticipationForm, ReadingForm, RecommendationForm, RevisionForm
from reports.forms.refusals import accepted, http_status
from reports.models import Country
from reports.views.doors import SignedIn, require
from themes.models import Recommendation
from themes.templatetags.plan_texts import plan_text


@login_required
def target_assess(request: SignedIn, code: str) -> HttpResponse:
    require(request, rules.may_assess)
    target = get_object_or_404(Target.objects.select_related("theme"), pk=code)
    form = AssessmentForm(request.POST or None)

    def save():
        return workflow.assess_target(by=request.user, target=code, **form.typed())

    titled = {"title": _("Assess a target"), "about": named(target), "key": f"judge-{code}", "back": target}
    return handle(request, form, save, titled)


@login_required
def target_revise(request: SignedIn, code: str) -> HttpResponse:
    require(request, rules.may_revise_plan)
    target = get_object_or_404(Target.objects.select_related("theme"), pk=code)
    form = RevisionForm(request.POST or None, target=target)

    def save():
        if wrong := form.taken_back():
            return workflow.take_back_revision(by=request.user, **wrong)
        return workflow.revise_target(by=request.user, target=code, **form.values())

    titled = {"title": _("Revise a target"), "about": named(target), "key": f"revise-{code}", "back": target}
    titled["hint"] = _(
        "Fill in only the fields that change. For earlier dates, the version in force at the time still applies, "
        "and the version replaced remains on record."
    )
    return handle(request, form, save, titled)


@login_required
def reading_note(request: SignedIn, code: str) -> HttpResponse:
    require(request, rules.may_revise_plan)
    row = get_object_or_404(Indicator.objects.select_related("target"), pk=code)
    form = ReadingForm(request.POST or None, initial=ReadingForm.first(row))

    def save():
        return workflow.note_reading(
            by=request.user, indicator=code, reading=form.wordings(), reason=form.cleaned_data["reason"]
        )

    titled = {"title": _("How an indicator is counted"), "about": f"{row.pk} {row.text}", "key": f"reading-{code}"}
    return handle(request, form, save, titled | {"back": row.target})


@login_required
def recommendation_text(request: SignedIn, slug: str) -> HttpResponse:
    require(request, rules.may_revise_plan)
    row = get_object_or_404(Recommendation, pk=Recommendation.code_from_slug(slug))
    form = RecommendationForm(request.POST or None, initial=RecommendationForm.first(row))

    def save():
        reason = form.cleaned_data["reason"]
        return workflow.supply_recommendation(by=request.user, code=row.pk, text=form.wordings(), reason=reason)

    about = _("Recommendation %(code)s") % {"code": row.pk}
    titled = {"title": _("The text of a recommendation"), "about": about, "key": f"recommendation-{slug}", "back": row}
    return handle(request, form, save, titled)


@login_required
def participation(request: SignedIn, code: str) -> HttpResponse:
    require(request, rules.may_revise_plan)
    row = get_object_or_404(Country, pk=code)
    form = ParticipationForm(request.POST or None, country=row)

    def save():
        if wrong := form.taken_back():
            return workflow.take_back_participation(by=request.user, **wrong)
        return workflow.change_participation(by=request.user, country=code, **form.values())

    titled = {
        "title": _("Change the participation status"),
        "about": str(row),
        "key": f"participation-{code}",
        "back": row,
    }
    titled["hint"] = _(
        "A change of participation changes which countries are meant by “every participating country” from the "
        "date entered below. For earlier dates, the list in force at the time still applies."
    )
    return handle(request, form, save, titled)


def handle(request: HttpRequest, form: forms.Form, save: Callable[[], Model], titled: dict) -> HttpResponse:
    """The form's page: shown, saved and left for what it is about (`back`), or refused at its fields."""
    if accepted(form, save):
        messages.success(request, _("Saved and recorded in the change log."))
        return redirect(titled["back"])
    context = titled | {"form": form, "back": titled["back"].get_absolute_url()}
    return render(request, "reports/plan/revise.html", context, status=http_status(form))


def named(target: Target) -> SafeString:
    """A target's code and title, the title marked where it is not in the page's language."""
    return format_html("{} {}", target.pk, plan_text(target, "title"))
