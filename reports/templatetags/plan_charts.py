"""Charts of the Plan as small SVG fragments: the bar of the three layers, and the map of the sub-regions."""

from collections import Counter

from django import template

from indicators.attainment import NO_LONGER, REACHED
from reports.attained import ACTIONS, UNITS, layers_words, met_words, reached_words
from reports.charts import BAR, layers, need_at, outlines
from reports.layer_words import layers_key
from reports.summaries import Selection, TargetProgress
from reports.wording import map_note
from themes.models import Theme

register = template.Library()


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

    `required` is the threshold, marked on the bar (None: no mark); `total`, of a bar of actions, is how many there are.
    `label` names the bar for those who cannot see it. `caption=False` leaves out the sentence with the figures: only where the same figures stand in words beside the bar.
    """
    scale = max(verified + reported + expected, required or 0, total or 0, 1)
    return {
        "bar": {
            "width": BAR,
            "label": label,
            "words": layers_words(verified, reported, expected, required, UNITS if total is None else ACTIONS),
            "marks": list(layers(verified, reported, expected, scale)),
            "need_at": None if required is None else need_at(required, scale),
            "caption": caption,
        }
    }


@register.inclusion_tag("_layers_legend.html")
def layers_legend(of: str = "results") -> dict:
    """How to read the bars, once a page."""
    return {"key": layers_key(of)}


@register.inclusion_tag("_target_squares.html")
def target_squares(by_theme: list[tuple[Theme, list[TargetProgress]]], tail: str = "") -> dict:
    """Every target as a square that says how far it is by its shape and, to who cannot see it, in words; before them, how each
    is read and how many there are of it.

    Each leads to its target in the selection of which `tail` is the address.
    """
    shown = [target for _theme, targets in by_theme for target in targets]
    reached = Counter((target.reached, said_of(target)) for target in shown)
    return {
        "by_theme": [
            (theme, [(target, target.code.removeprefix(f"{theme.pk}.")) for target in targets])
            for theme, targets in by_theme
        ],
        "key": [(*one, reached[one]) for one in sorted(reached, key=lambda one: (REACHED.index(one[0]), one[1]))],
        "tail": tail,
    }


def said_of(target: TargetProgress) -> str:
    """How far it is; of one that is met no longer, whether it had been by the deadline or late."""
    return met_words(target.attainment) if target.reached == NO_LONGER else reached_words()[target.reached]


@register.inclusion_tag("_map.html")
def region_map(
    rows: list[dict], title: str, value_name: str, key: list[tuple[str, str]], selection: Selection | None = None
) -> dict:
    """The map of the sub-regions in five levels, with the same figures as a table beside it.

    Those that carry nothing out are named below the table, and those that never reported by the page.

    A row is `{"code": iso3, "name", "label": the figure in words, "figure", "look": of `charts.MAP`, "url": or ""}`; a
    country without a row is drawn as not taking part. `key` gives the words of each look, `selection` the day.
    """
    shapes = outlines()
    drawn = shapes["countries"]
    by_code = {row["code"]: row for row in rows}
    blank = {"name": "", "label": "", "url": "", "look": "land"}
    countries = [{**blank, **by_code.get(code, {}), **shape} for code, shape in drawn.items()]
    return {
        "selection": selection,
        "map": {
            "title": title,
            "value_name": value_name,
            "key": key,
            "note": map_note(),
            "view_box": shapes["viewBox"],
            "neighbours": shapes["neighbours"],
            "countries": countries,
            "named": [{**row, **drawn[row["code"]]} for row in rows if row["look"] != "land" and row["code"] in drawn],
            "listed": [row for row in rows if row["look"] not in ("l0", "silent", "land")],
            "without": [row for row in rows if row["look"] == "l0"],
        },
    }
