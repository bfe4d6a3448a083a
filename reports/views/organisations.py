"""The directory of organisations: list, read, describe, merge."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import exports, limits, rules, workflow
from reports.asked import number_of
from reports.attained import country_words
from reports.exports import lists
from reports.filters import OrganisationFilter
from reports.forms.funding import place_names
from reports.forms.organisation import OrganisationForm
from reports.forms.refusals import accepted, add_refusal
from reports.models import LEAD, ActivityQuerySet, Change, FundingLine, Organisation, Partner
from reports.pages import BY_NAME, First, first_of, page_of
from reports.rules import Standing
from reports.sight import with_countries
from reports.summaries import (
    Selection,
    activity_totals,
    by_currency,
    funding_totals,
    organisation_parts,
    published_lines,
    with_committed,
)
from reports.views.conflicts import Undecided, save_three_ways
from reports.views.doors import SignedIn, editable_organisation, require
from reports.wording import change_words

PARTS = {LEAD: gettext_lazy("lead")} | dict(Partner.Role.choices)
OFFERED = 20
MOST_GROUPS = 100  # of likely duplicates on their page; those merged make room for others
MOST_OFFICES = 50  # of an organisation, on its page
MOST_SOURCES = 30  # years, countries and currencies of a funder, on its page; those of all have a page of their own
MOST_CHANGES = 50  # of an entry, on its page


def organisations(request: HttpRequest) -> HttpResponseBase:
    who = rules.standing(request.user)
    visible = rules.visible_organisations(who).select_related("country", "office_of")
    filterset = OrganisationFilter(request.GET, visible)
    if exports.requested_format(request, filterset):
        rows = filterset.qs.order_by(*BY_NAME).iterator(chunk_size=lists.CHUNK)
        title, filters = _("Organizations"), exports.filters_of(filterset.form)
        columns = lists.organisation_columns()
        return exports.download(request, exports.Table.of(request, "organisations", title, columns, rows, filters))
    context = {
        "filter": filterset,
        "page": page_of(filterset.qs if filterset.is_valid() else visible.none(), request, BY_NAME),
        "may_add": rules.may_record(who),
        "may_merge": rules.may_merge_organisations(who),
    }
    return render(request, "reports/organisations/list.html", context)


@login_required
def organisations_alike(request: HttpRequest) -> HttpResponse:
    """Likely duplicates: those that share a name as names are compared; and likely offices of UNHCR and IOM."""
    require(request, rules.may_merge_organisations)
    groups = first_of(Organisation.objects.likely_duplicates(), MOST_GROUPS)
    offices = first_of(Organisation.objects.likely_offices(), MOST_GROUPS)
    return render(request, "reports/organisations/alike.html", {"groups": groups, "offices": offices})


def organisation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`?part=funding` shows only what it funds. The address of one that was merged leads to the other."""
    who = rules.standing(request.user)
    row = rules.visible_organisations(who).select_related("country", "body", "office_of").filter(pk=pk).first()
    if row is None:
        return redirect("organisation", merged_into(pk))
    part = request.GET.get("part", "")
    activities = rules.visible_activities(who).with_part_of(pk, part if part in PARTS else "")
    if exports.requested_format(request):
        rows = (
            with_committed(with_parts(who, activities, pk))
            .select_related("lead", "recorded_for")
            .newest_first()
            .iterator(chunk_size=lists.CHUNK)
        )
        filters = ((_("Role"), str(PARTS[part])),) if part in PARTS else ()
        columns = lists.activity_columns()
        return exports.download(
            request, exports.Table.of(request, f"organisation-{pk}", str(row), columns, rows, filters)
        )
    page = page_of(with_parts(who, activities, pk), request)
    may_describe, selection = rules.may_describe(who, row), Selection()
    having = rules.visible_activities(who).with_part_of(pk)
    context = {
        "organisation": row,
        "day": selection.as_at,
        "sentence": country_words(activity_totals(selection, among=having)),
        "page": page,
        "rows": [(activity, parts_in(activity, pk)) for activity in page.rows],
        "part": part,
        "parts": [(code, PARTS[code], n) for code, n in organisation_parts(pk, rules.visible_activities(who)).items()],
        "offices": first_of(rules.visible_organisations(who).filter(office_of=row).order_by("name"), MOST_OFFICES),
        **funding_context(pk),
        "may_describe": may_describe,
        "may_merge": rules.may_merge_organisations(who),
        "changes": recent_changes(row) if may_describe else None,
    }
    return render(request, "reports/organisations/organisation.html", context)


@login_required
def organisation_new(request: SignedIn) -> HttpResponse:
    who = require(request, rules.may_record)
    form = OrganisationForm(request.POST or None, who=who)
    if row := accepted(form, lambda: workflow.add_organisation(by=request.user, values=form.values())):
        return done(request, row, "new", _("The organization has been saved in the directory."))
    return render_form(request, form)


@login_required
def organisation_edit(request: SignedIn, pk: int) -> HttpResponse:
    row = editable_organisation(request, pk)
    form = OrganisationForm(request.POST or None, who=rules.standing(request.user), organisation=row)
    if form.is_valid():

        def save(values: dict, version: int) -> Organisation:
            return workflow.change_organisation(by=request.user, pk=pk, version=version, values=values)

        try:
            row = save_three_ways(request, form, save, form.values())
        except ValidationError as refusal:
            add_refusal(form, refusal)
        except Undecided as conflict:
            return render_form(request, form, row, conflict=conflict, status=409)
        else:
            return done(request, row, str(pk), _("Saved."))
    return render_form(request, form, row)


def done(request: SignedIn, row: Organisation, key: str, message: str) -> HttpResponse:
    workflow.forget_unsaved(by=request.user, key=f"organisation-{key}")
    messages.success(request, message)
    return redirect(row)


def render_form(request: HttpRequest, form: OrganisationForm, row: Organisation | None = None, **more) -> HttpResponse:
    status = more.pop("status", 422 if form.errors else 200)
    context = {"form": form, "organisation": row} | more
    return render(request, "reports/organisations/form.html", context, status=status)


@login_required
def organisation_merge(request: SignedIn, pk: int) -> HttpResponse:
    """Find the other one (`?q=`), choose it, merge: this one goes up in it."""
    who = require(request, rules.may_merge_organisations)
    row = get_object_or_404(rules.visible_organisations(who), pk=pk)
    problem, chosen = "", request.POST.get("into", "")
    if request.method == "POST":
        problem = _("Choose the organization to keep.")
        into = number_of(chosen)
        if into and rules.visible_organisations(who).filter(pk=into).exists():
            try:
                kept = workflow.merge_organisations(by=request.user, pk=pk, into=into)
            except ValidationError as refusal:
                problem = " ".join(refusal.messages)
            else:
                messages.success(request, _("%(gone)s has been merged into %(kept)s.") % {"gone": row, "kept": kept})
                return redirect(kept)
    words = request.GET.get("q", row.name.partition(" ")[0])[: limits.SEARCH]
    likely = rules.visible_organisations(who).exclude(pk=pk).mentioning(words).select_related("country", "office_of")
    alike = [other for group in Organisation.objects.likely_duplicates() for other in group if row in group]
    first = [other for other in dict.fromkeys(alike) if other != row]
    others = [*first, *likely.exclude(pk__in=[other.pk for other in first])[:OFFERED]]
    context = {"organisation": row, "others": others, "words": words, "problem": problem}
    context["named"] = organisation_parts(pk, rules.visible_activities(who))
    return render(request, "reports/organisations/merge.html", context, status=422 if problem else 200)


def merged_into(pk: int) -> int:
    """Where an organisation went that is no longer in the directory; 404 for one that never was."""
    change = Change.objects.filter(subject="organisation", subject_id=str(pk), verb="organisation.merged").first()
    if change is None:
        raise Http404
    return change.after["into"]


def with_parts(who: Standing, activities: ActivityQuerySet, organisation: int) -> ActivityQuerySet:
    mine = Partner.objects.filter(organisation=organisation)
    own = FundingLine.objects.filter(funder=organisation)
    return with_countries(activities, who).prefetch_related(
        "actions", Prefetch("partners", mine, to_attr="parts"), Prefetch("funding_lines", own, to_attr="own_lines")
    )


def funding_context(pk: int) -> dict:
    """What it committed and spent for published activities, by currency, year and country. Two queries at most."""
    totals = funding_totals(published_lines(funder=pk), in_detail=True)
    names = place_names() if totals else {}
    rows = [(row, str(names.get(row.place, row.place))) for row in totals]
    return {"funding_totals": by_currency(totals), "sources": first_of(rows, MOST_SOURCES)}


def parts_in(activity, organisation: int) -> list[str]:
    """The organisation's parts in an activity, in words."""
    lead = [str(PARTS[LEAD])] if activity.lead_id == organisation else []
    roles = [part.role for part in activity.parts]
    funding = [Partner.Role.FUNDING] if activity.own_lines and Partner.Role.FUNDING not in roles else []
    return lead + [str(PARTS[role]) for role in [*roles, *funding]]


def recent_changes(row: Organisation) -> First:
    """The newest changes of an entry, each in words."""
    changes = Change.objects.filter(subject="organisation", subject_id=str(row.pk)).select_related("by")
    recent = first_of(changes, MOST_CHANGES)
    return replace(recent, rows=[(change, change_words(change)) for change in recent.rows])
