"""Snapshots: their permanent pages, their files, what proves a target in them, and what changed between two."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reports import exports, invented, rules, workflow
from reports.attained import count_words
from reports.documents.forms import NAMES
from reports.exports.frozen import frozen_target_columns, frozen_unit_columns, move_columns, move_lines
from reports.forms.refusals import accepted, http_status
from reports.forms.rounds import CompareForm, CorrectionForm
from reports.models import Snapshot
from reports.snapshots import contents
from reports.snapshots.frozen import Frozen, language_of, read, unit_names, verified_in, whole
from reports.snapshots.moves import compare
from reports.snapshots.showing import (
    assessment_rows,
    compared,
    country_rows,
    indicator_rows,
    late_rows,
    target_rows,
    theme_texts,
)
from reports.snapshots.training import training_lines, training_total
from reports.tokens import open_to_tokens
from reports.trained import training_sentences
from reports.views.buttons import pressed
from reports.views.doors import SignedIn, require, visible_snapshot
from themes.dates import date_format
from themes.templatetags.plan_texts import page_language


def snapshot(request: HttpRequest, code: str) -> HttpResponseBase:
    """The permanent page: the participants' part for them, the public one for everybody else."""
    row = visible_snapshot(request, code)
    who = rules.standing(request.user)
    open_to = rules.visible_snapshots(who).without_contents()
    frozen = read(code, participants=rules.may_see_participants_part(who))
    language = page_language()
    targets = target_rows(frozen, language)
    if exports.requested_format(request):
        lines = [(target, indicator) for target in targets for indicator in target["indicators"]]
        table = exports.Table.of(request, f"snapshot-{code}", str(row), frozen_target_columns(), lines, as_at(row))
        return exports.download(request, table)
    context = {
        "snapshot": row,
        "frozen": frozen,
        "figures": frozen["figures"],
        "targets": targets,
        "countries": country_rows(frozen, language),
        "late_reports": late_rows(frozen, language),
        "narrative": theme_texts(frozen, language),
        "training": training_rows(frozen, language),
        "forms": NAMES.items(),
        "document_languages": document_languages(),
        "brief_language": language if language in settings.COMPLETE_LANGUAGES else "en",
        **how_many_met(frozen, row.as_at),
        "texts_in": language_of(frozen, language),
        "participants": rules.may_see_participants_part(who),
        "may_run": rules.may_run_rounds(who),
        "newer": open_to.filter(replaces=row).first(),
        "older": open_to.filter(replaced_by=row).first(),
    }
    return render(request, "reports/snapshots/snapshot.html", context)


def training_rows(frozen: Frozen, language: str) -> dict[str, Any] | None:
    """Who was trained, by country; None: the edition was closed before it was kept."""
    total = training_total(frozen)
    if total is None:
        return None
    return {
        "total": total,
        "sentences": training_sentences(total),
        "places": training_lines(frozen, language)["places"],
    }


def how_many_met(frozen: Frozen, day: date) -> dict[str, Any]:
    """In words; an edition frozen before the deadline was looked at says how many were on its day."""
    figures, total = frozen["figures"], len(frozen["figures"]["targets"])
    if "met_by_deadline" not in figures:
        message = ngettext("%(met)s of %(n)s target met.", "%(met)s of %(n)s targets met.", total)
        return {"met_words": message % {"met": figures["met"], "n": total}, "deadline": None}
    deadline = date.fromisoformat(max(row["deadline"] for row in frozen["plan"]["targets"]))
    message = count_words(figures["met_by_deadline"], figures["met"], total, day, deadline)
    return {"met_words": f"{message}.", "deadline": deadline}


def document_languages() -> list[tuple[str, str]]:
    """Those in which the printed report can be had."""
    return [(code, str(name)) for code, name in settings.LANGUAGES if code in settings.COMPLETE_LANGUAGES]


def snapshot_target(request: HttpRequest, code: str, target: str) -> HttpResponseBase:
    """A target as it stood: its wording then, each unit, and what that rests on."""
    row = visible_snapshot(request, code)
    participants = rules.may_see_participants_part(rules.standing(request.user))
    frozen = read(code, participants=participants)
    language = page_language()
    frozen_line = next((line for line in target_rows(frozen, language) if line["code"] == target), None)
    if frozen_line is None:
        raise Http404
    document = whole(code, participants=participants)
    names, verified = unit_names(frozen, language), verified_in(document)
    indicators = [
        indicator_rows(frozen, indicator, document, verified, names, language)
        for indicator in frozen_line["indicators"]
    ]
    if exports.requested_format(request):
        lines = [(indicator, unit) for indicator in indicators for unit in indicator["units"]]
        title = f"{target} {frozen_line['title']}"
        name = f"snapshot-{code}-{target}"
        return exports.download(
            request, exports.Table.of(request, name, title, frozen_unit_columns(), lines, as_at(row))
        )
    context = {
        "snapshot": row,
        "target": frozen_line,
        "texts_in": language_of(frozen, language),
        "indicators": indicators,
        "assessments": assessment_rows(frozen, target),
    }
    return render(request, "reports/snapshots/target.html", context)


@open_to_tokens
def snapshot_file(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """The canonical JSON, byte for byte what the hash was taken over. `part`: `participants` or `public`."""
    row = visible_snapshot(request, code)
    if part == "participants" and not rules.may_see_participants_part(rules.standing(request.user)):
        raise Http404
    text = row.content if part == "participants" else row.public_content
    response = HttpResponse(text.encode("utf-8"), content_type="application/json; charset=utf-8")
    name = invented.file_name(f"plan-of-action-{row.as_at}-edition-{row.edition}-{part}.json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def snapshot_correct(request: SignedIn, code: str) -> HttpResponse:
    require(request, rules.may_run_rounds)
    row = visible_snapshot(request, code)
    form = CorrectionForm(request.POST or None)

    def correct():
        return workflow.correct_snapshot(by=request.user, code=code, contents=contents, **form.typed())

    if made := accepted(form, correct):
        messages.success(request, _("The corrected edition has been created; the previous edition links to it."))
        return redirect(made)
    context = {"form": form, "snapshot": row}
    return render(request, "reports/snapshots/correct.html", context, status=http_status(form))


@login_required
@require_POST
def snapshot_publish(request: SignedIn, code: str) -> HttpResponse:
    row = visible_snapshot(request, code)
    if pressed(request, lambda: workflow.publish_snapshot(by=request.user, code=code)):
        messages.success(request, _("The public part of the edition is now open to everyone."))
    return redirect(row)


def snapshots_compare(request: HttpRequest) -> HttpResponseBase:
    """`?old=…&new=…`: what changed, target by target, unit by unit, country by country."""
    who = rules.standing(request.user)
    snapshots = rules.visible_snapshots(who).without_contents()
    form = CompareForm(request.GET or None, snapshots=snapshots)
    context = {"form": form, "any": snapshots.exists()}
    if form.is_valid():
        participants = rules.may_see_participants_part(who)
        old, new = (read(form.cleaned_data[name].pk, participants=participants) for name in ("old", "new"))
        context |= {"old": form.cleaned_data["old"], "new": form.cleaned_data["new"]}
        moves = compared(compare(old.document, new.document), old, new, page_language())
        if exports.requested_format(request):
            filters = exports.filters_of(form)
            title = _("Compare two editions")
            return exports.download(
                request, exports.Table.of(request, "moves", title, move_columns(), move_lines(**moves), filters)
            )
        context |= moves
    return render(request, "reports/snapshots/compare.html", context, status=http_status(form))


def as_at(row: Snapshot) -> tuple[tuple[str, str], ...]:
    """What the file of an edition says of its day."""
    return ((_("As at"), date_format(row.as_at, "DATE_FORMAT")),)
