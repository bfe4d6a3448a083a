"""Office and OpenDocument files: their properties, their pictures and the files in them, to any depth."""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from lxml import etree

from reports.files.archives import BROKEN, MANIFEST, UNREADABLE, parts_of
from reports.files.carried import Refused
from reports.files.fonts import is_font, key_of, listed_keys
from reports.files.nested import Inside, uncleanable
from reports.files.parts import cleaned_part, is_text
from reports.files.paths import own_name
from reports.files.pictures import picture_of
from reports.files.signatures import OFFICE_KINDS, Signed, is_part_of_signature, is_signed_package
from reports.files.written import parsed, written
from reports.limits import UNPACKED_BYTES

OFFICE_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006"
CORE = '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
EMPTY_BY_KIND = {
    "core-properties": CORE,
    "extended-properties": f'<Properties xmlns="{OFFICE_PROPERTIES}/extended-properties"/>',
    "custom-properties": f'<Properties xmlns="{OFFICE_PROPERTIES}/custom-properties"/>',
}
EMPTY_BY_NAME = {
    "docprops/core.xml": EMPTY_BY_KIND["core-properties"],
    "docprops/app.xml": EMPTY_BY_KIND["extended-properties"],
    "docprops/custom.xml": EMPTY_BY_KIND["custom-properties"],
}
OPEN_DOCUMENT_PROPERTIES = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' office:version="1.2"><office:meta/></office:document-meta>'
)
TYPES = "[Content_Types].xml"
XML_KINDS = ("xml", "vmldrawing")
LEFT_OUT = ("thumbnail", "printerSettings", "changesInfo")  # kinds of parts that programs do without
WRITTEN = (".xml", ".rels", ".vml", ".rdf", ".psmdcp")  # of parts that programs write as XML
NO_SIGNATURES = ("xml", "rels", "")  # endings of so many parts that a list that calls them signatures is wrong
SIGNED_VALUE = b"SignatureValue"
LEFT_OUT_FOLDERS = ("thumbnails/", "docprops/thumbnail.")
FULL_PATH = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path"


def without_properties(content: bytes, inside: Inside) -> bytes:
    """The Office or OpenDocument file with empty properties and clean parts. Raises Refused, and Signed."""
    saved = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(saved, "w") as new:
            entries = parts_of(old, UNPACKED_BYTES)
            if is_signed_package(old):
                raise Signed
            inside.take(sum(entry.file_size for entry in entries))
            plan = Plan(old, entries)
            inside.lost.signature |= any(SIGNED_VALUE in old.read(name) for name in plan.signatures)
            for entry in entries:
                if entry.filename not in plan.left_out:
                    new.writestr(bare_entry(entry), plan.cleaned(entry.filename, old.read(entry), inside))
    except (*BROKEN, etree.LxmlError):
        raise Refused(UNREADABLE) from None
    return saved.getvalue()


class Plan:
    """What becomes of which part: known by the relations of an Office file, and by names."""

    def __init__(self, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]):
        self.left_out: set[str] = set()
        self.emptied: dict[str, str] = {}
        self.types = types_of(archive)
        self.links: list[tuple[str, str, etree._Element]] = []
        known = {entry.filename.lower(): entry.filename for entry in entries}
        for low, name in known.items():
            if low.startswith(LEFT_OUT_FOLDERS) and not name.endswith("/"):
                self.left_out.add(name)
            elif low in EMPTY_BY_NAME:
                self.emptied[name] = EMPTY_BY_NAME[low]
            elif low == "meta.xml" or (low.endswith("/meta.xml") and TYPES not in known.values()):
                self.emptied[name] = OPEN_DOCUMENT_PROPERTIES
            elif low.endswith(".rels"):
                for row in parsed(archive.read(name)):
                    target = target_of(name, row)
                    part = known.get(target.lower()) or known.get(unquote(target).lower(), "")
                    self.plan_related(kind_of_relation(row), part)
                    self.links.append((source_of(name), part, row))
        self.font_keys = font_keys(archive, self.links)
        self.signatures = {name for name in known.values() if is_part_of_signature(name, self.kind_of_signature(name))}
        self.left_out |= self.signatures | {name for name in known.values() if source_of(name) in self.signatures}
        if self.types:
            self.left_out |= unlinked(known.values(), [(start, to) for start, to, _row in self.links])

    def plan_related(self, kind: str, target: str) -> None:
        if target and kind in LEFT_OUT:
            self.left_out.add(target)
        elif target and kind in EMPTY_BY_KIND:
            self.emptied[target] = EMPTY_BY_KIND[kind]

    def kind_of_signature(self, name: str) -> str:
        """The kind of a part as it is listed by its name, or by an ending that few have."""
        ending = name.lower().rpartition(".")[2]
        return self.types.get(name, "" if ending in NO_SIGNATURES else self.types.get(ending, ""))

    def cleaned(self, name: str, content: bytes, inside: Inside) -> bytes:
        if name in self.emptied:
            return self.emptied[name].encode()
        if name.endswith("/"):
            return b""
        if name.lower().endswith(".rels"):
            return self.related(name, content)
        if name == TYPES and self.left_out:
            return without_rows(content, self.is_row_of_left_out)
        if name == MANIFEST and self.left_out:
            return without_rows(content, lambda row: row.get(FULL_PATH, "") in self.left_out)
        if name == "mimetype" and not self.types:
            return content
        if is_font(content, self.keys_of(name)):
            return content
        if self.is_foreign(name, content):
            raise uncleanable(name)
        return cleaned_part(name, content, inside)

    def is_row_of_left_out(self, row: etree._Element) -> bool:
        kind = row.get("ContentType", "").lower()
        return row.get("PartName", "").lstrip("/") in self.left_out or kind.startswith(OFFICE_KINDS)

    def keys_of(self, name: str) -> list[bytes]:
        """With which the part may be mixed, as a font of Word's: of the list of fonts, or of its own name."""
        candidates = self.font_keys.get(name), key_of(posixpath.splitext(posixpath.basename(name))[0])
        return [key for key in candidates if key]

    def is_foreign(self, name: str, content: bytes) -> bool:
        """Whether it is a text or a web page that somebody put beside what programs write, which is XML."""
        if not content or picture_of(content) or not is_text(content):
            return False
        kind = self.types.get(name, self.types.get(name.lower().rpartition(".")[2], "xml"))
        return not name.lower().endswith(WRITTEN) or not kind.endswith(XML_KINDS) or "html" in kind

    def related(self, name: str, content: bytes) -> bytes:
        """Without what leads to parts that are left out, nor the folders of the maker's machine."""
        tree = parsed(content)
        for row in list(tree):
            if target_of(name, row) in self.left_out:
                tree.remove(row)
            elif kind_of_relation(row) == "attachedTemplate":
                row.set("Target", re.split(r"[\\/]", row.get("Target", ""))[-1] or "Normal.dotm")
            elif row.get("TargetMode") == "External":
                row.set("Target", own_name(row.get("Target", ""), is_table="xternal" in kind_of_relation(row)))
        return written(tree)


def unlinked(names: Iterable[str], links: list[tuple[str, str]]) -> set[str]:
    """Data of programs to which nothing in an Office file leads, however far around, with what leads on from it."""
    data = {name for name in names if name.lower().startswith("customxml/") and not name.endswith("/")}
    reached: set[str] = set()
    while more := {to for start, to in links if to not in reached and (start not in data or start in reached)}:
        reached |= more
    return {name for name in data if source_of(name) not in reached}


def source_of(name: str) -> str:
    """The part that the relations of this name are of; any other name as it is."""
    return re.sub(r"(^|/)_rels/([^/]*)\.rels$", r"\1\2", name)


def types_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """The kinds of its parts as an Office file lists them, by name, or by ending; of an OpenDocument file none."""
    if TYPES not in archive.namelist():
        return {}
    rows = list(parsed(archive.read(TYPES)))
    named = ((row.get("PartName", "").lstrip("/") or row.get("Extension", "").lower(), row) for row in rows)
    return {name: row.get("ContentType", "").lower() for name, row in named}


def font_keys(archive: zipfile.ZipFile, links: list[tuple[str, str, etree._Element]]) -> dict[str, bytes]:
    """With which the fonts are mixed, by part, as the lists tell from which the `(list, font, relation)` lead."""
    fonts = {(start, row.get("Id", "")): to for start, to, row in links if kind_of_relation(row) == "font"}
    lists = sorted({start for start, _id in fonts} & set(archive.namelist()))
    listed = ((start, *each) for start in lists for each in listed_keys(parsed(archive.read(start))))
    return {fonts[start, one]: key for start, one, key in listed if (start, one) in fonts}


def kind_of_relation(row: etree._Element) -> str:
    return row.get("Type", "").rpartition("/")[2]


def target_of(name: str, row: etree._Element) -> str:
    """The part that a row of the relations `word/_rels/document.xml.rels` leads to; empty for what is elsewhere."""
    if row.get("TargetMode") == "External":
        return ""
    folder = posixpath.dirname(posixpath.dirname(name))
    return posixpath.normpath(posixpath.join("/", folder, row.get("Target", ""))).lstrip("/")


def without_rows(content: bytes, is_left_out: Callable[[etree._Element], bool]) -> bytes:
    tree = parsed(content)
    for row in [row for row in tree if is_left_out(row)]:
        tree.remove(row)
    return written(tree)


def bare_entry(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The name, day and packing of a part, without where and how long it stood."""
    fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
    fresh.compress_type, fresh.external_attr, fresh.create_system = (
        entry.compress_type,
        entry.external_attr,
        entry.create_system,
    )
    return fresh
