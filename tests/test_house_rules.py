"""The shape of the house: who may import whom, and where each command is named."""

import ast
from pathlib import Path

import pytest

from tests.trees import tree_of

ROOT = Path(__file__).resolve().parent.parent
APPS = ("themes", "indicators", "reports", "actionplan")


def modules(folder):
    return [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def imported(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module in (*APPS, "reports.views"):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


# A room is a module of an app, or a folder of modules. Those of one floor do not know each other; each may import from
# the floors before its own.
FLOORS = (
    {
        "themes.asking",
        "themes.catalogues",
        "themes.dated",
        "themes.fields",
        "themes.folding",
        "themes.json_rows",
        "themes.numerals",
        "themes.prepared",
        "themes.punctuation",
        "themes.typography",
        "themes.zones",
        "indicators.apps",
        "reports.apps",
        "reports.bodies",
        "reports.canonical",
        "reports.charts",
        "reports.client_address",
        "reports.guards",
        "reports.limits",
        "reports.names",
        "reports.pages",
        "reports.release",
        "reports.signs",
        "reports.trigrams",
        "reports.verbs",
        *("actionplan.kept_answers", "actionplan.languages"),
        "actionplan.modules",
        "actionplan.overruled",
        "actionplan.own_machine",
        "actionplan.request_ids",
        "actionplan.schema",
        "actionplan.static_files",
        "actionplan.wsgi",
    },
    {
        "themes.apps",
        "themes.dates",
        "themes.models",
        "themes.multilingual",
        "reports.asked",
        "reports.files",
        "reports.links",
        "reports.privacy",
        "reports.strips",
        "actionplan.messages",
        "actionplan.settings",
    },
    {
        "themes.api",
        "themes.known_days",
        "themes.menu",
        "themes.templatetags",
        "themes.translating",
        "themes.translation",
        "indicators.models",
    },
    {
        "themes.loading",
        "indicators.progress",
        "indicators.revisions",
        "indicators.translation",
        "reports.models",
    },
    {
        "indicators.api",
        "indicators.attainment",
        "reports.activity",
        "reports.agencies",
        "reports.attempts",
        "reports.chain",
        "reports.holders",
        "reports.jobs",
        "reports.invented",
        "reports.known_browsers",
        "reports.layer_words",
        "reports.site_checks",
        "reports.translation",
    },
    {"reports.tallies"},
    {
        "reports.attained",
        "reports.backup",
        "reports.freshness",
        "reports.rules",
        "reports.summaries",
        "reports.wording",
    },
    {
        "reports.citing",
        "reports.context",
        "reports.decisions",
        "reports.headlines",
        "reports.log",
        "reports.mail_parts",
        "reports.offline",
        "reports.period_words",
        "reports.closing",
        "reports.own_work",
        "reports.refused",
        "reports.sight",
        "reports.since_decision",
        "reports.sitemaps",
        "reports.trained",
        "reports.verified",
    },
    {
        "reports.agreements",
        "reports.duplicates",
        "reports.notices",
        "reports.period",
        "reports.search",
        "reports.snapshots",
    },
    {
        "reports.account_mail",
        "reports.activity_mail",
        "reports.contact_mail",
        "reports.desk",
        "reports.documents",
        "reports.errors",
    },
    {
        "reports.contacts",
        "reports.exports",
        "reports.next_steps",
        "reports.workflow",
    },
    {
        "reports.accounts",
        "reports.queue",
        "reports.tidying",
        "reports.tables",
        "reports.templatetags",
        "actionplan.refusals",
    },
    {
        "reports.demonstration",
        "reports.forms",
        "reports.tokens",
    },
    {
        "reports.admin",
        "reports.filters",
        "reports.management",
    },
    {
        "reports.api",
        "reports.views",
    },
    {
        "reports.urls",
        "actionplan.account_urls",
        "actionplan.api",
        "actionplan.problems",
    },
    {
        "actionplan.views",
    },
    {
        "actionplan.middleware",
        "actionplan.urls",
    },
)


def room_of(name):
    """`reports.forms.claim` stands in the room `reports.forms`; what is not ours, nowhere."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] in APPS and len(parts) > 1 else None


def arrows():
    """`(file, its room, a room that it imports from)`."""
    for app in APPS:
        for path in modules(app):
            own = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for room in {*map(room_of, imported(path))} - {None, own}:
                yield path.relative_to(ROOT).as_posix(), own, room


def rooms():
    """Every module and folder with code; neither migrations nor the empty file that makes an app a package."""
    standing = {
        room_of(".".join(path.relative_to(ROOT).with_suffix("").parts)) for app in APPS for path in modules(app)
    }
    return {room for room in standing if not room.endswith(("__init__", ".locale"))}


def test_every_room_has_its_floor():
    named = [room for floor in FLOORS for room in floor]
    assert (sorted(named), len(named)) == (sorted(rooms()), len(set(named)))


def test_a_room_imports_only_from_the_floors_before_its_own():
    floor = {room: number for number, floor in enumerate(FLOORS) for room in floor}
    assert [arrow for arrow in arrows() if floor[arrow[2]] >= floor[arrow[1]]] == []


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_only_those_before_it(app):
    later = APPS[APPS.index(app) + 1 :]
    assert [arrow for arrow in arrows() if arrow[1].startswith(f"{app}.") and arrow[2].split(".")[0] in later] == []


SHARED_BY_VIEWS = {"activity_page", "buttons", "charts", "conflicts", "doors", "files", "matrices", "pieces", "years"}


def test_no_view_imports_a_view():
    """What several pages need stands in a module without an address of its own."""
    wrong = []
    for path in [*(ROOT / "reports" / "views").glob("*.py"), ROOT / "actionplan" / "views.py"]:
        names = [name.split(".")[2] for name in imported(path) if name.startswith("reports.views.")]
        wrong += [(path.name, name) for name in names if name not in SHARED_BY_VIEWS]
    assert wrong == []


def test_what_views_share_has_no_address():
    urls = (ROOT / "reports" / "urls.py").read_text(encoding="utf-8")
    assert [name for name in sorted(SHARED_BY_VIEWS) if f"{name}." in urls] == []


def views_given_a_person():
    """`(module.function, is it behind the sign-in)` of what says in its signature that somebody has signed in."""
    for path in (ROOT / "reports" / "views").glob("*.py"):
        tree = tree_of(path)
        for node in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            if "request: SignedIn" in ast.unparse(node.args):
                yield f"{path.stem}.{node.name}", "login_required" in map(ast.unparse, node.decorator_list)


def test_who_counts_on_a_person_stands_behind_the_sign_in():
    """Or is called by a view that does; mypy takes the signature's word for it."""
    urls = (ROOT / "reports" / "urls.py").read_text(encoding="utf-8")
    given = dict(views_given_a_person())
    assert [name for name, is_behind in given.items() if not is_behind and f"{name}," in urls] == []
    assert sum(given.values()) > 40


def test_no_import_hides_in_a_function():
    hidden = []
    for app in APPS:
        for path in modules(app):
            for node in ast.walk(tree_of(path)):
                if isinstance(node, ast.FunctionDef):
                    inner = [row for row in ast.walk(node) if isinstance(row, ast.Import | ast.ImportFrom)]
                    hidden += [f"{path}:{row.lineno}" for row in inner]
    assert hidden == []


STATES = {"review", "verification", "achieved_on"}
WRITES = ("update", "update_or_create", "get_or_create", "create", "bulk_create", "bulk_update", "setattr")


def states_written(node):
    """The states that one step of a program sets: `row.review = …`, `rows.update(review=…)`, `setattr(row, "review", …)`,
    `Claim(verification=…)`, `bulk_update(rows, ["review"])`."""
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        inner = [row for target in targets for row in ast.walk(target)]
        return {row.attr for row in inner if isinstance(row, ast.Attribute)} & STATES
    if not isinstance(node, ast.Call):
        return set()
    name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
    if name not in (*WRITES, "Activity", "Claim"):
        return set()
    named = {keyword.arg for keyword in node.keywords}
    texts = {row.value for given in node.args for row in ast.walk(given) if isinstance(row, ast.Constant)}
    return (named | texts) & STATES


def test_states_are_set_by_verbs_alone():
    wrong = []
    for path in modules("reports"):
        if "workflow" not in path.parts:
            tree = ast.walk(tree_of(path))
            wrong += [f"{path.relative_to(ROOT)}:{node.lineno}" for node in tree if states_written(node)]
    assert wrong == []


@pytest.mark.parametrize(
    "step",
    [
        "row.review = 1",
        "row.review: str = 1",
        "row.title, row.review = 1, 2",
        "rows.update(review=1)",
        "setattr(row, 'verification', 1)",
        "Claim.objects.bulk_update(rows, ['achieved_on'])",
        "Claim.objects.bulk_create([Claim(verification=1)])",
    ],
)
def test_every_way_of_setting_a_state_is_seen(step):
    assert [node for node in ast.walk(ast.parse(step)) if states_written(node)]


ROLES = {"is_working_group", "is_administrator", "is_observer"}


def test_only_the_rules_ask_for_a_role():
    """Everybody else asks a rule by name."""
    wrong = []
    for path in [path for app in APPS for path in modules(app) if path.parent.name != "rules"]:
        tree = ast.walk(tree_of(path))
        asked = [row for row in tree if isinstance(row, ast.Attribute) and row.attr in ROLES]
        wrong += [f"{path.relative_to(ROOT)}:{row.lineno}" for row in asked]
    pages = [path.name for path in (ROOT / "templates").rglob("*.html") if "standing.is_" in path.read_text("utf-8")]
    assert (wrong, pages) == ([], [])


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
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= most_lines(path, node.name)
    ]
    assert (pages, [path for path in code if lines_of(path) > 400], functions) == ([], [], [])


def lines_of(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def most_lines(path, name):
    return 20 if "tests" in path.parts and name.startswith("test_") else 40


def test_the_operations_name_every_command():
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    commands = [path.stem for path in (ROOT / "reports" / "management" / "commands").glob("[a-z]*.py")]
    assert [name for name in commands if name not in operations] == []


def test_dates_are_written_in_one_place():
    """Django's own function knows no "1er mars": everybody asks `themes.dates`, and a template names the form."""
    wrong = []
    for app in APPS:
        for path in modules(app):
            tree = ast.walk(tree_of(path))
            named = [row for row in tree if isinstance(row, ast.ImportFrom) and row.module == "django.utils.formats"]
            wrong += [str(path) for row in named if "date_format" in {name.name for name in row.names}]
    assert wrong == []


def test_no_page_holds_style_or_script_of_its_own():
    wrong = []
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        wrong += [f"{path}: {mark}" for mark in (" style=", "<style", "onclick=", "javascript:") if mark in text]
    assert wrong == []
