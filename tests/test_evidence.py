"""Files: told by content, cleaned, kept apart, and handed only to those who may see them."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from reports import workflow
from reports.files import checked_file
from reports.models import Activity, Evidence
from tests.base import record, verified

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def archive(*names, mimetype=b""):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return content.getvalue()


def photo():
    content, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "a secret place"
    Image.new("RGB", (40, 30), "navy").save(content, "JPEG", exif=exif)
    return content.getvalue()


def upload(name, content):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (PDF, "report.pdf"),
        (photo(), "report.jpg"),
        (archive("[Content_Types].xml", "word/document.xml"), "report.docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "report.xlsx"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "report.pptx"),
        (archive("content.xml", mimetype=b"application/vnd.oasis.opendocument.text"), "report.odt"),
        (archive("content.xml", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "report.ods"),
    ],
)
def test_a_file_is_known_by_its_content_whatever_its_name(content, kept):
    assert checked_file(upload("report.html", content)).name == kept


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00",
        b"",
        b"PK\x03\x04 broken",
        archive("readme.txt"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"\xff\xd8\xff not a picture",
    ],
)
def test_what_is_not_a_document_is_refused_whatever_its_name(content):
    with pytest.raises(ValidationError) as refusal:
        checked_file(upload("report.pdf", content))
    assert set(refusal.value.message_dict) == {"file"}


def test_a_large_file_is_refused(settings):
    settings.EVIDENCE_MAX_BYTES = 10
    with pytest.raises(ValidationError):
        checked_file(upload("a.pdf", PDF))


def test_a_picture_loses_its_metadata():
    kept = checked_file(upload("x.jpg", photo()))
    assert b"secret" not in kept.content
    assert Image.open(io.BytesIO(kept.content)).size == (40, 30)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\docs\\État final.pdf", "État final.pdf"),
        ("a\x00<b>.pdf", "a_b.pdf"),
        (".pdf", "document.pdf"),
    ],
)
def test_a_name_is_cleaned(name, kept):
    file = upload("x.pdf", PDF)
    file._name = name
    assert checked_file(file).name == kept


@pytest.fixture
def kept(cast):
    activity = verified(cast["amina"], cast["nadia"])
    levels = ("public", "participants", "reviewers")
    pieces = {}
    for level in levels:
        pieces[level] = workflow.add_evidence(
            by=cast["amina"], pk=activity.pk, kind="file", file=upload("a.pdf", PDF), confidentiality=level
        )
    return pieces


SEEN = {
    None: {"public"},
    "charlie": {"public"},
    "olga": {"public", "participants"},
    "juma": {"public", "participants"},
    "thabo": {"public", "participants"},
    "amina": {"public", "participants", "reviewers"},
    "nadia": {"public", "participants", "reviewers"},
    "grace": {"public", "participants", "reviewers"},
}


@pytest.mark.parametrize("person", SEEN)
def test_a_file_is_handed_only_to_those_who_may_see_it(as_person, kept, person):
    client = as_person(person)
    answers = {
        level: client.get(reverse("evidence_file", args=[piece.pk])).status_code for level, piece in kept.items()
    }
    assert answers == {level: 200 if level in SEEN[person] else 404 for level in kept}


def test_a_file_is_never_shown_inside_the_site(as_person, kept):
    response = as_person(None).get(reverse("evidence_file", args=[kept["public"].pk]))
    assert response["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert (response["X-Content-Type-Options"], "sandbox" in response["Content-Security-Policy"]) == ("nosniff", True)
    assert b"".join(response.streaming_content) == PDF


def test_evidence_is_added_on_the_page_and_errors_stand_at_the_field(as_person, cast):
    draft = record(cast["amina"])
    address = reverse("evidence_new", args=[draft.pk])
    client = as_person("amina")
    refused = client.post(address, {"files": upload("a.pdf", b"<html>"), "confidentiality": "public", "title": "Kept"})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"files"})
    assert "Kept" in refused.content.decode()
    assert client.post(address, {"files": upload("a.pdf", PDF), "confidentiality": "public"}).status_code == 302
    assert Evidence.objects.get().sha256


@pytest.mark.parametrize("person", ["juma", "nadia", "charlie"])
def test_nobody_else_adds_or_removes_evidence(as_person, cast, kept, person):
    activity = Activity.objects.get()
    client = as_person(person)
    assert (
        client.post(
            reverse("evidence_new", args=[activity.pk]), {"citation": "x", "confidentiality": "public"}
        ).status_code
        == 403
    )
    assert client.post(reverse("evidence_remove", args=[kept["public"].pk])).status_code == 403
