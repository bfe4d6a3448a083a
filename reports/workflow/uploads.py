"""Files of evidence on their way in, in chunks. They are nobody's record yet, so the change log does not hear of them."""

import hashlib
from datetime import datetime
from functools import partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from reports import limits, rules
from reports.files.accepted import checked_file, is_busy, refusal, require_size
from reports.models import UPLOADS_KEPT, FileUpload, User
from reports.workflow.outcomes import NotAllowed, WrongState
from reports.workflow.transactions import one_transaction


@one_transaction
def begin_upload(*, by: User, name: str, size: int, sha256: str = "") -> FileUpload:
    """Begin to receive a file, or take up one of the same person with the same sum where it stopped.

    Raises NotAllowed, or ValidationError (`file`) for a size that is not accepted and for too many files at once.
    """
    who = rules.standing(by)
    if not rules.may_record(who):
        raise NotAllowed(_("You may add evidence to activities of your own country only."))
    require_size(size)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # the same file chosen twice at once is one
    waiting = rules.visible_uploads(who)
    known = waiting.filter(sha256=sha256, size=size).first() if sha256 else None
    if known:
        return known
    if waiting.count() >= limits.FILES_WAITING:
        message = _("%(most)d files are waiting to be attached. Attach or remove some first.")
        raise refusal(message % {"most": limits.FILES_WAITING})
    upload = FileUpload(person=by, file_name=name.strip()[-limits.FILE_NAME :] or "document", size=size, sha256=sha256)
    upload.file.save(upload.file_name, ContentFile(b""))
    return upload


def add_chunk(*, by: User, pk: UUID, offset: int, content: bytes) -> FileUpload:
    """Take the bytes that follow the first `offset`; the last ones have the whole file checked.

    Raises WrongState if `offset` is not as far as the file has come, ValidationError (`file`) for a chunk that does not fit
    and for a whole that is not accepted: that one is removed.
    """
    upload = write_chunk(by, pk, offset, content)
    if upload.is_whole:
        try:
            require_good(upload)
        except ValidationError as refused:
            if is_busy(refused):
                return upload  # it has arrived; it is read when it is attached
            drop_upload(by=by, pk=pk)
            raise
    return upload


@one_transaction
def write_chunk(by: User, pk: UUID, offset: int, content: bytes) -> FileUpload:
    upload = rules.visible_uploads(rules.standing(by)).select_for_update(no_key=True).get(pk=pk)
    if offset != upload.received:
        raise WrongState(_("The upload has reached a different position. Continue from that position."))
    if not 0 < len(content) <= min(limits.CHUNK_BYTES, upload.size - offset):
        raise refusal(_("This part does not match the file. Choose the file again."))
    with upload.file.open("r+b") as file:
        file.seek(offset)  # what a broken transaction may have left behind is written over
        file.write(content)
    upload.received += len(content)
    upload.save(update_fields=["received"])
    return upload


def require_good(upload: FileUpload) -> None:
    """The whole file has the sum that was promised and is fit to be kept."""
    with upload.file.open("rb") as file:
        content = file.read()
    if upload.sha256 and hashlib.sha256(content).hexdigest() != upload.sha256:
        raise refusal(_("The file was damaged during the upload. Choose it again."))
    checked_file(ContentFile(content, name=upload.file_name))


def drop_upload(*, by: User, pk: UUID) -> None:
    """The sender does not want it any more. Raises FileUpload.DoesNotExist."""
    remove(rules.visible_uploads(rules.standing(by)).get(pk=pk))


def remove_old_uploads(now: datetime) -> int:
    """Remove what began more than 14 days ago and was never attached; how many they were."""
    old = list(FileUpload.objects.filter(created_at__lt=now - UPLOADS_KEPT))
    for upload in old:
        remove(upload)
    return len(old)


@one_transaction
def remove(upload: FileUpload) -> None:
    if upload.file.name:
        transaction.on_commit(partial(upload.file.storage.delete, upload.file.name))
    upload.delete()
