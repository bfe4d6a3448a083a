"""Files that arrive in pieces: each byte once, whole at the end, the sender's alone, and gone if nobody attaches them."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from reports import workflow
from reports.models import Change, Evidence, FileUpload
from reports.tidying import tidy
from tests.base import record
from tests.test_access import ROLES
from tests.test_entry import FORM, NEW
from tests.test_evidence import PDF


def begin(client, name="a.pdf", content=PDF, sha256=None):
    digest = hashlib.sha256(content).hexdigest() if sha256 is None else sha256
    return client.post(reverse("uploads"), {"name": name, "size": len(content), "sha256": digest})


def send(client, pk, offset, content):
    address = f"{reverse('upload', args=[pk])}?offset={offset}"
    return client.post(address, content, content_type="application/octet-stream")


def arrived(client, content=PDF, name="a.pdf"):
    pk = begin(client, name, content).json()["id"]
    assert send(client, pk, 0, content).status_code == 200
    return pk


@pytest.fixture
def amina(as_person):
    return as_person("amina")


def test_a_file_in_pieces_becomes_evidence_of_the_same_bytes(amina, cast):
    pk = begin(amina).json()["id"]
    for start, end in ((0, 1), (1, 20), (20, len(PDF) - 1), (len(PDF) - 1, len(PDF))):  # of one byte too
        answer = send(amina, pk, start, PDF[start:end])
    assert answer.json() == {"id": pk, "size": len(PDF), "received": len(PDF)}
    piece = workflow.attach_upload(by=cast["amina"], pk=record(cast["amina"]).pk, upload=pk)
    assert (str(piece.pk), piece.file.read(), piece.file_name) == (pk, PDF, "a.pdf")
    assert not FileUpload.objects.exists()


def test_a_file_chosen_again_goes_on_where_it_stopped(amina):
    pk = begin(amina).json()["id"]
    send(amina, pk, 0, PDF[:30])
    assert begin(amina, name="the same.pdf").json() == {"id": pk, "size": len(PDF), "received": 30}


def test_it_says_how_far_it_is(amina):
    pk = begin(amina).json()["id"]
    send(amina, pk, 0, PDF[:30])
    assert amina.get(reverse("upload", args=[pk])).json()["received"] == 30


@pytest.mark.parametrize("offset", [0, 29, 31])
def test_a_piece_for_another_place_is_told_where_to_go_on(amina, offset):
    pk = begin(amina).json()["id"]
    send(amina, pk, 0, PDF[:30])
    answer = send(amina, pk, offset, PDF[30:35])
    assert (answer.status_code, answer.json()["received"]) == (409, 30)


@pytest.mark.parametrize("content", [b"", PDF + b"more"])
def test_a_piece_that_does_not_fit_is_refused(amina, content):
    pk = begin(amina).json()["id"]
    answer = send(amina, pk, 0, content)
    assert (answer.status_code, bool(answer.json()["reason"])) == (422, True)
    assert FileUpload.objects.get().received == 0


def test_a_piece_that_is_too_large_is_refused_unread(amina, monkeypatch):
    monkeypatch.setattr("reports.limits.CHUNK_BYTES", 10)
    assert send(amina, begin(amina).json()["id"], 0, PDF[:11]).status_code == 422


def test_what_did_not_arrive_as_it_was_sent_is_refused_and_removed(amina):
    pk = begin(amina, sha256="0" * 64).json()["id"]
    assert send(amina, pk, 0, PDF).status_code == 422
    assert not FileUpload.objects.exists()


def test_what_is_no_document_is_refused_and_removed_when_it_is_whole(amina):
    page = b"<html><script>alert(1)</script></html>"
    pk = begin(amina, name="report.pdf", content=page).json()["id"]
    assert send(amina, pk, 0, page).status_code == 422
    assert not FileUpload.objects.exists()


@pytest.mark.parametrize("sent", [{"size": "0"}, {"size": str(10**9)}, {"size": "-1"}, {"size": ""}, {"sha256": "x"}])
def test_a_beginning_that_makes_no_sense_is_refused(amina, sent):
    answer = amina.post(reverse("uploads"), {"name": "a.pdf", "size": "10"} | sent)
    assert (answer.status_code, FileUpload.objects.count()) == (422, 0)


def test_only_so_many_files_wait(amina, monkeypatch):
    monkeypatch.setattr("reports.limits.FILES_WAITING", 2)
    answers = [begin(amina, content=PDF + bytes([n])).status_code for n in range(3)]
    assert answers == [201, 201, 422]


@pytest.mark.parametrize("person", ROLES)
def test_those_who_record_may_begin(as_person, cast, person):
    expected = {None: 401, "amina": 201, "juma": 201, "nadia": 201, "thabo": 201, "grace": 201}
    assert begin(as_person(person)).status_code == expected.get(person, 403)


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize("person", [name for name in ROLES if name != "amina"])
def test_an_upload_is_its_sender_s_alone(as_person, amina, person, method):
    pk = begin(amina).json()["id"]
    answer = getattr(as_person(person), method)(reverse("upload", args=[pk]) + "?offset=0")
    assert answer.status_code == (401 if person is None else 404)
    assert FileUpload.objects.get().received == 0


def test_another_person_s_upload_is_not_attached(amina, as_person, cast):
    pk = arrived(amina)
    row = record(cast["juma"], countries=["TZA"], claims=[])
    form = FORM | {"countries": ["TZA"], "claims": [], "links": "", "uploads": [pk]}
    as_person("juma").post(reverse("activity_edit", args=[row.pk]), form | {"version": row.version})
    assert (Evidence.objects.count(), FileUpload.objects.count()) == (0, 1)


def test_what_has_not_arrived_is_not_attached(amina, cast):
    pk = begin(amina).json()["id"]
    page = amina.post(NEW, FORM | {"links": "", "uploads": [pk]}, follow=True)
    assert Evidence.objects.count() == 0
    assert len(page.context["messages"]) == 1  # that it was submitted, the page says itself


def test_a_form_with_uploads_sent_twice_is_one_piece(amina):
    form = FORM | {"key": str(uuid4()), "links": "", "uploads": [arrived(amina)]}
    for _n in range(2):
        assert amina.post(NEW, form).status_code == 302
    assert (Evidence.objects.count(), FileUpload.objects.count()) == (1, 0)


def test_the_name_of_an_upload_is_looked_at_for_personal_data(amina):
    pk = arrived(amina, name="passport A1234567.pdf")
    page = amina.post(NEW, FORM | {"uploads": [pk]})
    assert (page.status_code, page.context["form"].personal[0].code) == (422, "passport")
    assert f'value="{pk}" checked' in page.content.decode()


def test_what_waits_is_shown_on_the_next_form(amina):
    whole = arrived(amina)
    send(amina, begin(amina, "half.pdf", PDF + b"\n").json()["id"], 0, PDF[:30])
    page = amina.get(NEW).content.decode()
    assert (f'value="{whole}"' in page, "half.pdf" in page) == (True, True)


def test_giving_up_removes_the_file_too(amina, django_capture_on_commit_callbacks):
    pk = begin(amina).json()["id"]
    file = FileUpload.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        assert amina.delete(reverse("upload", args=[pk])).status_code == 200
    assert (FileUpload.objects.exists(), file.storage.exists(file.name)) == (False, False)


def test_after_14_days_it_is_removed_and_not_before(amina, django_capture_on_commit_callbacks):
    old, young = begin(amina).json()["id"], begin(amina, content=PDF + b"\n").json()["id"]
    FileUpload.objects.filter(pk=old).update(created_at=timezone.now() - timedelta(days=14, minutes=1))
    FileUpload.objects.filter(pk=young).update(created_at=timezone.now() - timedelta(days=13, hours=23))
    with django_capture_on_commit_callbacks(execute=True):
        tidy()
    assert [str(row.pk) for row in FileUpload.objects.all()] == [young]


def test_the_change_log_hears_of_it_when_it_is_attached(amina, cast):
    before = Change.objects.count()
    pk = arrived(amina)
    assert Change.objects.count() == before
    row = record(cast["amina"])
    workflow.attach_upload(by=cast["amina"], pk=row.pk, upload=pk)
    assert Change.objects.of(row).first().verb == "activity.evidence_added"
