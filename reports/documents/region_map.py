"""The map of the sub-regions as one SVG with its own colours, for paper: the outlines are those of the site's map."""

from reports.charts import outlines

LEVELS = ("#e3ecf6", "#b4cce7", "#7aa3d1", "#3a69a6", "#123a69")  # light to dark: they hold in black and white
LAND = "#f1f1ed"


def region_map(levels: dict[str, int | None]) -> str:
    """`levels`: 0-4 by country code; None: it does not take part."""
    shapes = outlines()
    paths = [f'<path d="{shapes["neighbours"]}" fill="{LAND}"/>']
    for code, shape in shapes["countries"].items():
        level = levels.get(code)
        fill = LAND if level is None else LEVELS[level]
        paths.append(f'<path d="{shape["path"]}" fill="{fill}" stroke="#5d6b7a" stroke-width="0.8"/>')
    view = shapes["viewBox"]
    _left, _top, width, height = view.split()
    size = f'width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" {size}>{"".join(paths)}</svg>'
