"""Paragraphs, their pieces and tables as the elements of a Word file, written straight: a long annex takes seconds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "pt": "pt-PT"}
TWIPS = 56.7  # in a millimetre


@dataclass(frozen=True)
class Run:
    """Letters of one kind: `style` is the id of a character style, `language` one that is not the document's, `to` the
    name of a place to which they lead, `place` the name of the place that they are themselves."""

    text: str
    style: str = ""
    language: str = ""
    to: str = ""
    place: str = ""


@dataclass(frozen=True)
class WordColumn:
    """`width` in millimetres; `span` columns of the body stand under one word of the head."""

    width: float
    head: str = ""
    span: int = 1
    style: str = "TableText"


Piece = str | Run | BaseOxmlElement
Pieces = Sequence[Piece]


Cell = str | Pieces


def word_language(language: str) -> str:
    return LANGUAGES.get(language, language)


def element(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def paragraph(style: str, pieces: Cell, *, new_page: bool = False, with_next: bool = False) -> BaseOxmlElement:
    form = element("pPr")
    if style != "Normal":
        form.append(element("pStyle", val=style))
    if with_next:
        form.append(element("keepNext"))
    if new_page:
        form.extend((element("pageBreakBefore"), element("spacing", before=0)))
    made = element("p", form)
    for piece in (pieces,) if isinstance(pieces, str) else pieces:
        made.extend(written(piece))
    return made


def written(piece: Piece) -> Iterable[BaseOxmlElement]:
    if isinstance(piece, BaseOxmlElement):
        yield piece
    elif isinstance(piece, str):
        yield run(Run(piece))
    elif piece.to:
        yield element("hyperlink", run(piece), anchor=piece.to, history=1)
    else:
        yield from placed(piece.place, run(piece)) if piece.place else (run(piece),)


def run(piece: Run) -> BaseOxmlElement:
    made = element("r")
    if piece.style or piece.language:
        form = element("rPr")
        if piece.style:
            form.append(element("rStyle", val=piece.style))
        if piece.language:
            form.append(element("lang", val=word_language(piece.language)))
        made.append(form)
    for number, line in enumerate(piece.text.split("\n")):
        if number:
            made.append(element("br"))
        text = element("t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(text)
    return made


def placed(name: str, *inside: BaseOxmlElement) -> Iterable[BaseOxmlElement]:
    """Elements as a place to which others lead; `numbered` gives each place its number."""
    yield element("bookmarkStart", name=name)
    yield from inside
    yield element("bookmarkEnd")


def numbered(body: BaseOxmlElement) -> None:
    """Places never overlap: the n-th end is that of the n-th beginning."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        for number, place in enumerate(body.iter(qn(tag)), start=1):
            place.set(qn("w:id"), str(number))


def field(order: str, result: Iterable[BaseOxmlElement]) -> Iterable[BaseOxmlElement]:
    """Something that Word works out again: `result` stands there until it does."""
    text = element("instrText")
    text.text = f" {order} "
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    yield element("r", element("fldChar", fldCharType="begin"))
    yield element("r", text)
    yield element("r", element("fldChar", fldCharType="separate"))
    yield from result
    yield element("r", element("fldChar", fldCharType="end"))


def table(columns: Sequence[WordColumn], rows: Iterable[Sequence[Cell]], *, title: str, style: str) -> BaseOxmlElement:
    """With a head that every page repeats; no row breaks over two. `title` names it for those who cannot see it."""
    widths = [round(column.width * TWIPS) for column in columns]
    form = element(
        "tblPr",
        element("tblStyle", val=style),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
        element("tblCaption", val=title),
    )
    made = element("tbl", form, element("tblGrid", *(element("gridCol", w=width) for width in widths)))
    made.append(head(columns, widths))
    for cells in rows:
        row = element("tr", element("trPr", element("cantSplit")))
        for column, width, cell in zip(columns, widths, cells, strict=True):
            row.append(
                element("tc", element("tcPr", element("tcW", w=width, type="dxa")), paragraph(column.style, cell))
            )
        made.append(row)
    return made


def head(columns: Sequence[WordColumn], widths: Sequence[int]) -> BaseOxmlElement:
    row, place = element("tr", element("trPr", element("cantSplit"), element("tblHeader"))), 0
    while place < len(columns):
        column = columns[place]
        form = element("tcPr", element("tcW", w=sum(widths[place : place + column.span]), type="dxa"))
        if column.span > 1:
            form.append(element("gridSpan", val=column.span))
        style = "TableNumber" if column.style == "TableNumber" else "TableText"
        row.append(element("tc", form, paragraph(style, column.head, with_next=True)))
        place += column.span
    return row
