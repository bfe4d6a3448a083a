"""Making a document of an edition, by a job."""

from functools import partial

from reports.documents import shelf
from reports.documents.brief import brief
from reports.documents.ordering import REPORT, Order
from reports.documents.report import report
from reports.documents.setting import FORMS
from reports.documents.source import source
from reports.models import Snapshot


def make(code: str, participants: bool, subject: str, language: str, form: str) -> None:
    """A job: the document of an `Order`, unless it is there. Raises UnknownCountry."""
    order = Order(code, participants, subject, language, form)
    row = Snapshot.objects.without_contents().get(pk=order.code)
    path = order.path(row)
    if path.exists():
        return
    shelf.clear()
    said = source(row, participants=order.participants, language=order.language)
    template, values = ("report", report(said)) if order.subject == REPORT else ("brief", brief(said, order.subject))
    shelf.keep(path, partial(FORMS[order.form], template, values))
