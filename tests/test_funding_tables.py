"""Funding in workbooks: a sheet of lines, and the one amount of the workbooks until November 2026."""

import pytest

from reports.activity.funding import one_line
from reports.activity.state import activity_state
from reports.tables.cells import Choices, checksum, flat, read_cell, write_cell
from reports.tables.columns import ONE_AMOUNT, TYPED, columns_of
from tests.base import record
from tests.money import GAVE
from tests.reviewing import change, reread
from tests.test_tables import apply_upload, counted, download, messages_of, previewed
from tests.workbooks import book_of, edited, grids_of, sheet_of

HERE, NEXT = 3, 4  # the first row of a sheet, and the one after it

PAIR = one_line("200.00", "USD")


@pytest.fixture
def course(cast):
    def made(*lines):
        values = {"claims": [], "amount_needed": "900", "currency": "USD", "funding_lines": lines}
        return record(cast["amina"], title="Course", **values)

    return made


def lines_of(row):
    return activity_state(reread(row))["funding_lines"]


def taken(cast, content):
    upload = previewed(cast["amina"], content)
    assert (messages_of(upload), apply_upload(upload).applied) == ({}, True)


def refused(cast, content):
    return messages_of(previewed(cast["amina"], content))


def as_before(content, amount, **cells):
    """The workbook as it was written until November 2026: no sheet of funding, and a column for the one amount."""
    grids = grids_of(content)
    for title in [title for title, rows in grids.items() if str(rows[0][0]).startswith("funding.")]:
        del grids[title]
    rows = sheet_of(grids, "activities")
    for key, value in cells.items():
        rows[HERE - 1][rows[0].index(f"activities.{key}")] = value
    rows[0].append("activities.amount_secured")
    rows[1].append("Funding secured")
    rows[HERE - 1].append(amount)
    return book_of(grids)


# The sheet ------------------------------------------------------------------------------------------------------------


def test_the_lines_stand_on_a_sheet_of_their_own(cast, course):
    course(PAIR, GAVE)
    rows = sheet_of(grids_of(download(cast["amina"])), "funding")
    kept = [dict(zip(rows[0], row, strict=True)) for row in rows[HERE - 1 : HERE + 1]]
    names = ("no", "funder", "year", "currency", "committed", "spent")
    assert [[row[f"funding.{name}"] for name in names] for row in kept] == [
        [1.0, "", "", "USD", 200.0, ""],
        [1.0, "Norway", 2012.0, "USD", 400.0, 150.0],
    ]


def test_what_is_untouched_changes_nothing(cast, course):
    course(PAIR, GAVE)
    content = download(cast["amina"])
    assert counted(previewed(cast["amina"], book_of(grids_of(content)))) == {}


def test_a_line_is_changed_added_and_removed(cast, course):
    row = course(PAIR, GAVE)
    changes = [("funding", HERE, "remove", "yes"), ("funding", NEXT, "spent", 300)]
    new = {"no": 1, "funder": "European Union", "year": 2013, "currency": "eur", "committed": "1 000,50"}
    changes += [("funding", NEXT + 1, name, value) for name, value in new.items()]
    taken(cast, edited(download(cast["amina"]), changes))
    union = {"funder": "European Union", "year": 2013, "currency": "EUR", "committed": "1000.50", "spent": None}
    assert lines_of(row) == [GAVE | {"spent": "300.00"}, union]


def test_two_lines_may_change_places(cast, course):
    row = course(GAVE, GAVE | {"year": 2013, "committed": "7.00"})
    content = edited(download(cast["amina"]), [("funding", HERE, "year", 2013), ("funding", NEXT, "year", 2014)])
    taken(cast, content)
    assert [(line["year"], line["committed"]) for line in lines_of(row)] == [(2013, "400.00"), (2014, "7.00")]


# What is typed in a line, its column, and how the message at its cell begins.
WRONG = [
    ({"currency": ""}, "F", "Enter the currency of the amounts, for example USD."),
    ({"currency": "ZZZ"}, "F", "There is no currency “ZZZ”."),
    ({"currency": "dollars"}, "F", "Enter a three-letter code, for example USD."),
    ({"year": 1899}, "E", "Enter a year between 1990 and 2099, or leave it empty."),
    ({"year": "soon"}, "E", "Enter a year, for example 2012."),
    ({"year": "2050"}, "H", "The year 2050 has not begun"),
    ({"committed": "much"}, "G", "“much” is not a plain number."),
    ({"funder": ""}, "D", "This activity already has a line for this funder, year and currency."),
]


def test_what_is_wrong_is_refused_at_its_cell(cast, course):
    course(PAIR, *(GAVE | {"year": None, "funder": f"Donor {n}"} for n in range(len(WRONG))))
    lines = [(line, *wrong) for line, wrong in enumerate(WRONG, start=NEXT)]
    changes = [("funding", line, name, value) for line, typed, *_said in lines for name, value in typed.items()]
    said = refused(cast, edited(download(cast["amina"]), changes))
    assert list(said) == [f"Funding {column}{line}" for line, _typed, column, _message in lines]
    begin = [message.startswith(wrong[2]) for message, wrong in zip(said.values(), WRONG, strict=True)]
    assert begin == [True] * len(WRONG)


def test_a_line_of_no_activity_is_refused(cast, course):
    course()
    changes = [("funding", HERE, name, value) for name, value in {"no": 99, "currency": "USD", "spent": 5}.items()]
    assert list(refused(cast, edited(download(cast["amina"]), changes))) == ["Funding A3"]


def test_lines_of_both_are_brought_together(cast, course):
    row = course(PAIR, GAVE)
    content = download(cast["amina"])
    change(cast["amina"], row, funding_lines=[PAIR, GAVE, GAVE | {"year": 2014}])
    taken(cast, edited(content, [("funding", HERE, "committed", 250)]))
    assert lines_of(row) == [one_line("250.00", "USD"), GAVE, GAVE | {"year": 2014}]


def test_the_currency_of_the_need_leaves_the_lines_as_their_sheet_has_them(cast, course):
    row = course(PAIR)
    taken(cast, edited(download(cast["amina"]), [("activities", HERE, "currency", "EUR")]))
    assert (reread(row).currency, lines_of(row)) == ("EUR", [PAIR])


# The one amount -------------------------------------------------------------------------------------------------------


def test_the_one_amount_of_an_old_workbook_replaces_the_one_line(cast, course):
    row = course(PAIR)
    taken(cast, as_before(download(cast["amina"]), 300))
    assert lines_of(row) == [one_line("300.00", "USD")]


def test_it_is_refused_where_it_would_write_over_several_lines(cast, course):
    course(PAIR, GAVE)
    (message,) = refused(cast, as_before(download(cast["amina"]), 300)).values()
    assert "300.00" in message


def test_the_sum_of_several_lines_is_taken_and_changes_nothing(cast, course):
    row = course(PAIR, GAVE)
    taken(cast, as_before(download(cast["amina"]), 600, title="Second course"))
    assert (reread(row).title, lines_of(row)) == ("Second course", [PAIR, GAVE])


def test_an_untouched_row_of_an_old_workbook_is_read_as_untouched(cast, course):
    row = course(PAIR)
    old = as_before(download(cast["amina"]), 200, checksum=old_checksum(row))
    change(cast["amina"], row, funding_lines=[PAIR, GAVE])
    assert counted(previewed(cast["amina"], old)) == {}


def test_an_amount_changed_in_it_is_refused_once_the_site_has_several_lines(cast, course):
    row = course(PAIR)
    old = as_before(download(cast["amina"]), 250)
    change(cast["amina"], row, funding_lines=[PAIR, GAVE])
    assert "250" in next(iter(refused(cast, old).values()))


def old_checksum(row):
    """As workbooks were made with the one amount among the columns."""
    state, columns = flat(activity_state(reread(row))), columns_of("activities") | {ONE_AMOUNT.key: ONE_AMOUNT}
    choices = Choices(["MOZ"])
    names = (*TYPED, ONE_AMOUNT.key)
    titles = {column.choices: dict(choices.rows(column.choices)) for column in columns.values() if column.choices}
    cells = {name: write_cell(columns[name], state[name], titles) for name in names}
    return checksum({name: read_cell(columns[name], cells[name], choices, current=state[name]) for name in names})
