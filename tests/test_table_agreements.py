"""A country's word in its workbook: a row for each activity of others that awaits it."""

import pytest

from reports import workflow
from reports.models import Activity
from tests.base import submitted
from tests.test_agreements import SHARED, words
from tests.test_tables import counted, download, messages_of, previewed, written
from tests.workbooks import edited, grids_of, sheet_of

pytestmark = pytest.mark.django_db
LINE = 3


@pytest.fixture
def shared(cast) -> Activity:
    return submitted(cast["amina"], **SHARED)


def said(cast, **cells: str) -> bytes:
    book = download(cast["juma"], country="TZA")
    return edited(book, [("agreements", LINE, key, text) for key, text in cells.items()])


def test_a_country_of_which_no_word_is_awaited_has_no_such_sheet(cast, shared):
    assert "Agreements" not in grids_of(download(cast["amina"]))


def test_the_sheet_says_what_is_claimed_for_the_country(cast, shared):
    rows = sheet_of(grids_of(download(cast["juma"], country="TZA")), "agreements")
    row = dict(zip(rows[0], rows[LINE - 1], strict=True))
    assert (row["agreements.agreement"], row["agreements.claimed"]) == ("awaited", "VI.T2.1 Tanzania, 26 May 2014")


def test_a_workbook_agrees(cast, shared):
    written(cast["juma"], said(cast, agreement="agreed"), "TZA")
    assert (words(shared)["TZA"], shared.claims.get().word) == ("agreed", "agreed")


def test_sent_again_it_changes_nothing(cast, shared):
    content = said(cast, agreement="agreed")
    written(cast["juma"], content, "TZA")
    assert counted(previewed(cast["juma"], content, "TZA")) == {}


def test_a_workbook_declines_with_a_reason(cast, shared):
    written(cast["juma"], said(cast, agreement="refusé", reason="It was held in Malawi."), "TZA")
    assert (words(shared)["TZA"], shared.agreements.get(country="TZA").reason) == ("declined", "It was held in Malawi.")


def test_declining_without_a_reason_is_refused_at_its_cell(cast, shared):
    upload = previewed(cast["juma"], said(cast, agreement="declined"), "TZA")
    assert list(messages_of(upload)) == ["Agreements G3"]


def test_what_was_changed_since_the_download_is_refused(cast, shared):
    content = said(cast, agreement="agreed")
    values = {"place": "Tete"}
    workflow.update_activity(by=cast["amina"], pk=shared.pk, version=shared.version, values=values)
    assert list(messages_of(previewed(cast["juma"], content, "TZA"))) == ["Agreements F3"]


def test_a_reason_without_declining_is_not_dropped(cast, shared):
    upload = previewed(cast["juma"], said(cast, reason="It was held in Malawi."), "TZA")
    assert list(messages_of(upload)) == ["Agreements F3"]


def test_a_reason_that_looks_like_personal_data_is_asked_about(cast, shared):
    upload = previewed(cast["juma"], said(cast, agreement="declined", reason="Ask amina@example.org."), "TZA")
    assert [warning["cell"] for row in upload.preview["rows"] for warning in row["warnings"]] == ["G3"]
