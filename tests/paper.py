"""What a printed document says: the pages of a PDF, the parts of a Word file."""

import io
import re
import zipfile

import pypdfium2


def pages_of(pdf) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return [" ".join(page.split()) for page in pages]


def text_of(pdf) -> str:
    return " ".join(pages_of(pdf))


def parts_of(word: bytes) -> dict[str, str]:
    """`{"document": its text, "footer1": what stands below each page, ...}`."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"word/\w+\.xml", name)]
        texts = {name: re.sub(r"</w:p>", " ", archive.read(name).decode()) for name in names}
    return {name[5:-4]: " ".join(re.sub(r"<[^>]+>", "", text).split()) for name, text in texts.items()}
