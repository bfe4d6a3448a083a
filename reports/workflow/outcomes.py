"""How a verb refuses. Bad values are Django's own `ValidationError` with `{field: [message, ...]}`."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils.translation import gettext as _

from reports.models import Activity, Adoption, Narrative, Organisation


class NotAllowed(PermissionDenied):
    """The rules say no. A page answers 403, the API too."""


class WrongState(Exception):
    """The row is not in a state in which this can be done; the message says which state it wants."""


class MergedAway(WrongState):
    """The activity has gone up in another, `kept`: what is to be written is to be written there."""

    def __init__(self, kept: Activity):
        message = _(
            "This activity was recorded twice and has been merged into “%(title)s”. Make your change there: %(address)s"
        )
        super().__init__(message % {"title": kept, "address": kept.get_absolute_url()})
        self.kept = kept


class SentBefore(Exception):
    """This very form has made its row already: its answer was lost on the way, or it was sent twice."""

    def __init__(self, row: Activity):
        self.row = row


class StaleVersion(Exception):
    """Somebody else saved first. `current` is the row as it stands now, `version` the one that was read, and `values`
    what was to be laid over it (see `reports.workflow.merging`)."""

    def __init__(
        self,
        current: Activity | Adoption | Narrative | Organisation,
        version: int,
        values: dict[str, Any] | None = None,
    ):
        self.current, self.version, self.values = current, version, values or {}


class Moved(IntegrityError):
    """Somebody else has written in the meantime what is to be made here: it is begun anew and finds that
    (`workflow.transactions`)."""
