"""A long table is compared and applied by jobs: no request does more than say how far it has come."""

import pytest
from django.utils import timezone

from reports.models import Activity, Job, TableUpload, User
from reports.tables import by_job, uploads
from tests.jobs import work
from tests.test_table_files import ADDRESS, many, upload


@pytest.fixture
def amina(cast, as_person):
    """Amina's browser, in English."""
    User.objects.filter(username="amina").update(language="en")
    return as_person("amina")


@pytest.fixture
def waiting(amina, monkeypatch, settings):
    """The address of a table of five rows, long here, that no worker has looked at yet."""
    monkeypatch.setattr(by_job, "TABLE_AT_ONCE", 4)
    settings.JOBS_AT_ONCE = False
    return upload(amina, many(5)).url


def test_its_page_says_how_far_it_has_come(amina, waiting):
    pages = [amina.get(waiting).content.decode() for _n in range(2)]
    assert ['<progress id="reading" value="0" max="5">' in page for page in pages] == [True, True]
    assert 'http-equiv="refresh" content="2"' in pages[0]
    work()
    assert amina.get(waiting).context["saved"] == 5


def test_it_is_applied_by_a_job_once(amina, waiting):
    work()
    for _n in range(2):
        assert amina.post(waiting).status_code == 302
    page = amina.get(waiting).content.decode()
    assert ('<progress id="saving">' in page, Activity.objects.count()) == (True, 0)
    work()
    by_job.apply_asked(str(TableUpload.objects.get().pk), "en")
    assert (amina.get(waiting).context["is_applied"], Activity.objects.count()) == (True, 5)


def test_where_another_try_has_come_to_it_goes_on(amina, waiting, monkeypatch):
    monkeypatch.setattr(uploads, "SLICE_ROWS", 2)
    monkeypatch.setattr(uploads, "SLICE_SECONDS", 0.0)
    uploads.read_on(row := TableUpload.objects.get())
    assert (row.done, row.state) == (2, "reading")
    work()
    row.refresh_from_db()
    assert (row.done, row.preview["counts"]["created"], row.state) == (5, 5, "read")


def test_it_is_compared_in_the_language_of_its_reader(amina, waiting):
    Job.objects.update(arguments={"upload": str(TableUpload.objects.get().pk), "language": "fr"})
    work()
    labels = {field[0] for row in TableUpload.objects.get().preview["rows"] for field in row["fields"]}
    assert "début" in labels


def test_what_failed_for_good_is_told(amina, waiting):
    Job.objects.update(given_up_at=timezone.now())
    page = amina.get(waiting).content.decode()
    assert ("could not be processed" in page, "refresh" in page) == (True, False)
    amina.post(waiting, {"discard": "1"})
    work()
    assert TableUpload.objects.count() == 0


def test_one_that_was_deleted_meanwhile_is_left(amina, waiting):
    amina.post(waiting, {"discard": "1"})
    work()
    assert (Job.objects.given_up().count(), amina.get(ADDRESS).status_code) == (0, 200)
