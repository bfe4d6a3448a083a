"""An organisation's part in what is done."""

from django.db.models import Count

from reports.models import LEAD, ActivityQuerySet, Partner


def organisation_parts(organisation: int, activities: ActivityQuerySet) -> dict[str, int]:
    """`{"lead": 3, "implementing": 0, "funding": 1, "technical": 2}` among these activities. Three queries."""
    parts = {LEAD: activities.filter(lead=organisation).count()} | {str(role): 0 for role in Partner.Role}
    held = Partner.objects.filter(organisation=organisation, activity__in=activities.order_by())
    funding = Partner.Role.FUNDING.value
    others = held.exclude(role=funding).order_by().values_list("role").annotate(n=Count("pk"))
    return parts | dict(others) | {funding: activities.with_part_of(organisation, funding).count()}
