"""The words of plain values: what a reader sees of two versions, or of a row of the change log."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Activity, Change, Claim, Evidence
from reports.state import State

VERBS = {
    "activity.created": gettext_lazy("Recorded"),
    "activity.changed": gettext_lazy("Changed"),
    "activity.confirmed": gettext_lazy("Confirmed as unchanged"),
    "activity.submitted": gettext_lazy("Submitted"),
    "activity.verified": gettext_lazy("Verified"),
    "activity.returned": gettext_lazy("Returned"),
    "activity.discarded": gettext_lazy("Discarded"),
    "activity.claim_verified": gettext_lazy("Claim verified"),
    "activity.claim_refused": gettext_lazy("Claim refused"),
    "activity.claim_reopened": gettext_lazy("Claim to be checked again"),
    "activity.evidence_added": gettext_lazy("Evidence added"),
    "activity.evidence_removed": gettext_lazy("Evidence removed"),
    "activity.remark_made": gettext_lazy("Remark made"),
    "activity.remark_answered": gettext_lazy("Remark answered"),
    "activity.remark_resolved": gettext_lazy("Remark resolved"),
}
FIELDS = {
    "claims": gettext_lazy("claims"),
    "partners": gettext_lazy("partners"),
    "claim": gettext_lazy("claim"),
    "indicator": gettext_lazy("indicator"),
    "unit": gettext_lazy("unit"),
    "finding": gettext_lazy("finding"),
    "evidence": gettext_lazy("evidence"),
    "remark": gettext_lazy("remark"),
    "text": gettext_lazy("remark"),
    "reply": gettext_lazy("reply"),
    "file_name": gettext_lazy("file"),
    "kept_anyway": gettext_lazy("looks like personal data, kept all the same"),
}
CHOICES = {
    "scope": Activity.Scope,
    "status": Activity.Status,
    "review": Activity.Review,
    "visibility": Activity.Visibility,
    "verification": Claim.Verification,
    "kind": Evidence.Kind,
    "confidentiality": Evidence.Confidentiality,
}
NOT_TOLD = {"claim", "evidence", "remark", "sha256"}  # ids and sums, of use to programs


def field_name(name: str) -> str:
    if name in FIELDS:
        return str(FIELDS[name])
    for model in (Activity, Claim, Evidence):
        if name in {field.name for field in model._meta.get_fields()}:
            return str(model._meta.get_field(name).verbose_name)
    return name


def told(name: str, value: Any) -> str:
    """One value in words: codes as they are written, choices as they read, lists on one line."""
    if value in (None, "", []):
        return ""
    if name in CHOICES:
        return str(dict(CHOICES[name].choices).get(value, value))
    if name == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    if isinstance(value, list):
        return "; ".join(told_row(row) if isinstance(row, dict) else str(row) for row in value)
    return str(value)


def told_row(row: dict[str, Any]) -> str:
    if "organisation" in row:
        return f"{row['organisation']} ({row['role']})"
    return f"{row['indicator']} {row['unit']} ({row['achieved_on'] or _('expected')})"


def told_state(saved: State, typed: State, names: list[str]) -> list[tuple[str, str, str]]:
    """`[(field, as saved, as typed)]` for the fields that differ."""
    return [(field_name(name), told(name, saved[name]), told(name, typed[name])) for name in names]


def told_change(change: Change) -> dict[str, Any]:
    """A row of the log: `verb` in words and `rows` as `[(field, before, after)]`."""
    names = [name for name in {**change.before, **change.after} if name not in NOT_TOLD]
    rows = [
        (field_name(name), told(name, change.before.get(name)), told(name, change.after.get(name))) for name in names
    ]
    return {
        "verb": str(VERBS.get(change.verb, change.verb)),
        "rows": [row for row in rows if row[1] != row[2]],
    }
