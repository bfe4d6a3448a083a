"""What stands in the way of keeping the page as a view, said before a name is asked for."""

from django import template
from django.template import Context

from reports.workflow import views

register = template.Library()


@register.simple_tag(takes_context=True)
def unkeepable(context: Context) -> str:
    request = context["request"]
    return views.unkeepable(request.path, request.GET.urlencode())


@register.simple_tag(takes_context=True)
def kept_enough(context: Context) -> str:
    return views.kept_enough(context["request"].user)
