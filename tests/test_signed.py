"""A document that is signed stays whole, and whoever sends it is told; what only looks signed is cleaned like any other."""

import io
import re

import pikepdf
import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from rest_framework.test import APIClient

from reports import workflow
from reports.files.metadata import cleaned
from reports.files.nested import SIGNED_INSIDE
from reports.models import Evidence
from tests.base import record
from tests.hostile import archive
from tests.planted import docx, open_document, opened, pdf, plain_pdf, relations, secrets_in
from tests.signing import CONTENTS, signature, signed_docx, signed_odt, signed_pdf
from tests.test_embedded import clean, parts, refused

SIGNED = {"docx": signed_docx, "odt": signed_odt, "pdf": signed_pdf}
PRETENDING = {
    "a text in the folder of signatures": docx(_xmlsignatures__readme__xml="<x/>"),
    "a part of another kind": signed_docx(kind="application/xml"),
    "a signature of no value": signed_docx(signature(value="")),
    "a signature of a short value": signed_docx(signature(value="AAAA")),
    "a signature of nothing": signed_docx(signature(digest="")),
    "a part that is no signature": signed_docx("<x/>"),
    "an empty list of signatures": signed_odt("<x/>"),
    "another root": open_document("text", **{"META-INF__documentsignatures__xml": "<x/>"}),
    "no contents": signed_pdf(contents=b""),
    "noughts": signed_pdf(contents=bytes(len(CONTENTS))),
    "ranges that are none": signed_pdf(ranges=(0, 1, 2, 3)),
    "ranges beyond the end": signed_pdf(ranges=(0, 10, 20, 99_999_999)),
    "a file cut short": signed_pdf()[:-1],
    "three ranges": signed_pdf(ranges=(0, 10, 20)),
    "no field for a signature": signed_pdf(**{"/FT": "/Tx"}),
    "an old kind that begins like a new one": signed_pdf(form="/adbe.x509.rsa_sha1"),
}


@pytest.mark.parametrize("kind", SIGNED)
def test_a_signed_document_stays_whole_and_is_known_as_such(kind):
    content = SIGNED[kind]()
    read = cleaned(content)
    assert (read["content"] == content, read["is_signed"], secrets_in(content) != []) == (True, True, True)


@pytest.mark.parametrize("kind", PRETENDING)
def test_what_only_looks_signed_is_cleaned(kind):
    content = PRETENDING[kind]
    assert (secrets_in(content) != [], cleaned(content)["is_signed"], secrets_in(clean(content))) == (True, False, [])


def test_a_signature_of_the_old_kind_is_bare_bytes():
    assert cleaned(signed_pdf(contents=b"\x04" + CONTENTS, form="/adbe.x509.rsa_sha1"))["is_signed"]


def test_fields_that_hold_each_other_are_looked_at_once():
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        field = opened.make_indirect(pikepdf.Dictionary(T="a"))
        field.Kids = pikepdf.Array([field])
        opened.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        opened.save(saved)
    assert cleaned(saved.getvalue())["is_signed"] is False


def left_of_signatures(content):
    """Names of parts, and objects, in which something of a signature is left."""
    names = [name for name, inner in opened(content) if re.search("signature", name, re.IGNORECASE)]
    marks = (b"SignatureValue", b"digital-signature", b"/ByteRange", b"/Perms", b"/DSS", b"Ana-certificate")
    return names + [mark for _name, inner in opened(content) for mark in marks if mark in inner]


@pytest.mark.parametrize("kind", PRETENDING)
def test_nothing_is_left_of_a_signature_that_does_not_count(kind):
    assert (left_of_signatures(PRETENDING[kind]) != [], left_of_signatures(clean(PRETENDING[kind]))) == (True, [])


def dead_docx(folder="_xmlsignatures", ending="sigs"):
    """As Word keeps a signature: its origin, itself, a certificate, and what leads to them; its value is too short."""
    kinds = "application/vnd.openxmlformats-package.digital-signature-"
    rows = f"<Default Extension='{ending}' ContentType='{kinds}origin'/>" + "".join(
        f"<Override PartName='/{folder}/{name}' ContentType='{kinds}{kind}'/>"
        for name, kind in (("sig1.xml", "xmlsignature+xml"), ("a.cer", "certificate"))
    )
    leads = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"
    made = parts(docx())
    types, first = made["[Content_Types].xml"].decode(), made["_rels/.rels"].decode()
    row = f"<Relationship Id='s1' Type='{leads}/origin' Target='{folder}/origin.{ending}'/>"
    return archive(
        made
        | {
            "[Content_Types].xml": types.replace("</Types>", rows + "</Types>"),
            "_rels/.rels": first.replace("</Relationships>", row + "</Relationships>"),
            f"{folder}/origin.{ending}": b"",
            f"{folder}/_rels/origin.{ending}.rels": relations((f"{leads}/signature", "sig1.xml")),
            f"{folder}/sig1.xml": signature(value="AAAA"),
            f"{folder}/_rels/sig1.xml.rels": relations((f"{leads}/certificate", "a.cer")),
            f"{folder}/a.cer": b"\x30Ana-certificate",
        }
    )


@pytest.mark.parametrize(
    "given", [{}, {"folder": "package/services/digital-signature"}, {"folder": "own", "ending": "o"}]
)
def test_a_signature_of_word_goes_with_its_certificate_and_all_that_leads_to_it(given):
    content = dead_docx(**given)
    assert len(left_of_signatures(content)) > 3
    kept = clean(content)
    assert (left_of_signatures(kept), set(parts(kept))) == ([], set(parts(clean(docx()))))


def test_what_belongs_to_a_signature_of_a_pdf_goes_and_its_field_stays():
    with pikepdf.open(io.BytesIO(signed_pdf(ranges=(0, 1, 2, 3)))) as opened:
        saved, value = io.BytesIO(), opened.Root.AcroForm.Fields[0].Kids[0].V
        opened.Root.Perms = pikepdf.Dictionary(DocMDP=value)
        opened.Root.DSS = pikepdf.Dictionary(Certs=pikepdf.Array([pikepdf.Stream(opened, b"Ana-certificate")]))
        opened.save(saved)
    kept = clean(saved.getvalue())
    with pikepdf.open(io.BytesIO(kept)) as opened:
        field = opened.Root.AcroForm.Fields[0].Kids[0]
        assert (left_of_signatures(kept), "/V" in field, str(field.T)) == ([], False, "a")
        assert int(opened.Root.AcroForm.SigFlags) == 0


@pytest.mark.parametrize(
    ("content", "is_lost"),
    [
        (signed_docx(signature(value="AAAA")), True),
        (signed_odt(signature(value="AAAA")), True),
        (signed_pdf(ranges=(0, 1, 2, 3)), True),
        (pdf(("a.docx", dead_docx())), True),
        (signed_odt(""), False),
        (signed_docx(), False),
        (docx(), False),
        (pdf(), False),
    ],
)
def test_it_is_known_that_a_signature_did_not_count(content, is_lost):
    assert cleaned(content)["lost_signature"] is is_lost


@pytest.mark.parametrize("kind", SIGNED)
def test_a_signed_document_inside_another_is_refused_by_its_name(kind):
    name = f"a.{kind}"
    in_word = refused(docx(**{f"word__embeddings__a__{kind}": SIGNED[kind]()}))
    assert in_word == (SIGNED_INSIDE, {"part": f"word/embeddings/{name}"})
    assert refused(pdf((name, SIGNED[kind]()))) == (SIGNED_INSIDE, {"part": name})


def notes_in(language, **sent):
    """What is said of a file `a.pdf` that was sent so."""
    piece = Evidence(file_name="a.pdf")
    for name, value in sent.items():
        setattr(piece, name, value)
    with translation.override(language):
        return piece.notes()


SAID = {
    "en": "“a.pdf” is digitally signed: it is kept as it is, with any location and author details that it contains.",
    "fr": "« a.pdf » est signé numériquement : il reste tel quel, y compris les indications de lieu et d’auteur qu’il peut contenir.",
    "pt": "«a.pdf» tem assinatura digital: o ficheiro fica como está, com os dados de localização e de autoria que contenha.",
}


LOST = {
    "en": (
        "A digital signature in “a.pdf” did not match the file: the signature was removed, and location and "
        "author details were removed from the file as usual."
    ),
    "fr": "Une signature numérique de « a.pdf » ne correspondait pas au fichier : elle a été supprimée, et les indications "
    "de lieu et d’auteur ont été retirées du fichier, comme de tout autre.",
    "pt": "Uma assinatura digital contida em «a.pdf» não correspondia ao ficheiro: a assinatura foi retirada e, como "
    "sempre, os dados de localização e de autoria foram retirados do ficheiro.",
}


@pytest.mark.parametrize("language", LOST)
def test_who_sends_a_file_whose_signature_did_not_count_is_told(language):
    [note] = notes_in(language, lost_signature=True)
    assert note.replace("\u202f", " ").replace("\xa0", " ") == LOST[language]


def test_who_sends_it_on_the_page_is_told(as_person, cast, address):
    notes = messages_after(as_person("amina"), address, "a.pdf", signed_pdf(ranges=(0, 1, 2, 3)))
    assert notes[:-1] == notes_in(cast["amina"].language, lost_signature=True)


@pytest.mark.parametrize("language", SAID)
def test_it_is_told_in_the_language_of_the_reader(language):
    [note] = notes_in(language, is_signed=True)
    assert note.replace("\u202f", " ").replace("\xa0", " ") == SAID[language]


@pytest.fixture
def address(cast):
    return reverse("evidence_new", args=[record(cast["amina"]).pk])


def messages_after(client, address, name, content):
    sent = {"files": SimpleUploadedFile(name, content), "confidentiality": "public", "title": "The report"}
    answer = client.post(address, sent)
    return [str(one) for one in get_messages(answer.wsgi_request)]


def test_who_sends_a_signed_file_is_told_on_the_page(as_person, cast, address):
    notes = messages_after(as_person("amina"), address, "a.pdf", signed_pdf())
    assert notes[:-1] == notes_in(cast["amina"].language, is_signed=True)
    assert Evidence.objects.get().file.read() == signed_pdf()


def test_the_same_file_under_another_name_is_said_to_be_there(as_person, cast, address):
    client, content = as_person("amina"), plain_pdf()
    messages_after(client, address, "a.pdf", content)
    notes = messages_after(client, address, "b.pdf", content)
    assert (notes[-1:], Evidence.objects.count()) == (notes_in(cast["amina"].language, sent_again_as="b.pdf"), 1)
    assert ("a.pdf" in notes[-1], "b.pdf" in notes[-1]) == (True, True)


def test_what_is_new_beside_what_was_there_is_said_to_be_saved(as_person, cast, address):
    client, sent = as_person("amina"), {"links": "https://example.org/a", "confidentiality": "public"}
    client.post(address, sent)
    answer = client.post(address, sent | {"citation": "The Gazette, 2012"})
    levels = [one.level_tag for one in get_messages(answer.wsgi_request)]
    assert (levels[-2:], Evidence.objects.count()) == (["warning", "success"], 2)


def test_the_very_same_piece_names_itself_once(cast):
    row = record(cast["amina"])
    given = {"by": cast["amina"], "pk": row.pk, "kind": "citation", "citation": "The Gazette, 2012"}
    first, second = workflow.add_evidence(**given), workflow.add_evidence(**given)
    assert (first.notes(), second.notes()) == (
        [],
        ["“The Gazette, 2012” had already been added; it was not added again."],
    )


def test_the_api_tells_both(cast):
    pk, client = record(cast["amina"]).pk, APIClient()
    client.force_authenticate(cast["amina"])

    def sent(name, content):
        return client.post(
            f"/api/v1/activities/{pk}/evidence/", {"file": SimpleUploadedFile(name, content)}, format="multipart"
        )

    first, again, plain = sent("a.pdf", signed_pdf()), sent("b.pdf", signed_pdf()), sent("c.pdf", plain_pdf())
    assert [one.status_code for one in (first, again, plain)] == [201, 200, 201]
    assert [len(one.json().get("notes", [])) for one in (first, again, plain)] == [1, 2, 0]
