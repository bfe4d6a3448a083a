"""Lists kept under a name."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import rules, workflow
from reports.forms.refusals import accepted
from reports.forms.saved import SavedViewForm
from reports.views.doors import SignedIn


@login_required
def saved_views(request: SignedIn) -> HttpResponse:
    """The reader's own and those that participants share; to post is to keep one."""
    who = rules.standing(request.user)
    if request.method == "POST":
        return keep_view(request, SavedViewForm(request.POST, may_share=rules.may_share_views(who)))
    seen = rules.visible_views(who).select_related("person")
    rows = [(row, rules.may_delete_view(who, row)) for row in seen]
    return render(request, "reports/people/saved_views.html", {"rows": rows})


def keep_view(request: SignedIn, form: SavedViewForm) -> HttpResponse:
    """Back to the list, kept; or the form with what is wrong."""
    if view := accepted(form, lambda: workflow.save_view(by=request.user, **form.typed())):
        messages.success(request, _("The view “%(name)s” has been saved.") % {"name": view.name})
        return redirect(view)
    return render(request, "reports/people/saved_view.html", {"form": form}, status=422)


@login_required
@require_POST
def saved_view_delete(request: SignedIn, pk: int) -> HttpResponse:
    get_object_or_404(rules.visible_views(rules.standing(request.user)), pk=pk)
    workflow.delete_view(by=request.user, pk=pk)
    messages.success(request, _("The view has been deleted."))
    return redirect("saved_views")
