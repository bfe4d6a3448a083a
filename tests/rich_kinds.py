"""The kinds of rows that a figure heeds, and how many there are of each: `tests/rich_rows.py` is to make them all."""

from django.db.models import F, OuterRef, Q

from reports.models import Activity, Adoption, Claim, FundingLine, LaterFact, StatusSpan
from tests.rich_rows import MONEY, REVIEWS

AS_KNOWN = {"a year": "^[0-9]{4}$", "a month": "^[0-9]{4}-[0-9]{2}$"}


def kinds_of_rows() -> dict[str, int]:
    kinds = {**statuses(), **later(), **days(), **answers(), **trainings(), **money()}
    return {name: rows.count() for name, rows in kinds.items()}


def statuses():
    recorded, spans = Activity.objects.exclude(review="draft"), StatusSpan.objects.exclude(since=None)
    kinds = {f"recorded as {status}": recorded.filter(first_status=status) for status in Activity.Status.values}
    kinds |= {f"{status} since a day": spans.filter(status=status) for status in Activity.Status.values[1:]}
    of_stops = recorded.filter(first_status__in=Activity.STOPPED)
    kinds["stopped since a day that is not known"] = of_stops.filter(status_spans__since=None, status_spans__until=None)
    suspended = StatusSpan.objects.filter(status="suspended", activity=OuterRef("activity"), until=OuterRef("since"))
    kinds["suspended and resumed"] = spans.filter(status="in_progress", since__in=suspended.values("until"))
    kinds["over before the last day of its start"] = recorded.filter(begun_on__lt=F("starts_on"))
    return kinds | {
        "recorded under way since a day": recorded.filter(
            first_status__in=("in_progress", "completed"), first_status_since__isnull=False
        )
    }


def later():
    facts, claims = LaterFact.objects.exclude(activity__review="draft"), Claim.objects.exclude(verification="refused")
    kinds = {
        f"{kind} {word}": facts.filter(kind=kind, review=word) for kind in LaterFact.Kind.values for word in REVIEWS
    }
    kinds["no longer so"] = claims.exclude(ended_on=None)
    kinds["over before it was achieved"] = claims.filter(ended_on__lte=F("achieved_on"))
    return kinds | {"never achieved": claims.filter(achieved_on=None)}


def days():
    rows = {"start": (Activity, "starts_on"), "end": (Activity, "ends_on"), "status": (Activity, "first_status_since")}
    rows |= {"later": (LaterFact, "since"), "achieved": (Claim, "achieved_on"), "no longer so": (Claim, "ended_on")}
    rows |= {"in place": (Adoption, "in_place_since")}
    return {
        f"{name} known to {what}": model.objects.filter(**{f"{field}_known__regex": form})
        for name, (model, field) in rows.items()
        for what, form in AS_KNOWN.items()
    }


def answers():
    rows = Adoption.objects.exclude(action=None)
    kinds = {f"{kind} stands": rows.current().filter(answer=kind) for kind in Adoption.Answer.values}
    kinds |= {f"{kind} ended": rows.exclude(withdrawn_on=None).filter(answer=kind) for kind in Adoption.Answer.values}
    kinds |= {f"in place {word}": rows.filter(answer="in_place", verification=word) for word in ("pending", "verified")}
    both = Adoption.objects.filter(country=OuterRef("country"), action=OuterRef("action"), answer="adopted")
    both = both.filter(withdrawn_on__gt=OuterRef("adopted_on"))
    kinds["in place on days of another answer"] = rows.filter(answer="in_place", action__in=both.values("action"))
    return kinds | {"refused": rows.filter(verification="refused"), "own": Adoption.objects.filter(action=None)}


def trainings():
    rows = Activity.objects.filter(review__in=Activity.HANDED_IN)
    women, men = Q(participants_women=None), Q(participants_men=None)
    kinds = {"no number": rows.filter(women & men), "women alone": rows.filter(~women & men)}
    kinds |= {"men alone": rows.filter(women & ~men), "both": rows.filter(~women & ~men)}
    kinds |= {"nought": rows.filter(participants_women=0), "under theme II": rows.filter(theme="II")}
    kinds |= {
        "materials alone": rows.filter(actions="II.3").exclude(actions="II.1"),
        "session": rows.filter(actions="II.1"),
    }
    return kinds | {"topic": rows.exclude(topics=None), "audience": rows.exclude(audiences=None)}


def money():
    rows = FundingLine.objects.filter(activity__in=Activity.objects.published())
    kinds = {f"in {currency}": rows.filter(currency=currency) for currency in MONEY}
    kinds |= {"without a funder": rows.filter(funder=None), "of a funder": rows.exclude(funder=None)}
    kinds |= {"without a year": rows.filter(year=None), "of a year": rows.exclude(year=None)}
    kinds |= {"committed alone": rows.filter(spent=None), "spent alone": rows.filter(committed=None)}
    needy = Activity.objects.published().filter(amount_needed__isnull=False)
    several = needy.filter(funding_lines__currency="EUR", funding_lines__committed__isnull=False)
    return kinds | {"needs money": needy, "needs dollars and has euros": several}
