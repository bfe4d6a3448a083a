"""Files that were kept before are cleaned by a command: once, in the log, and no edition is touched."""

import hashlib
import io
from contextlib import nullcontext

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from reports import chain, workflow
from reports.models import Change, Evidence
from reports.wording import change_words
from tests.base import verified
from tests.planted import docx, photo, plain_pdf, secrets_in


@pytest.fixture
def kept(cast, settings, tmp_path):
    """`kept(content)`: evidence whose file says all that it said when it came, as an older release kept it."""
    activity = verified(cast["amina"], cast["nadia"])

    def made(content, name="a.docx"):
        file = ContentFile(plain_pdf(name.encode()), name="a.pdf")
        piece = workflow.add_evidence(by=cast["amina"], pk=activity.pk, kind="file", file=file)
        with piece.file.open("wb") as opened:
            opened.write(content)
        sha256 = hashlib.sha256(content).hexdigest()
        Evidence.objects.filter(pk=piece.pk).update(file_name=name, size=len(content), sha256=sha256)
        piece.refresh_from_db()
        return piece

    return made


def cleaning(capsys, fails=False):
    with pytest.raises(CommandError) if fails else nullcontext():
        call_command("clean_files")
    said = capsys.readouterr()
    return said.out.splitlines()[-1], said.err


def test_a_kept_file_is_cleaned_once(kept, capsys, django_capture_on_commit_callbacks):
    before = kept(docx())
    with django_capture_on_commit_callbacks(execute=True):
        assert cleaning(capsys)[0] == "1 cleaned, 0 already clean, 0 could not be cleaned"
    after = Evidence.objects.get(pk=before.pk)
    content = after.file.read()
    assert (secrets_in(content), after.size, after.sha256) == ([], len(content), hashlib.sha256(content).hexdigest())
    assert before.file.storage.exists(before.file.name) is False
    assert cleaning(capsys)[0] == "0 cleaned, 1 already clean, 0 could not be cleaned"


def test_the_row_is_written_once(kept):
    before = kept(photo(), name="a.jpg")
    with CaptureQueriesContext(connection) as asked:
        assert workflow.clean_evidence(before.pk) is True
    assert sum('UPDATE "reports_evidence"' in row["sql"] for row in asked) == 1


def test_the_log_says_that_the_system_did_it(kept, capsys):
    before = kept(docx())
    cleaning(capsys)
    row, after = Change.objects.filter(verb="activity.evidence_cleaned").get(), Evidence.objects.get(pk=before.pk)
    assert (row.by, row.via, row.subject_id) == (None, "command", str(before.activity_id))
    assert (row.before["sha256"], row.after["sha256"]) == (before.sha256, after.sha256)
    assert list(chain.breaks()) == []


def changes_in(client, **asked):
    answer = client.get("/changes/", {"verb": "activity.evidence_cleaned"} | asked, follow=True)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if asked.get("format") != "xlsx":
        return content.decode()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return "\n".join(str(cell) for row in sheet.to_python() for cell in row)


@pytest.mark.parametrize("form", ["", "csv", "xlsx"])
def test_the_list_of_changes_names_the_file_and_both_its_hashes(as_person, kept, capsys, form):
    before = kept(docx())
    cleaning(capsys)
    after = Evidence.objects.get(pk=before.pk)
    history = changes_in(as_person("nadia"), **{"format": form} if form else {})
    words = {word for word in ("a.docx", before.sha256, after.sha256) if word in history}
    assert words == {"a.docx", before.sha256, after.sha256}


def test_a_file_that_is_added_is_told_without_its_hash(kept):
    piece = kept(docx())
    row = Change.objects.get(verb="activity.evidence_added", after__evidence=str(piece.pk))
    texts = [after for _field, _before, after, _typed in change_words(row)["rows"]]
    assert ("a.pdf" in texts, row.after["sha256"] in texts) == (True, False)


def test_the_history_of_the_activity_names_the_system(as_person, kept, capsys):
    piece = kept(docx())
    cleaning(capsys)
    page = as_person("amina").get(f"{piece.activity.get_absolute_url()}history/").content.decode()
    assert ("o sistema" in page, "None" in page) == (True, False)


def test_the_review_stays_and_a_picture_is_drawn(kept, capsys):
    piece = kept(photo(), "a.jpg")
    cleaning(capsys)
    after = Evidence.objects.get(pk=piece.pk)
    assert (after.activity.review, bool(after.preview), after.file_name) == (piece.activity.review, True, "a.jpg")


def test_the_picture_of_what_it_said_before_goes(kept, capsys):
    piece = kept(docx())
    piece.preview.save("a.webp", ContentFile(b"a picture"))
    cleaning(capsys)
    assert Evidence.objects.get(pk=piece.pk).preview == ""


def test_what_cannot_be_cleaned_stays_and_is_named(kept, capsys):
    old = kept(docx(word__embeddings__a__bin=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "a.docx")
    kept(docx(), "b.docx")
    summary, errors = cleaning(capsys, fails=True)
    assert summary == "1 cleaned, 0 already clean, 1 could not be cleaned"
    assert ("word/embeddings/a.bin" in errors, str(old.pk) in errors) == (True, True)
    assert Evidence.objects.get(pk=old.pk).sha256 == old.sha256


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 file could not be cleaned. Ask its country for another version, and remove it."),
        (2, "2 files could not be cleaned. Ask their countries for other versions, and remove them."),
    ],
)
def test_how_many_could_not_be_cleaned_is_said_in_words(kept, count, said):
    for number in range(count):
        kept(b"no document", f"{number}.docx")
    with pytest.raises(CommandError, match=f"^{said}$"):
        call_command("clean_files")


def test_a_file_that_is_gone_is_named(kept, capsys):
    piece = kept(docx())
    piece.file.storage.delete(piece.file.name)
    assert "missing" in cleaning(capsys, fails=True)[1]
