"""The desk of a person who has signed in: what to do next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports import rules, workflow
from reports.desk import desk as desk_of
from reports.desk import waiting_with_others
from reports.models import Country


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """A focal point's desk; the working group's is its review queue, everybody else's the Plan at a glance."""
    who = rules.standing(request.user)
    if not who.countries:
        return redirect("review" if who.is_working_group else "home")
    context = {
        "desk": desk_of(who, timezone.localdate()),
        "countries": Country.objects.filter(pk__in=who.countries),
        "waiting": waiting_with_others(who).count(),
        "tour": not request.user.toured,
    }
    return render(request, "reports/desk/desk.html", context)


@login_required
@require_POST
def desk_toured(request: HttpRequest) -> HttpResponse:
    workflow.finish_tour(by=request.user)
    return redirect("desk")
