"""What Office, LibreOffice and makers of PDFs note beside the text by themselves: who, and in which folder of whose machine."""

import io

import pikepdf
import pytest

from reports.files.nested import UNCLEANABLE
from reports.files.paths import own_name
from reports.files.pictures import stripped
from tests.hostile import archive
from tests.planted import SECRET, docx, open_document, pdf, plain_pdf, secrets_in, with_parts, xlsx
from tests.test_embedded import clean, parts, refused

HOME = f"C:\\Users\\{SECRET}\\"
NOTED = {  # the part, before, after
    "xl__pivotCache__pivotCacheDefinition1__xml": (
        f'<pivotCacheDefinition r:id="rId1" refreshedBy="{SECRET}" refreshedDate="1">',
        '<pivotCacheDefinition r:id="rId1" refreshedBy="" refreshedDate="1">',
    ),
    "xl__revisions__userNames__xml": (
        f"<users count='1'><userInfo guid='{{1}}' name='{SECRET}' id='1'/></users>",
        "<users count='1'><userInfo guid='{1}' name=\"\" id='1'/></users>",
    ),
    "xl__revisions__revisionHeaders__xml": (
        f'<headers guid="1"><header guid="2" userName="{SECRET}" r:id="a"/></headers>',
        '<headers guid="1"><header guid="2" userName="" r:id="a"/></headers>',
    ),
    "xl__workbook__xml": (
        f'<customWorkbookView name="{SECRET} - Personal View" guid="1"/>',
        '<customWorkbookView name="Personal View" guid="1"/>',
    ),
    "xl__connections__xml": (
        f'<connection odcFile="{HOME}a.odc"><dbPr connection="User ID={SECRET};Data Source={HOME}a.mdb;Mode=Read"/>',
        '<connection odcFile="a.odc"><dbPr connection="User ID=;Data Source=a.mdb;Mode=Read"/>',
    ),
    "word__document__xml": (f'<pic:cNvPr id="0" descr="{HOME}a b.jpg"/>', '<pic:cNvPr id="0" descr="a b.jpg"/>'),
    "word__footer__xml": (
        f'<w:instrText xml:space="preserve"> INCLUDEPICTURE "{HOME}a.jpg" \\d </w:instrText>'.replace("\\", "\\\\"),
        '<w:instrText xml:space="preserve"> INCLUDEPICTURE "a.jpg" \\\\d </w:instrText>',
    ),
    "content__xml": (
        f'<draw:image xlink:href="file:///home/{SECRET}/a.jpg"/><text:p>C:\\Users stays</text:p>',
        '<draw:image xlink:href="file:///a.jpg"/><text:p>C:\\Users stays</text:p>',
    ),
    "Object__content__xml": (
        f"<cell table:formula=\"of:=['file:///C:/Users/{SECRET}/a.ods'#$S.A1]\"/>",
        "<cell table:formula=\"of:=['file:///38238dc1/a.ods'#$S.A1]\"/>",
    ),
}


@pytest.mark.parametrize(
    "written",
    [
        "<x:fileSharing readOnlyRecommended='1' userName = '{}'/>",
        '<x:workbook><x:customWorkbookView name="{} - Personal View"/></x:workbook>',
        '<x:users><x:userInfo name ="{}"/></x:users>',
        '<x:headers><x:header userName= "{}"/></x:headers>',
        '<x:pivotCacheDefinition refreshedBy="{}"/>',
        '<absPath url="{}"/>',
    ],
)
def test_it_is_taken_out_whatever_the_prefix_and_the_space(written):
    """Programs that make tables from a library of Microsoft's write `x:` before each element."""
    assert secrets_in(clean(docx(xl__workbook__xml=written.format(SECRET)))) == []


LISTED = (
    '<?xml version="1.0" encoding="UTF-8"?><VL:version-list xmlns:VL="http://openoffice.org/2001/versions-list"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">%s</VL:version-list>'
)
ENTRY = '<VL:version-entry VL:title="Version1" VL:comment="%s" VL:creator="%s" dc:date-time="2012-01-01T00:00:00"/>'


@pytest.mark.parametrize("comment", [SECRET, f"a > b, {SECRET}", f"it is {SECRET}'s"])
def test_who_kept_an_earlier_version_and_why_is_taken_out(comment):
    content = open_document("text", VersionList__xml=LISTED % (ENTRY % (comment, SECRET) + ENTRY % ("", SECRET)))
    assert parts(clean(content))["VersionList.xml"].decode() == LISTED % (ENTRY % ("", "") * 2)


@pytest.mark.parametrize(
    "written", ["<version-entry creator = '{}'/>", "<v:version-entry v:creator='{0}' v:comment ='{0}'/>"]
)
def test_an_earlier_version_may_be_written_otherwise(written):
    assert secrets_in(clean(open_document("text", VersionList__xml=written.format(SECRET)))) == []


@pytest.mark.parametrize("name", NOTED)
def test_who_and_in_which_folder_is_taken_out(name):
    before, after = NOTED[name]
    kept = parts(clean(docx(**{name: before})))
    assert kept[name.replace("__", "/", name.count("__") - 1).replace("__", ".")].decode() == after


PATHS = {
    f"file:///{HOME}a.xlsx": "a.xlsx",
    f"file:///{HOME}a.xlsx#Sheet1!A1": "a.xlsx#Sheet1!A1",
    "file:///C:%5CUsers%5CAna%5Ca%20b.xlsx": "a%20b.xlsx",
    f"{HOME}a.xlsx": "a.xlsx",
    "\\\\server\\ana\\a.xlsx": "a.xlsx",
    "/Users/ana/a.xlsx": "a.xlsx",
    "../../Users/ana/a.xlsx": "a.xlsx",
    HOME: "file",
    "a.xlsx": "a.xlsx",
    "../reports/a.xlsx": "../reports/a.xlsx",
    "https://example.org/home/ana/": "https://example.org/home/ana/",
    "mailto:a@example.org": "mailto:a@example.org",
}


@pytest.mark.parametrize("path", PATHS)
def test_of_a_path_of_a_machine_the_name_stays(path):
    assert own_name(path) == PATHS[path]


def test_tables_of_one_name_in_two_folders_are_still_two():
    here, there = (own_name(f"file:///{HOME}{folder}\\a.xlsx", is_table=True) for folder in ("MOZ", "TZA"))
    assert (here != there, own_name(here, is_table=True)) == (True, here)


def test_a_link_to_a_file_of_the_machine_says_its_name_alone():
    row = f'<Relationship Id="r1" Type="x/externalLinkPath" TargetMode="External" Target="file:///{HOME}a.xlsx"/>'
    name = "xl__externalLinks___rels__externalLink1.xml__rels"
    kept = parts(clean(with_parts(xlsx(), {name: f"<Relationships>{row}</Relationships>"})))
    assert b'Target="e1b85a53/a.xlsx"' in kept["xl/externalLinks/_rels/externalLink1.xml.rels"]


def data_rows(*links):
    rows = "".join(f'<Relationship Id="a{n}" Type="x/customXml" Target="{to}"/>' for n, to in enumerate(links))
    return f"<Relationships>{rows}</Relationships>"


def test_data_to_which_nothing_leads_is_left_out_with_what_leads_on_from_it():
    own = {"customXml___rels__item1.xml__rels": data_rows("itemProps1.xml"), "customXml__itemProps1__xml": "<a/>"}
    other = {"customXml___rels__item2.xml__rels": data_rows("itemProps2.xml"), "customXml__itemProps2__xml": "<a/>"}
    held = own | other | {"customXml__item1__xml": "<a/>", "customXml__item2__xml": f"<a>{SECRET}</a>"}
    leads = {"word___rels__document2.xml__rels": data_rows("../customXml/item1.xml")}
    kept = parts(clean(docx(**leads, **held)))
    items = {name for name in kept if name.startswith("customXml/") and "item" in name}
    assert items == {"customXml/_rels/item1.xml.rels", "customXml/itemProps1.xml", "customXml/item1.xml"}


FOREIGN = {
    "word/chunk.html": b"<html><head><meta name='author' content='Ana'/></head></html>",
    "word/afchunk.htm": b"<meta name='author' content='Ana'/><p>The report</p>",
    "word/afchunk.mht": b"From: Ana\nMIME-Version: 1.0",
    "word/afchunk.xhtml": b"<div xmlns='http://www.w3.org/1999/xhtml'><img src='data:image/jpeg,%FF%D8'/></div>",
    "word/afchunk.txt": b"The report",
    "hidden/ana.txt": b"Ana",
    "hidden/ana": b"Ana",
    "hidden/ana.json": b'{"name": "Ana"}',
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_text_or_a_page_that_is_no_part_of_an_office_file_is_refused_by_its_name(name):
    for made in (docx(), xlsx(), open_document("text")):
        assert refused(put(made, name, FOREIGN[name])) == (UNCLEANABLE, {"part": name})


def put(content, name, part):
    return archive(parts(content) | {name: part})


def test_a_page_under_another_ending_is_known_by_its_kind():
    kinds = '<Types><Override PartName="/word/chunk.xml" ContentType="application/xhtml+xml"/></Types>'
    listed = {"[Content_Types]__xml": kinds, "word__chunk__xml": "<div/>"}
    assert refused(docx(**listed)) == (UNCLEANABLE, {"part": "word/chunk.xml"})


def test_a_font_that_tells_of_a_picture_is_refused():
    font = bytes(40) + b"Exif\0\0" + SECRET.encode()
    assert refused(docx(word__fonts__a__odttf=font)) == (UNCLEANABLE, {"part": "word/fonts/a.odttf"})


@pytest.mark.parametrize("tag", ["metadata", "desc", "title"])
def test_a_drawing_in_letters_loses_what_it_says_of_itself(tag):
    inner = f"<g><{tag}>{SECRET}</{tag}><path d='M0 0'/></g>"
    kept = stripped(f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>'.encode())
    assert (secrets_in(kept), b"M0 0" in kept) == ([], True)


def described(content):
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as opened:
        for name in opened.attachments:
            opened.attachments[name].obj.Desc = SECRET
            opened.attachments[name].obj.UF = f"C:\\Users\\{SECRET}\\b.pdf"
        opened.save(saved)
    return saved.getvalue()


def test_what_is_noted_of_a_file_attached_to_a_pdf_goes_and_its_name_stays():
    inner = described(pdf(("b.pdf", plain_pdf())))
    content = described(pdf(("outer.pdf", inner)))
    kept = clean(content)
    with pikepdf.open(io.BytesIO(kept)) as opened:
        (file,) = [one.obj for one in opened.attachments.values()]
        noted = (str(file.UF), "/Desc" in file, "/Params" in file.EF.F)
    assert (secrets_in(content) != [], secrets_in(kept), noted) == (True, [], ("b.pdf", False, False))
