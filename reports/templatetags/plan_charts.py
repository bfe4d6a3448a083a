"""Charts of the Plan as small SVG fragments: the bar of the three layers, and the map of the sub-regions."""

import json
from functools import cache
from pathlib import Path

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

WIDTH = 320
LAYERS = ("solid", "hatch", "outline", "track")
MOST_CELLS = 40  # above this, one cell a unit would be too thin to see


def cells(first: int, last: int, scale: int, inset: float) -> str:
    """Path of one box for each unit from `first` up to, not including, `last`, on a bar of `scale` units."""
    gap = 2 if scale <= MOST_CELLS else 0
    runs = [(i, i + 1) for i in range(first, last)] if gap else [(first, last)]
    boxes = []
    for begin, end in runs:
        left = round(begin * WIDTH / scale) + gap / 2 + inset
        right = round(end * WIDTH / scale) - gap / 2 - inset
        top, height = 4 + inset, 12 - 2 * inset
        boxes.append(f"M{left:g} {top:g}H{right:g}v{height:g}H{left:g}z")
    return "".join(boxes)


def words_for(verified: int, reported: int, expected: int, required: int | None) -> str:
    figures = ", ".join(
        (
            ngettext("%(count)d verified", "%(count)d verified", verified) % {"count": verified},
            ngettext("%(count)d reported", "%(count)d reported", reported) % {"count": reported},
            ngettext("%(count)d expected", "%(count)d expected", expected) % {"count": expected},
        )
    )
    if required is None:
        return figures
    return _("%(figures)s; %(required)d needed") % {"figures": figures, "required": required}


@register.inclusion_tag("_layers_bar.html")
def layers_bar(
    verified: int,
    reported: int,
    expected: int,
    required: int | None = None,
    label: str = "",
    total: int | None = None,
    caption: bool = True,
) -> dict:
    """A bar of the three layers, each unit counted once, in its best layer only.

    `required` is the threshold, marked on the bar (None: no mark); `total` is how many units there could be at most,
    when that is more than the threshold. `label` names the bar for those who cannot see it. `caption=False` leaves
    out the sentence with the figures: only where the same figures stand in words beside the bar.
    """
    filled = verified + reported + expected
    scale = max(filled, required or 0, total or 0, 1)
    edges = (0, verified, verified + reported, filled, scale)
    insets = (0, 0.5, 0.75, 0)
    shapes = [
        {"name": name, "path": cells(edges[i], edges[i + 1], scale, insets[i])}
        for i, name in enumerate(LAYERS)
        if edges[i] < edges[i + 1]
    ]
    return {
        "bar": {
            "width": WIDTH,
            "label": label,
            "words": words_for(verified, reported, expected, required),
            "shapes": shapes,
            "need_at": None if required is None else min(max(round(required * WIDTH / scale), 1), WIDTH - 1),
            "caption": caption,
        }
    }


@cache
def outlines() -> dict:
    """`{"source", "viewBox", "neighbours": path, "countries": {iso3: {"path"}}}` (public domain, Natural Earth)."""
    return json.loads((Path(__file__).parent.parent / "data" / "region_map.json").read_text())


@register.inclusion_tag("_map.html")
def region_map(rows: list[dict], title: str, value_name: str, levels: list[tuple[int, str]]) -> dict:
    """The map of the sub-regions in five levels, with the same figures as a table beside it.

    A row is `{"code": iso3, "name", "label": the figure in words, "level": 0-4, "none" (no report) or None, "url": or ""}`; a country
    without a row, or with level None, is drawn as not taking part. `levels` gives the words of each level used.
    """
    shapes = outlines()
    by_code = {row["code"]: row for row in rows}
    blank = {"name": "", "label": "", "url": "", "level": None}
    countries = [
        {**blank, **by_code.get(code, {}), "path": shape["path"]} for code, shape in shapes["countries"].items()
    ]
    return {
        "map": {
            "title": title,
            "value_name": value_name,
            "levels": levels,
            "view_box": shapes["viewBox"],
            "neighbours": shapes["neighbours"],
            "countries": countries,
            "listed": [row for row in rows if row["level"] is not None],
        }
    }
