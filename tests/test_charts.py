"""A chart taken away: the same figures as on its page, as a picture that stands alone or as a table."""

import io
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from PIL import Image

from reports.charts import Chart, Mark
from reports.exports import charts
from reports.wording import map_note
from tests.base import verified
from tests.test_exports import sheets, table, taken

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = [("/region/", "map"), ("/region/", "targets"), ("/region/trend/", "pace"), ("/region/trend/", "months")]


def drawing(client, path, language="en", **asked):
    response = client.get(path, asked | {"format": "svg"}, headers={"accept-language": language})
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert response["Content-Disposition"].startswith("attachment")
    return ElementTree.fromstring(response.content)


def words(picture):
    return [text.text for text in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize(("path", "name"), CHARTS)
def test_a_picture_says_what_it_shows_and_of_which_day(client, meeting, path, name):
    texts = words(drawing(client, path, chart=name, as_at="2014-06-01"))
    assert (texts[1], any(path in line for line in texts)) == ("As at: 1 June 2014", True)


@pytest.mark.parametrize(("path", "name"), CHARTS)
def test_a_picture_is_in_the_reader_s_language(client, meeting, path, name):
    texts = words(drawing(client, path, language="fr", chart=name, as_at="2014-06-02"))
    assert texts[1] == "À la date du\u00a0: 2 juin 2014"


def test_the_figures_are_those_of_the_page(client, meeting):
    page = client.get("/region/trend/", {"as_at": "2014-12-31"}).context["months_chart"].rows
    assert taken(client, "/region/trend/", chart="months", as_at="2014-12-31") == [
        ["Month", "Verified claims"],
        *([month.isoformat(), str(claims)] for month, claims in page),
    ]
    assert page[0] == (date(2014, 5, 1), 1)


def test_a_workbook_has_numbers_and_days(client, meeting):
    first = next(iter(sheets(client, "/region/trend/", chart="months", as_at="2014-12-31").values()))[1]
    assert first == [date(2014, 5, 1), 1.0]


def test_the_deadline_is_marked_where_it_is_over(client, meeting):
    def is_marked(name, day):
        return "need" in [mark.look for mark in client.get("/region/trend/", {"as_at": day}).context[name].marks]

    assert [is_marked("pace_chart", day) for day in ("2012-12-30", "2012-12-31", "2026-01-01")] == [False, True, True]
    assert is_marked("months_chart", "2026-01-01") is False  # nothing had been achieved by the deadline


def test_many_months_are_drawn_as_years_up_to_the_day(cast, client):
    achieved = {"indicator": "VI.T1.1", "unit": "MOZ", "achieved_on": "2012-03-01"}
    verified(cast["amina"], cast["nadia"], starts_on="2012-01-01", claims=[achieved])
    months = client.get("/region/trend/", {"as_at": "2015-06-30"}).context["months_chart"].rows
    assert (len(months), months[0], months[-1]) == (40, (date(2012, 3, 1), 1), (date(2015, 6, 1), 0))
    chart = client.get("/region/trend/", {"as_at": "2015-07-01"}).context["months_chart"]
    assert chart.rows == [("2012", 1), ("2013", 0), ("2014", 0), ("2015", 0)]
    assert (chart.title, chart.as_at) == ("Verified claims by year of achievement", date(2015, 7, 1))
    assert [(mark.look, mark.words, mark.url) for mark in chart.marks if mark.look in ("solid", "need")] == [
        ("solid", "2012: 1 claim", "/region/trend/?as_at=2015-07-01&month=2012#claims"),
        ("need", "", ""),
    ]


def test_the_trend_says_how_many_by_the_deadline_and_how_many_on_the_day(client, meeting):
    page = client.get("/region/trend/", {"as_at": "2015-06-30", "theme": "VI"}).content.decode()
    said = " ".join(re.sub("<[^>]*>", "", page.partition('class="answer">')[2].partition("</p>")[0]).split())
    assert said == (
        "By 31 December 2012, 0 of the 36 results that the targets call for had been verified. "
        "As at 30 June 2015, 1 of 36 is verified."
    )


def test_the_map_gives_each_country_that_takes_part(client, meeting):
    rows = taken(client, "/region/", chart="map")
    assert (len(rows), ["MOZ", "Mozambique", "1"] in rows) == (14, True)
    levels = [path.get("class") for path in drawing(client, "/region/", chart="map").iter(f"{SVG}path")]
    assert (levels.count("l0"), levels.count("l1")) == (0 + 1, 1 + 1)  # each level also stands in the key


def test_the_note_below_the_map_is_whole(client, meeting):
    texts = words(drawing(client, "/region/", chart="map"))
    assert map_note() == " ".join(texts[-2:])


def test_a_country_that_never_reported_is_not_drawn_as_doing_nothing(client, meeting):
    assert ["SOM", "Somalia", ""] in taken(client, "/region/", chart="map")
    rows = {row["code"]: row["label"] for row in client.get("/region/").context["map_rows"]}
    assert (rows["SOM"], rows["MOZ"]) == ("no report", "1 action carried out")
    assert "SOM, Somalia, –. " in drawing(client, "/region/", chart="map").find(f"{SVG}desc").text


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "not participating"), ("fr", "ne participe pas"), ("pt", "não participa")],
)
@pytest.mark.parametrize(("as_at", "code"), [("", "BWA"), ("2010-01-01", "MOZ")])
def test_what_is_painted_as_not_taking_part_says_so(client, meeting, as_at, code, language, words):
    asked, reader = {"as_at": as_at}, {"accept-language": language}
    row = next(row for row in client.get("/region/", asked, headers=reader).context["map_rows"] if row["code"] == code)
    titles = [title.text for title in drawing(client, "/region/", language, chart="map", **asked).iter(f"{SVG}title")]
    assert (row["look"], row["label"]) == ("land", words)
    assert any(re.fullmatch(rf"{row['name']}\s?: {words}", title) for title in titles)


def test_a_file_counts_nothing_of_one_that_does_not_take_part(client, meeting):
    rows = {row[0]: row[3:7] + row[9:] for row in taken(client, "/countries/")[1:]}
    assert (rows["Botswana"], rows["Mozambique"][0], rows["Somalia"][-1]) == ([""] * 5, "1", "no report yet")


def test_the_targets_chart_has_a_bar_for_each_indicator(client, meeting):
    rows = taken(client, "/region/", chart="targets")
    assert (len(rows), rows[0][2:6]) == (30, ["Verified", "Reported", "Expected", "Required"])
    assert [row[2:6] for row in rows if row[0] == "VI.T1.1"] == [["1", "0", "0", "13"]]


def test_a_filter_holds_for_the_file_too(client, meeting):
    assert taken(client, "/region/", chart="map", as_at="2014-05-25")[1:] != taken(client, "/region/", chart="map")[1:]


def test_nobody_else_keeps_the_picture_of_a_person(as_person, meeting):
    answer = as_person("amina").get("/region/trend/", {"chart": "pace", "format": "svg"})
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("path", "name"), CHARTS)
def test_a_picture_is_taken_away_as_png_half_as_large_again_as_it_is_drawn(client, meeting, path, name):
    answer = client.get(path, {"chart": name, "format": "png"})
    assert (answer["Content-Type"], answer["Content-Disposition"][:10]) == ("image/png", "attachment")
    picture = Image.open(io.BytesIO(answer.content))
    width, height = (int(drawing(client, path, chart=name).get(side)) for side in ("width", "height"))
    assert [abs(size - 1.5 * side) <= 1 for size, side in zip(picture.size, (width, height), strict=True)] == [True] * 2
    assert len(picture.convert("RGB").getcolors(2**20)) > 20


@pytest.mark.parametrize("path", ["/", "/region/", "/region/trend/", "/region/participants/", "/plan/targets/VI.T1/"])
def test_beside_every_picture_stand_its_day_its_source_and_its_files(client, meeting, path):
    page = client.get(path, {"as_at": "2014-06-01"}).content.decode()
    charts = set(re.findall(r"chart=([\w.-]+)", page))
    assert all(f"chart={name}&amp;format={kind}" in page for name in charts for kind in ("svg", "png", "xlsx", "csv"))
    said = page.count(
        "Figures as at 1 June 2014. Source: what countries and organizations have recorded in this tracker."
    )
    assert said == len(charts)


@pytest.mark.parametrize(
    ("name", "title"), [("pace_chart", "Results verified"), ("months_chart", "Verified claims by")]
)
def test_a_title_says_the_day_on_its_page(client, meeting, name, title):
    page = client.get("/region/trend/", {"as_at": "2014-06-01"}).content.decode()
    (said,) = re.findall(f"<figcaption>({title}[^<]*)</figcaption>", page)
    assert said.endswith(", as at 1 June 2014")


@pytest.mark.parametrize("form", ["svg", "png", "csv", "xlsx"])
@pytest.mark.parametrize(("path", "name"), CHARTS)
def test_what_cannot_be_read_is_told_on_the_page_and_not_left_out_of_a_file(client, meeting, path, name, form):
    answer = client.get(path, {"chart": name, "format": form, "as_at": "soon"})
    assert (answer["Content-Type"][:9], "as_at" in answer.context["form"].errors) == ("text/html", True)


@pytest.mark.parametrize("asked", [{"chart": "pace"}, {"chart": "none", "format": "svg"}, {"format": "svg"}])
def test_what_is_no_chart_is_the_page(client, meeting, asked):
    assert client.get("/region/trend/", asked)["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("language", ["fr", "pt"])
def test_no_place_in_a_drawing_is_written_with_a_comma(client, meeting, language):
    page = client.get("/region/trend/", headers={"accept-language": language}).content.decode()
    places = re.findall(r'<text x="([^"]*)" y="([^"]*)"', page)
    assert places != []
    assert [place for pair in places for place in pair if not place.isdigit()] == []


def test_words_cannot_become_marks():
    chart = Chart("x", "A & <b>", [Mark("solid", "M0 0h1", "<i>")], [], ["<u>"], [["<s>"]], source="<q>")
    picture = ElementTree.fromstring(charts.picture(table(), chart).content)
    assert (words(picture)[0], words(picture)[-1], picture.find(f"{SVG}g//{SVG}title").text) == (
        "A & <b>",
        "<q>",
        "<i>",
    )


def test_a_table_of_many_columns_names_each_figure(client, meeting):
    page = client.get("/plan/targets/VI.T1/").content.decode()
    table = page.partition('<table class="table stack">')[2].partition("</table>")[0]
    first = table.partition("<tbody>")[2].partition("</tr>")[0]
    assert re.findall('data-label="([^"]*)"', first) == ["Verified", "Reported", "Required"]
    assert "data-label" not in client.get("/region/trend/").content.decode().partition('id="rounds"')[0]
