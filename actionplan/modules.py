"""Scripts are modules that import one another. Whoever needs one names all that it imports, so that none is waited for."""

import re
from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

FOLDER = settings.BASE_DIR / "actionplan" / "static" / "js"
IMPORT = re.compile(r'^(?:import\b|\} from)[^"]*"\./([\w-]+)\.js";$', re.MULTILINE)
register = template.Library()


@cache
def imported(name: str) -> tuple[str, ...]:
    """What the script `name` imports, and what that imports: `("bar", "kept", ...)`."""
    direct = IMPORT.findall((FOLDER / f"{name}.js").read_text(encoding="utf-8"))
    return tuple(sorted({*direct, *(further for each in direct for further in imported(each))}))


def address(name: str) -> str:
    return static(f"js/{name}.js")


@register.simple_tag
def module(name: str) -> SafeString:
    """The tags by which a page asks for a script and, in the same breath, for what it imports."""
    asked = format_html_join("", '<link rel="modulepreload" href="{}">', ((address(each),) for each in imported(name)))
    return format_html('{}<script src="{}" type="module"></script>', asked, address(name))
