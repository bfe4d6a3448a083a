"""The forms in which a document can be had."""

from reports.documents.pdf import pdf
from reports.documents.word import docx

FORMS = {"pdf": pdf, "docx": docx}
NAMES = {"pdf": "PDF", "docx": "Word"}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
