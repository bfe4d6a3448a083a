"""The matrix and the scorecard: their sentence, the names of countries, and each country alone on a small screen."""

import pytest
from lxml import html

from tests.base import submitted, verified

PATHS = ["/region/matrix/", "/region/scorecard/"]


def drawn(client, path, **asked):
    return html.fromstring(client.get(path, asked).content)


def answer(client, path, **asked):
    return " ".join(drawn(client, path, **asked).xpath("string(//p[@class='answer'])").split())


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (PATHS[0], "Actions carried out in at least one country, as at 30 June 2016: {} of 58{}"),
        (PATHS[1], "Recommendations carried out in at least one country, as at 30 June 2016: {} of 51{}"),
    ],
)
def test_the_sentence_tells_verified_and_reported_apart(as_person, cast, path, said):
    verified(cast["nadia"], cast["paul"], scope="regional", countries=[], claims=[], actions=["I.1"])
    assert answer(as_person(None), path, as_at="2016-06-30") == said.format(0, "")
    verified(cast["amina"], cast["nadia"])
    submitted(cast["juma"], countries=["TZA"], claims=[], actions=["VI.11"])
    assert answer(as_person(None), path, as_at="2016-06-30") == said.format(2, " (1 verified, 1 more reported)")


def test_the_sentence_counts_what_is_shown(as_person, cast):
    verified(cast["amina"], cast["nadia"])
    assert answer(as_person(None), PATHS[0], theme="I", as_at="2016-06-30").endswith("0 of 22")
    assert answer(as_person(None), PATHS[1], chapter="8", as_at="2016-06-30").endswith("1 of 7 (1 verified)")


@pytest.mark.parametrize("path", PATHS)
def test_countries_stand_by_their_names(as_person, cast, path):
    heads = drawn(as_person(None), path).xpath("//table[contains(@class, 'matrix')]/thead//th")
    names = [head.text_content().strip() for head in heads]
    assert (names[1:3], names[-1], len(names)) == (["Burundi", "DR Congo"], "Regional activities", 15)


def by_country(client, path):
    """`{"Mozambique": (figures, [(class, what it says, where it leads)])}`."""
    rows = {}
    for one in drawn(client, path).xpath("//section[@class='by-country']/details"):
        figures = one.findtext("summary/span")
        cells = [
            (li.get("class"), " ".join(li.text_content().split()), li.find("a").get("href")) for li in one.iter("li")
        ]
        rows[one.find("summary").text.strip()] = (figures, cells)
    return rows


def test_each_country_is_read_alone_with_what_stands_in_it(as_person, cast):
    submitted(cast["amina"])
    rows = by_country(as_person(None), PATHS[0])
    said = "VI.1 Hold a national meeting on the Plan: reported"
    where = "/activities/?country=MOZ&action=VI.1&counted=1"
    assert rows["Mozambique"] == ("1 reported", [("key r", said, where)])
    assert (rows["Somalia"], len(rows)) == (("no report", []), 13)


@pytest.mark.parametrize("path", PATHS)
def test_each_country_alone_says_what_the_table_says(as_person, demo, path):
    page = drawn(as_person(None), path)
    table = page.xpath("//table[contains(@class, 'matrix')]")[0]
    heads = [head.text_content().strip() for head in table.xpath("thead//th")][1:]
    wanted = {name: [] for name in heads}
    for row in table.xpath("tbody/tr[td]"):
        for name, cell in zip(heads, row.findall("td"), strict=True):
            wanted[name] += [cell.get("class")] if cell.get("class") not in "nq" else []
    alone = {
        name: [kind for kind, _said, _where in cells]
        for name, (_figures, cells) in by_country(as_person(None), path).items()
    }
    assert alone == {name: [f"key {letter}" for letter in letters] for name, letters in wanted.items()}


@pytest.mark.parametrize("path", PATHS)
def test_each_cell_and_its_line_lead_to_the_same_list(as_person, demo, path):
    page = drawn(as_person(None), path)
    cells = page.xpath("//table[contains(@class, 'matrix')]//td/a/@href")
    lines = page.xpath("//section[@class='by-country']//li/a/@href")
    assert (len(cells) > 20, sorted(lines)) == (True, sorted(cells))


def shown(visitor, site, path, width):
    """The page on a screen of that width, without scripts, and which of the table and of country by country is to be seen."""
    page = visitor("en", scripts=False)
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(site + path)
    return page, (page.locator(".matrix-region").is_visible(), page.locator(".by-country").is_visible())


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", PATHS)
def test_a_small_screen_has_country_by_country_and_a_wide_one_the_table(live_server, committed_cast, visitor, path):
    for width, seen in ((360, (False, True)), (1280, (True, False))):
        assert shown(visitor, live_server.url, path, width)[1] == seen


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_head_and_first_column_stay_in_sight(live_server, committed_cast, visitor):
    page, _seen = shown(visitor, live_server.url, PATHS[0], 700)
    heads = page.locator(".matrix thead th").nth(1), page.locator(".matrix tbody tr:last-child th[scope=row]").last
    before = heads[0].bounding_box()["y"]
    page.locator(".matrix tbody tr:last-child td").last.scroll_into_view_if_needed()
    region = page.locator(".matrix-region").bounding_box()
    assert abs(heads[0].bounding_box()["y"] - region["y"]) < 3 < before - region["y"] + 3
    assert abs(heads[1].bounding_box()["x"] - region["x"]) < 3
