"""The shape of the house: who may import whom, and a README that names every command."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("themes", "indicators", "reports", "actionplan")


def modules(folder):
    return [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_only_those_before_it(app):
    later = APPS[APPS.index(app) + 1 :]
    wrong = [(str(path), name) for path in modules(app) for name in imported(path) if name.split(".")[0] in later]
    assert wrong == []


FROM_BELOW = {
    "models": ("rules", "workflow", "summaries", "filters", "forms", "views", "api"),
    "files": ("models", "rules", "workflow", "summaries", "tables", "filters", "forms", "views", "api"),
    "rules": ("workflow", "summaries", "filters", "forms", "views", "api"),
    "workflow": ("summaries", "snapshots", "filters", "forms", "views", "api"),
    "summaries": ("workflow", "snapshots", "filters", "forms", "views", "api"),
    "snapshots": ("workflow", "filters", "forms", "views", "api"),
    "forms": ("views", "api"),
    "exports": ("forms", "views", "api"),
    "documents": ("workflow", "filters", "forms", "views", "api"),
    "tables": ("forms", "views", "api"),
    "views": ("api",),
    "api": ("views",),
}


@pytest.mark.parametrize("layer", FROM_BELOW)
def test_a_layer_of_reports_imports_only_earlier_ones(layer):
    folder, single = ROOT / "reports" / layer, ROOT / "reports" / f"{layer}.py"
    paths = list(folder.rglob("*.py")) if folder.is_dir() else [single]
    later = {f"reports.{name}" for name in FROM_BELOW[layer]}
    wrong = [(str(path), name) for path in paths for name in imported(path) if ".".join(name.split(".")[:2]) in later]
    assert wrong == []


def test_no_import_hides_in_a_function():
    hidden = []
    for app in APPS:
        for path in modules(app):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    inner = [row for row in ast.walk(node) if isinstance(row, ast.Import | ast.ImportFrom)]
                    hidden += [f"{path}:{row.lineno}" for row in inner]
    assert hidden == []


def test_states_are_set_by_verbs_alone():
    """Outside the workflow nobody assigns a review or a verification."""
    wrong = []
    for path in modules("reports"):
        if "workflow" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign):
                named = [row.attr for row in node.targets if isinstance(row, ast.Attribute)]
                wrong += [
                    f"{path}:{node.lineno}" for name in named if name in ("review", "verification", "achieved_on")
                ]
    assert wrong == []


NEEDED_IN_A_VERB = {"select_for_update": "no_key", "full_clean": "validate_unique"}


def test_a_verb_is_one_transaction_that_waits_for_nobody_for_ever():
    """A bare `atomic` meets a constraint at once with another; a lock on a row's key waits for who only names the row;
    a check of uniqueness of the library's refuses what the same form, sent twice at once, has just made."""
    wrong = []
    for path in [*(ROOT / "reports" / "workflow").glob("*.py"), *(ROOT / "reports" / "api").glob("*.py")]:
        text = path.read_text(encoding="utf-8")
        wrong += [path.name] if "@transaction.atomic" in text else []
        for node in ast.walk(ast.parse(text)):
            needed = NEEDED_IN_A_VERB.get(getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else None
            if needed and needed not in {one.arg for one in node.keywords}:
                wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []


def test_nothing_is_longer_than_one_reads_at_once():
    pages = [path for path in (ROOT / "templates").rglob("*.*") if lines_of(path) > 150]
    code = [path for app in (*APPS, "tests") for path in modules(app)]
    functions = [
        (str(path), node.name)
        for path in code
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= most_lines(path, node.name)
    ]
    assert (pages, [path for path in code if lines_of(path) > 400], functions) == ([], [], [])


def lines_of(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def most_lines(path, name):
    return 20 if "tests" in path.parts and name.startswith("test_") else 40


def test_the_readme_names_every_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [path.stem for path in (ROOT / "reports" / "management" / "commands").glob("[a-z]*.py")]
    assert [name for name in commands if name not in readme] == []


def test_dates_are_written_in_one_place():
    """Django's own function knows no "1er mars": everybody asks `themes.dates`, and a template names the form."""
    wrong = []
    for app in APPS:
        for path in modules(app):
            tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            named = [row for row in tree if isinstance(row, ast.ImportFrom) and row.module == "django.utils.formats"]
            wrong += [str(path) for row in named if "date_format" in {name.name for name in row.names}]
    assert wrong == []


def test_no_page_holds_style_or_script_of_its_own():
    wrong = []
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        wrong += [f"{path}: {mark}" for mark in (" style=", "<style", "onclick=", "javascript:") if mark in text]
    assert wrong == []
