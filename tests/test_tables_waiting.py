"""An uploaded table of which something is left to do stays until it is done or deleted; what is missing is said in words."""

import re

import pytest

from reports import limits
from reports.models import Activity, TableUpload
from tests.base import record
from tests.test_table_conflicts import BOTH, change_on_the_site
from tests.test_tables import download, previewed, received, written
from tests.test_tables import moz as moz
from tests.test_tables import recorded_by_mozambique as recorded_by_mozambique
from tests.test_tables_from_outside import amina as amina
from tests.test_tables_from_outside import upload_by
from tests.workbooks import edited


def table(number):
    return f"reference,title\nA{number},Course {number}\n".encode()


def test_what_is_not_done_gives_way_to_nothing_and_one_more_is_refused_in_words(amina, client):
    uploads = [previewed(amina, table(number)) for number in range(limits.TABLES_OPEN)]
    client.force_login(amina)
    answer = upload_by(client, table(11))
    assert (answer.status_code, "10 of your tables still have rows" in answer.content.decode()) == (422, True)
    client.post(f"/tables/{uploads[0].pk}/", {"discard": "1"})
    assert upload_by(client, table(11)).status_code == 302
    assert TableUpload.objects.filter(pk__in=[row.pk for row in uploads[1:]]).count() == limits.TABLES_OPEN - 1


def test_a_table_with_open_conflicts_outlives_eleven_that_are_done(moz):
    content = edited(download(moz["amina"]), BOTH)
    change_on_the_site(moz, moz["first"], place="Nampula")
    open_one = written(moz["amina"], content)
    for number in range(limits.TABLES_DONE + 1):
        written(moz["amina"], table(number))
    assert TableUpload.objects.filter(pk=open_one.pk).exists()
    assert TableUpload.objects.count() == limits.TABLES_DONE + 2


@pytest.mark.parametrize(
    ("content", "is_left"),
    [
        (table(1), True),
        (b"reference,title,status\nA1,Course,nearly\n", False),
        (b"reference,title\nA9,Known\n", False),
    ],
)
def test_work_is_left_where_something_would_be_written(amina, content, is_left):
    record(amina, title="Known", external_id="A9", claims=[])
    received(amina, content)
    assert TableUpload.objects.with_work_left().exists()
    TableUpload.objects.all().delete()
    previewed(amina, content)
    assert TableUpload.objects.with_work_left().exists() == is_left


def test_deleting_an_upload_takes_its_file_along_and_nothing_that_it_wrote(amina, client):
    upload = written(amina, table(1))
    client.force_login(amina)
    assert b'name="discard"' in client.get(f"/tables/{upload.pk}/").content
    assert client.post(f"/tables/{upload.pk}/", {"discard": "1"}).url == "/countries/MOZ/tables/"
    assert (TableUpload.objects.count(), upload.file.storage.exists(upload.file.name)) == (0, False)
    assert Activity.objects.get().title == "Course 1"


# Ticks ---------------------------------------------------------------------------------------------------------------


def summary_of(page):
    """The links of the summary of what is missing, at the top."""
    box = re.search(r'<div class="callout error" role="alert" id="errors" tabindex="-1">(.*?)</div>', page, re.DOTALL)
    return re.findall(r'href="#(\w+)"', box[1]) if box else []


@pytest.mark.parametrize(
    ("sent", "missing"),
    [
        ({}, ["anyway", "empty"]),
        ({"anyway": "1"}, ["empty"]),
        ({"empty": "1"}, ["anyway"]),
        ({"keep": "1"}, ["anyway"]),
    ],
)
def test_what_has_to_be_ticked_is_said_at_the_top(amina, client, sent, missing):
    record(amina, title="Course", external_id="A1", place="Beira", claims=[])
    upload = previewed(amina, b"reference,title,place,summary\nA1,Course,,Ask ana@example.org\n")
    client.force_login(amina)
    answer = client.post(f"/tables/{upload.pk}/", sent)
    page = answer.content.decode()
    assert (answer.status_code, summary_of(page)) == (422, missing)
    assert all(f'id="{box}"' in page for box in missing)
    assert set(re.findall(r'id="(\w+)" checked', page)) == sent.keys() - {"keep"}


def test_where_rows_are_emptied_among_conflicts_no_group_of_their_own_is_promised(moz, client):
    content = edited(download(moz["amina"]), [*BOTH[:1], ("activities", 3, "summary", "")])
    change_on_the_site(moz, moz["first"], place="Nampula")
    moz["amina"].language = "en"
    moz["amina"].save()
    client.force_login(moz["amina"])
    page = client.get(f"/tables/{previewed(moz['amina'], content).pk}/").content.decode()
    assert ("separate group" in page, "listed below among the conflicts" in page) == (False, True)
