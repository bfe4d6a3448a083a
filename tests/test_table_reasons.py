"""What is refused says what its cell holds and why, in the reader's language; of dates and headings nothing is guessed."""

from datetime import date

import pytest
from django.utils import translation

from reports.models import Activity
from reports.tables import former
from reports.tables.amounts import read_money, read_number
from reports.tables.cells import Choices
from reports.tables.columns import ACTIVITIES, PLAIN, SHEETS
from reports.tables.days import read_date
from reports.tables.heads import labels_by_language
from reports.tables.spelling import spelled
from reports.tables.unclear import NotReadable
from reports.wording import value_words
from tests.test_table_round_trip import refused
from tests.test_tables import NEW, download, previewed, written
from tests.test_tables import moz as moz
from tests.test_tables import recorded_by_mozambique as recorded_by_mozambique
from tests.test_tables_from_outside import amina as amina
from tests.test_tables_from_outside import notes, only, upload_by
from tests.workbooks import edited


def reason(read, raw, language="en", **more):
    with translation.override(language), pytest.raises(NotReadable) as refusal:
        read(raw, str(raw), **more)
    return str(refusal.value).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("read", "raw", "words"),
    [
        (read_date, "31/02/2012", "There is no date “31/02/2012” in the calendar."),
        (read_date, "2012-02-30", "There is no date “2012-02-30” in the calendar."),
        (read_date, "mars 2012", "“mars 2012” cannot be read as a date."),
        (read_date, 12, "“12” cannot be read as a date."),
        (read_date, "05/26/2012", "“05/26/2012” has the month first."),
        (read_date, "05/03/2012", "“05/03/2012” can be read as 5 March 2012 or as 3 May 2012."),
        (read_money, "12 500 USD", "“12 500 USD” is not a plain number."),
        (read_money, "1e15", "“1e15” is not a plain number."),
        (read_money, "-5", "“-5” is negative."),
        (read_money, -5, "“-5” is negative."),
        (read_money, 10**15, "“1000000000000000” is too large. Enter at most 999,999,999,999.99."),
        (read_money, "9" * 50, "is too large. Enter at most 999,999,999,999.99."),
        (read_money, "1.005", "“1.005” can be read as 1,005 or as 1.005."),
        (read_money, "0.0055", "“0.0055” has more than two decimal places."),
        (read_number, 10**10, "“10000000000” is too large. Enter at most 2,147,483,647."),
        (read_number, "12,5", "“12,5” is not a whole number."),
        (read_number, 12.5, "“12.5” is not a whole number."),
        (read_number, "-3", "“-3” is negative."),
        (read_number, "twelve", "“twelve” is not a plain number."),
        (read_number, True, "“True” is not a plain number."),
    ],
)
def test_a_refusal_quotes_the_cell_and_gives_the_reason(read, raw, words):
    assert words in reason(read, raw)


@pytest.mark.parametrize(
    ("read", "raw", "words"),
    [
        (read_money, "12,500", "12 500 ou 12,5"),
        (read_date, "01/03/2012", "1er mars 2012 ou 3 janvier 2012"),
        (read_number, 10**10, "2 147 483 647"),
    ],
)
def test_figures_and_dates_are_told_as_the_reader_writes_them(read, raw, words):
    assert words in reason(read, raw, "fr")


def test_a_very_long_cell_is_quoted_by_its_beginning():
    assert len(reason(read_number, "x" * 100_000)) < 300


@pytest.mark.parametrize(("read", "most", "value"), [(read_money, "999999999999.99", "999999999999.99")])
def test_the_largest_amount_is_taken(read, most, value):
    assert read(most, most) == value


def test_a_whole_row_is_called_a_row(amina):
    assert list(refused(amina, b"title,actions\nA course,VI.1\n")) == [" row 2"]


def test_a_missing_reference_is_called_by_its_heading(as_person, amina):
    refusals = refused(amina, b"title,actions\nA course,VI.1\n")
    assert "in a column named “Reference”" in refusals[" row 2"]


# Dates ---------------------------------------------------------------------------------------------------------------


def rows(head, *days):
    lines = [f"A{n};Course {n};{day}" for n, day in enumerate(days, start=1)]
    return "\n".join([head, *lines]).encode()


KEYS, ENGLISH, FRENCH, PORTUGUESE = (
    "reference;title;starts_on",
    "Reference;Title;Start",
    "Référence;Titre;Début",
    "Referência;Título;Início",
)


@pytest.mark.parametrize("head", [KEYS, ENGLISH, "Référence;Title;starts_on"])
def test_a_date_with_two_readings_alone_in_its_column_is_refused_with_both(amina, head):
    refusals = refused(amina, rows(head, "05/03/2012"))
    assert (list(refusals), "as 5 March 2012 or as 3 May 2012" in refusals[" C2"]) == ([" C2"], True)


@pytest.mark.parametrize(
    ("head", "days"),
    [(FRENCH, ["05/03/2012"]), (PORTUGUESE, ["05/03/2012"]), (KEYS, ["05/03/2012", "26/05/2012"])],
)
def test_what_says_that_the_day_stands_first_is_followed_and_said_so(amina, head, days):
    upload = written(amina, rows(head, *days))
    assert upload.preview["notes"] == ["Dates are read with the day first: “05/03/2012” in C2 is 5 March 2012."]
    assert str(Activity.objects.get(identifiers__value="A1").starts_on) == "2012-03-05"


@pytest.mark.parametrize("day", ["26/05/2012", "05/05/2012", "2012-03-05"])
def test_dates_with_one_reading_need_no_note(amina, day):
    assert notes(amina, rows(KEYS, day)) == []


def test_headings_settle_nothing_where_a_date_of_the_sheet_has_the_month_first(amina):
    head = "Référence;Titre;Début;Fin"
    refusals = refused(amina, f"{head}\nA1;Course;05/03/2012;05/26/2012\n".encode())
    assert list(refusals) == [" C2", " D2"]


def test_in_our_workbook_the_day_stands_first_as_in_its_own_cells(moz):
    changes = [("activities", NEW, "title", "New"), ("activities", NEW, "starts_on", "05/03/2012")]
    upload = previewed(moz["amina"], edited(download(moz["amina"]), changes))
    assert [note.startswith("Activities: Dates are read with the day first") for note in upload.preview["notes"]] == [
        True
    ]
    assert written(moz["amina"], edited(download(moz["amina"]), changes))
    assert Activity.objects.get(title="New").starts_on == date(2012, 3, 5)


# Headings ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acções do menu", "Ações do menu"),
        ("actividade", "Atividade"),
        ("PROJECTO", "projeto"),
        ("objectivo", "objetivo"),
        ("adoptada", "adotada"),
        ("direcção", "direção"),
        ("recepção", "receção"),
        ("electrónico", "eletrónico"),
    ],
)
def test_both_orthographies_of_portuguese_are_one_spelling(one, other):
    assert spelled(one) == spelled(other)


def test_headings_in_the_spelling_of_mozambique_are_read(amina):
    written(amina, "Referência;Título;Acções do menu\nA1;Um curso;VI.1\n".encode())
    only(title="Um curso")


def test_every_column_has_a_heading_of_its_own_in_each_language():
    for columns in (*SHEETS.values(), (*ACTIVITIES, *PLAIN)):
        for language, labels in labels_by_language(columns).items():
            before = {spelled(label) for label in former.HEADS.get(language, ())}
            assert len(labels.keys() - before) == len(columns)


def test_choices_stay_apart_in_one_spelling(cast):
    choices = Choices(["MOZ"])
    for name in ("status", "scope", "visibility", "priority", "themes", "actions", "countries", "topics", "audiences"):
        for language in ("en", "fr", "pt"):
            with translation.override(language):
                assert all(choices.code(name, text) for text in choices.offered(name))


def test_a_refused_heading_names_the_columns_in_the_readers_language_with_their_codes(cast, client):
    client.force_login(cast["amina"])
    page = upload_by(client, b"Titulo;Quem\nx;y\n").content.decode()
    assert ("Título (title)" in page, "Local (place)" in page, "«Quem»" in page) == (True, True, True)


# Words ---------------------------------------------------------------------------------------------------------------


def test_roles_of_partners_are_told_in_the_readers_language():
    with translation.override("fr"):
        assert value_words("partners", [{"organisation": "IOM", "role": "implementing"}]) == "IOM (exécution)"


def test_a_tab_that_a_file_names_is_called_so(amina):
    assert "separated by a tab;" in notes(amina, b"sep=\t\nreference\ttitle\nA1\tx\n")[0]


@pytest.mark.parametrize(("n", "words"), [(1, "Refusée"), (7, "Refusées")])
def test_groups_of_rows_are_called_by_their_number(cast, client, n, words):
    cast["amina"].language = "fr"
    cast["amina"].save()
    lines = "".join(f"A{number},x,nearly\n" for number in range(n))
    upload = previewed(cast["amina"], f"reference,title,status\n{lines}".encode())
    client.force_login(cast["amina"])
    assert f"<h2>{words}</h2>" in client.get(f"/tables/{upload.pk}/").content.decode()
