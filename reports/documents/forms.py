"""The forms in which a document can be had."""

from reports.documents.pdf import pdf

FORMS = {"pdf": pdf}
TYPES = {"pdf": "application/pdf"}
