"""The codes of outside systems that a person may use."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reports import rules, workflow
from reports.forms.refusals import accepted, http_status
from reports.forms.system import SystemForm
from reports.views.doors import SignedIn, require


@login_required
def systems(request: SignedIn) -> HttpResponse:
    who = require(request, rules.may_keep_systems)
    form = SystemForm(request.POST or None, owners=workflow.owners_open_to(who))
    if made := accepted(form, lambda: workflow.add_system(by=request.user, **form.typed())):
        messages.success(request, _("The code “%(code)s” can now be used.") % {"code": made.pk})
        return redirect("systems")
    rows = rules.visible_systems(who).select_related("organisation", "country", "person")
    return render(request, "reports/people/systems.html", {"systems": rows, "form": form}, status=http_status(form))
