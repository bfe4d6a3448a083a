"""The fields that proof arrives by: files, at once or in chunks, and links."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.files.kinds import EXTENSIONS
from reports.links import checked_link, links_in
from reports.models import FileUpload

FILES_HINT = format_lazy(
    _(
        "PDF, picture (PNG, JPEG), Word (.docx), Excel (.xlsx), PowerPoint (.pptx) or OpenDocument (.odt, .ods, "
        ".odp); at most {most} files, of up to {size} MB each and {together} MB in total. Location and author "
        "details are removed from the files and from anything embedded in them; their pages, including comments, "
        "are left as they are."
    ),
    most=limits.EVIDENCE_AT_ONCE,
    size=limits.FILE_BYTES // limits.MEGABYTE,
    together=limits.FILES_BYTES // limits.MEGABYTE,
)
TOO_LARGE = format_lazy(
    _("These files exceed {most} MB in total. Send some of them now and the rest afterwards."),
    most=limits.FILES_BYTES // limits.MEGABYTE,
)
ACCEPTED = ",".join([*(f".{ending}" for ending in EXTENSIONS.values()), ".jpeg", *EXTENSIONS])  # asks iPhones for JPEG


@dataclass
class Sent:
    """What came with a form: `files` whole, `uploads` by their ids, having arrived before."""

    files: list[UploadedFile] = field(default_factory=list)
    uploads: list[UUID] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.files) + len(self.uploads)


class FilesInput(forms.FileInput):
    """A plain field for several files; with scripts they go up in chunks as soon as they are chosen (upload.js).

    `waiting` are the person's own uploads: those that arrived are offered, the others may be gone on with.
    """

    allow_multiple_selected = True
    template_name = "widgets/files.html"
    waiting: Sequence[FileUpload] = ()

    def value_from_datadict(self, data, files, name) -> Sent:
        ids = data.getlist("uploads") if hasattr(data, "getlist") else data.get("uploads", [])
        return Sent(super().value_from_datadict(data, files, name) or [], ids)

    def get_context(self, name, value, attrs):
        ticked = value.uploads if isinstance(value, Sent) else []
        waiting = [(upload, str(upload.pk) in map(str, ticked)) for upload in self.waiting]
        limit = {"most": limits.FILES_BYTES, "too_large": TOO_LARGE}
        return super().get_context(name, None, {"accept": ACCEPTED} | attrs) | {"waiting": waiting} | limit


class FilesField(forms.FileField):
    """Any number of files up to 20; whether each may be kept is for the verb to say."""

    widget = FilesInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data  # what arrived before stays ticked when the form comes back

    def clean(self, data: Sent, initial=None) -> Sent:
        if len(data) > limits.EVIDENCE_AT_ONCE:
            message = _("There are more than %(most)d files. Send some of them now and the rest afterwards.")
            raise forms.ValidationError(message, params={"most": limits.EVIDENCE_AT_ONCE})
        sent = Sent([file for file in data.files if file], [forms.UUIDField().clean(pk) for pk in data.uploads])
        if self.size_of(sent) > limits.FILES_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return sent

    def size_of(self, sent: Sent) -> int:
        waiting = self.widget.waiting if sent.uploads else ()
        arrived = [upload.size for upload in waiting if upload.pk in sent.uploads]
        return sum([*(file.size or 0 for file in sent.files), *arrived])

    def names_of(self, sent: Sent) -> list[str]:
        """The names of what was sent, as far as they are known here."""
        arrived = [upload.file_name for upload in self.widget.waiting if upload.pk in sent.uploads]
        return [file.name or "" for file in sent.files] + arrived


class LinksField(forms.CharField):
    """One address a line; a line that is none is told."""

    widget = forms.Textarea(attrs={"rows": 2, "inputmode": "url"})

    def __init__(self, **more):
        super().__init__(max_length=limits.LONG_TEXT, **more)

    def clean(self, value) -> list[str]:
        links = list(dict.fromkeys(links_in(super().clean(value))))
        if len(links) > limits.EVIDENCE_AT_ONCE:
            message = _("There are more than %(most)d links. Send some of them now and the rest afterwards.")
            raise forms.ValidationError(message, params={"most": limits.EVIDENCE_AT_ONCE})
        good, problems = [], []
        for link in links:
            try:
                good.append(checked_link(link))
            except forms.ValidationError as problem:
                problems.append(problem)
        if problems:
            raise forms.ValidationError(problems)
        return good
