"""A country's answers to the whole menu, on one page: read by all, given by its focal point."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import exports, rules, workflow
from reports.exports.menu import menu_columns
from reports.forms.menu import NO_ANSWER, MenuAnswerForm
from reports.forms.selection import SelectionForm, asked_selection
from reports.models import Adoption, Country, User
from reports.sight import with_reasons, with_reasons_of_menu
from reports.summaries import MenuLine, Selection, current_answers, menu_of
from reports.views.doors import writable_country
from themes.menu import menu_with
from themes.models import Action

ALL = "all"
STATES = ("adopted", "in_place_verified", "in_place", "not_taken_up", "nothing")


def country_menu(request: HttpRequest, code: str) -> HttpResponseBase:
    """All 58 actions, each with the answer in force on the day (`?as_at=2012-12-31`), and today's to change."""
    if request.method == "POST":
        country = writable_country(request, code)
        return save_answers(request, country, cast(User, request.user))
    country = get_object_or_404(Country, pk=code)
    form, selection, tail = asked_selection(request, "as_at", "theme")
    lines = read_menu(request, code, selection)
    if exports.requested_format(request, form):
        title = _("%(country)s: answers to the menu") % {"country": country}
        filters = exports.filters_of_selection(form, selection.as_at)
        return exports.download(
            request, exports.Table.of(request, f"menu-{code}", title, menu_columns(), lines, filters)
        )
    may_write = rules.may_write_for(rules.standing(request.user), code) and "as_at" not in tail
    rows = forms_of(code, [line.action for line in lines], current_answers(code)) if may_write else {}
    return menu_page(request, country, lines, rows, form, selection, tail)


def read_menu(request: HttpRequest, code: str, selection: Selection) -> list[MenuLine]:
    """With the reasons that the reader may read."""
    who = rules.standing(request.user)
    lines = with_reasons_of_menu(menu_of(code, selection), who)
    with_reasons((line.former for line in lines if line.former), who)
    return lines


def save_answers(request: HttpRequest, country: Country, by: User) -> HttpResponse:
    """Save one row (`save`: its action), or each that was changed; what is typed in the others stays on the page."""
    current, chosen = current_answers(country.pk), request.POST.get("save", ALL)
    actions = Action.objects.in_printed_order().select_related("group__theme")
    sent = [action for action in actions if f"{action.pk}-answer" in request.POST]
    saved: list[str] = []
    rows: dict[str, MenuAnswerForm] = {}
    for action in sent:
        row = MenuAnswerForm(request.POST, prefix=action.pk, current=current.get(action.pk), countries=[country.pk])
        if not row.is_changed:
            continue
        if chosen not in (ALL, action.pk):
            rows[action.pk] = MenuAnswerForm.as_typed(request.POST, action.pk, row.current, country.pk)
        elif save_row(row, country.pk, by):
            saved.append(action.pk)
        else:
            rows[action.pk] = row
    add_messages(request, saved, refused=any(row.is_bound for row in rows.values()))
    page = reverse("country_menu", args=[country.pk])
    if not rows:
        workflow.forget_unsaved(by=by, key=f"menu-{country.pk}")
        return redirect(page if chosen == ALL else f"{page}#{chosen}")
    selection = Selection()
    lines = read_menu(request, country.pk, selection)
    shown = forms_of(country.pk, [action for action in sent if action.pk not in rows], current_answers(country.pk))
    return menu_page(request, country, lines, shown | rows, SelectionForm(only=("as_at", "theme")), selection, "")


def save_row(row: MenuAnswerForm, country: str, by: User) -> bool:
    """Give the answer of a row, or lay the refusal on it."""
    is_gone = row.is_stale and row.current is None
    if not row.is_valid() or is_gone:
        if row.is_stale:
            row.renew(row.current.version if row.current else None)
        return False
    version = row.cleaned_data["version"] or 0
    about: dict[str, Any] = {"by": by, "country": country, "action": row.prefix or "", "version": version}
    try:
        if row.cleaned_data["answer"] == NO_ANSWER:
            workflow.withdraw_answer(on=row.cleaned_data["when"], because=row.cleaned_data["reason"], **about)
        else:
            workflow.answer_action(answer=row.cleaned_data["answer"], values=row.values(), **about)
    except ValidationError as refusal:
        row.refuse(refusal)
    except workflow.StaleVersion as stale:
        stands = cast(Adoption, stale.current)
        now = MenuAnswerForm(row.data, prefix=row.prefix, current=stands, countries=[country])
        if now.is_changed:  # else the same was sent at the same moment
            row.renew(stands.version)
    return not row.errors


def add_messages(request: HttpRequest, saved: list[str], *, refused: bool) -> None:
    if saved:
        text = ngettext("%(n)d answer saved: %(actions)s.", "%(n)d answers saved: %(actions)s.", len(saved))
        messages.success(request, text % {"n": len(saved), "actions": ", ".join(saved)})
    elif not refused:
        messages.info(request, _("Nothing was changed: there was nothing to save."))


def forms_of(country: str, actions: list[Action], current: dict[str, Adoption]) -> dict[str, MenuAnswerForm]:
    return {
        action.pk: MenuAnswerForm(prefix=action.pk, current=current.get(action.pk), countries=[country])
        for action in actions
    }


def menu_page(
    request: HttpRequest,
    country: Country,
    lines: list[MenuLine],
    rows: dict[str, MenuAnswerForm],
    form: SelectionForm,
    selection: Selection,
    tail: str,
) -> HttpResponse:
    by_action = {line.action.pk: (line, rows.get(line.action.pk)) for line in lines}
    refused = [row for row in rows.values() if row.is_bound and row.errors]
    states = [line.state for line in lines]
    context: dict[str, Any] = {
        "country": country,
        "menu": menu_with([line.action for line in lines], by_action),
        "form": form,
        "selection": selection,
        "tail": tail,
        "rows": rows,
        "refused": refused,
        "unsaved": any(row.initial.get("is_typed") for row in rows.values()),
        "counts": [(state, states.count(state)) for state in STATES if state in states],
        "may_write": bool(rows),
    }
    return render(request, "reports/countries/menu.html", context, status=422 if refused else 200)
