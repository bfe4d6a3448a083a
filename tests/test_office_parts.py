"""Which parts of an Office file are emptied, left out, refused or kept as they are."""

import pytest

from reports.files.nested import ATTACHED
from tests.hostile import archive
from tests.planted import PACKAGE, SECRET, docx, pdf, pptx, relations, secrets_in
from tests.test_embedded import clean, parts, refused
from tests.test_noted_beside import data_rows

OF_THE_SERVER = (
    "http://schemas.microsoft.com/office/2006/metadata/properties",
    "http://schemas.microsoft.com/office/2006/coverPageProps",
)


@pytest.mark.parametrize("space", OF_THE_SERVER)
def test_who_shared_it_on_which_server_is_emptied(space):
    about = f'<p:about xmlns:p="{space}"><owner>{SECRET}</owner></p:about>'
    leads = {"word___rels__document2.xml__rels": data_rows("../customXml/item1.xml")}
    kept = parts(clean(docx(**leads, customXml__item1__xml=about)))["customXml/item1.xml"]
    assert (b"<p:about" in kept, SECRET.encode() in kept) == (True, False)


def test_a_part_that_is_only_called_as_open_document_calls_its_properties_stays():
    assert parts(clean(docx(word__meta__xml="<a>The report</a>")))["word/meta.xml"] == b"<a>The report</a>"


def test_what_is_left_out_is_listed_no_more():
    rows = "".join(f'<Override PartName="/{name}.xml" ContentType="application/xml"/>' for name in ("customXml/a", "b"))
    kept = parts(clean(docx(**{"[Content_Types]__xml": f"<Types>{rows}</Types>", "customXml__a__xml": "<a/>"})))
    assert [name in kept["[Content_Types].xml"] for name in (b"/customXml/a.xml", b"/b.xml")] == [False, True]


def test_properties_are_found_by_a_link_with_escapes():
    core = relations((f"{PACKAGE}/relationships/metadata/core-properties", "package/a%20b.psmdcp"))
    planted = {"_rels/.rels": core, "package/a b.psmdcp": f"<creator>{SECRET}</creator>"}
    names = parts(pptx())
    del names["package/a.psmdcp"]
    assert secrets_in(clean(archive(names | planted))) == []


def test_of_the_template_of_a_text_the_name_stays():
    to = f"https://{SECRET.lower().replace(' ', '.')}.example.org/drive/Report.dotm"
    row = f'<Relationship Id="r1" Type="x/attachedTemplate" TargetMode="External" Target="{to}"/>'
    kept = parts(clean(docx(**{"word___rels__settings2.xml__rels": f"<Relationships>{row}</Relationships>"})))
    assert b'Target="Report.dotm"' in kept["word/_rels/settings2.xml.rels"]


def test_who_changed_a_slide_last_is_left_out():
    rows = relations(("http://schemas.microsoft.com/office/2016/11/relationships/changesInfo", "changesInfos/a.xml"))
    planted = {"ppt/_rels/presentation.xml.rels": rows, "ppt/changesInfos/a.xml": f"<a name='{SECRET}'/>"}
    kept = parts(clean(archive(parts(pptx()) | planted)))
    assert ("ppt/changesInfos/a.xml" in kept, b"changesInfo" in kept["ppt/_rels/presentation.xml.rels"]) == (
        False,
        False,
    )


def test_a_web_page_that_is_attached_to_a_pdf_is_refused():
    assert refused(pdf(("a.html", b"<p>Ana</p>"))) == (ATTACHED, {"part": "a.html"})
