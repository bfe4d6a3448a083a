"""A list taken away as a spreadsheet: the rows of the page, for this person, all of them, or a refusal."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from reports import workflow
from reports.exports import Column, Table, xlsx
from reports.exports import csv as plain
from reports.exports.columns import NUMBER
from reports.models import Activity, Change, Organisation
from reports.snapshots import contents
from tests.base import record, submitted, verified


def taken(client, path, **asked):
    """The rows of the CSV of a page, head first."""
    response = client.get(path, asked | {"format": "csv"})
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def sheets(client, path, **asked):
    """`{sheet: rows}` of the workbook of a page."""
    response = client.get(path, asked | {"format": "xlsx"})
    assert response.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def titles(rows):
    return [row[0] for row in rows[1:]]


def table(*values, columns=None):
    columns = columns or (Column("Cell", lambda row: row),)
    return Table(name="x", title="A list", columns=columns, rows=values, address="http://x/", language="en")


@pytest.mark.parametrize("person", [None, "charlie", "olga", "thabo", "amina", "juma", "nadia", "grace"])
def test_a_file_has_the_rows_of_the_page(as_person, cast, person):
    record(cast["amina"], title="Draft")
    submitted(cast["amina"], title="Submitted")
    verified(cast["amina"], cast["nadia"], title="Verified", visibility="participants")
    verified(cast["amina"], cast["nadia"], title="Public")
    client = as_person(person)
    shown = [row.title for row in client.get("/activities/").context["page"].rows]
    assert titles(taken(client, "/activities/")) == shown
    assert titles(next(iter(sheets(client, "/activities/").values()))) == shown


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cache_keeps_a_file(as_person, cast, form):
    response = as_person("nadia").get("/activities/", {"format": form})
    assert (response["Cache-Control"], bool(b"".join(response.streaming_content))) == ("private, no-store", True)
    response.close()


def test_a_file_is_filtered_as_its_page_and_says_so(as_person, cast):
    record(cast["amina"], title="Ours")
    record(cast["juma"], title="Theirs", countries=["TZA"], claims=[])
    book = sheets(as_person("grace"), "/activities/", country="TZA", status="completed")
    assert titles(book["Activities"]) == ["Theirs"]
    about = dict(book["About"])
    assert (about["Filtered by: Country"], about["Filtered by: Status"]) == ("Tanzania", "completed")
    assert (about["Rows"], about["By"], "country=TZA" in about["Web address"]) == (1, "grace", True)


def test_a_file_has_more_rows_than_a_page(as_person, demo):
    number = Activity.objects.count()
    assert number > 25
    assert len(taken(as_person("grace"), "/activities/")) == number + 1
    assert len(taken(as_person("grace"), "/activities/", after="nonsense")) == number + 1


def test_a_filter_that_cannot_be_read_gives_the_page_with_its_error(as_person, cast):
    response = as_person("grace").get("/activities/", {"country": "nowhere", "format": "csv"})
    assert (response["Content-Type"], "country" in response.context["filter"].form.errors) == (
        "text/html; charset=utf-8",
        True,
    )
    assert response.status_code == 422


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_would_run_is_neutralised(text):
    assert plain.cell(text) == f"'{text}"
    file = io.BytesIO()
    xlsx.write(table(text), file)
    file.seek(0)
    (row,) = CalamineWorkbook.from_filelike(file).get_sheet_by_name("A list").to_python()[1:]
    assert isinstance(row[0], str)
    assert b"<f>" not in file.getvalue()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (-3, "-3"),
        (Decimal("2.50"), "2.50"),
        (date(2012, 12, 31), "2012-12-31"),
        (timezone.make_aware(datetime(2012, 12, 31, 9, 5)), "2012-12-31T09:05:00+03:00"),
    ],
)
def test_numbers_and_dates_are_written_for_programs(value, written):
    assert plain.cell(value) == written


def test_cells_of_a_workbook_have_their_types():
    file = io.BytesIO()
    moment = timezone.make_aware(datetime(2012, 12, 31, 9, 5))
    row = ["text", 7, Decimal("2.5"), date(2012, 12, 31), moment, None]
    columns = [Column(str(n), lambda row, n=n: row[n], NUMBER) for n in range(len(row))]
    xlsx.write(table(row, columns=columns), file)
    file.seek(0)
    read = CalamineWorkbook.from_filelike(file).get_sheet_by_name("A list").to_python()[1]
    assert read[:5] == ["text", 7, 2.5, date(2012, 12, 31), datetime(2012, 12, 31, 9, 5)]


def test_more_rows_than_a_workbook_can_hold_are_refused(as_person, cast, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 1)
    record(cast["amina"])
    record(cast["amina"])
    refused = as_person("grace").get("/activities/?country=MOZ&format=xlsx", follow=True)
    assert refused.redirect_chain == [("/activities/?country=MOZ", 302)]
    assert "CSV" in str(next(iter(refused.context["messages"])))


def test_the_words_are_the_readers(as_person, cast):
    record(cast["amina"])
    head, row = taken(as_person("amina"), "/activities/")
    assert ("Título" in head, "concluída" in row) == (True, True)


# Each list -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "path", "status"),
    [
        ("thabo", "/changes/", 403),
        (None, "/changes/", 302),
        ("amina", "/review/", 403),
        (None, "/review/", 302),
        ("nadia", "/people/", 403),
        (None, "/people/", 302),
    ],
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_closed_page_is_closed_as_a_file(as_person, person, path, status, form):
    assert as_person(person).get(path, {"format": form}).status_code == status


@pytest.mark.parametrize(
    ("person", "path"),
    [
        (None, "/activities/"),
        (None, "/region/matrix/?body=SADC&as_at=2020-01-01"),
        (None, "/plan/targets/VI.T1/"),
        (None, "/countries/MOZ/plan/"),
        (None, "/rounds/"),
        (None, "/plan/recommendations/?chapter=3"),
        (None, "/region/scorecard/?theme=I"),
        (None, "/region/gaps/?gap=targets"),
        (None, "/region/moved/?since=2011-01-01&as_at=2012-12-31"),
        (None, "/region/compare/?a=MOZ&b=SADC"),
        (None, "/countries/?body=SADC"),
        (None, "/organisations/?kind=un_agency"),
        (None, "/funding/?theme=IV"),
        (None, "/plan/?theme=III"),
        (None, "/plan/?q=traite"),
        ("grace", "/people/?role=working_group"),
        ("nadia", "/review/"),
        ("amina", "/changes/"),
    ],
)
def test_each_list_offers_both(as_person, cast, demo, person, path):
    submitted(cast["amina"])
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.2", values={})
    client = as_person(person)
    page = client.get(path).content.decode()
    assert ("format=xlsx" in page, "format=csv" in page) == (True, True)
    path, _mark, query = path.partition("?")
    assert workflow.save_view(by=cast["amina"], name="Kept", path=path, query=query).path == path
    asked = dict(pair.split("=") for pair in query.split("&") if pair)
    rows = taken(client, path, **asked)
    assert len(rows) > 1
    assert len(sheets(client, path, **asked)) == 2


@pytest.mark.parametrize(
    ("path", "asked", "shown"),
    [
        ("/organisations/", {"kind": "un_agency"}, lambda context: [row.name for row in context["page"].rows]),
        ("/people/", {"role": "focal_point"}, lambda context: [str(row) for row in context["page"].rows]),
        ("/countries/", {"body": "SADC"}, lambda context: [str(line.country) for line in countries_shown(context)]),
        ("/funding/", {"country": "MOZ"}, lambda context: ["national plan entry"]),
    ],
)
def test_a_narrowed_list_is_narrowed_in_its_file(as_person, cast, path, asked, shown):
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.2", values={"needs_funding": True})
    client = as_person("grace")
    assert titles(taken(client, path, **asked)) == shown(client.get(path, asked).context)


def countries_shown(context):
    return [*context["taking_part"], *context["others"]]


def test_what_an_organisation_has_a_part_in_is_taken_away_as_far_as_it_is_open(as_person, cast):
    verified(cast["amina"], cast["nadia"], title="Open")
    submitted(cast["amina"], title="Not yet")
    path = Organisation.objects.get(name="IOM").get_absolute_url()
    titles_of = [titles(taken(as_person(name), path, part=part)) for name, part in ((None, ""), ("nadia", "funding"))]
    assert (titles_of, sorted(titles(taken(as_person("nadia"), path)))) == ([["Open"], []], ["Not yet", "Open"])


def test_what_moved_names_in_its_file_only_what_is_open_to_the_reader(as_person, cast):
    submitted(cast["amina"], title="Secret")
    asked = {"since": "2014-05-25", "as_at": "2014-05-26"}
    leaks = ["Secret" in str(taken(as_person(name), "/region/moved/", **asked)) for name in ("juma", "nadia")]
    assert (leaks, len(taken(as_person("juma"), "/region/moved/", **asked))) == ([False, True], 2)


def frozen(cast):
    days = dict.fromkeys(("opens_on", "closes_on", "as_at"), date(2014, 12, 31))
    row = workflow.open_round(by=cast["nadia"], title="2014", **days)
    return workflow.close_round(by=cast["nadia"], pk=row.pk, contents=contents)


def test_a_frozen_round_is_taken_away_with_every_indicator(as_person, cast):
    submitted(cast["amina"])
    snapshot = frozen(cast)
    head, *rows = taken(as_person("nadia"), snapshot.get_absolute_url())
    (line,) = [row for row in rows if row[0] == "VI.T1.1"]
    assert (len(rows), dict(zip(head, line, strict=True))["Reported"]) == (29, "1")
    assert as_person(None).get(snapshot.get_absolute_url(), {"format": "csv"}).status_code == 404


def test_the_units_of_a_frozen_target_are_taken_away(as_person, cast):
    submitted(cast["amina"])
    address = f"{frozen(cast).get_absolute_url()}targets/VI.T1/"
    assert [(row[0], *row[2:]) for row in taken(as_person("nadia"), address)[1:]] == [
        ("VI.T1.1", "Mozambique", "reported", "1")
    ]


def test_what_moved_between_two_editions_is_taken_away(as_person, cast):
    activity = submitted(cast["amina"])
    old = frozen(cast)
    workflow.verify_activity(by=cast["nadia"], pk=activity.pk)
    new = workflow.correct_snapshot(by=cast["nadia"], code=old.pk, contents=contents, why="Checked since.")
    rows = taken(as_person("nadia"), "/snapshots/compare/", old=old.pk, new=new.pk)[1:]
    moved = [(row[0], *row[2:]) for row in rows if row[3] != row[4]]
    assert moved == [
        *(("VI.T1.1", "Verified", "0", "1"), ("VI.T1.1", "Reported", "1", "0")),
        ("VI.T1.1", "Mozambique", "reported", "verified"),
        *(("MOZ", "Verified", "0", "1"), ("MOZ", "Reported", "1", "0")),
        ("MOZ", "VI.T1.1 Mozambique", "reported", "verified"),
    ]


def test_a_country_without_a_report_has_no_number_in_the_file(as_person, cast):
    head, *rows = taken(as_person("nadia"), "/countries/")
    names = ("Participation", "Activities", "No report")
    cells = {tuple(row[head.index(name)] for name in names) for row in rows}
    assert cells == {
        *(("participating (confirmed)", "", "no report yet"), ("participating (assumed)", "", "no report yet")),
        ("not participating", "", ""),
    }


def test_the_log_as_a_file_closes_what_the_page_closes(as_person, cast):
    record(cast["amina"], title="Not yet")
    text = str(taken(as_person("nadia"), "/changes/"))
    assert ("Not yet" in text, Change.objects.get().hash in text) == (False, True)


def test_the_reasons_of_an_extension_stay_with_those_who_run_rounds(as_person, cast):
    row = workflow.open_round(
        by=cast["nadia"], title="R", opens_on=date(2020, 1, 1), closes_on=date(2030, 1, 1), as_at=date(2030, 1, 1)
    )
    workflow.extend_round(by=cast["nadia"], pk=row.pk, country="MOZ", closes_on=date(2030, 2, 1), reason="Flood")
    for path in ("/rounds/", row.get_absolute_url()):
        leaks = ["Flood" in str(taken(client, path)) for client in (Client(), as_person("nadia"))]
        assert leaks == [False, True]


def test_a_unit_that_is_not_published_has_no_name_in_the_file(as_person, cast):
    claims = [{"indicator": "II.T2.1", "unit": "*", "achieved_on": "2014-05-26"}]
    submitted(cast["amina"], title="Secret", actions=["II.1"], claims=claims)
    rows = taken(Client(headers={"accept-language": "en"}), "/plan/targets/II.T2/")
    assert [(row[2], row[3]) for row in rows[1:]] == [("an activity that is not published", "reported")]


def test_the_tokens_are_taken_away_without_their_secrets(as_person, cast):
    token, secret = workflow.create_token(by=cast["grace"], owner=cast["amina"], name="Office", scope="read", days=9)
    client, path = as_person("grace"), "/people/tokens/"
    assert "format=csv" in client.get(path).content.decode()
    file = str(taken(client, path))
    assert (str(token) in file, secret in file) == (True, False)
    assert as_person("nadia").get(path, {"format": "csv"}).status_code == 403
