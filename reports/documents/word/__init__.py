"""Setting a document as a Word file that can be edited: headings, captions, tables and lists are styles of Word's own.

`styles.xml` and `numbering.xml` are its look, `writing` its elements, `paper` what is put on it piece by piece; `report`,
`brief` and `country` put on it what the values of the same names in `reports.documents` say.
"""

import io
import zipfile
from typing import Any

from reports.documents.word.brief import write_brief
from reports.documents.word.paper import Paper
from reports.documents.word.period import write_period
from reports.documents.word.report import write_report
from reports.signs import with_texts, writable

WRITERS = {"report": write_report, "brief": write_brief, "period": write_period}
EPOCH = (1980, 1, 1, 0, 0, 0)


def docx(kind: str, values: dict[str, Any]) -> bytes:
    """`kind` is `report` or `brief`, of which `values` are what `reports.documents` says.

    The same values give the same bytes: the file bears the day on which its snapshot was taken.
    """
    values = with_texts(values, writable)
    paper = Paper(values)
    WRITERS[kind](paper, values)
    return packed(paper.saved())


def packed(file: bytes) -> bytes:
    """The same parts in the same order, none of which tells when it was packed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, EPOCH)
            kept.writestr(part, made.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
