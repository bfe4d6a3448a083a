"""What people send and the site does not take: it is named, with how to save it as something else, wherever it goes up."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image
from rest_framework.test import APIClient

from reports import workflow
from reports.files.accepted import words_of
from reports.files.carried import Refused
from reports.files.foreign import NOT_ACCEPTED, why_not
from reports.files.metadata import cleaned
from reports.tables.grids import NotATable
from reports.tables.raw import read_book
from tests.base import record
from tests.hostile import archive


def compound(stream):
    """As an old Office file begins, with the name of a stream of it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + f"{stream}\0".encode("utf-16-le") + bytes(600)


def picture(form):
    saved = io.BytesIO()
    Image.new("RGB", (4, 3)).save(saved, form)
    return saved.getvalue()


OFFICE = {"[Content_Types].xml": "<Types/>"}
SENT = {
    ".doc": compound("WordDocument"),
    ".xls": compound("Workbook"),
    "old Excel workbook (.xls)": compound("Book"),
    ".ppt": compound("PowerPoint Document"),
    ".msg": compound("__nameid_version1.0"),
    ".eml": b"Received: from mail\r\nSubject: x\r\n",
    "password": compound("EncryptedPackage"),
    ".rtf": b"{\\rtf1\\ansi",
    ".xlsb": archive(OFFICE | {"xl/workbook.bin": "x"}),
    ".docm": archive(OFFICE | {"word/document.xml": "x", "word/vbaProject.bin": "x"}),
    ".xlsm": archive(OFFICE | {"xl/workbook.xml": "x", "xl/VBAPROJECT.BIN": "x"}),
    "Pages, Numbers or Keynote": archive({"Index/Document.iwa": "x", "preview.jpg": "x"}),
    "HEIC": b"\0\0\0\x24ftypheic\0\0\0\0mif1heic",
    "AVIF": b"\0\0\0\x20ftypavif\0\0\0\0",
    "Video": b"\0\0\0\x18ftypmp42\0\0\0\0",
    "audio recordings": b"\0\0\0\x18ftyp3gp4\0\0\0\0",
    "audio": b"ID3\x04\0",
    "GIF": picture("GIF"),
    "TIFF": picture("TIFF"),
    "WebP": picture("WEBP"),
    "BMP": picture("BMP"),
    "SVG": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    ".zip": archive({"a.txt": "x"}),
    ".rar": b"Rar!\x1a\x07\x01\0",
    ".7z": b"7z\xbc\xaf\x27\x1c\0\x04",
    ".csv": "country;title\nMOZ;Formação\n".encode("cp1252"),
    ".txt": "Ana\n".encode("utf-16"),
    "web page": b"<!DOCTYPE html><html></html>",
    "template": archive(
        {"mimetype": "application/vnd.oasis.opendocument.text-template", "META-INF/manifest.xml": "<a/>"}
    ),
}


def refusal(content):
    with pytest.raises(Refused) as refused:
        cleaned(content)
    return refused.value


@pytest.mark.parametrize("name", SENT)
def test_it_is_named_by_its_content(name):
    words = words_of(refusal(SENT[name]))
    assert (name in words, words.startswith("This type of file")) == (True, False)


def test_what_nobody_knows_is_told_what_is_accepted():
    assert why_not(b"MZ\x90\0\x03\0\0\0") == NOT_ACCEPTED
    assert ".docx, .xlsx, .pptx, .odt, .ods, .odp" in NOT_ACCEPTED


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "choose “Save as”, save it as a Word document (.docx)"),
        ("fr", "choisissez « Enregistrer sous », enregistrez-le en document Word (.docx)"),
        ("pt", "escolha «Guardar como», guarde-o como documento Word (.docx)"),
    ],
)
def test_it_is_told_in_the_language_of_the_reader(language, words):
    with translation.override(language):
        assert words in words_of(refusal(SENT[".doc"])).replace("\u202f", " ").replace("\xa0", " ")


@pytest.fixture
def draft(cast):
    return record(cast["amina"])


def test_the_page_tells_it_at_the_field(as_person, draft):
    sent = {"files": SimpleUploadedFile("report.docx", SENT[".doc"]), "confidentiality": "public"}
    page = as_person("amina").post(reverse("evidence_new", args=[draft.pk]), sent)
    assert (page.status_code, page.context["form"].errors["files"][0].startswith("report.docx: ")) == (422, True)
    assert ".doc" in page.context["form"].errors["files"][0].removeprefix("report.docx: ")


def test_the_api_tells_it_at_the_field(cast, draft):
    client = APIClient()
    client.force_authenticate(cast["amina"])
    sent = {"kind": "file", "file": SimpleUploadedFile("photo.jpg", SENT["HEIC"])}
    answer = client.post(f"/api/v1/activities/{draft.pk}/evidence/", sent, format="multipart")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "file")
    assert "HEIC" in answer.json()["errors"][0]["detail"]


def test_a_file_in_chunks_is_told_it_with_its_last_one(as_person, cast):
    content = SENT[".rtf"]
    row = workflow.begin_upload(by=cast["amina"], name="report.doc", size=len(content))
    answer = as_person("amina").post(f"{reverse('upload', args=[row.pk])}?offset=0", content, content_type="x/y")
    assert (answer.status_code, ".rtf" in answer.json()["reason"]) == (422, True)


@pytest.mark.parametrize(("stream", "code"), [("Workbook", "old_excel"), ("WordDocument", "unreadable")])
def test_a_table_is_called_an_old_excel_only_if_it_is_one(stream, code):
    with pytest.raises(NotATable) as refused:
        read_book(compound(stream))
    assert refused.value.code == code


def test_the_field_asks_for_what_is_accepted(as_person, draft):
    page = as_person("amina").get(reverse("evidence_new", args=[draft.pk])).content.decode()
    assert 'accept=".pdf,.png,.jpg,.odt,.ods,.odp,.docx,.xlsx,.pptx,.jpeg,application/pdf,image/png,' in page
