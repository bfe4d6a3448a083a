"""What a page says of itself to whoever passes it on."""

from django import template
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString

from reports import citing

register = template.Library()


@register.simple_tag(takes_context=True)
def cite(context: Context) -> citing.Cited | None:
    """How the page is cited, if anybody may open it."""
    request = context.get("request")
    return citing.cited(request, {str(name): value for name, value in context.flatten().items()}) if request else None


class Captured(template.Node):
    def __init__(self, nodelist: NodeList, name: str):
        self.nodelist, self.name = nodelist, name

    def render(self, context: Context) -> SafeString:
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


@register.tag
def captured(parser: Parser, token: Token) -> Captured:
    """`{% captured as title %}{% block title %}{% endblock %}{% endcaptured %}`: a block that is shown more than once."""
    name = token.split_contents()[-1]
    nodelist = parser.parse(("endcaptured",))
    parser.delete_first_token()
    return Captured(nodelist, name)
