"""The map of the sub-regions as an SVG for paper: the same marks and colours as in a chart's file."""

from reports.charts import MAP, map_marks, outlines

EDGE = 'stroke="#8a97a4" stroke-width="0.8"'


def region_map(levels: dict[str, int | None]) -> str:
    """`levels`: 0-4 by country code; None: it does not take part."""
    view = outlines()["viewBox"]
    _left, _top, width, height = view.split()
    size = f'width="{width}" height="{height}"'
    paths = (f'<path d="{mark.path}" fill="{MAP[mark.look]}" {EDGE}/>' for mark in map_marks(levels, {}))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" {size}>{"".join(paths)}</svg>'
