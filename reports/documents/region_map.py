"""The map of the sub-regions as an SVG for paper: the same marks and colours as in a chart's file."""

from reports.charts import DOTS, MAP, map_marks, outlines

EDGE = 'stroke="#8a97a4" stroke-width="0.8"'


def region_map(looks: dict[str, str]) -> str:
    """`looks`: of `reports.charts.MAP`, by country code."""
    view = outlines()["viewBox"]
    _left, _top, width, height = view.split()
    size = f'width="{width}" height="{height}"'
    paths = (f'<path d="{mark.path}" fill="{MAP[mark.look]}" {EDGE}/>' for mark in map_marks(looks, {}))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" {size}>{DOTS}{"".join(paths)}</svg>'
