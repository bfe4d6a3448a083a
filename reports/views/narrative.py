"""The narrative of a round: the working group's paragraphs on themes and targets, in each language."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from indicators.models import Target
from reports import rules, workflow
from reports.forms.rounds import NarrativeForm
from reports.models import Narrative, Round
from reports.views.conflicts import Undecided, save_three_ways
from reports.views.doors import SignedIn, require
from themes.models import Theme


@login_required
def narrative(request: HttpRequest, pk: int) -> HttpResponse:
    """What is written and what is not, part by part and language by language."""
    require(request, rules.may_run_rounds)
    row = get_object_or_404(Round, pk=pk)
    written = {(one.part, one.language) for one in row.narratives.all()}
    parts = []
    for theme in Theme.objects.prefetch_related("targets"):
        for part, depth in [(theme, "theme"), *((target, "target") for target in theme.targets.all())]:
            states = [(code, name, (part.pk, code) in written) for code, name in settings.LANGUAGES]
            parts.append((part, depth, states))
    return render(request, "reports/rounds/narrative.html", {"round": row, "parts": parts, "written": len(written)})


@login_required
def narrative_write(request: SignedIn, pk: int, part: str, language: str) -> HttpResponse:
    require(request, rules.may_run_rounds)
    row = get_object_or_404(Round, pk=pk)
    subject = get_object_or_404(Target if "." in part else Theme, pk=part)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    standing = {one.language: one for one in row.narratives.all() if one.part == part}
    form = NarrativeForm(request.POST or None, initial=first_of(standing.get(language)))
    conflict = None
    if form.is_valid():

        def save(values: dict, version: int) -> None:
            if values:  # or else the others' text stands
                workflow.write_narrative(
                    by=request.user, pk=pk, part=part, language=language, version=version, **values
                )

        try:
            save_three_ways(request, form, save, {"text": form.cleaned_data["text"]})
        except Undecided as undecided:
            conflict = undecided
        else:
            messages.success(request, _("The text has been saved."))
            return redirect("narrative", pk)
    context = {
        "form": form,
        "round": row,
        "subject": subject,
        "language": dict(settings.LANGUAGES)[language],
        "code": language,
        "others": [one for one in standing.values() if one.language != language],
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "reports/rounds/narrative_write.html", context, status=status)


def first_of(row: Narrative | None) -> dict:
    return {"text": row.text, "version": row.version} if row else {"version": 0}
