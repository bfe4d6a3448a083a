"""The change log: who did what, when, why; only read here, as everywhere."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from reports import exports, rules
from reports.exports import lists
from reports.filters import ChangeFilter
from reports.log import readable_changes
from reports.pages import page_of


@login_required
def changes(request: HttpRequest) -> HttpResponseBase:
    who = rules.standing(request.user)
    if not rules.may_read_log(who):
        raise PermissionDenied
    filterset = ChangeFilter(request.GET, rules.visible_changes(who).select_related("by", "country"))
    if exports.requested_format(request, filterset):
        rows = lists.change_rows(who, filterset.qs.order_by("-id"))
        filters = exports.filters_of(filterset.form)
        table = exports.Table.of(request, "changes", _("Change log"), lists.change_columns(), rows, filters)
        return exports.download(request, table)
    page = page_of(filterset.qs if filterset.is_valid() else filterset.queryset.none(), request, order=("-id",))
    context = {"filter": filterset, "page": page, "changes": readable_changes(who, page.rows)}
    return render(request, "reports/changes/list.html", context)
