"""Recording and changing an activity: one form for the activity, its claims and what proves it."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators.models import Indicator
from reports import limits, rules, workflow
from reports.activity.state import State, activity_state, with_state
from reports.asked import uuid_of
from reports.forms.activity import ActivityForm
from reports.forms.refusals import add_refusal
from reports.models import Activity, Change, Organisation
from reports.names import last_name, quoted
from reports.rules import Standing
from reports.sight import open_with_others
from reports.views.activity_page import read_remarks
from reports.views.buttons import sent
from reports.views.conflicts import Undecided, save_three_ways
from reports.views.doors import SignedIn, editable_activity, require
from reports.views.pieces import add_pieces, show_notes
from themes.punctuation import introduced

SUGGESTED = 12
# What may be asked beside saving, by the name of the button.
STEPS = {"submit": workflow.submit_activity, "hand_on": workflow.hand_on}


@login_required
def activity_new(request: SignedIn) -> HttpResponse:
    """`?country=`, `?action=`, `?indicator=` begin with them; `?like=<id>` begins with what another activity says."""
    who = require(request, rules.may_record)
    row = sent_before(request, who)
    if row:
        return edit(request, who, row)
    form = ActivityForm(
        request.POST or None, request.FILES or None, who=who, state=copied_from(request, who), key=uuid4()
    )
    begin_with(form, request)
    if request.method == "POST" and form.is_valid():
        try:
            made = workflow.create_activity(
                by=request.user,
                values=form.values(),
                pk=form.cleaned_data["key"],
            )
        except workflow.SentBefore as known:
            return edit(request, who, with_state(Activity.objects.all()).get(pk=known.row.pk))
        except workflow.NotAllowed as refusal:  # for these countries: nothing typed is lost
            form.add_error("countries", str(refusal))
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            return after_saving(request, form, None, made)
    return render_form(request, form)


@login_required
def activity_edit(request: SignedIn, pk) -> HttpResponse:
    return edit(request, rules.standing(request.user), editable_activity(request, pk))


def edit(request: SignedIn, who: Standing, row: Activity) -> HttpResponse:
    form = ActivityForm(
        request.POST or None,
        request.FILES or None,
        who=who,
        state=activity_state(row),
        version=row.version,
        key=row.pk,
        is_draft=row.is_draft,
    )
    if request.method == "POST" and form.is_valid():

        def save(values: State, version: int) -> Activity:
            version = version or first_version(request, row)
            return workflow.update_activity(
                by=request.user,
                pk=row.pk,
                version=version,
                values=values,
                corrects_status=form.corrects_status(),
            )

        try:
            made = save_three_ways(request, form, save, form.values())
        except ValidationError as refusal:
            add_refusal(form, refusal)
        except Undecided as conflict:
            last = Change.objects.of(conflict.current).first()
            return render_form(request, form, conflict.current, conflict=conflict, last=last, status=409)
        else:
            return after_saving(request, form, row, made)
    return render_form(request, form, row)


def render_form(request: HttpRequest, form: ActivityForm, row: Activity | None = None, **more) -> HttpResponse:
    """The form, with the claims that fit what it shows."""
    form.offer_claims()
    context = {
        "form": form,
        "activity": row,
        "key": f"activity-{form['key'].value()}",
        "may_submit": row and row.is_unfinished and rules.may_submit(form.who, row),
        "may_hand_on": rules.may_hand_on(form.who, row) if row else rules.prepares_for_others(form.who),
        "evidence": rules.visible_evidence(form.who).filter(activity=row) if row else [],
        "open_reviews": open_with_others(form.who).filter(activity=row) if row else [],
        "questions": [remark for remark in read_remarks(form.who, row) if not remark.resolved_at] if row else [],
        "organisations": rules.visible_organisations(form.who).values_list("name", flat=True)[:100],
    }
    status = more.pop("status", 422 if form.errors and request.method == "POST" else 200)
    return render(request, "reports/activities/form.html", context | more, status=status)


def after_saving(request: SignedIn, form: ActivityForm, before: Activity | None, row: Activity) -> HttpResponse:
    """The activity stands: add its evidence, submit it or hand it on if that was asked, and say what became of it."""
    attach(request, form, row)
    verb = next((step for name, step in STEPS.items() if name in request.POST), None)
    if verb and row.is_unfinished:
        try:
            verb(by=request.user, pk=row.pk)
        except ValidationError as refusal:
            form.data = form.data.copy()
            form.data["version"] = row.version
            add_refusal(form, refusal)
            return render_form(request, form, row, not_submitted=True)
        except workflow.WrongState as refusal:  # not cleared yet: it is saved, and its page says what to do
            messages.error(request, str(refusal))
            return redirect(row)
        workflow.forget_unsaved(by=request.user, key=f"activity-{row.pk}")
        return sent(row)
    if before and before.review == Activity.Review.VERIFIED and row.review == Activity.Review.SUBMITTED:
        message = _("Saved. Because this affects the figures, the working group will review it again.")
    elif row.is_draft:
        message = _(
            "Saved as a draft. Submit it when it is complete; until then, only those who may edit it can see it."
        )
    else:
        message = _("Saved.")
    workflow.forget_unsaved(by=request.user, key=f"activity-{row.pk}")
    messages.success(request, message)
    return redirect(row)


def attach(request: SignedIn, form: ActivityForm, row: Activity) -> None:
    """Add the files and links; one that is refused is told, the others stay."""
    added, refused = add_pieces(request.user, row.pk, form.cleaned_data["files"], form.cleaned_data["links"])
    show_notes(request, added)
    for name, refusal in refused:
        messages.error(request, introduced(name, " ".join(refusal.messages)))


@login_required
@require_POST
def claims_offered(request: HttpRequest) -> HttpResponse:
    """A fragment: the claims that fit what the form says now, with the ticks and days that it already has."""
    who = require(request, rules.may_record)
    form = ActivityForm(request.POST, who=who)
    form.offer_claims(fill_days=True)
    return HttpResponse(form["claims"].as_widget())


@login_required
def organisations_suggested(request: HttpRequest) -> HttpResponse:
    """A fragment: the options of a list of names that continue the last name typed (names stand apart by `;`)."""
    who = require(request, rules.may_record)
    typed = request.GET.get(next(iter(request.GET), ""), "")[-limits.SEARCH :]
    head, tail = last_name(typed)
    matches = rules.visible_organisations(who).mentioning(tail) if tail else Organisation.objects.none()
    options = [f"{head} {quoted(row.name)}".strip() for row in matches[:SUGGESTED]]
    return render(request, "reports/activities/_options.html", {"options": options})


def begin_with(form: ActivityForm, request: HttpRequest) -> None:
    """Countries, actions and a claim that the address asks for."""
    for name, parameter in (("countries", "country"), ("actions", "action")):
        form.initial[name] = request.GET.getlist(parameter) or form.initial[name]
    indicator = Indicator.objects.filter(pk=request.GET.get("indicator", "")).first()
    if indicator and indicator.counts == Indicator.Counts.COUNTRIES:
        form.initial["claims"] = {f"{indicator.pk}={code}": "" for code in form.initial["countries"][:1]}
    elif indicator:
        form.initial["theme"] = indicator.theme_code


def sent_before(request: HttpRequest, who: Standing) -> Activity | None:
    """The activity that this very form has recorded already: its answer was lost on the way, or it was sent twice."""
    key = uuid_of(request.POST.get("key", ""))
    return with_state(rules.editable_activities(who)).filter(pk=key).first() if key else None


def first_version(request: HttpRequest, row: Activity) -> int:
    """A form that was sent as a new one has read no version: its own first one is what it goes over, no other."""
    return 1 if row.created_by_id == request.user.pk else 0


def copied_from(request: HttpRequest, who: Standing) -> State | None:
    """What "same again" begins with: the same work, not yet dated, counted or proved."""
    key = uuid_of(request.GET.get("like", ""))
    if key is None:
        return None
    state = activity_state(get_object_or_404(with_state(rules.visible_activities(who)), pk=key))
    theirs = rules.countries_of(who)
    own = [code for code in theirs if code in state["countries"]] or theirs[:1]
    afresh: State = {
        "starts_on": None,
        "ends_on": None,
        "claims": [],
        "funding_lines": [],
        "external_id": "",
        "identifiers": [],
        "source": "",
        "result": "",
    }
    afresh |= {"participants_women": None, "participants_men": None}
    afresh |= {"status": "planned", "status_reason": "", "status_since": None}
    return state | afresh | ({"countries": own} if state["scope"] == Activity.Scope.NATIONAL and own else {})
