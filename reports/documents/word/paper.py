"""A Word file as it is written: piece after piece, with its captions counted and its contents listed."""

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt

from reports.documents.word.writing import (
    Cell,
    Piece,
    Run,
    WordColumn,
    element,
    field,
    numbered,
    paragraph,
    run,
    table,
    word_language,
)

HERE = Path(__file__).parent
WIDTH = 166  # millimetres between the margins
IN_CONTENTS = 2  # levels of headings
PROPERTY_LENGTH = 255  # characters that a property of a Word file may have


class Paper:
    """`values` are what `reports.documents` says; `add` and the like put something below what stands there."""

    def __init__(self, values: dict[str, Any]):
        self.words, self.language, self.document = values["words"], values["language"], docx.Document()
        self.body, self.part = self.document.element.body, self.document.part
        self.headings: list[tuple[int, str, str]] = []
        self.contents: BaseOxmlElement | None = None
        self.counted: Counter[str] = Counter()
        look(self.document, values["language"])
        page(self.document)
        about(self.document, values)
        margins(self.document, values)

    def add(self, style: str, pieces: Cell, *, new_page: bool = False, with_next: bool = False) -> None:
        self.put(paragraph(style, pieces, new_page=new_page, with_next=with_next))

    def put(self, block: BaseOxmlElement) -> None:
        self.body[-1].addprevious(block)  # the last one holds the page

    def heading(self, level: int, text: str, *, new_page: bool = False, place: str = "", language: str = "") -> None:
        name = place or f"_Toc{len(self.headings) + 1:06}"
        self.headings.append((level, text, name))
        self.add(f"Heading{level}", [Run(text, language=language, place=name)], new_page=new_page)

    def table(
        self, columns: Sequence[WordColumn], rows: Iterable[Sequence[Cell]], *, title: str, style: str = "PlanTable"
    ) -> None:
        self.put(table(columns, rows, title=title, style=style))

    def caption(self, kind: str, text: str, *, above: bool = False) -> None:
        """`kind` is `figure` or `table`; Word counts them in one row each, under the same word."""
        self.counted[kind] += 1
        word, number = self.words[kind], run(Run(str(self.counted[kind])))
        pieces: list[Piece] = [f"{word} ", *field(f"SEQ {word} \\* ARABIC", [number]), f". {text}"]
        self.add("Caption", pieces, with_next=above)

    def picture(self, file: bytes, alt: str, width: float) -> Piece:
        """`width` in millimetres. The same file is held once, however often it stands there."""
        drawn = self.part.new_pic_inline(io.BytesIO(file), width=Mm(width))
        drawn.docPr.set("descr", alt)
        for side in "TBLR":
            drawn.set(f"dist{side}", "0")
        return element("r", element("drawing", drawn))

    def small_title(self) -> None:
        """For a document of two pages."""
        for name, size, before in (("Title", 22, 0), ("Heading 1", 13, 14)):
            style = self.document.styles[name]
            style.font.size, style.paragraph_format.space_before = Pt(size), Pt(before)
            style.paragraph_format.space_after = Pt(6)

    def other(self, language: str) -> str:
        """The language of a text where it is not that of the document."""
        return "" if language == self.language else language

    def noted(self, text: str, language: str, note: str) -> list[Piece]:
        """What somebody wrote, marked as being in their language and, where that is not the document's, with its name."""
        marked = Run(text, language=self.other(language))
        return [marked, Run(f" ({note})", "Quiet")] if note else [marked]

    def table_of_contents(self) -> None:
        """Here, once it is known what there is."""
        self.add("TOCHeading", self.words["contents"])
        self.contents = self.body[-2]

    def saved(self) -> bytes:
        if self.contents is not None:
            for line in reversed(contents(self.headings)):
                self.contents.addnext(line)
            compatibility = self.document.settings.element.find(qn("w:compat"))
            compatibility.addprevious(element("updateFields", val="true"))
        numbered(self.body)
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()


def contents(headings: Iterable[tuple[int, str, str]]) -> list[BaseOxmlElement]:
    """A field that Word fills anew, already filled: a line leads to each heading, with the field of its page."""
    lines = []
    for level, text, name in headings:
        if level <= IN_CONTENTS:
            page_number = field(f"PAGEREF {name} \\h", [run(Run("…"))])
            link = element(
                "hyperlink", run(Run(text)), element("r", element("tab")), *page_number, anchor=name, history=1
            )
            lines.append(paragraph(f"TOC{level}", [link]))
    begin = list(field(f'TOC \\o "1-{IN_CONTENTS}" \\h \\z \\u', []))
    for piece in reversed(begin[:3]):
        lines[0].insert(1, piece)
    return [*lines, paragraph("Normal", [begin[3]])]


def look(document: Document, language: str) -> None:
    """The styles are ours alone; the template of the library lends none of its own."""
    for place, name in ((document.styles.element, "styles"), (document.part.numbering_part.element, "numbering")):
        for child in list(place):
            place.remove(child)
        place.extend(parse_xml((HERE / f"{name}.xml").read_bytes()))
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for spoken in (*defaults.iter(qn("w:lang")), document.settings.element.find(qn("w:themeFontLang"))):
        spoken.attrib.clear()
        spoken.set(qn("w:val"), word_language(language))


def page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - WIDTH) / 2)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)
    section.different_first_page_header_footer = True


def about(document: Document, values: dict[str, Any]) -> None:
    """What the file tells of itself; its day is the snapshot's. The small picture of the library's template goes."""
    properties = document.core_properties
    properties.title = f"{values['words']['plan']} – {values['title']}: {values['round']['text']}"[:PROPERTY_LENGTH]
    properties.subject = values["as_at"][:PROPERTY_LENGTH]
    properties.author = properties.last_modified_by = "UNHCR, IOM"
    properties.created = properties.modified = datetime(*values["taken"])
    properties.language = word_language(values["language"])
    properties.comments = properties.keywords = ""
    properties.revision = 1
    relations = document.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]


def margins(document: Document, values: dict[str, Any]) -> None:
    """What stands above and below on every page but the first."""
    section, words = document.sections[0], values["words"]
    tab = element("r", element("tab"))
    above = paragraph("Header", [f"{words['plan']} · {values['title']}", tab, values["round"]["text"]])
    before, rest = words["page_of"].split("%(n)s")
    between, after = rest.split("%(total)s")
    number, total = (list(field(name, [run(Run("1"))])) for name in ("PAGE", "NUMPAGES"))
    beginning = [f"{values['as_at']} · {values['edition']}", element("r", element("tab")), before]
    below = paragraph("Footer", [*beginning, *number, between, *total, after])
    for place, line in ((section.header, above), (section.footer, below)):
        place.is_linked_to_previous = False
        old = place._element.find(qn("w:p"))
        old.addprevious(line)
        place._element.remove(old)
