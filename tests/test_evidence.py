"""Files: told by content, cleaned, kept apart, and handed only to those who may see them."""

import io
import zipfile

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from reports import workflow
from reports.files.accepted import checked_file
from reports.files.previews import MOST_BYTES, SIZE
from reports.models import Activity, Evidence
from tests.base import make_cast, record, verified
from tests.planted import plain_pdf
from tests.standing import stands

PDF = plain_pdf()


def archive(*names, mimetype=b""):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "<x/>")
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


def test_an_archive_whose_kind_cannot_be_unpacked_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", b"application/vnd.oasis.opendocument.text")
    broken = bytearray(content.getvalue())
    broken[broken.index(b"mimetype") + len(b"mimetype")] = 0xFF  # no block of a compressed file begins so
    with pytest.raises(ValidationError):
        checked_file(upload("a.odt", bytes(broken)))


def test_a_pdf_with_a_flag_that_is_no_number_is_kept():
    content = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed_pdf())) as pdf:
        pdf.Root.AcroForm = pikepdf.Dictionary(SigFlags=pikepdf.Name("/Three"), Fields=[])
        pdf.save(content)
    assert checked_file(upload("a.pdf", content.getvalue())).content_type == "application/pdf"


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


@stands
def kept_for_each():
    cast = make_cast()
    activity = verified(cast["amina"], cast["nadia"])
    pieces = {}
    for level in ("public", "participants", "reviewers"):
        file = upload("a.pdf", PDF)
        piece = workflow.add_evidence(by=cast["amina"], pk=activity.pk, kind="file", file=file, confidentiality=level)
        pieces[level] = piece.pk
    return pieces


@pytest.fixture
def kept(kept_for_each, db):
    return {level: Evidence.objects.get(pk=pk) for level, pk in kept_for_each.items()}


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


# Metadata and pictures -----------------------------------------------------------------------------------------------


def printed_pdf(author="Ana Secret"):
    content = io.BytesIO()
    Image.new("L", (600, 800), "white").save(content, "PDF", author=author)
    return content.getvalue()


def office(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return content.getvalue()


DOCX = {
    "[Content_Types].xml": "<Types/>",
    "word/document.xml": "<document>The report</document>",
    "docProps/core.xml": "<creator>Ana Secret</creator>",
    "docProps/app.xml": "<Company>Secret</Company>",
    "docProps/custom.xml": "<x>Secret</x>",
}
ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": "<document>The report</document>",
    "meta.xml": "<creator>Ana Secret</creator>",
}


@pytest.mark.parametrize("parts", [DOCX, ODT])
def test_an_office_file_loses_its_properties_and_nothing_else(parts):
    with zipfile.ZipFile(io.BytesIO(checked_file(upload("a.x", office(**parts))).content)) as kept:
        texts = {name: kept.read(name).decode() for name in kept.namelist()}
    assert list(texts) == list(parts)
    assert not any("Secret" in text for text in texts.values())
    assert sum("The report" in text for text in texts.values()) == 1


def test_a_pdf_loses_its_author_and_keeps_its_pages():
    with pikepdf.open(io.BytesIO(printed_pdf())) as before:
        assert str(before.docinfo.Author) == "Ana Secret"
    with pikepdf.open(io.BytesIO(checked_file(upload("a.pdf", printed_pdf())).content)) as kept:
        assert ("/Info" in kept.trailer, "/Metadata" in kept.Root, len(kept.pages)) == (False, False, 1)


def test_a_pdf_that_wants_a_password_is_refused():
    content = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed_pdf())) as pdf:
        pdf.save(content, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(ValidationError) as refusal:
        checked_file(upload("a.pdf", content.getvalue()))
    assert set(refusal.value.message_dict) == {"file"}


@pytest.mark.parametrize("content", [printed_pdf(), photo()])
def test_a_file_sent_twice_comes_out_the_same(content):
    assert checked_file(upload("a", content)).sha256 == checked_file(upload("a", content)).sha256


@pytest.fixture
def pictured(cast):
    """`pictured(content, level)`: evidence with this content on a verified activity."""
    activity = verified(cast["amina"], cast["nadia"])

    def made(content, level="public"):
        file = upload("a.pdf", content)
        return workflow.add_evidence(by=cast["amina"], pk=activity.pk, kind="file", file=file, confidentiality=level)

    return made


@pytest.mark.parametrize("content", [printed_pdf(), photo()])
def test_the_first_page_is_shown_small(as_person, pictured, content):
    response = as_person(None).get(reverse("evidence_preview", args=[pictured(content).pk]))
    picture = b"".join(response.streaming_content)
    shown = Image.open(io.BytesIO(picture))
    assert (response["Content-Type"], shown.format, len(picture) <= MOST_BYTES) == ("image/webp", "WEBP", True)
    assert (shown.width <= SIZE[0], shown.height <= SIZE[1]) == (True, True)
    assert (response["X-Content-Type-Options"], "sandbox" in response["Content-Security-Policy"]) == ("nosniff", True)


def test_a_file_that_cannot_be_drawn_is_kept_without_a_picture(as_person, pictured):
    piece = pictured(PDF)
    assert (bool(piece.file), bool(piece.preview)) == (True, False)
    assert as_person(None).get(reverse("evidence_preview", args=[piece.pk])).status_code == 404


@pytest.mark.parametrize("person", SEEN)
def test_a_picture_is_shown_only_to_those_who_may_see_the_file(as_person, pictured, person):
    pieces = {level: pictured(photo(), level) for level in ("public", "participants", "reviewers")}
    client = as_person(person)
    answers = {
        level: client.get(reverse("evidence_preview", args=[row.pk])).status_code for level, row in pieces.items()
    }
    assert answers == {level: 200 if level in SEEN[person] else 404 for level in pieces}


def test_a_piece_is_written_once_with_its_file_and_its_picture(pictured):
    with CaptureQueriesContext(connection) as asked:
        pictured(photo())
    writes = [row["sql"].partition(" (")[0] for row in asked if '"reports_evidence" ' in row["sql"]]
    assert [sql for sql in writes if not sql.startswith("SELECT")] == ['INSERT INTO "reports_evidence"']


def test_removing_evidence_removes_its_picture_too(cast, pictured, django_capture_on_commit_callbacks):
    piece = pictured(photo())
    with django_capture_on_commit_callbacks(execute=True):
        workflow.remove_evidence(by=cast["amina"], pk=piece.pk)
    assert [row.storage.exists(row.name) for row in (piece.file, piece.preview)] == [False, False]


# Several pieces at once ----------------------------------------------------------------------------------------------


@pytest.fixture
def adding(as_person, cast):
    """`adding(**form)`: what Amina's form of evidence answers."""
    address = reverse("evidence_new", args=[record(cast["amina"]).pk])
    return lambda **form: as_person("amina").post(address, {"confidentiality": "public"} | form)


def test_several_files_links_and_a_citation_go_in_one_sending(adding):
    files = [upload("a.pdf", PDF), upload("b.pdf", plain_pdf(b"another"))]
    assert adding(files=files, links="example.org/a\nhttps://example.org/b", citation="IOM, 2014").status_code == 302
    assert sorted(str(row) for row in Evidence.objects.all()) == [
        "IOM, 2014",
        "a.pdf",
        "b.pdf",
        "https://example.org/a",
        "https://example.org/b",
    ]


@pytest.mark.parametrize("line", ["nonsense", "ftp://example.org/a", "javascript:alert(1)"])
def test_a_line_that_is_no_link_is_told(adding, line):
    page = adding(links=f"https://example.org/a\n{line}")
    assert (page.status_code, list(page.context["form"].errors), Evidence.objects.count()) == (422, ["links"], 0)


def test_a_piece_that_is_refused_costs_the_others_nothing(adding):
    page = adding(files=[upload("a.pdf", PDF), upload("b.exe", b"MZ")])
    assert (page.status_code, [str(row) for row in Evidence.objects.all()]) == (422, ["a.pdf"])
    assert page.context["form"].errors["files"][0].startswith("b.exe: ")


def test_a_title_is_for_one_piece(adding):
    page = adding(links="https://example.org/a https://example.org/b", title="x")
    assert list(page.context["form"].errors) == ["title"]


@pytest.mark.parametrize(
    ("kind", "url", "citation"), [("link", "https://example.org/a", ""), ("citation", "", "IOM, 2014")]
)
def test_a_piece_keeps_what_belongs_to_its_kind_alone(cast, kind, url, citation):
    both = {"url": "https://example.org/a", "citation": "IOM, 2014"}
    piece = workflow.add_evidence(by=cast["amina"], pk=record(cast["amina"]).pk, kind=kind, **both)
    assert (piece.url, piece.citation) == (url, citation)


def test_more_than_twenty_files_are_too_many(adding):
    page = adding(files=[upload(f"{n}.pdf", PDF) for n in range(21)])
    assert (list(page.context["form"].errors), Evidence.objects.count()) == (["files"], 0)
