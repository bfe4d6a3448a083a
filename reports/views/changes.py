"""The change log: who did what, when, why; only read here, as everywhere."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from reports import exports, rules
from reports.exports import lists
from reports.filters import ChangeFilter
from reports.log import told_changes
from reports.pages import page_of


@login_required
def changes(request: HttpRequest) -> HttpResponse:
    who = rules.standing(request.user)
    if not rules.may_read_log(who):
        raise PermissionDenied
    found = ChangeFilter(request.GET, rules.visible_changes(who).select_related("by", "country"))
    if exports.asked(request, found):
        rows = lists.change_rows(who, found.qs.order_by("-id"))
        told = exports.filters_of(found.form)
        table = exports.Table.of(request, "changes", _("Change log"), lists.change_columns(), rows, told)
        return exports.download(request, table)
    page = page_of(found.qs if found.is_valid() else found.queryset.none(), request, order=("-id",))
    context = {"filter": found, "page": page, "told": told_changes(who, page.rows)}
    return render(request, "reports/changes/list.html", context)
