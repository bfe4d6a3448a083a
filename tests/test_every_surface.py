"""Page, file and API say the figures of a slow recount, and every figure with a link opens exactly what it counts."""

import re
from datetime import date

import pytest
from django.http import QueryDict
from lxml import html

from reports.filters import ActivityFilter
from reports.models import Activity, Country, User
from reports.pages import SIZE
from reports.summaries import Selection
from tests.test_exports import sheets, taken

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
WORDS = {"nothing": "nothing recorded", "no_report": "no report", "not_taken_up": "not taken up"}
WORDS |= {"in_place": "in place, as reported", "in_place_verified": "in place, verified"}
LETTERS = {"verified": "v", "reported": "r", "expected": "p", "adopted": "a", "nothing": "n", "no_report": "q"}
LETTERS |= {"in_place_verified": "iv", "in_place": "ip", "not_taken_up": "nt"}
SELECTIONS = [
    {},
    {"theme": "III"},
    {"theme": "VI", "as_at": "2012-03-01"},
    {"as_at": "2011-04-01", "body": "EAC"},
    {"status": "completed", "body": "SADC", "theme": "II", "as_at": "2012-12-31"},
    {"as_at": "2010-12-01", "status": "in_progress"},
]
FILES = [
    "/region/matrix/",
    "/region/scorecard/",
    "/region/gaps/",
    "/region/moved/",
    "/region/?chart=map",
    "/region/?chart=targets",
    "/region/trend/?chart=months",
    "/region/trend/?chart=pace",
    "/countries/",
    "/plan/targets/V.T1/",
    "/region/compare/?a=MOZ&b=EAC",
    "/activities/?counted=1",
]
of_each_view = pytest.mark.parametrize("asked", SELECTIONS, ids=str)


def view_of(asked):
    day = {"as_at": date.fromisoformat(asked["as_at"])} if "as_at" in asked else {}
    return Selection(**(asked | day))


def state_in(slow, cells, place, code, selection):
    """The state of a cell, and of an empty one whether its country had reported."""
    if (place, code) in cells:
        return cells[place, code][0]
    silent = place != "regional" and slow.last_report(place, selection.as_at) is None
    return "no_report" if silent else "nothing"


def shown_places(slow, cells, selection):
    active = {place for place, _code in cells}
    return {code for code in slow.members(selection) if code in slow.participants(selection) or code in active}


@of_each_view
@pytest.mark.parametrize(("path", "by"), [("/region/matrix/", "action"), ("/region/scorecard/", "recommendation")])
def test_a_matrix_as_a_page_and_as_a_file(client, slow, asked, path, by):
    selection = view_of(asked)
    cells, names = slow.cells(selection, by), {row.pk: row.name for row in Country.objects.all()}
    head, *rows = taken(client, path, **asked)
    column = head.index("Action" if by == "action" else "Recommendation")
    places = {names[code]: code for code in shown_places(slow, cells, selection)} | {"Regional activities": "regional"}
    assert (set(head[-len(places) :]), {row[column] for row in rows}) == (
        set(places),
        slow.columns(set(slow.recommendations), "", by, selection),
    )
    wanted = [
        [state_in(slow, cells, places[name], row[column], selection) for name in head[-len(places) :]] for row in rows
    ]
    assert [row[-len(places) :] for row in rows] == [[WORDS.get(state, state) for state in row] for row in wanted]
    drawn = html.fromstring(client.get(path, asked).content).xpath("//table[contains(@class, 'matrix')]//tr[td]")
    assert [[cell.get("class") for cell in row.findall("td")] for row in drawn] == [
        [LETTERS[state] for state in row] for row in wanted
    ]


@of_each_view
def test_the_region_over_the_api(client, slow, asked):
    selection, body = view_of(asked), client.get("/api/v1/progress/region/", asked).json()
    assert body["activities"] == slow.totals(selection)
    assert {row["code"]: (row["actions"], row["activities"], row["last_report"]) for row in body["countries"]} == {
        code: (
            slow.states(selection, code),
            slow.heard_of(selection, code),
            iso(slow.last_report(code, selection.as_at)),
        )
        for code in slow.members(selection)
    }
    silent = {row["code"] for row in body["countries"] if row["last_report"] is None} & slow.participants(selection)
    assert set(body["silent"]) == silent
    assert {
        one["code"]: (one["verified"], one["reported"], one["expected"], one["required"])
        for target in body["targets"]
        for one in target["indicators"]
    } == slow.figures(selection)


def iso(day):
    return day and day.isoformat()


@of_each_view
def test_the_units_of_the_targets_over_the_api(client, slow, asked):
    """The public is not told which unpublished activity counts; an administrator is."""
    admin = User.objects.create(username="all-seeing", email="all@example.org", is_superuser=True)
    client.force_login(admin, backend=SIGN_IN)
    targets = client.get("/api/v1/progress/targets/", asked).json()["results"]
    units = {one["code"]: {u["unit"]: u["layer"] for u in one["units"]} for row in targets for one in row["indicators"]}
    assert units == slow.units(view_of(asked))


@of_each_view
def test_the_scorecard_and_the_gaps_over_the_api(client, slow, asked):
    selection, cells = view_of(asked), slow.cells(view_of(asked), "recommendation")
    body = client.get("/api/v1/progress/recommendations/", asked).json()
    assert {
        (place["place"], row["code"]): (place["state"], place["activities"], place["adopted"])
        for row in body["results"]
        for place in row["places"]
    } == cells
    known = {name: value for name, value in asked.items() if name != "status"}
    gaps = client.get("/api/v1/progress/gaps/", known).json()
    selection = Selection(as_at=selection.as_at, body=selection.body, theme=selection.theme)
    cells = slow.cells(selection, "action")
    done = {code for (place, code), cell in cells.items() if place != "regional" and cell[0][0] in "vr"}
    assert {row["code"] for row in gaps["actions"]} == slow.columns(
        set(slow.recommendations), "", "action", selection
    ) - done


@of_each_view
def test_the_charts_of_the_region(client, slow, asked):
    selection = view_of(asked)
    rows = {row[0]: row[2] for row in taken(client, "/region/", chart="map", **asked)[1:]}
    done = {code: carried_out(slow.states(selection, code)) for code in slow.members(selection)}
    silent = {code for code in done if not done[code] and slow.last_report(code, selection.as_at) is None}
    shown = {code for code in done if code in slow.participants(selection) or done[code]}
    assert rows == {code: "" if code in silent else str(done[code]) for code in shown}
    drawn = html.fromstring(client.get("/region/", asked).content).xpath("//*[@class='map']//svg[@role]/a/@class")
    assert drawn.count("silent") == len(shown & silent)
    figures = {row[0]: tuple(map(int, row[2:6])) for row in taken(client, "/region/", chart="targets", **asked)[1:]}
    assert figures == slow.figures(selection)


def carried_out(states):
    return states["verified"] + states["reported"]


@of_each_view
def test_the_countries_as_a_page_and_as_a_file(client, slow, asked):
    selection = view_of(asked)
    names = {row.name: row.pk for row in Country.objects.all()}
    for row in taken(client, "/countries/", **asked)[1:]:
        code = names[row[0]]
        states, last = slow.states(selection, code), slow.last_report(code, selection.as_at)
        unknown = not carried_out(states) and (last is None or code not in slow.participants(selection))
        said = [states[one] or ("" if unknown else 0) for one in ("verified", "reported", "expected", "adopted")]
        heard = slow.heard_of(selection, code)
        assert row[3:9] == [*map(str, said), str(heard) if last or heard else "", iso(last) or ""]


@of_each_view
def test_one_country_as_a_page_and_over_the_api(client, slow, asked):
    asked = {name: value for name, value in asked.items() if name != "body"}
    selection, cells = view_of(asked), slow.cells(view_of(asked), "action")
    wanted = {code: cell for (place, code), cell in cells.items() if place == "TZA"}
    body = client.get("/api/v1/progress/countries/TZA/", asked).json()
    drawn = {code: (cell["state"], cell["activities"], cell["adopted"]) for code, cell in body["actions"].items()}
    assert (drawn, body["activities"]) == (wanted, slow.totals(selection, "TZA"))
    assert body["last_report"] == iso(slow.last_report("TZA", selection.as_at))
    page = html.fromstring(client.get("/countries/TZA/", asked).content)
    linked = page.xpath("//section[@id='menu']//a[contains(@href, '/activities/')]")
    opened = {QueryDict(link.get("href"))["action"]: counted_by(link) for link in linked}
    shown = {QueryDict(link.get("href"))["action"]: int(link.text_content().split()[0]) for link in linked}
    assert opened == shown == {code: cell[1] for code, cell in wanted.items() if cell[1]}


def counted_by(link):
    """How many activities the list counts that a link opens."""
    filterset = ActivityFilter(QueryDict(link.get("href").partition("?")[2]), Activity.objects.all())
    assert (filterset.is_valid(), filterset.is_of_figures) == (True, True)
    return filterset.qs.count()


@of_each_view
def test_every_figure_of_the_region_opens_what_it_counts(client, slow, asked):
    page = html.fromstring(client.get("/region/", asked).content)
    linked = page.xpath("//main//a[contains(@href, '/activities/?')]")
    numbers = [(link.xpath("string(b)") or link.text_content()).strip() for link in linked]
    assert [counted_by(link) for link in linked] == list(map(int, numbers))
    assert len(linked) > 2


@of_each_view
@pytest.mark.parametrize(("path", "by"), [("/region/matrix/", "action"), ("/region/scorecard/", "recommendation")])
def test_every_cell_of_a_matrix_opens_what_it_counts(client, slow, asked, path, by):
    cells, counts = slow.cells(view_of(asked), by), {}
    for link in html.fromstring(client.get(path, asked).content).xpath("//td/a[contains(@href, '/activities/')]"):
        query = QueryDict(link.get("href").partition("?")[2])
        counts[query.get("country") or query["scope"], query[by]] = counted_by(link)
    assert counts == {key: cell[1] for key, cell in cells.items() if cell[1]}


@of_each_view
def test_the_map_opens_the_menu_in_which_as_many_actions_are_carried_out(client, slow, asked):
    page = html.fromstring(client.get("/region/", asked).content)
    for link in page.xpath("//*[@class='map']//svg[@role]/a")[:8]:
        said = re.search(r"(\d+) action", link.xpath("string(.//*[local-name()='title'])"))
        menu = html.fromstring(client.get(link.get("href").partition("#")[0]).content).xpath("//section[@id='menu']")
        states = [row.text_content().split()[0].lower() for row in menu[0].xpath(".//td/*[1]")]
        assert said is None or int(said[1]) == sum(state in ("verified", "reported") for state in states)


@of_each_view
def test_each_column_of_the_months_opens_its_claims(client, slow, asked):
    months = slow.months(view_of(asked))
    page = html.fromstring(client.get("/region/trend/", asked).content)
    for link in page.xpath("//svg//a/@href"):
        opened = client.get(link.partition("#")[0]).context["month"]
        stretch = opened["month"]
        claims = sum(n for month, n in months.items() if stretch.first <= month <= stretch.last)
        assert (stretch.claims, len(opened["rows"])) == (claims, min(claims, SIZE))


@pytest.mark.parametrize("path", FILES)
def test_a_workbook_and_a_csv_hold_the_same_lines(client, slow, path):
    path, _mark, query = path.partition("?")
    asked = QueryDict(query).dict() | SELECTIONS[2]
    lines = taken(client, path, **asked)
    cells = next(iter(sheets(client, path, **asked).values()))
    assert [list(map(written, row)) for row in cells] == [list(map(written, row)) for row in lines]


def written(cell):
    """A cell as text, whatever kind of file it comes from: of a number, whole or in cents."""
    text = f"{cell:.2f}" if isinstance(cell, float) else str(cell)
    return re.sub(r"\.0+$", "", text).removeprefix("'").replace("\r\n", "\n")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("path", [*FILES, "/funding/", "/organisations/", "/plan/recommendations/", "/rounds/"])
def test_each_file_is_named_for_what_it_is(client, db, path, form):
    path, _mark, query = path.partition("?")
    answer = client.get(path, QueryDict(query).dict() | {"format": form})
    assert b"".join(answer.streaming_content)
    wanted = QueryDict(query).get("chart") or path.strip("/").rpartition("/")[2]
    named = {"V.T1": "target-V.T1"}.get(wanted, wanted)
    assert re.fullmatch(rf'attachment; filename="{named}-\d{{4}}-\d\d-\d\d\.{form}"', answer["Content-Disposition"])
