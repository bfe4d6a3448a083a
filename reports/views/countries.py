"""Countries: who takes part, what each does, and what each has taken from the menu."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reports import rules, workflow
from reports.forms.adoption import AdoptionForm
from reports.forms.view import asked_view
from reports.models import Activity, Adoption, BodyMembership, Country
from reports.summaries import country_lines, country_view
from reports.views.activities import tell
from themes.models import Action, Theme


def countries(request: HttpRequest) -> HttpResponse:
    form, view, tail = asked_view(request, "as_at", "body")
    lines = country_lines(view)
    context = {
        "form": form,
        "view": view,
        "tail": tail,
        "taking_part": [line for line in lines if line.country.takes_part],
        "others": [line for line in lines if not line.country.takes_part],
    }
    return render(request, "reports/countries/list.html", context)


def country(request: HttpRequest, code: str) -> HttpResponse:
    row = get_object_or_404(Country, pk=code)
    who = rules.standing(request.user)
    form, view, tail = asked_view(request, "as_at")
    figures = country_view(row, view)
    recent = rules.visible_activities(who).in_country(code).exclude(scope=Activity.Scope.REGIONAL)
    context = {
        "country": row,
        "form": form,
        "view": view,
        "tail": tail,
        "figures": figures,
        "menu": menu_with_cells(figures.actions),
        "recent": recent.newest_first().prefetch_related("countries", "actions")[:8],
        "bodies": BodyMembership.objects.in_force(view.as_at).filter(country=row).select_related("body"),
        "may_write": rules.may_write_for(who, code),
    }
    return render(request, "reports/countries/country.html", context)


@login_required
def adoptions(request: HttpRequest, code: str) -> HttpResponse:
    row = get_object_or_404(Country, pk=code)
    if not rules.may_write_for(rules.standing(request.user), code):
        raise PermissionDenied
    adopted = {adoption.action_id: adoption for adoption in row.adoptions.all()}
    return render(request, "reports/countries/adoptions.html", {"country": row, "menu": menu_with_cells(adopted)})


@login_required
def adoption(request: HttpRequest, code: str, action: str) -> HttpResponse:
    country, wanted = get_object_or_404(Country, pk=code), get_object_or_404(Action, pk=action)
    if not rules.may_write_for(rules.standing(request.user), code):
        raise PermissionDenied
    row = Adoption.objects.filter(country=country, action=wanted).first()
    if row and request.POST.get("withdraw"):
        workflow.withdraw_adoption(by=request.user, pk=row.pk)
        messages.success(request, _("The action is no longer adopted."))
        return redirect("adoptions", code)
    form = AdoptionForm(request.POST or None, initial=row and initial_of(row))
    if form.is_valid() and adopt(request, form, code, action):
        return redirect("adoptions", code)
    context = {"country": country, "action": wanted, "adoption": row, "form": form}
    return render(request, "reports/countries/adoption.html", context, status=422 if form.errors else 200)


def adopt(request: HttpRequest, form: AdoptionForm, country: str, action: str) -> bool:
    """Save, or tell the refusal on the form."""
    version = form.cleaned_data["version"]
    try:
        workflow.adopt_action(by=request.user, country=country, action=action, values=form.values(), version=version)
    except ValidationError as refusal:
        tell(form, refusal)
        return False
    except workflow.StaleVersion as stale:
        form.add_error(None, _("Somebody changed this meanwhile. Compare with what is saved now, then save again."))
        form.data = form.data.copy()
        form.data["version"] = stale.current.version
        return False
    messages.success(request, _("The action is adopted."))
    return True


def initial_of(row: Adoption) -> dict:
    return {name: getattr(row, name) for name in AdoptionForm.base_fields}


def menu_with_cells(cells: dict) -> list:
    """The menu in printed order: `[(theme, [(group, [(action, cell or None)])])]`. Three queries."""
    themes = Theme.objects.prefetch_related("groups__actions")
    return [
        (
            theme,
            [
                (group, [(action, cells.get(action.pk)) for action in group.actions.all()])
                for group in theme.groups.all()
            ],
        )
        for theme in themes
    ]
