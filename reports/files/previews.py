"""A small picture of a document's first page, so that a reader knows it again: drawn once, when it arrives, in a process
of its own (see `apart`)."""

import io

import pypdfium2
from PIL import Image

from reports.files.kinds import PDF

SIZE = (240, 340)  # shown at half of it, so that it is sharp on a telephone
MOST_BYTES = 8 * 1024
QUALITIES = (60, 40, 25, 10)


def drawn(content: bytes, kind: str) -> bytes:
    """A WebP picture of at most about 8 KB. Raises whatever the libraries do for what cannot be drawn."""
    if kind == PDF:
        return first_page(content)
    with Image.open(io.BytesIO(content)) as picture:
        return small(picture)


def first_page(content: bytes) -> bytes:
    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        scale = min(SIZE[0] / page.get_width(), SIZE[1] / page.get_height())
        return small(page.render(scale=2 * scale).to_pil())


def small(picture: Image.Image) -> bytes:
    """Drawn small, on white, and as light as it takes."""
    picture.thumbnail(SIZE)
    shown = picture.convert("RGBA")
    on_white = Image.new("RGB", shown.size, "white")
    on_white.paste(shown, mask=shown)
    for quality in QUALITIES:
        saved = io.BytesIO()
        on_white.save(saved, "WEBP", quality=quality)
        if saved.tell() <= MOST_BYTES:
            break
    return saved.getvalue()
