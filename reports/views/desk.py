"""The desk of a person who has signed in: what to do next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports import rules, workflow
from reports.desk import desk as desk_of
from reports.desk import waiting_with_others
from reports.models import Country, Organisation
from reports.sight import with_revisions
from reports.views.doors import SignedIn


@login_required
def desk(request: SignedIn) -> HttpResponse:
    """What waits for this person. If nothing does, the working group goes on to its queue, everybody but who
    reports, records or clears to the Plan at a glance."""
    who = rules.standing(request.user)
    own_desk = desk_of(who, timezone.now())
    if own_desk.is_clear and not rules.reports_or_records(who):
        return redirect("review" if rules.may_read_queue(who) else "home")
    with_revisions(own_desk.claims, who.today())
    for_others = who.recording - who.countries
    context = {
        "desk": own_desk,
        "countries": own_desk.countries,
        "bodies": sorted(who.bodies),
        "recording": Country.objects.filter(pk__in=for_others).by_name() if for_others else [],
        "organisations": Organisation.objects.filter(pk__in=who.organisations) if who.appointments else [],
        "own_tables": rules.may_bring_own_tables(who),
        "waiting": waiting_with_others(who).count() if who.countries or who.appointments else 0,
        "to_review": rules.visible_queue(who).count(),
        "may_record": rules.may_record(who),
        "tour": rules.reports_or_records(who) and not request.user.toured,
    }
    return render(request, "reports/desk/desk.html", context)


@login_required
@require_POST
def desk_toured(request: SignedIn) -> HttpResponse:
    workflow.finish_tour(by=request.user)
    return redirect("desk")
