"""A small picture of a document's first page, so that a reader knows it again: drawn once, when it arrives.

A PDF is drawn by a process of its own (`python -m reports.previews`), within limits of time and memory: a file that is
made to harm ends that process and nothing else.
"""

import io
import resource
import subprocess
import sys
from pathlib import Path

import pypdfium2
from PIL import Image

SIZE = (240, 340)  # shown at half of it, so that it is sharp on a telephone
MOST_BYTES = 8 * 1024
QUALITIES = (60, 40, 25, 10)
ROOT = Path(__file__).resolve().parent.parent
SECONDS, MEMORY = 10, 1024 * 1024 * 1024


def preview_of(content: bytes, content_type: str) -> bytes:
    """A WebP picture of at most about 8 KB; nothing for kinds that have none, and for what cannot be drawn."""
    if content_type.startswith("image/"):
        with Image.open(io.BytesIO(content)) as picture:
            return small(picture)
    return drawn_apart(content) if content_type == "application/pdf" else b""


def drawn_apart(content: bytes) -> bytes:
    command = [sys.executable, "-m", "reports.previews"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=True, cwd=ROOT)
    except (subprocess.SubprocessError, OSError):
        return b""
    return done.stdout


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


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(first_page(sys.stdin.buffer.read()))
