"""A country's own plan: chosen from the menu and beyond it, put in order, scheduled and printed."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports import exports, rules, workflow
from reports.activity.state import DAYS, as_known
from reports.exports import lists
from reports.forms.adoption import AdoptionForm, OwnActionForm, WithdrawalForm
from reports.forms.refusals import add_refusal
from reports.models import Activity, Adoption, Country, Organisation
from reports.pages import first_of
from reports.sight import with_countries
from reports.summaries import Selection, country_actions
from reports.views.conflicts import Undecided, save_three_ways
from reports.views.doors import SignedIn, writable_country
from reports.wording import state_word
from themes.models import Action

MOST_ELSEWHERE = 10  # activities of other countries under an action
MINISTRIES = 50  # offered while one types


def national_plan(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a country takes up, in its order: its answer to the Plan, open to all."""
    country = get_object_or_404(Country, pk=code)
    rows = rows_of(code)
    if exports.requested_format(request):
        title = _("%(country)s: national plan") % {"country": country}
        lines = [(adoption, state_word(state) if state else "") for adoption, state in rows]
        table = exports.Table.of(request, f"plan-{code}", title, lists.plan_columns(), lines)
        return exports.download(request, table)
    context = {
        "country": country,
        "rows": rows,
        "may_write": rules.may_write_for(rules.standing(request.user), code),
        "languages": settings.LANGUAGES,
    }
    return render(request, "reports/countries/plan.html", context)


def national_plan_print(request: HttpRequest, code: str) -> HttpResponse:
    """The same to print, in any of the languages (`?language=fr`), with empty cells for a meeting (`?empty=1`)."""
    country = get_object_or_404(Country, pk=code)
    language = request.GET.get("language", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else translation.get_language()):
        country.refresh_from_db()
        context = {
            "country": country,
            "rows": rows_of(code),
            "empty": "empty" in request.GET,
            "today": timezone.localdate(),
        }
        return render(request, "reports/countries/plan_print.html", context)


def rows_of(code: str) -> list[tuple[Adoption, str]]:
    """`[(adoption, state of its action)]` in the country's order. Two queries."""
    done = country_actions(code, Selection())
    adoptions = Adoption.objects.current().adopted().filter(country=code).with_names()
    return [(row, done[row.action_id].state if row.action_id in done else "") for row in adoptions]


@login_required
def adoption(request: SignedIn, code: str, action: str) -> HttpResponse:
    country, menu_action = writable_country(request, code), get_object_or_404(Action, pk=action)
    row = Adoption.objects.current().adopted().filter(country=country, action=menu_action).first()
    published = Activity.objects.published().under_action(action).exclude(countries=country)
    context: dict[str, Any] = {"country": country, "action": menu_action}
    context["elsewhere"] = first_of(
        with_countries(published, rules.PUBLIC).newest_first().prefetch_related("actions"), MOST_ELSEWHERE
    )
    form = AdoptionForm(request.POST or None, initial=row and initial_of(row, AdoptionForm), countries=[code])

    def save(values, version):
        return workflow.adopt_action(by=request.user, country=code, action=action, values=values, version=version)

    return handle(request, row, form, save, context)


@login_required
def own_action(request: SignedIn, code: str, pk: UUID | None = None) -> HttpResponse:
    country = writable_country(request, code)
    own = Adoption.objects.current().filter(country=country, action__isnull=True)
    row = get_object_or_404(own, pk=pk) if pk else None
    first = initial_of(row, OwnActionForm) if row else {"language": translation.get_language()}
    form = OwnActionForm(request.POST or None, initial=first, countries=[code])

    def save(values, version):
        named = {"pk": pk} if pk else {"key": form.cleaned_data["key"]}
        return workflow.plan_own_action(by=request.user, country=code, values=values, version=version, **named)

    return handle(request, row, form, save, {"country": country})


@login_required
@require_POST
def plan_order(request: SignedIn, code: str) -> HttpResponse:
    """Move one entry (`up` or `down`: its id) by one place."""
    country = writable_country(request, code)
    pks = list(Adoption.objects.current().adopted().filter(country=country).values_list("pk", flat=True))
    written = [str(pk) for pk in pks]
    moves = {"up": -1, "down": 1}
    for name, step in moves.items():
        moved = request.POST.get(name, "")
        if moved in written:
            place = written.index(moved)
            pks.insert(max(0, place + step), pks.pop(place))
    workflow.order_plan(by=request.user, country=code, pks=pks)
    return redirect("national_plan", code)


def handle(request: SignedIn, row: Adoption | None, form: AdoptionForm, save, context: dict) -> HttpResponse:
    """The page of one entry: shown, saved, refused, or withdrawn."""
    is_withdrawn = row is not None and "withdraw" in request.POST
    leaving = WithdrawalForm(
        request.POST if is_withdrawn else None, countries=[context["country"].pk], auto_id="leaving_%s"
    )
    if row and is_withdrawn:
        form = type(form)(initial=initial_of(row, type(form)), countries=[context["country"].pk])
        if leaving.is_valid():
            workflow.withdraw_adoption(by=request.user, pk=row.pk, because=leaving.cleaned_data["because"])
            messages.success(request, _("The action has been withdrawn from the plan."))
            return redirect("national_plan", context["country"].pk)
    elif form.is_valid() and save_entry(request, form, save, context):
        workflow.forget_unsaved(by=request.user, key=f"adoption-{context['country'].pk}-{key_of(row, context)}")
        return redirect("national_plan", context["country"].pk)
    ministries = Organisation.objects.filter(kind=Organisation.Kind.MINISTRY, country=context["country"])
    context |= {"adoption": row, "form": form, "key": key_of(row, context), "ministries": ministries[:MINISTRIES]}
    context["leaving"] = leaving
    status = 409 if "conflict" in context else 422 if form.errors or leaving.errors else 200
    return render(request, "reports/countries/adoption.html", context, status=status)


def key_of(row: Adoption | None, context: dict) -> str:
    """How the page of one entry names what is typed on it."""
    return context["action"].pk if "action" in context else str(row.pk) if row else "new"


def save_entry(request: HttpRequest, form: AdoptionForm, save, context: dict) -> bool:
    """Save, or tell the refusal on the form; what both have changed is shown, to be decided."""
    try:
        save_three_ways(request, form, save, form.values())
    except ValidationError as refusal:
        add_refusal(form, refusal)
        return False
    except Undecided as conflict:
        context["conflict"] = conflict
        return False
    messages.success(request, _("The action has been saved in the country's plan."))
    return True


def initial_of(row: Adoption, form: type[AdoptionForm]) -> dict:
    days = ("adopted_on", *DAYS)
    return {name: as_known(row, name) for name in days} | {
        name: getattr(row, name) for name in form.base_fields if name not in ("key", "base", "anyway", *days)
    }
