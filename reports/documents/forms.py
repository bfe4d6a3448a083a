"""The forms in which a document can be had: what they are called and served as. `setting` makes them."""

NAMES = {"pdf": "PDF", "docx": "Word"}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
