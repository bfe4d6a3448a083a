"""The floors of the house as a figure, made from the code: `python -m tests.floors` draws `docs/floors.svg`."""

from collections import Counter
from html import escape
from math import ceil

from tests.test_house_rules import FLOORS, ROOT, arrows

FIGURE = ROOT / "docs" / "floors.svg"
COLOURS = {"themes": "#8a5a00", "indicators": "#a03060", "reports": "#14406f", "actionplan": "#2a6b3c"}
WIDTH, LEFT, BOX, GAP, HIGH = 1180, 40, 182, 6, 36  # of the figure, its margin, a room, between rooms, of a room
IN_A_ROW = (WIDTH - LEFT) // (BOX + GAP)
ROOM = (
    '<g><rect x="{x}" y="{y}" width="{BOX}" height="{HIGH}" fill="#fff" stroke="{colour}"/>'
    '<text x="{left}" y="{first}" fill="{colour}" font-weight="600">{name}</text>'
    '<text x="{left}" y="{second}" fill="#444">{counts}</text></g>'
)


def drawn() -> str:
    """The figure as SVG. On top the last floor; a room may import from the floors below its own."""
    pairs = {(own, other) for _file, own, other in arrows()}
    imports, importers = Counter(own for own, _other in pairs), Counter(other for _own, other in pairs)
    parts, y = [], 58
    for number, floor in reversed([*enumerate(FLOORS)]):
        parts.append(f'<text x="10" y="{y + 23}" fill="#222" font-size="15">{number}</text>')
        for place, name in enumerate(sorted(floor, key=by_app)):
            row, column = divmod(place, IN_A_ROW)
            counts = f"imports {imports[name]}, imported by {importers[name]}"
            parts.append(room(name, counts, LEFT + column * (BOX + GAP), y + row * (HIGH + GAP)))
        y += ceil(len(floor) / IN_A_ROW) * (HIGH + GAP) + 10
        parts.append(f'<line x1="0" x2="{WIDTH}" y1="{y - 8}" y2="{y - 8}" stroke="#ccc"/>')
    total = f"{len(FLOORS)} floors, {sum(map(len, FLOORS))} rooms, {len(pairs)} arrows."
    title = f"{total} A room imports only from floors below its own."
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" font-family="sans-serif" font-size="11">'
    lines = [head, f"<title>{title}</title>", f'<rect width="{WIDTH}" height="{y}" fill="#fff"/>']
    lines += [f'<text x="10" y="24" fill="#222" font-size="15">{title}</text>', *key(), *parts, "</svg>"]
    return "\n".join(lines) + "\n"


def by_app(name: str) -> tuple[int, str]:
    return [*COLOURS].index(name.partition(".")[0]), name


def room(name: str, counts: str, x: int, y: int) -> str:
    return ROOM.format(
        x=x,
        y=y,
        BOX=BOX,
        HIGH=HIGH,
        left=x + 7,
        first=y + 15,
        second=y + 29,
        name=escape(name),
        counts=counts,
        colour=COLOURS[name.partition(".")[0]],
    )


def key() -> list[str]:
    """The colours of the apps, whose names begin those of the rooms."""
    return [
        f'<text x="{10 + 110 * place}" y="44" fill="{colour}" font-size="13" font-weight="600">{app}</text>'
        for place, (app, colour) in enumerate(COLOURS.items())
    ]


if __name__ == "__main__":
    FIGURE.write_text(drawn(), encoding="utf-8")
    print(f"Drawn: {FIGURE.relative_to(ROOT)}")
