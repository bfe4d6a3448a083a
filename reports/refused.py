"""What was refused of what a person stands for, beside claims: it stays on their desk until it is said anew, or for three months."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from reports.agreements import MOST
from reports.models import ActivityQuerySet, Adoption, LaterFact
from reports.rules import Standing

SHOWN_FOR = timedelta(days=91)


def refused_facts(activities: ActivityQuerySet, now: datetime) -> list[LaterFact]:
    """What was reported later of these. A note is said anew by one of the same day. One query."""
    is_same_note = ~Q(kind=LaterFact.Kind.NOTE) | Q(since=OuterRef("since"))
    same = Q(claim=OuterRef("claim")) | Q(claim=None, kind=OuterRef("kind")) & is_same_note
    anew = LaterFact.objects.filter(same, activity=OuterRef("activity"), at__gt=OuterRef("decided_at"))
    refused = Q(review=LaterFact.Review.REFUSED, decided_at__gte=now - SHOWN_FOR)
    rows = LaterFact.objects.with_claims().filter(refused, activity__in=activities).exclude(Exists(anew))
    return list(rows.select_related("activity", "decided_by").order_by("decided_at", "pk")[:MOST])


def refused_answers(who: Standing, now: datetime) -> list[Adoption]:
    """Answers to the menu, until the country has answered again. One query, of those who answer for a country."""
    if not who.countries:
        return []
    anew = Adoption.objects.filter(
        country=OuterRef("country"), action=OuterRef("action"), created_at__gt=OuterRef("decided_at")
    )
    rows = Adoption.objects.filter(verification=Adoption.Verification.REFUSED, country__in=who.countries)
    rows = rows.filter(decided_at__gte=now - SHOWN_FOR).exclude(Exists(anew))
    return list(rows.select_related("country", "action", "decided_by").order_by("decided_at", "pk")[:MOST])
