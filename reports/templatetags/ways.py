"""Where somebody may go on who was refused a page."""

from django import template
from django.template import Context
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

register = template.Library()

# By the names of their routes: what anybody may open, also those to whom a page below it is refused.
PLACES = {
    "country": _("The public page of this country"),
    "activity": _("The page of this activity"),
    "target": _("The page of this target"),
    "recommendation": _("The page of this recommendation"),
    "organisation": _("The page of this organization"),
    "snapshot": _("The page of this edition"),
    "activities": _("Activities"),
    "organisations": _("Organizations"),
    "rounds": _("Reporting rounds"),
}
DEEPEST = 3  # parts of the longest of their addresses: /plan/targets/I.T1/


@register.simple_tag(takes_context=True)
def nearest_page(context: Context) -> tuple[str, str] | None:
    """`("/countries/MOZ/", words)`: the nearest of `PLACES` above the address that was asked for."""
    parts = context["request"].path_info.strip("/").split("/")
    for end in range(min(len(parts) - 1, DEEPEST), 0, -1):
        above = f"/{'/'.join(parts[:end])}/"
        try:
            match = resolve(above)
        except Resolver404:
            continue
        if match.view_name in PLACES:
            return above, str(PLACES[match.view_name])
    return None
