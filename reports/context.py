from functools import partial

from django.http import HttpRequest

from reports import rules
from reports.models import Typed, User


def page(request: HttpRequest) -> dict:
    """What every page shows: what this person may do, and whether the data is for demonstration."""
    if not hasattr(request, "user"):
        return {}
    who = rules.standing(request.user)
    return {
        "standing": who,
        "may_read_log": rules.may_read_log(who),
        "kept_here": partial(kept_here, request),
        "demo_banner": User.objects.filter(is_demo=True).exists(),
    }


def kept_here(request: HttpRequest) -> list[dict[str, str]]:
    """What this person typed on this page and never saved, newest first: form.js offers it. One query, if asked."""
    if not request.user.is_authenticated:
        return []
    rows = Typed.objects.filter(person=request.user, path=request.path)
    return [{"key": row.key, "fields": row.fields} for row in rows]
