from django.http import HttpRequest

from reports import rules
from reports.models import User


def page(request: HttpRequest) -> dict:
    """What every page shows: what this person may do, and whether the data is for demonstration."""
    if not hasattr(request, "user"):
        return {}
    return {
        "standing": rules.standing(request.user),
        "demo_banner": User.objects.filter(is_demo=True).exists(),
    }
