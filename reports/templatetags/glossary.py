"""Words that the pages use least explained, linked to where the help page explains them."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

# By their anchors on the help page.
WORDS = {"claim": _("Claim"), "unit": _("Unit"), "layer": _("Layer of a figure"), "menu": _("Menu of actions")}


@register.inclusion_tag("_terms.html")
def terms(*anchors: str, apart: bool = False) -> dict:
    """A line of links into the glossary; `apart`, each opens beside the page, as it should from a form. KeyError for a word
    that is not in the glossary."""
    return {"words": [(anchor, WORDS[anchor]) for anchor in anchors], "apart": apart}
