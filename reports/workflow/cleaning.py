"""Files that were kept before as much was taken out of them: cleaned by the site itself, and logged as its own doing."""

import hashlib
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from reports.files.accepted import CheckedFile, checked_file, preview_of
from reports.models import Change, Evidence, Nomination
from reports.workflow.activities import locked
from reports.workflow.evidence import describe_file, given_by
from reports.workflow.history import log_step, record
from reports.workflow.transactions import one_transaction


def clean_evidence(pk: UUID) -> bool:
    """Take out of a kept file what is taken out of new ones; whether anything was. Nothing changes of the review.

    Raises ValidationError (`file`) for a file that would not be accepted today, Evidence.DoesNotExist, and
    FileNotFoundError for one that is gone.
    """
    evidence = Evidence.objects.get(pk=pk)
    before, checked = cleaned_anew(evidence.file, evidence.file_name)
    if checked.sha256 == before:
        return False
    replace_file(pk, before, checked, preview_of(checked))
    return True


def clean_letter(pk: UUID) -> bool:
    """The same of a letter of nomination. Raises as that does, and Nomination.DoesNotExist."""
    nomination = Nomination.objects.get(pk=pk)
    before, checked = cleaned_anew(nomination.file, "letter")
    if checked.sha256 == before:
        return False
    replace_letter(pk, before, checked)
    return True


def cleaned_anew(file: FieldFile, name: str) -> tuple[str, CheckedFile]:
    """The SHA-256 of a kept file, and the file as it would be taken today."""
    with file.open("rb") as opened:
        content = opened.read()
    return hashlib.sha256(content).hexdigest(), checked_file(ContentFile(content, name=name))


@one_transaction
def replace_letter(pk: UUID, before: str, checked: CheckedFile) -> None:
    rows = Nomination.objects.select_for_update(of=("self",), no_key=True)
    nomination = rows.select_related("membership").get(pk=pk)
    was = {"nominated_on": str(nomination.dated), "sha256": before}
    transaction.on_commit(partial(nomination.file.storage.delete, nomination.file.name or ""))
    nomination.take(checked.content, checked.content_type, checked.sha256)
    nomination.save(update_fields=["file", "content_type", "size", "sha256"])
    role = nomination.membership
    record(
        by=None,
        via=Change.Via.COMMAND,
        verb="person.letter_cleaned",
        subject="person",
        subject_id=role.person_id,
        country=role.country_id,
        before=was,
        after=was | {"sha256": checked.sha256},
    )


@one_transaction
def replace_file(pk: UUID, before: str, checked: CheckedFile, picture: bytes) -> None:
    """The file anew, under another name of the storage: whoever reads the old one at this moment reads it to its end."""
    activity = locked(Evidence.objects.values_list("activity_id", flat=True).get(pk=pk))
    evidence = activity.evidence.get(pk=pk)
    was = {"file_name": evidence.file_name, "size": evidence.size, "sha256": before}
    for file in (evidence.file, evidence.preview):
        if file.name:
            transaction.on_commit(partial(file.storage.delete, file.name))
    describe_file(evidence, checked)
    evidence.file.save(checked.name, ContentFile(checked.content), save=False)
    evidence.preview = ""
    if picture:
        evidence.preview.save(checked.name, ContentFile(picture), save=False)
    evidence.save(update_fields=["file", "preview", "file_name", "content_type", "size", "sha256"])
    named = {"evidence": str(pk), "confidentiality": str(evidence.confidentiality), "of": given_by(evidence)}
    now = {"file_name": evidence.file_name, "size": evidence.size, "sha256": evidence.sha256}
    log_step(activity, by=None, via=Change.Via.COMMAND, verb="evidence_cleaned", before=named | was, after=named | now)
