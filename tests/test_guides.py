"""The documents say what there is: every room on the map, the floors as the code has them, paths and links that lead somewhere."""

import re
from pathlib import PurePosixPath

from tests.floors import FIGURE, drawn
from tests.printed import FENCE, PAGES, ROOT
from tests.test_house_rules import FLOORS

SOURCES = ("actionplan", "benchmarks", "docs", "fixtures", "indicators", "reports", "templates", "tests", "themes")
LINK = re.compile(r"\[[^]]*\]\(([^)\s]+)\)")
PATH = re.compile(rf"`((?:{'|'.join(SOURCES)})/[\w./-]*)`")


def text_of(page):
    return page.read_text(encoding="utf-8")


def on_the_map():
    """The rooms of the README's map: a name without a folder stands in the folder of the name before it."""
    lines = text_of(ROOT / "README.md").partition("## The map of the house")[2].splitlines()
    for line in lines:
        folder = PurePosixPath()
        for name in re.findall(r"`([\w/.]+)`", line.split(" | ")[0]) if line.startswith("| `") else ():
            folder = PurePosixPath(name).parent if "/" in name.rstrip("/") else folder
            yield ".".join((folder / PurePosixPath(name).name).with_suffix("").parts)


def test_the_map_names_every_room_once():
    rooms = {room for floor in FLOORS for room in floor}
    apart = {"fixtures", "templates", "tests", "benchmarks", "actionplan.static", "actionplan.locale"}
    named = [room for room in on_the_map() if room not in apart]
    assert (sorted(rooms - {*named}), sorted({*named} - rooms), len(named)) == ([], [], len(rooms))


def test_the_figure_of_the_floors_is_what_the_code_gives_now():
    """`python -m tests.floors` draws it anew."""
    assert text_of(FIGURE) == drawn()


def anchors(page):
    """How GitHub calls the headings of a page."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_link_leads_somewhere():
    wrong = []
    for page in PAGES:
        for link in LINK.findall(FENCE.sub("", text_of(page))):
            place, _hash, anchor = link.partition("#")
            target = (page.parent / place).resolve() if place else page
            if "://" not in link and not (target.exists() and (not anchor or anchor in anchors(target))):
                wrong.append((page.name, link))
    assert wrong == []


def test_every_path_that_is_named_is_there():
    # What a how-to adds is not there yet.
    added = {"reports/views/about.py", "reports/views/borders.py", "reports/api/borders.py"}
    added |= {"tests/test_challenges.py", "templates/reports/about.html", "templates/reports/border_regions.html"}
    named = {(page.name, path) for page in PAGES for path in PATH.findall(text_of(page))}
    here = (ROOT, ROOT / "templates")
    wrong = sorted(row for row in named if row[1] not in added and not any((place / row[1]).exists() for place in here))
    assert (wrong, len(named) > 80) == ([], True)


def test_what_is_named_with_its_file_stands_in_it():
    """`standing` (`reports/rules/standing.py`): a function, a class or one of its methods."""
    named = re.compile(r"`([\w.]+)`\s\(`([\w/]+\.py)`\)")
    pairs = {pair for page in PAGES for pair in named.findall(text_of(page))}
    wrong = [
        (name, path)
        for name, path in sorted(pairs)
        if not re.search(rf"\b(def|class) {name.rpartition('.')[2]}\b|^{name} = ", text_of(ROOT / path), re.MULTILINE)
    ]
    assert (wrong, len(pairs) > 30) == ([], True)


def test_every_test_that_is_named_is_there():
    # Those that a how-to gives to be written.
    given = {"test_challenges", "test_people_trained_are_those_of_verified_activities"}
    given |= {"test_the_api_says_how_many_entries_stand_under_each_country_and_theme"}
    tests = "\n".join(text_of(path) for path in (ROOT / "tests").glob("test_*.py"))
    named = {name for page in PAGES for name in re.findall(r"\b(test_\w+)\b", text_of(page))} - given
    wrong = [name for name in named if f"def {name}(" not in tests and not (ROOT / "tests" / f"{name}.py").exists()]
    assert (wrong, len(named) > 40) == ([], True)


def test_every_page_is_linked():
    linked = {
        (page.parent / link.partition("#")[0]).resolve() for page in PAGES for link in LINK.findall(text_of(page))
    }
    assert [page.name for page in PAGES if page not in linked and page.name != "README.md"] == []


def test_pictures_are_light():
    pictures = [*(ROOT / "docs").glob("*.png"), *(ROOT / "docs").glob("*.webp")]
    assert [path.name for path in pictures if path.stat().st_size > 150_000] == []
