"""Countries: who takes part, what each does, and what each has taken from the menu."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reports import rules, workflow
from reports.forms.adoption import AdoptionForm
from reports.forms.view import asked_view
from reports.models import Activity, Adoption, BodyMembership, Country
from reports.summaries import country_lines, country_view
from reports.views.activities import tell
from themes.models import Action, Group, Theme


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
    who = rules.standing(request.user)
    form, view, tail = asked_view(request, "as_at")
    try:
        figures = country_view(code, view)
    except Country.DoesNotExist as unknown:
        raise Http404 from unknown
    recent = rules.visible_activities(who).in_country(code).exclude(scope=Activity.Scope.REGIONAL)
    context = {
        "country": figures.country,
        "form": form,
        "view": view,
        "tail": tail,
        "figures": figures,
        "menu": menu_with(figures.menu, figures.actions),
        "recent": recent.newest_first().prefetch_related("countries", "actions")[:8],
        "bodies": BodyMembership.objects.in_force(view.as_at).filter(country=code).select_related("body"),
        "may_write": rules.may_write_for(who, code),
    }
    return render(request, "reports/countries/country.html", context)


@login_required
def adoptions(request: HttpRequest, code: str) -> HttpResponse:
    row = get_object_or_404(Country, pk=code)
    if not rules.may_write_for(rules.standing(request.user), code):
        raise PermissionDenied
    adopted = {adoption.action_id: adoption for adoption in row.adoptions.all()}
    menu = menu_with(Action.objects.in_printed_order().select_related("group__theme"), adopted)
    return render(request, "reports/countries/adoptions.html", {"country": row, "menu": menu})


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


def menu_with(actions: Iterable[Action], found: dict) -> list:
    """The menu, of actions in printed order with their groups: `[(theme, [(group, [(action, found or None)])])]`."""
    menu: dict[Theme, dict[Group, list]] = {}
    for action in actions:
        groups = menu.setdefault(action.group.theme, {})
        groups.setdefault(action.group, []).append((action, found.get(action.pk)))
    return [(theme, list(groups.items())) for theme, groups in menu.items()]
