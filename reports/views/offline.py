"""Without a line: what is kept on the person's machine, and what waits there to be sent."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from reports import rules
from reports.models import Country
from reports.offline import pages_to_keep


@login_required
def line(request: HttpRequest) -> HttpResponse:
    """The page that stands in for one that was not kept; the forms that wait are drawn by the browser, which has them."""
    who = rules.standing(request.user)
    context = {"countries": Country.objects.filter(pk__in=who.countries).by_name(), "may_record": rules.may_record(who)}
    return render(request, "reports/desk/line.html", context)


@login_required
def line_pages(request: HttpRequest) -> JsonResponse:
    """For the service worker: `[[address, milliseconds since 1970], ...]`."""
    kept = pages_to_keep(rules.standing(request.user))
    return JsonResponse([[page, int(since.timestamp() * 1000)] for page, since in kept], safe=False)
