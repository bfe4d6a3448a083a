"""The working group looks at what a country reports as in place: the evidence beside the decision."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reports import rules, workflow
from reports.forms.refusals import accepted, http_status
from reports.forms.review import AnswerDecisionForm
from reports.models import Adoption
from reports.sight import with_reasons
from reports.views.doors import SignedIn, require
from reports.workflow.answering import is_decidable


@login_required
def answer_decide(request: SignedIn, pk: UUID) -> HttpResponse:
    who = require(request, rules.may_read_queue)
    row = get_object_or_404(rules.visible_adoptions(who).with_names(), pk=pk, answer=Adoption.Answer.IN_PLACE)
    form = AnswerDecisionForm(request.POST or None, initial={"version": row.version}, countries=[row.country_id])

    def decide() -> Adoption:
        return workflow.decide_answer(by=request.user, pk=pk, **form.typed())

    try:
        if accepted(form, decide):
            messages.success(request, _("The decision has been saved."))
            return redirect("review")
    except workflow.StaleVersion as stale:
        form.renew(stale.current.version)
        row.refresh_from_db()
    with_reasons([row], who)
    context = {"answer": row, "form": form, "may_decide": rules.may_verify_answer(who, row) and is_decidable(row)}
    return render(request, "reports/review/answer.html", context, status=http_status(form))
