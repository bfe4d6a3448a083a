"""A table with the headings, sheets and choices of before is read as one of today."""

import pytest

from reports.tables import former
from reports.tables.cells import Choices
from reports.tables.columns import PLAIN, SHEETS
from reports.tables.heads import labels_by_language, titles
from reports.tables.spelling import spelled

pytestmark = pytest.mark.django_db

HEADS = [(language, label, key) for language, labels in former.HEADS.items() for label, key in labels.items()]
CHOICES = [(name, text, code) for name, texts in former.CHOICES.items() for text, code in texts.items()]


@pytest.mark.parametrize(("language", "label", "key"), HEADS)
def test_a_former_heading_names_its_column(language, label, key):
    read = [labels_by_language(columns)[language].get(spelled(label)) for columns in (*SHEETS.values(), PLAIN)]
    assert set(read) - {None} == (set(key) if isinstance(key, tuple) else {key})


@pytest.mark.parametrize(("kind", "title"), [(kind, one) for kind, each in former.SHEETS.items() for one in each])
def test_a_former_title_of_a_sheet_is_known(kind, title):
    assert spelled(title) in titles(kind)


@pytest.mark.parametrize(("name", "text", "code"), CHOICES)
def test_a_former_choice_means_its_code(name, text, code):
    assert Choices([]).code(name, text) == code


@pytest.mark.parametrize(
    ("language", "label", "key"),
    [
        ("en", "Money needed", "amount_needed"),
        ("fr", "Vrai depuis le", "achieved_on"),
        ("pt", "Razão", "status_reason"),
    ],
)
def test_what_was_renamed_is_there(language, label, key):
    assert former.HEADS[language][label] == key
