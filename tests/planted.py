"""Documents with a telephone's photograph and what it says, built here; and whatever is left of it, at any depth."""

import base64
import gzip
import io
import zipfile
import zlib

import pikepdf
import xlsxwriter
from docx import Document
from PIL import Image, PngImagePlugin

from reports.files.metadata import cleaned
from tests.hostile import archive

SECRET = "Ana Secret"
LATITUDE = 1234567  # of so many thousandths of a degree: as a number of Exif it stands in four bytes
WORDS = (SECRET.encode(), SECRET.encode("utf-16-le"), LATITUDE.to_bytes(4, "big"), LATITUDE.to_bytes(4, "little"))
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "application/vnd.oasis.opendocument."
FORMS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF")


def exif(turned=1):
    made = Image.Exif()
    made[0x010E], made[0x013B], made[0x9286] = SECRET, SECRET, SECRET
    made[0x0112] = turned
    made.get_ifd(0x8825).update({1: "S", 2: (LATITUDE / 1000, 0.0, 0.0), 29: SECRET})
    return made


def photo(form="JPEG", turned=1, size=(64, 48)):
    """A photograph that says everything that its kind can say, with something behind its end."""
    saved, more = io.BytesIO(), {}
    if form != "GIF":
        more["exif"] = exif(turned)
    if form in ("JPEG", "GIF"):
        more["comment"] = SECRET.encode()
    if form in ("JPEG", "WEBP"):
        more["xmp"] = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    if form == "PNG":
        more["pnginfo"] = info = PngImagePlugin.PngInfo()
        info.add_text("Author", SECRET)
        info.add_text("Comment", SECRET * 9, zip=True)
        info.add_itxt("XML:com.adobe.xmp", SECRET)
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.save(saved, form, **more)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x12\x1c\x02P\0\x0a" + SECRET.encode()
    content = saved.getvalue()
    if form == "JPEG":
        first = 4 + int.from_bytes(content[4:6], "big")
        content = content[:first] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc + content[first:]
    return content + b"a film of " + SECRET.encode()


def docx(*pictures, **parts):
    """By python-docx, whose template has a small picture of its page; `parts` as `word__embeddings__a__docx`."""
    document, saved = Document(), io.BytesIO()
    document.add_paragraph("The report")
    for picture in pictures or (photo(),):
        document.add_picture(io.BytesIO(picture))
    document.core_properties.author = SECRET
    document.save(saved)
    return with_parts(saved.getvalue(), parts | {"docProps__thumbnail__jpeg": photo()})


def with_parts(content, parts):
    """The archive with these parts added, or in place of those of the same name."""
    named = {name.replace("__", "/", name.count("__") - 1).replace("__", "."): part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    return archive(kept | named)


def xlsx(*pictures):
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "The report")
        for row, picture in enumerate(pictures or (photo(),)):
            sheet.insert_image(row, 1, "a.jpg", {"image_data": io.BytesIO(picture)})
        book.set_properties({"author": SECRET, "company": SECRET})
    return saved.getvalue()


def relations(*rows):
    written = "".join(f'<Relationship Id="r{n}" Type="{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(rows))
    return f'<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'


def pptx(*pictures, **parts):
    held = {f"ppt/media/image{n}.jpg": picture for n, picture in enumerate(pictures or (photo(),))}
    core = f"{PACKAGE}/relationships/metadata/core-properties"
    named = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": relations((f"{OFFICE}/officeDocument", "ppt/presentation.xml"), (core, "package/a.psmdcp")),
        "ppt/presentation.xml": "<p>The report</p>",
        "package/a.psmdcp": f"<creator>{SECRET}</creator>",
    }
    return with_parts(archive(named | held), parts)


def open_document(kind, *pictures, **parts):
    held = {f"Pictures/{n}.jpg": picture for n, picture in enumerate(pictures or (photo(),))}
    rows = "".join(f'<m:file-entry m:full-path="{name}"/>' for name in (*held, "Thumbnails/thumbnail.png"))
    named = {
        "mimetype": ODF + kind,
        "content.xml": "<document>The report</document>",
        "meta.xml": f"<creator>{SECRET}</creator>",
        "Thumbnails/thumbnail.png": photo("PNG"),
        "Object 1/meta.xml": f"<creator>{SECRET}</creator>",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{rows}</m:manifest>',
    }
    return with_parts(archive(named | held), parts)


def pdf(*attached, picture=None):
    """A page with the photograph in two packings, its small picture, and `(name, content)` attached."""
    saved = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(100, 100))
        plain, packed = (picture_of(made, content, names) for content, names in packings(picture or photo()))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=plain, B=packed))
        page.Contents = pikepdf.Stream(made, b"q 64 0 0 48 0 0 cm /A Do /B Do Q")
        page.Thumb, page.PieceInfo = pikepdf.Stream(made, photo()), pikepdf.Dictionary(Private=SECRET)
        made.docinfo["/Author"] = SECRET
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = [SECRET]
        for name, content in attached:
            made.attachments[name] = pikepdf.AttachedFileSpec(made, content, filename=name)
        made.save(saved)
    return saved.getvalue()


def plain_pdf(about=b"", pages=0):
    """A PDF that says nothing of its makers, so that it comes out as it went in; no page of it can be drawn."""
    saved = io.BytesIO()
    with pikepdf.new() as made:
        made.Root.About = pikepdf.Stream(made, about)
        for _page in range(pages):
            made.add_blank_page(page_size=(100, 100))
        made.save(saved)
    return cleaned(saved.getvalue())["content"]


def packings(content):
    return (content, ["DCTDecode"]), (zlib.compress(content), ["FlateDecode", "DCTDecode"])


def picture_of(made, content, filters):
    about = {"/Subtype": pikepdf.Name.Image, "/Width": 64, "/Height": 48, "/BitsPerComponent": 8}
    stream = pikepdf.Stream(made, content, about | {"/ColorSpace": pikepdf.Name.DeviceRGB})
    stream.Filter = pikepdf.Array([pikepdf.Name(f"/{name}") for name in filters])
    stream.Metadata = pikepdf.Stream(made, SECRET.encode())
    return made.make_indirect(stream)


def secrets_in(content, where=""):
    """Where the words and the place are found: in the bytes, in what is packed in them, to any depth."""
    leaks = [f"{where}: {word!r}" for word in WORDS if word in content]
    return leaks + [one for name, inner in opened(content) for one in secrets_in(inner, f"{where}/{name}")]


def opened(content):
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from ((name, packed.read(name)) for name in packed.namelist())
    elif content.startswith(b"\x1f\x8b"):
        yield "gz", gzip.decompress(content)
    elif content.startswith(b"%PDF-"):
        with pikepdf.open(io.BytesIO(content)) as made:
            for thing in made.objects:
                if isinstance(thing, pikepdf.Stream):
                    yield "raw", thing.read_raw_bytes()
                    yield "unpacked", unpacked(made, thing)
                else:
                    yield "object", thing.unparse(resolved=True) if isinstance(thing, pikepdf.Object) else b""
    elif content.lstrip().startswith(b"<"):
        yield from (("letters", base64.b64decode(part)) for part in content.split(b'"') if part.startswith(b"UEsDB"))


def unpacked(made, stream):
    filters = stream.get("/Filter", [])
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names[:1] == ["/FlateDecode"] and len(names) > 1:
        return zlib.decompress(stream.read_raw_bytes())
    return b"" if names[-1:] == ["/DCTDecode"] else stream.read_bytes()
