"""Files are read in a process of their own: what takes too much is refused in words, and whoever asked lives on."""

import io
import os
import time
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as hour
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from PIL import Image

from reports import limits, workflow
from reports.files.accepted import checked_file, words_of
from reports.files.apart import BUSY, read_apart, reading_slot
from reports.files.carried import TOO_MUCH, Refused, packed, unpacked
from reports.models import Evidence
from reports.tables.parsing import read_table
from tests import hostile
from tests.base import record
from tests.test_evidence import office, printed_pdf, upload


def refused(function, content=b"x", **given):
    with pytest.raises(Refused) as refusal:
        read_apart(f"tests.hostile:{function}", content, **given)
    return refusal.value.message


# The process ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", ["takes_memory", "says_much", "dies", "breaks"])
def test_whatever_happens_in_the_process_is_a_refusal(function):
    assert refused(function) == TOO_MUCH


def test_what_broke_is_told_to_the_log(caplog):
    refused("breaks")
    assert "LookupError: a library that breaks on this file" in caplog.text


def test_a_process_that_works_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(limits, "READING_SECONDS", 1)
    begun = time.monotonic()
    assert (refused("takes_time"), time.monotonic() - begun < limits.READING_PATIENCE) == (TOO_MUCH, True)


def is_at_work(stat: Path) -> bool:
    """One that has ended stays as a `Z` while nobody has asked how."""
    try:
        return stat.read_text().split()[2] != "Z"
    except OSError:
        return False


def test_a_process_that_does_not_answer_is_ended_with_what_it_started(monkeypatch, tmp_path):
    monkeypatch.setattr(limits, "READING_PATIENCE", 2)
    assert refused("waits", path=str(tmp_path / "pid")) == TOO_MUCH
    other = Path("/proc") / (tmp_path / "pid").read_text() / "stat"
    patience = time.monotonic() + 30  # the signal is sent, and the machine has other things to do
    while is_at_work(other) and time.monotonic() < patience:
        time.sleep(0.05)
    assert not is_at_work(other)


def test_the_process_knows_neither_django_nor_a_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    assert read_apart("tests.hostile:knows_django", b"") == []
    assert "SECRET_KEY" not in read_apart("tests.hostile:says_surroundings", b"")


@pytest.mark.parametrize("task", ["reports.files.metadata:cleaned", "reports.tables.raw:grids"])
def test_what_reads_imports_nothing_of_django(task):
    assert read_apart("tests.hostile:imports", b"", module=task.partition(":")[0]) == []


def test_only_so_many_are_read_at_once(monkeypatch):
    monkeypatch.setattr(limits, "READERS_SECONDS", 0)
    with reading_slot(), reading_slot():
        assert refused("says_surroundings") == BUSY
    assert read_apart("tests.hostile:knows_django", b"") == []


def test_a_disk_that_is_full_is_a_refusal_too(monkeypatch, caplog):
    def full(*_given):
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "open", full)
    assert (refused("says_surroundings"), "No space left" in caplog.text) == (BUSY, True)


def test_what_is_read_comes_back_as_it_was():
    values = [None, True, 1, 1.5, "é\ud83d", b"\x00\xff", date(2012, 2, 29), datetime(2012, 2, 29, 23, 59), hour(12)]
    values += [timedelta(days=1, seconds=0.5), {"a": [b""]}]
    assert unpacked(packed(values)) == values


# What is sent --------------------------------------------------------------------------------------------------------

EVIDENCE = {
    "pdf": (partial(hostile.pdf_bomb, 120), "takes more memory or time"),
    "picture": (partial(hostile.picture, 7100), "more than 50 million pixels"),
    "picture of one bit": (partial(hostile.picture, 20_000), "more than 50 million pixels"),
    "archive": (partial(hostile.book, "", large=" " * 201 * hostile.MEGABYTE), "larger than 200 MB once"),
    "parts": (partial(hostile.book, "", **{f"part{n}": "" for n in range(10_001)}), "more than 10000 parts"),
    "html": (lambda: b"<html>%PDF-1.7</html>", "cannot be read"),
    "late": (lambda: bytes(1025) + b"%PDF-1.7", "type of file is not accepted"),
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_a_file_that_takes_too_much_is_refused_in_words(name):
    made, said = EVIDENCE[name]
    with pytest.raises(ValidationError) as refusal:
        checked_file(upload("a.pdf", made()))
    assert said in refusal.value.message_dict["file"][0]


def test_a_part_that_stands_twice_is_not_guessed():
    content = io.BytesIO(office(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "one"}))
    with zipfile.ZipFile(content, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("word/document.xml", "another")
    with pytest.raises(ValidationError, match="cannot be read"):
        checked_file(upload("a.docx", content.getvalue()))


def test_the_largest_picture_is_drawn_anew():
    kept = checked_file(upload("a.png", hostile.picture(7000, "RGB")))
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert (picture.size, picture.mode) == ((7000, 7000), "RGB")


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_stands_upright_whichever_way_the_camera_was_held(turned):
    saved, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = turned
    Image.new("RGB", (40, 30), "navy").save(saved, "JPEG", exif=exif, comment=b"a secret place")
    content = checked_file(upload("a.jpg", saved.getvalue())).content
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((40, 30) if turned < 5 else (30, 40), {})
    assert b"secret" not in content


def test_a_pdf_with_bytes_before_its_header_is_accepted():
    kept = checked_file(upload("a.pdf", b"\xef\xbb\xbf\r\n" + printed_pdf()))
    assert (kept.content_type, b"Secret" in kept.content) == ("application/pdf", False)


def test_a_refusal_is_in_the_language_of_the_reader():
    with translation.override("fr"):
        assert words_of(Refused(BUSY)) == "Trop de fichiers sont en cours de lecture. Réessayez dans une minute."


# On every way in -----------------------------------------------------------------------------------------------------


def test_the_form_says_so_and_keeps_what_was_typed(as_person, cast):
    address = reverse("evidence_new", args=[record(cast["amina"]).pk])
    typed = {"files": upload("a.png", hostile.picture(7100)), "confidentiality": "public", "title": "Kept"}
    page = as_person("amina").post(address, typed)
    assert (page.status_code, list(page.context["form"].errors), "Kept" in page.content.decode()) == (
        422,
        ["files"],
        True,
    )
    assert Evidence.objects.count() == 0


def test_a_file_in_chunks_is_refused_with_its_last_one(cast):
    content = hostile.pdf_bomb(120)
    row = workflow.begin_upload(by=cast["amina"], name="a.pdf", size=len(content))
    with pytest.raises(ValidationError, match="takes more memory or time"):
        workflow.add_chunk(by=cast["amina"], pk=row.pk, offset=0, content=content)


def test_a_file_that_cannot_be_read_now_has_arrived_all_the_same(cast, monkeypatch):
    monkeypatch.setattr(limits, "READERS_SECONDS", 0)
    content, pk = printed_pdf(), record(cast["amina"]).pk
    row = workflow.begin_upload(by=cast["amina"], name="a.pdf", size=len(content))
    with reading_slot(), reading_slot():
        assert workflow.add_chunk(by=cast["amina"], pk=row.pk, offset=0, content=content).is_whole
        with pytest.raises(ValidationError, match="Too many files"):
            workflow.attach_upload(by=cast["amina"], pk=pk, upload=row.pk)
    assert workflow.attach_upload(by=cast["amina"], pk=pk, upload=row.pk).file_name == "a.pdf"


def test_a_page_that_cannot_be_drawn_costs_its_picture_alone(cast, monkeypatch):
    monkeypatch.setattr(limits, "READING_MEMORY", 150 * hostile.MEGABYTE)
    file = upload("a.pdf", hostile.page_bomb(150))
    piece = workflow.add_evidence(by=cast["amina"], pk=record(cast["amina"]).pk, kind="file", file=file)
    assert (bool(piece.file), bool(piece.preview)) == (True, False)


TABLES = {
    "far": hostile.book_far,
    "another inside": lambda: hostile.book("<broken", content__xml=hostile.open_document_far()),
    "open document": lambda: hostile.archive({"content.xml": hostile.open_document_far()}),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_takes_too_much_is_refused_on_its_page(as_person, name):
    client = as_person("amina")
    page = client.post("/countries/MOZ/tables/", {"file": SimpleUploadedFile("a.xlsx", TABLES[name]())})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["file"])


def test_a_table_that_takes_too_much_is_refused_by_the_command(cast, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(hostile.book_far())
    with pytest.raises(CommandError, match="far outside the table"):
        call_command("import_activities", str(tmp_path / "a.xlsx"), by="amina")


def test_a_table_of_many_empty_rows_is_read(db):
    table = read_table(b"reference,title\nA1,x\n" + b",\n" * 100_000 + b"A2,y\n")
    assert [(line.number, line.text("title")) for line in table.lines("activities")] == [(2, "x"), (100_003, "y")]


def test_a_table_of_many_rows_is_refused_at_the_first_too_many(db):
    with pytest.raises(ValidationError, match="more than 20,000 rows"):
        read_table(b"title\n" + b"A\n" * 4_000_000)
