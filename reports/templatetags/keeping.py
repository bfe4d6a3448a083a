"""What stands in the way of keeping the page as a view, said before a name is asked for."""

from django import template
from django.template import Context

from reports.workflow import saved_views

register = template.Library()


@register.simple_tag(takes_context=True)
def view_refusal(context: Context) -> str:
    request = context["request"]
    return saved_views.view_refusal(request.path, request.GET.urlencode())


@register.simple_tag(takes_context=True)
def room_refusal(context: Context) -> str:
    return saved_views.room_refusal(context["request"].user)
