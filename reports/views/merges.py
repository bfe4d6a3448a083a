"""Merging two activities that are one event: both side by side, one choice a row; and the way back."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from reports import limits, rules, workflow
from reports.activity.joining import ROWS, Difference, Side, differences, side_of, word_of_both
from reports.activity.state import State, activity_state, with_state
from reports.asked import uuid_of
from reports.models import Activity, Claim, Merge, Word
from reports.views.doors import SignedIn, reviewable_activity
from reports.wording import TYPED, difference_words, field_name, value_words
from themes.punctuation import introduced

OFFERED = 20
MOST_DIGITS = 10  # of a version
CHOOSE = "choose:"
LABELS = {  # of rows in which several fields are chosen as one
    "status": gettext_lazy("Status"),
    "dates": gettext_lazy("Dates"),
    "participants": gettext_lazy("Participants"),
    "funding": gettext_lazy("Funding"),
}


@dataclass(frozen=True)
class Row:
    """One row of the page, both sides in words."""

    name: str
    label: str
    this: str
    other: str
    options: tuple[str, ...]
    chosen: str
    is_text: bool

    @property
    def input(self) -> str:
        return f"{CHOOSE}{self.name}"


@login_required
def activity_merge(request: SignedIn, pk: UUID) -> HttpResponse:
    """`?with=`, an id or an address, names the other one; without it the page asks for it."""
    row = reviewable_activity(request, pk)
    asked = (request.POST.get("other") or request.GET.get("with", ""))[: limits.LINK]
    named = named_in(asked)
    other = rules.visible_activities(rules.standing(request.user)).filter(pk=named).first() if named else None
    if other is None or other.pk == pk:
        return choose_other(request, row, asked, named)
    kept, gone = (with_state(Activity.objects.all()).get(pk=each) for each in (pk, other.pk))
    problem, status = workflow.merge_problem(by=request.user, kept=kept, gone=gone), 200
    choices = choices_in(request)
    if request.method == "POST":
        try:
            read = version_in(request, "version"), version_in(request, "other_version")
            workflow.merge_activities(
                by=request.user, pk=pk, other=other.pk, version=read[0], other_version=read[1], choices=choices
            )
        except ValidationError as refusal:
            problem, status = " ".join(refusal.messages), 422
        except workflow.StaleVersion:
            problem, status = _("One of the two has been changed in the meantime. Look at both again, then merge."), 409
        except (workflow.WrongState, workflow.NotAllowed) as refusal:
            problem, status = str(refusal), 409
        else:
            return merged(request, kept)
    return render(
        request, "reports/activities/merge.html", comparison(kept, gone, choices) | {"problem": problem}, status=status
    )


def merged(request: SignedIn, kept: Activity) -> HttpResponse:
    messages.success(request, _("Merged. Until the activity is changed, the merge can be undone from its history."))
    return redirect(kept)


def named_in(text: str) -> UUID | None:
    """The activity that a pasted address or an id names."""
    return next(filter(None, map(uuid_of, text.strip().split("/"))), None)


def choose_other(request: SignedIn, row: Activity, asked: str, named: UUID | None) -> HttpResponse:
    words = request.GET.get("q", row.place or row.title.partition(" ")[0])[: limits.SEARCH]
    visible = rules.visible_activities(rules.standing(request.user)).exclude(pk=row.pk)
    others = visible.exclude(review=Activity.Review.DRAFT).mentioning(words).select_related("lead")
    problem = problem_with(request, row, named) if asked else ""
    context = {"activity": row, "others": others.prefetch_related("countries")[:OFFERED], "words": words}
    context |= {"problem": problem, "asked": asked}
    return render(request, "reports/activities/merge_with.html", context, status=422 if problem else 200)


def problem_with(request: SignedIn, row: Activity, named: UUID | None) -> str:
    if named == row.pk:
        return _("An activity cannot be merged with itself. Choose another activity.")
    if stays := workflow.successor(rules.standing(request.user), named):
        return str(workflow.MergedAway(stays[0]))
    return _("There is no activity with this address. Copy the address of its page.")


def version_in(request: HttpRequest, name: str) -> int | None:
    text = str(request.POST.get(name, ""))
    return int(text) if text.isdecimal() and len(text) < MOST_DIGITS else None


def choices_in(request: HttpRequest) -> dict[str, str]:
    return {name.removeprefix(CHOOSE): str(value) for name, value in request.POST.items() if name.startswith(CHOOSE)}


def comparison(kept: Activity, gone: Activity, choices: dict[str, str]) -> dict:
    sides = side_of(kept, activity_state(kept)), side_of(gone, activity_state(gone))
    rows = [row_of(row, *sides, choices.get(row.name, "")) for row in differences(*sides)]
    return {"activity": kept, "other": gone, "rows": rows, "words": words_of_both(kept, gone)}


def row_of(row: Difference, this: Side, other: Side, chosen: str) -> Row:
    if row.name in ROWS:
        label = str(LABELS[row.name]) if row.name in LABELS else field_name(row.name)
        values = [said(row.fields, side.state) for side in (this, other)]
    else:
        label = this.claims[row.name].named
        values = [dated(side.claims[row.name]) for side in (this, other)]
    is_text = row.fields[0] in TYPED
    return Row(row.name, label, values[0], values[1], row.options, chosen or row.preferred, is_text)


def said(fields: tuple[str, ...], state: State) -> str:
    """The values in words; of several each under its name."""
    words = [(name, value_words(name, state[name])) for name in fields]
    if len(words) == 1:
        return words[0][1]
    return "\n".join(introduced(field_name(name), text) for name, text in words if text)


def dated(claim: Claim) -> str:
    return f"{claim.achieved or ''} ({claim.get_verification_display()})"


def words_of_both(kept: Activity, gone: Activity) -> list[str]:
    """What a country said to one of the two and not to the other, and what follows."""
    ours = {row.country_id: row for row in kept.agreements.all()}
    notes = []
    for theirs in gone.agreements.all():
        here = ours.get(theirs.country_id)
        words = {here.word, theirs.word} if here else {theirs.word}
        if words == {Word.AGREED, Word.DECLINED}:
            message = _(
                "%(country)s agreed to one of the two and declined the other. It is asked again; until it "
                "agrees, its figures do not include this."
            )
            notes.append(message % {"country": theirs.country})
        elif here and word_of_both(here.word, theirs.word) == Word.DECLINED:
            notes.append(
                _("%(country)s declined one of the two: its figures do not include this.") % {"country": theirs.country}
            )
    return notes


def merge_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Both as they stood, for those who see inside what stays."""
    merge, kept = seen_merge(request, pk)
    who = rules.standing(request.user)
    kept_was, gone_was = (merge.before[side]["state"] for side in ("kept", "gone"))
    names = [name for name in kept_was if kept_was[name] or gone_was[name]]
    rows = difference_words(kept_was, gone_was, names)
    problem = "" if merge.undone_at else workflow.built_on(merge)
    may_undo = rules.may_undo_merge(who) and not merge.undone_at and not problem
    context = {"merge": merge, "activity": kept, "rows": rows, "may_undo": may_undo, "problem": problem}
    return render(request, "reports/activities/merge_record.html", context)


def seen_merge(request: HttpRequest, pk: int) -> tuple[Merge, Activity]:
    merge = get_object_or_404(Merge.objects.select_related("by", "undone_by"), pk=pk)
    who = rules.standing(request.user)
    stays = workflow.stays_of(merge.kept)
    kept = get_object_or_404(rules.visible_activities(who), pk=stays.pk if stays else merge.kept)
    if not rules.may_see_inside(who, kept):
        raise PermissionDenied
    return merge, kept


@login_required
@require_POST
def merge_undo(request: SignedIn, pk: int) -> HttpResponse:
    seen_merge(request, pk)
    try:
        merge = workflow.undo_merge(by=request.user, pk=pk)
    except workflow.WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("merge", pk)
    messages.success(request, _("The merge has been undone: both activities are as they were."))
    return redirect("activity", merge.kept)
