"""A date that is known to the month or the year, in the workbook, in a partner's table and in a written claim."""

import io
from datetime import date

import pytest
from django.utils import timezone
from xlsxwriter import Workbook

from reports import workflow
from reports.activity.state import activity_state
from reports.models import Activity, Adoption, Claim, Country
from reports.tables.applying import apply_table
from reports.tables.parsing import read_table
from reports.tables.workbook import workbook_of
from tests.base import R02, fresh, record, submitted
from tests.test_tables import messages_of, previewed, written
from tests.workbooks import book_of, edited, grids_of, sheet_of

HEAD = "reference,title,countries,actions,status,starts_on,ends_on,claims"


def workbook(person, language="en"):
    return workbook_of(Country.objects.get(pk="MOZ"), by=fresh(person), language=language)


def table_of(*cells):
    return read_table(f"{HEAD}\n{','.join(('M1', 'A meeting', 'MOZ', 'VI.1', 'completed', *cells))}\n".encode())


def read_row(cast, *cells):
    outcome = apply_table(table_of(*cells), by=cast["amina"], apply=True)
    assert outcome.problems == []
    return Activity.objects.get()


def refusals(cast, *cells):
    return [(one.column, one.message) for one in apply_table(table_of(*cells), by=cast["amina"], apply=True).problems]


WRITTEN = {
    "2016": "2016",
    "2016-05": "2016-05",
    "05/2016": "2016-05",
    "Maio de 2016": "2016-05",
    "mai 2016": "2016-05",
    "2016-05-03": "2016-05-03",
    "13/05/2016": "2016-05-13",
}


def starts():
    """As each is known, in the order of their titles."""
    return [row.start.known for row in Activity.objects.order_by("title")]


def test_a_cell_is_read_as_people_write_it(cast):
    rows = [f"M{n},Meeting {n},MOZ,VI.1,completed,{cell},," for n, cell in enumerate(WRITTEN)]
    outcome = apply_table(read_table("\n".join([HEAD, *rows]).encode()), by=cast["amina"], apply=True)
    assert (outcome.problems, starts()) == ([], list(WRITTEN.values()))


def test_a_written_claim_may_be_of_a_year(cast):
    read_row(cast, "2016", "", "VI.T1.1=MOZ@2016")
    claim = Claim.objects.get()
    assert (claim.achieved_on, claim.achieved.known) == (date(2016, 12, 31), "2016")


def test_what_has_two_readings_is_as_ambiguous_as_ever(cast):
    (problem,) = refusals(cast, "03/04/2016", "", "")
    assert problem == (
        "starts_on",
        "“03/04/2016” can be read as 3 April 2016 or as 4 March 2016. Write it so that only one reading is possible.",
    )


def test_an_end_before_its_beginning_is_refused_at_its_cell(cast):
    assert refusals(cast, "2016", "2015", "") == [
        ("ends_on", "The end date is before the start date. Correct one of them.")
    ]


def test_a_year_to_come_is_not_achieved(cast):
    year = timezone.localdate().year + 1
    ((column, message),) = refusals(cast, "2016", "", f"VI.T1.1=MOZ@{year}")
    assert (column, "this date is in the future" in message) == ("claims", True)


def test_a_number_is_a_year_or_the_number_of_a_day(cast):
    head, cells = HEAD.split(","), ["M1", "A meeting", "MOZ", "VI.1", "completed"]
    book = book_of({"Table": [head, [*cells, 2015, 42500, "VI.T1.1=MOZ@2016"]]})
    apply_table(read_table(book), by=cast["amina"], apply=True)
    row = Activity.objects.get()
    assert (row.start.known, row.end.known) == ("2015", "2016-05-10")


def test_a_year_typed_into_the_format_of_a_date_is_a_year(cast):
    """A spreadsheet makes 9 July 1905 of 2017: the 2017th day since 1900."""
    head, cells = HEAD.split(","), ["M1", "A meeting", "MOZ", "VI.1", "completed"]
    book = book_of({"Table": [head, [*cells, date(1905, 7, 9), date(2018, 1, 2), ""]]})
    apply_table(read_table(book), by=cast["amina"], apply=True)
    assert Activity.objects.get().start.known == "2017"


FORMATTED = [
    ("mmm-yy", date(2016, 5, 1), "2016-05"),
    ("mmmm yyyy", date(2016, 5, 1), "2016-05"),
    ("yyyy", date(2016, 1, 1), "2016"),
    ("mmm-yy", date(2016, 5, 17), "2016-05-17"),
    ("dd/mm/yyyy", date(2016, 5, 1), "2016-05-01"),
]


def test_what_a_spreadsheet_made_of_a_month_is_read_as_its_cell_shows_it(cast):
    target = io.BytesIO()
    with Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(","))
        for line, (form, day, _known) in enumerate(FORMATTED, start=1):
            sheet.write_row(line, 0, [f"M{line}", f"Meeting {line}", "MOZ", "VI.1", "completed"])
            sheet.write_datetime(line, 5, day, book.add_format({"num_format": form}))
    outcome = apply_table(read_table(target.getvalue()), by=cast["amina"], apply=True)
    assert (outcome.problems, starts()) == ([], [known for _form, _day, known in FORMATTED])


# The workbook ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def year(cast):
    claims = [R02["claims"][0] | {"achieved_on": "2016-05"}]
    return record(cast["amina"], starts_on="2016", ends_on="2016-05", claims=claims)


def test_the_workbook_shows_what_is_known(cast, year):
    grids = grids_of(workbook(cast["amina"]))
    rows, claims = sheet_of(grids, "activities"), sheet_of(grids, "claims")
    row, claim = (dict(zip(sheet[0], sheet[2], strict=True)) for sheet in (rows, claims))
    assert (row["activities.starts_on"], row["activities.ends_on"]) == ("2016", "2016-05")
    assert (claim["claims.achieved_on"], claim["claims.was"]) == ("2016-05", "VI.T1.1=MOZ@2016-05")


def test_a_workbook_left_alone_changes_nothing(cast, year):
    before = activity_state(year)
    upload = previewed(cast["amina"], workbook(cast["amina"]))
    assert (upload.preview["rows"], messages_of(upload)) == ([], {})
    assert activity_state(Activity.objects.get()) == before


def test_a_year_goes_through_the_workbook(cast, year):
    content = edited(
        workbook(cast["amina"]), [("activities", 3, "starts_on", 2015), ("claims", 3, "achieved_on", "2017")]
    )
    written(cast["amina"], content)
    row = Activity.objects.get()
    assert (row.start.known, row.end.known, row.claims.get().achieved.known) == ("2015", "2016-05", "2017")


def test_a_whole_day_goes_through_the_workbook_as_a_date(cast):
    row = record(cast["amina"])
    written(cast["amina"], edited(workbook(cast["amina"]), [("activities", 3, "starts_on", date(2014, 5, 20))]))
    row.refresh_from_db()
    assert (row.starts_on, row.starts_on_known) == (date(2014, 5, 20), "")


def test_what_awaits_an_agreement_says_the_day_as_it_is_known(cast):
    both = {"scope": "cross_border", "countries": ["MOZ", "TZA"]}
    claim = R02["claims"][0] | {"unit": "MOZ", "achieved_on": "2014-05"}
    submitted(cast["juma"], **both, claims=[claim])
    rows = sheet_of(grids_of(workbook(cast["amina"])), "agreements")
    row = dict(zip(rows[0], rows[2], strict=True))
    assert row["agreements.claimed"] == "VI.T1.1 Mozambique, May 2014"


def test_the_days_of_a_plan_go_through_the_workbook(cast):
    values = {"adopted_on": date(2012, 1, 1), "starts_on": "2016"}
    workflow.adopt_action(by=cast["amina"], country="MOZ", action="VI.1", values=values)
    written(cast["amina"], edited(workbook(cast["amina"]), [("adoptions", 3, "ends_on", "2017-06")]))
    plan = Adoption.objects.get()
    assert (plan.start.known, plan.end.known, plan.ends_on) == ("2016", "2017-06", date(2017, 6, 30))
