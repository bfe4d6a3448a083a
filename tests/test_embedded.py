"""Place and author leave every document with whatever is embedded in it; what cannot be cleaned is refused by name."""

import base64
import gzip
import io
import struct
import zipfile

import pikepdf
import pytest
from PIL import Image

from reports import limits
from reports.files.carried import Refused
from reports.files.metadata import cleaned
from reports.files.nested import ATTACHED, PICTURE_OF_A_PDF, TOO_DEEP, UNCLEANABLE
from reports.files.pictures import BrokenPicture, metafiles, stripped
from tests.hostile import archive
from tests.planted import FORMS, SECRET, docx, open_document, pdf, photo, pptx, secrets_in, with_parts, xlsx

DOCUMENTS = {
    "docx": docx,
    "xlsx": xlsx,
    "pptx": pptx,
    "odt": lambda *given: open_document("text", *given),
    "ods": lambda *given: open_document("spreadsheet", *given),
    "odp": lambda *given: open_document("presentation", *given),
    "pdf": lambda *given: pdf(picture=given[0] if given else None),
}
UNKNOWN = {
    "an old object": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a film": b"\0\0\0\x18ftypmp42" + bytes(40),
    "an archive": archive({"a.jpg": photo()}),
    "rich text": b"{\\rtf1 a picture in letters}",
    "a text in double bytes": f'<a x:gfxdata="{SECRET}"/>'.encode("utf-16-le"),
    "a web page": b"<html><img src='data:image/jpeg;base64,AAAA'></html>",
    "a web page in words alone": b"<html><meta name='author' content='Ana'></html>",
    "a broken picture": photo()[:200],
}


def clean(content):
    """It comes out the same from a second cleaning."""
    once = cleaned(content)["content"]
    assert cleaned(once)["content"] == once
    return once


def refused(content):
    with pytest.raises(Refused) as refusal:
        cleaned(content)
    return refusal.value.message, refusal.value.params


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_photograph_in_a_document_says_neither_place_nor_author(kind):
    content = DOCUMENTS[kind]()
    assert secrets_in(content) != []
    assert secrets_in(clean(content)) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_of_any_kind_is_cleaned_and_looks_the_same(form):
    content = photo(form)
    kept = stripped(content)
    before, after = (Image.open(io.BytesIO(one)).convert("RGB").tobytes() for one in (content, kept))
    assert (secrets_in(content) != [], secrets_in(kept), before == after) == (True, [], True)
    assert stripped(kept) == kept


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_to_be_turned_still_says_so(form):
    kept = Image.open(io.BytesIO(stripped(photo(form, turned=6))))
    assert dict(kept.getexif()) == {0x0112: 6}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_a_picture_keeps_its_colour_profile(form):
    saved, profile = io.BytesIO(), bytes(36) + b"acsp" + bytes(200)
    Image.new("RGB", (4, 3), "navy").save(saved, form, icc_profile=profile)
    assert Image.open(io.BytesIO(stripped(saved.getvalue()))).info["icc_profile"] == profile


@pytest.mark.parametrize("packing", ["tiff_lzw", "tiff_deflate", "jpeg", "group4"])
def test_a_picture_of_several_pages_keeps_them(packing):
    saved, page = io.BytesIO(), Image.linear_gradient("L").convert("1" if packing == "group4" else "RGB")
    page.save(saved, "TIFF", compression=packing, save_all=True, append_images=[page.rotate(90)], description=SECRET)
    before, after = Image.open(saved), Image.open(io.BytesIO(stripped(saved.getvalue())))
    for number in range(2):
        before.seek(number), after.seek(number)
        assert before.tobytes() == after.tobytes()
    assert (after.n_frames, secrets_in(stripped(saved.getvalue()))) == (2, [])


def test_files_inside_files_are_cleaned_to_any_depth():
    inner = docx(word__embeddings__b__pptx=pptx(), word__media__c__pdf=pdf(("d.xlsx", xlsx())))
    whole = pdf(("a.docx", docx(word__embeddings__a__docx=inner, word__embeddings__b__xlsx=xlsx())))
    kept = clean(whole)
    assert (len(secrets_in(whole)) > 20, secrets_in(kept)) == (True, [])
    with pikepdf.open(io.BytesIO(kept)) as opened:
        outer = parts(opened.attachments["a.docx"].get_file().read_bytes())
    assert {"word/embeddings/b.pptx", "word/media/c.pdf"} <= set(parts(outer["word/embeddings/a.docx"]))


def test_files_too_deep_inside_each_other_are_refused():
    content = docx()
    for _level in range(limits.EMBEDDED_LEVELS):
        content = docx(word__embeddings__a__docx=content)
    assert secrets_in(clean(content)) == []
    assert refused(docx(word__embeddings__a__docx=content)) == (TOO_DEEP, {"most": limits.EMBEDDED_LEVELS})


def test_what_is_inside_counts_with_what_holds_it():
    large = with_parts(pptx(), {"ppt__slides__a__xml": b"<a>" + b" " * (limits.UNPACKED_BYTES // 2)})
    assert (
        "larger than %(most)d MB" in refused(docx(word__embeddings__a__pptx=large, word__embeddings__b__pptx=large))[0]
    )


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_cannot_be_cleaned_is_refused_by_its_name(name):
    said = (UNCLEANABLE, {"part": "word/embeddings/object.bin"})
    assert refused(docx(word__embeddings__object__bin=UNKNOWN[name])) == said


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_attached_to_a_pdf_is_refused_likewise(name):
    assert refused(pdf(("an object.bin", UNKNOWN[name]))) == (ATTACHED, {"part": "an object.bin"})


TEXTS = {
    "route.kml": b"<kml><Placemark><coordinates>39.2,-6.8</coordinates></Placemark></kml>",
    "ana.vcf": b"BEGIN:VCARD\nFN:Ana Secret\nTEL:+255 22 211 0000\nEND:VCARD",
    "mail.mbox": b"From ana@example.org Mon Jan  2 10:00:00 2012\nSubject: the report",
    "factur-x.xml": b"<invoice author='Ana Secret'><total>5</total></invoice>",
    "y.bin": b"Ana\x01\x02 Secret",
    "plain.txt": b"Ana",
    "double.xml": "<invoice/>".encode("utf-16"),
    "table.csv": b"name;place\nAna;Dar es Salaam",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_attached_to_a_pdf_is_refused_as_it_is_in_an_office_file(name):
    assert refused(pdf((name, TEXTS[name]))) == (ATTACHED, {"part": name})
    if not name.endswith(".xml"):
        assert refused(archive(parts(docx()) | {f"word/{name}": TEXTS[name]}))[0] == UNCLEANABLE


def test_a_text_under_the_name_of_a_part_is_refused():
    for made in (docx(), open_document("text")):
        content = archive(parts(made) | {"hidden/a.xml": b"Ana"})
        assert refused(content) == (UNCLEANABLE, {"part": "hidden/a.xml"})


def test_who_sent_a_pdf_is_told_which_attachment_to_take_out():
    inner = pdf(("b.docx", docx(word__embeddings__c__bin=b"Ana")))
    assert refused(pdf(("a.pdf", inner))) == (ATTACHED, {"part": "a.pdf: word/embeddings/c.bin"})
    assert refused(docx(word__embeddings__a__pdf=inner)) == (UNCLEANABLE, {"part": "word/embeddings/c.bin"})


def test_who_sent_a_pdf_with_a_broken_picture_is_not_told_to_send_a_pdf():
    assert refused(pdf(picture=photo()[:200])) == (PICTURE_OF_A_PDF, {"part": "PDF image 7"})


def test_pictures_and_documents_stay_attached():
    attached = {"a.png": photo("PNG"), "b.docx": docx(), "c.pdf": pdf(), "empty": b""}
    with pikepdf.open(io.BytesIO(clean(pdf(*attached.items())))) as kept:
        assert set(kept.attachments) == set(attached)


# Office and OpenDocument ---------------------------------------------------------------------------------------------


def test_small_pictures_of_pages_are_left_out_with_what_leads_to_them():
    word, open_text = parts(clean(docx())), parts(clean(open_document("text")))
    assert [name for name in (*word, *open_text) if "thumbnail" in name.lower()] == []
    assert b"thumbnail" not in word["_rels/.rels"] + open_text["META-INF/manifest.xml"]
    assert b"core-properties" in word["_rels/.rels"]


def test_properties_are_found_by_what_leads_to_them():
    assert parts(clean(pptx()))["package/a.psmdcp"].startswith(b"<cp:coreProperties")


BESIDE = {  # what programs note beside what people write: the part, before, after
    "word__document__xml": (f'<a x:gfxdata="{SECRET}" y="1"/>', b'<a y="1"/>'),
    "word__glossary__xml": ('<a><w:printerSettings r:id="rId1"/></a>', b"<a></a>"),
    "word__people__xml": (f'<w15:presenceInfo w15:userId="{SECRET}"/>', b'<w15:presenceInfo w15:userId=""/>'),
    "xl__workbook__xml": (f'<x15ac:absPath url="C:\\{SECRET}\\"/>', b'<x15ac:absPath url=""/>'),
    "settings__xml": (
        f'<config:config-item config:name="PrinterName" config:type="string">{SECRET}</config:config-item>',
        b'<config:config-item config:name="PrinterName" config:type="string"></config:config-item>',
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_programs_note_beside_the_text_is_emptied(name):
    before, after = BESIDE[name]
    kept = parts(clean(docx(**{name: before})))
    assert kept[name.replace("__", "/", name.count("__") - 1).replace("__", ".")] == after


def test_the_settings_of_a_printer_are_left_out_of_a_workbook():
    sheet = '<worksheet><pageSetup orientation="portrait" r:id="rId1"/></worksheet>'
    row = '<Relationship Id="rId1" Type="x/printerSettings" Target="../printerSettings/printerSettings1.bin"/>'
    kept = parts(
        clean(
            with_parts(
                xlsx(),
                {
                    "xl__worksheets__sheet1__xml": sheet,
                    "xl__worksheets___rels__sheet1.xml__rels": f"<Relationships>{row}</Relationships>",
                    "xl__printerSettings__printerSettings1__bin": SECRET.encode("utf-16-le"),
                },
            )
        )
    )
    assert "xl/printerSettings/printerSettings1.bin" not in kept
    assert kept["xl/worksheets/sheet1.xml"] == b'<worksheet><pageSetup orientation="portrait"/></worksheet>'


def test_comments_and_their_authors_stay_as_the_help_says():
    comment = f'<w:comment w:author="{SECRET}">Who came?</w:comment>'.encode()
    assert parts(clean(docx(word__comments__xml=comment)))["word/comments.xml"] == comment


def test_a_picture_that_is_written_out_in_letters_is_cleaned():
    letters = base64.b64encode(photo()).decode()
    content = f"<draw:image><office:binary-data>{letters}</office:binary-data></draw:image>"
    kept = parts(clean(open_document("text", content__xml=content)))["content.xml"]
    assert len(kept) < len(content)


# Drawings ------------------------------------------------------------------------------------------------------------


def emf(picture=b"", comment=SECRET):
    """A drawing with a description, a private comment and a picture in a comment that draws."""
    words = comment.encode("utf-16-le")
    header = struct.pack("<LL", 1, 100 + len(words)) + bytes(32) + b" EMF" + bytes(16)
    header += struct.pack("<LL", len(comment), 100) + bytes(100 - 68) + words
    inner = b"EMF+" + picture + bytes(-len(picture) % 4)
    private = b"MINE" + comment.encode() + bytes(-len(comment) % 4)
    comments = b"".join(struct.pack("<LLL", 70, 12 + len(one), len(one)) + one for one in (inner, private))
    return header + comments + struct.pack("<LLLLL", 14, 20, 0, 0, 20)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_drawing_of_a_chart_is_kept_without_what_it_tells(form, packed):
    picture = photo(form).removesuffix(b"a film of " + SECRET.encode())
    drawing = gzip.compress(emf(picture)) if packed else emf(picture)
    kept = parts(clean(docx(word__media__chart__emf=drawing)))["word/media/chart.emf"]
    unpacked = gzip.decompress(kept) if packed else kept
    assert (secrets_in(unpacked), len(unpacked)) == ([], len(emf(picture)))
    shown = Image.open(io.BytesIO(unpacked[unpacked.index(b"EMF+") + 4 :]))
    assert shown.convert("RGB").tobytes() == Image.open(io.BytesIO(picture)).convert("RGB").tobytes()


def test_a_drawing_whose_packing_explodes_is_refused():
    bomb = gzip.compress(bytes(limits.PACKED_PICTURE_BYTES + 1))
    with pytest.raises(BrokenPicture, match="too large"):
        metafiles.packed(bomb)


def test_a_drawing_in_letters_keeps_what_it_draws():
    inner = "data:image/jpeg;base64," + base64.b64encode(photo()).decode()
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/" i:export="{SECRET}">
        <!-- {SECRET} --><metadata>{SECRET}</metadata><i:page who="{SECRET}"/><image href="{inner}"/><path d="M0 0"/></svg>"""
    kept = stripped(svg.encode())
    assert (secrets_in(kept), b"M0 0" in kept, len(kept) < len(svg)) == ([], True, True)


def drawing(inner):
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/">{inner}</svg>'.encode()


def test_the_words_of_a_drawing_stay_that_follow_what_is_left_out():
    assert b"<text>The route of 2012</text>" in stripped(
        drawing(f'<text>The <i:x who="{SECRET}"/>route of 2012</text>')
    )


@pytest.mark.parametrize(
    "inner", ["<style>a { background: url(data:image/png;base64,AA) }</style>", "<a style='fill: url(data:image/x)'/>"]
)
def test_a_drawing_with_a_picture_in_its_style_is_refused(inner):
    with pytest.raises(BrokenPicture):
        stripped(drawing(inner))


# PDF -----------------------------------------------------------------------------------------------------------------


def test_the_pages_and_pictures_of_a_pdf_stay():
    with pikepdf.open(io.BytesIO(clean(pdf()))) as kept:
        page = kept.pages[0]
        pictures = [Image.open(io.BytesIO(one.read_raw_bytes())) for one in (page.Resources.XObject.A,)]
        assert (len(kept.pages), [one.size for one in pictures]) == (1, [(64, 48)])
        assert [key for key in ("/Thumb", "/PieceInfo") if key in page] == []


def test_a_packing_that_is_told_elsewhere_is_found():
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        for picture in opened.pages[0].Resources.XObject.values():
            picture.Filter = opened.make_indirect(picture.Filter)
        opened.save(saved)
    assert secrets_in(clean(saved.getvalue())) == []


def test_what_an_earlier_saving_left_behind_is_not_kept():
    saved = io.BytesIO()
    Image.new("L", (10, 10)).save(saved, "PDF", author="Nobody")
    content = saved.getvalue() + f"\n9 0 obj\n({SECRET})\nendobj\n%%EOF\n".encode()
    assert secrets_in(clean(content)) == []


def test_a_pdf_that_nobody_can_read_is_refused():
    assert "cannot be read" in refused(b"%PDF-1.7\n" + photo())[0]


def test_a_pdf_whose_names_are_no_text_is_refused():
    assert "cannot be read" in refused(pdf().replace(b"/DCTDecode", b"/DCTDecod\xff"))[0]


def test_a_picture_in_jpeg_2000_is_cleaned():
    saved = io.BytesIO()
    Image.linear_gradient("L").save(saved, "JPEG2000", comment=SECRET)
    chunk = struct.pack(">L4s", 8 + len(SECRET), b"xml ") + SECRET.encode()
    content = saved.getvalue()[:12] + saved.getvalue()[12:32] + chunk + saved.getvalue()[32:]
    kept = stripped(content)
    assert secrets_in(kept) == []
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(saved).tobytes()
