"""What was refused of what a person stands for, beside claims: it stays on their desk until it is said anew, or for three months."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from reports.models import ActivityQuerySet, Adoption, AdoptionQuerySet, LaterFact, LaterFactQuerySet
from reports.rules import Standing

SHOWN_FOR = timedelta(days=91)


def refused_facts(activities: ActivityQuerySet, now: datetime) -> LaterFactQuerySet:
    """What was reported later of these. A note is said anew by one of the same day."""
    is_same_note = ~Q(kind=LaterFact.Kind.NOTE) | Q(since=OuterRef("since"))
    same = Q(claim=OuterRef("claim")) | Q(claim=None, kind=OuterRef("kind")) & is_same_note
    anew = LaterFact.objects.filter(same, activity=OuterRef("activity"), at__gt=OuterRef("decided_at"))
    refused = Q(review=LaterFact.Review.REFUSED, decided_at__gte=now - SHOWN_FOR)
    own = Exists(activities.order_by().filter(pk=OuterRef("activity")))
    rows = LaterFact.objects.with_claims().filter(refused, own).exclude(Exists(anew))
    return rows.select_related("activity", "decided_by").order_by("decided_at", "pk")


def refused_answers(who: Standing, now: datetime) -> AdoptionQuerySet:
    """Answers of their countries to the menu, until the country has answered again."""
    anew = Adoption.objects.filter(
        country=OuterRef("country"), action=OuterRef("action"), created_at__gt=OuterRef("decided_at")
    )
    rows = Adoption.objects.filter(verification=Adoption.Verification.REFUSED, country__in=who.countries)
    rows = rows.filter(decided_at__gte=now - SHOWN_FOR).exclude(Exists(anew))
    return rows.select_related("country", "action", "decided_by").order_by("decided_at", "pk")
