"""A day that is known to the year or the month is read, counted from its last day, and shown as it is known."""

from datetime import date

import pytest
from django.utils import translation

from themes.known_days import KnownDay, UnreadableDay, are_in_order, days_words, known_of, parse


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("2016", "2016"),
        (" 2016 ", "2016"),
        ("2016-05", "2016-05"),
        ("05/2016", "2016-05"),
        ("5/2016", "2016-05"),
        ("05.2016", "2016-05"),
        ("May 2016", "2016-05"),
        ("mai 2016", "2016-05"),
        ("Maio de 2016", "2016-05"),
        ("MAIO 2016", "2016-05"),
        ("May, 2016", "2016-05"),
        ("févr. 2016", "2016-02"),
        ("fevrier 2016", "2016-02"),
        ("Março de 2016", "2016-03"),
        ("Sept. 2016", "2016-09"),
        ("août\u00a02016", "2016-08"),
        ("2016-05-03", "2016-05-03"),
    ],
)
def test_a_day_is_read_as_people_write_it(written, known):
    assert parse(written).known == known


@pytest.mark.parametrize(
    "written",
    [
        "",
        "16",
        "0000",
        "2016-13",
        "13/2016",
        "00/2016",
        "2016-02-30",
        "2011/12",
        "2011–12",
        "2015-2016",
        "May 16",
        "May",
        "de 2016",
        "03/04/2016",
        "Mayo 2016",
        "2016?",
        "٢٠١٦",
    ],
)
def test_what_may_mean_something_else_is_not_read(written):
    with pytest.raises(UnreadableDay):
        parse(written)


@pytest.mark.parametrize(
    ("known", "first", "last"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2015-02", date(2015, 2, 1), date(2015, 2, 28)),
        ("2016-12", date(2016, 12, 1), date(2016, 12, 31)),
        ("2016-05-03", date(2016, 5, 3), date(2016, 5, 3)),
    ],
)
def test_it_lies_between_its_first_and_its_last_day(known, first, last):
    assert (KnownDay(known).first, KnownDay(known).last) == (first, last)


@pytest.mark.parametrize(
    ("language", "month", "day"),
    [
        ("en", "May 2016", "1 May 2016"),
        ("fr", "mai 2016", "1er mai 2016"),
        ("pt", "Maio de 2016", "1 de Maio de 2016"),
    ],
)
def test_it_is_shown_as_it_is_known(language, month, day):
    with translation.override(language):
        shown = [str(KnownDay(known)) for known in ("2016", "2016-05", "2016-05-01")]
    assert shown == ["2016", month, day]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1–5 March 2014"), ("fr", "1er au 5 mars 2014"), ("pt", "1 a 5 de Março de 2014")],
)
def test_days_of_one_month_name_it_once(language, said):
    days = KnownDay("2014-03-01"), KnownDay("2014-03-05"), KnownDay("2014-04"), KnownDay("2015")
    with translation.override(language):
        assert days_words(*days[:2]) == said
        assert days_words(days[0], days[2]) == f"{days[0]} – {days[2]}"
        assert [days_words(days[3]), days_words(days[3], days[3])] == ["2015", "2015"]


@pytest.mark.parametrize("language", ["en", "fr", "pt", "sw"])
def test_what_is_shown_of_a_month_or_a_year_is_read_again(language):
    known = ["2016", *(f"2016-{month:02}" for month in range(1, 13))]
    with translation.override(language):
        assert [parse(str(KnownDay(one))).known for one in known] == known


@pytest.mark.parametrize(
    ("start", "end", "is_possible"),
    [
        ("2016", "2016-05-03", True),
        ("2016", "2015", False),
        ("2016", "2015-12-31", False),
        ("2016-05-03", "2016", True),
        ("2016-05-03", "2016-05", True),
        ("2016-05-03", "2016-04", False),
        ("2016-05-03", "2016-05-02", False),
    ],
)
def test_only_an_impossible_order_is_none(start, end, is_possible):
    assert are_in_order(start, end) == is_possible


def test_a_row_that_knows_no_less_knows_the_whole_day():
    kept = [known_of(date(2016, 12, 31), "2016"), known_of(date(2016, 12, 31), ""), known_of(None, "")]
    assert kept == [KnownDay("2016"), KnownDay("2016-12-31"), None]
