"""An organisation's part in what is done."""

from django.db.models import Count, Q

from reports.models import LEAD, ActivityQuerySet, Partner


def organisation_parts(organisation: int, activities: ActivityQuerySet) -> dict[str, int]:
    """`{"lead": 3, "implementing": 0, "funding": 1, "technical": 2}` among these activities. Two queries."""
    funding = Partner.Role.FUNDING.value
    funded = Q(pk__in=activities.with_part_of(organisation, funding).order_by().values("pk"))
    having = activities.with_part_of(organisation).order_by()
    counts = having.aggregate(lead=Count("pk", filter=Q(lead=organisation)), funding=Count("pk", filter=funded))
    held = Partner.objects.filter(organisation=organisation, activity__in=activities.order_by())
    others = held.exclude(role=funding).order_by().values_list("role").annotate(n=Count("pk"))
    nothing = {str(role): 0 for role in Partner.Role}
    return {LEAD: counts["lead"]} | nothing | dict(others) | {funding: counts["funding"]}
