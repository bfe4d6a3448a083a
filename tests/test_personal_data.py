"""What looks like personal data is found in four languages and 26 countries, and what only looks like a number is not."""

import csv
import json
from pathlib import Path

import pytest

from reports.privacy import personal_data
from reports.privacy.telephones import REGIONS, regions_of

HERE = Path(__file__).parent
# `[{"text", "kind": "sentence" or "file_name", "language", "countries": ["MOZ"], "personal": true or false, "what"}]`
# One was written with the detector, one after it, and one by somebody who had not seen it.
CORPORA = sorted((HERE / "data").glob("privacy_corpus*.json"))
LEAST_FOUND, MOST_FALSE = 0.95, 0.02


def rows_of(path):
    return json.loads(path.read_text(encoding="utf-8"))


def passages_in(row):
    return personal_data(row["text"], row["countries"])


def test_the_corpus_is_large_and_speaks_of_every_country_and_language():
    rows = [row for path in CORPORA for row in rows_of(path)]
    assert len(rows) >= 300
    assert {row["language"] for row in rows} == {"en", "fr", "pt", "sw"}
    assert {row["kind"] for row in rows} == {"sentence", "file_name"}
    assert set(regions_of({code for row in rows for code in row["countries"]})) == set(REGIONS)


@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
def test_nearly_all_personal_data_is_found(path):
    personal = [row for row in rows_of(path) if row["personal"]]
    missed = [row["text"] for row in personal if not passages_in(row)]
    assert len(missed) <= (1 - LEAST_FOUND) * len(personal), missed


@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
def test_hardly_anything_else_alarms(path):
    harmless = [row for row in rows_of(path) if not row["personal"]]
    alarms = [(row["text"], passages_in(row)) for row in harmless if passages_in(row)]
    assert len(alarms) <= MOST_FALSE * len(harmless), alarms


def test_each_kind_is_called_by_its_name():
    personal = [row for row in rows_of(HERE / "data" / "privacy_corpus.json") if row["personal"]]
    assert [row["text"] for row in personal if {passage.code for passage in passages_in(row)} != {row["what"]}] == []


def test_the_numbering_plans_are_those_of_the_countries():
    with (HERE.parent / "fixtures" / "countries.csv").open(encoding="utf-8") as file:
        countries = list(csv.DictReader(file))
    assert sorted(row["iso2"] for row in countries) == sorted(REGIONS)
    assert [regions_of([row["iso3"]]) for row in countries] == [(row["iso2"],) for row in countries]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Call 0712345678, please.", "0712345678"),
        ("Call 0712345678.", "0712345678"),
        ("(84) 123 4567", "(84) 123 4567"),
        ("+254(0)712345678", "+254(0)712345678"),
        ("٠٧١٢٣٤٥٦٧٨", "0712345678"),
        ("07\u200b12 345\u00a0678", "0712 345 678"),
        ("0712–345–678", "0712-345-678"),
        ("foto_254712345678_2012.jpg", "254712345678"),
        ("scan 0712345678_final.pdf", "0712345678"),
        ("2012-06-12_0712345678.pdf", "0712345678"),
        ("https://wa.me/254712345678", "254712345678"),
        ("ana [at] example.org", "ana [at] example.org"),
        ("PASSEPORT N° OP 0123456", "OP 0123456"),
        ("Processo n.º 145/SENAMI/2012", "145/SENAMI/2012"),
        ("photo_carte_identite_1198570043621084.jpg", "1198570043621084"),
        ("Her line is 0722 334 455", "0722 334 455"),
    ],
)
def test_a_passage_is_told_as_it_stands(text, passage):
    assert [row.passage for row in personal_data(text, ["KEN"])] == [passage]


@pytest.mark.parametrize(
    "text",
    [
        "KES 712345678",
        "712345678/=",
        "712 345 678 shillings were spent",
        "R256701234.50",
        "GPS -1.2920659, 36.8219462",
        "0-4 5-11 12-17 18-59 60",
        "0800-1700 hrs, 12-14 June",
        "EC contract 2012/283193",
        "ISBN 0712345678",
        "2012.06.30-2012.07.05",
        "550e8400-e29b-41d4-a716-446655440000",
        "call for proposals 2012-0045678",
        "Rubrica orçamental 84 200 1015: 1 750 cobertores",
        "Screenshot_20120630-143012.png",
        "+12 345 678 USD",
        "\u200b",
        "",
    ],
)
def test_what_only_looks_like_a_number_does_not_alarm(text):
    assert personal_data(text, ["KEN"]) == []


@pytest.mark.parametrize(("countries", "passages"), [(["BWA"], ["71 234 567"]), (["KEN"], []), ([], [])])
def test_a_number_that_could_be_an_amount_is_one_only_where_it_is_dialled(countries, passages):
    assert [row.passage for row in personal_data("Dukwi, 71 234 567", countries)] == passages
