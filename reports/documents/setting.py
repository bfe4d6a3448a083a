"""Setting a document in one of its forms. Loads the libraries that do so: for jobs and processes of their own alone."""

import json

from reports.documents.pdf import pdf
from reports.documents.printed import compiled
from reports.documents.word import docx

FORMS = {"pdf": pdf, "docx": docx}
DPI = 144  # half as large again as it is drawn
PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image("chart.svg")'


def set_values(content: bytes, kind: str, form: str) -> bytes:
    """`content`: the values as JSON of a document of `kind` (`report`, `brief`, `period`)."""
    return FORMS[form](kind, json.loads(content))


def set_picture(content: bytes) -> bytes:
    """A drawing in SVG as PNG."""
    made: bytes = compiled({"main.typ": PAGE, "chart.svg": content}, format="png", ppi=DPI)
    return made
