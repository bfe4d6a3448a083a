from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from reports import limits, rules
from reports.freshness import shows_demonstration
from reports.models import UnsavedForm


def page(request: HttpRequest) -> dict:
    """What every page shows: what this person may do, whether their language is complete, and whether the data is for demonstration."""
    if not hasattr(request, "user"):
        return {}
    who = rules.standing(request.user)
    return {
        "standing": who,
        "limits": limits,
        "may": {
            "record": rules.may_record(who),
            "have_desk": rules.has_desk(who),
            "read_queue": rules.may_read_queue(who),
            "read_log": rules.may_read_log(who),
            "run_rounds": rules.may_run_rounds(who),
            "keep_contact": rules.may_keep_contact(who),
            "manage_people": rules.may_manage_people(who),
            "revise_plan": rules.may_revise_plan(who),
            "share_views": rules.may_share_views(who),
        },
        "second_factor_is_for_you": rules.second_factor_is_for(request.user),
        "kept_here": partial(kept_here, request),
        "complete_languages": settings.COMPLETE_LANGUAGES,
        "partial_language": get_language() not in settings.COMPLETE_LANGUAGES,
        "contact_email": settings.CONTACT_EMAIL,
        "demo_banner": shows_demonstration(request),
    }


def kept_here(request: HttpRequest) -> list[dict[str, str]]:
    """What this person typed on this page and never saved, newest first: keeping.js offers it. One query, if asked."""
    if not request.user.is_authenticated:
        return []
    rows = UnsavedForm.objects.filter(person=request.user, path=request.path)
    return [{"key": row.key, "fields": row.fields} for row in rows]
