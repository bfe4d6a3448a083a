"""The words of plain values: what a reader sees of two versions, or of a row of the change log."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Activity, Adoption, Change, Claim, Evidence, Finding, Organisation, Remark
from reports.state import State, plain

VERBS = {
    "activity.created": gettext_lazy("Recorded"),
    "activity.changed": gettext_lazy("Changed"),
    "activity.confirmed": gettext_lazy("Confirmed as unchanged"),
    "activity.submitted": gettext_lazy("Submitted"),
    "activity.verified": gettext_lazy("Verified"),
    "activity.returned": gettext_lazy("Returned"),
    "activity.taken_back": gettext_lazy("Verification taken back"),
    "activity.discarded": gettext_lazy("Discarded"),
    "activity.claim_verified": gettext_lazy("Claim verified"),
    "activity.claim_refused": gettext_lazy("Claim refused"),
    "activity.claim_reopened": gettext_lazy("Claim to be checked again"),
    "activity.claim_finding": gettext_lazy("An agency’s finding"),
    "activity.evidence_added": gettext_lazy("Evidence added"),
    "activity.evidence_removed": gettext_lazy("Evidence removed"),
    "activity.remark_made": gettext_lazy("Remark made"),
    "activity.remark_answered": gettext_lazy("Remark answered"),
    "activity.remark_resolved": gettext_lazy("Remark resolved"),
    "activity.organisation_merged": gettext_lazy("Organisation merged with its duplicate"),
    "organisation.created": gettext_lazy("Put into the directory"),
    "organisation.changed": gettext_lazy("Changed"),
    "organisation.took_over": gettext_lazy("A duplicate was merged into it"),
}
FIELDS = {
    "claims": gettext_lazy("claims"),
    "partners": gettext_lazy("partners"),
    "claim": gettext_lazy("claim"),
    "indicator": gettext_lazy("indicator"),
    "unit": gettext_lazy("unit"),
    "finding": gettext_lazy("finding"),
    "agency": gettext_lazy("agency"),
    "verdict": gettext_lazy("finding"),
    "reasons": gettext_lazy("reasons"),
    "field": gettext_lazy("field"),
    "evidence": gettext_lazy("evidence"),
    "remark": gettext_lazy("remark"),
    "text": gettext_lazy("remark"),
    "reply": gettext_lazy("reply"),
    "file_name": gettext_lazy("file"),
    "kept_anyway": gettext_lazy("looks like personal data, kept on confirmation"),
}
CHOICES = {
    "scope": Activity.Scope.choices,
    "status": Activity.Status.choices,
    "review": Activity.Review.choices,
    "visibility": Activity.Visibility.choices,
    "verification": Claim.Verification.choices,
    "verdict": Finding.Verdict.choices,
    "kind": [*Evidence.Kind.choices, *Organisation.Kind.choices],
    "confidentiality": Evidence.Confidentiality.choices,
    "priority": Adoption.Priority.choices,
}
DATES = {"starts_on", "ends_on", "achieved_on", "confirmed_on", "dated"}
NUMBERS = {"amount_needed", "amount_secured", "participants", "participants_women", "participants_men"}
TYPED = {"title", "summary", "result", "place", "status_reason", "source"}  # in the language of the activity
NOT_TOLD = {"claim", "evidence", "remark", "sha256"}  # ids and sums, of use to programs


def field_name(name: str) -> str:
    if name in FIELDS:
        return str(FIELDS[name])
    name = name.removesuffix("_id")
    for model in (Activity, Claim, Evidence, Adoption, Organisation):
        if name in {field.name for field in model._meta.get_fields()}:
            return str(model._meta.get_field(name).verbose_name)
    return name


def told(name: str, value: Any) -> str:
    """One value in words: codes as they are written, choices, dates and numbers as they read, lists on one line."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in CHOICES:
        return str(dict(CHOICES[name]).get(value, value))
    if name == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    if name == "field":
        return field_name(value)
    if name in DATES:
        return date_format(date.fromisoformat(value))
    if name in NUMBERS:
        return number_format(Decimal(value), force_grouping=True)
    if isinstance(value, list):
        return "; ".join(told_row(row) if isinstance(row, dict) else str(row) for row in value)
    return str(value)


def told_row(row: dict[str, Any]) -> str:
    if "organisation" in row:
        return f"{row['organisation']} ({row['role']})"
    return f"{row['indicator']} {row['unit']} ({told('achieved_on', row['achieved_on']) or _('expected')})"


def told_state(saved: State, typed: State, names: list[str]) -> list[tuple[str, str, str]]:
    """`[(field, as saved, as typed)]` for the fields that differ."""
    return [(field_name(name), told(name, saved[name]), told(name, typed[name])) for name in names]


def told_values(saved: dict[str, Any], typed: dict[str, Any]) -> list[tuple[str, str, str]]:
    """`[(field, as saved, as typed)]` for the plain values that differ."""
    return [
        (field_name(name), told(name, saved[name]), told(name, plain(value)))
        for name, value in typed.items()
        if saved[name] != plain(value)
    ]


def told_about(remark: Remark) -> str:
    """What a remark is about, in words; empty for the whole activity. Select `claim` beforehand."""
    return field_name(remark.field) if remark.field else str(remark.claim or "")


def told_change(change: Change) -> dict[str, Any]:
    """A row of the log: `verb` in words and `rows` as `[(field, before, after, is in the activity's language)]`."""
    names = [name for name in {**change.before, **change.after} if name not in NOT_TOLD]
    rows = [
        (field_name(name), told(name, change.before.get(name)), told(name, change.after.get(name)), name in TYPED)
        for name in names
    ]
    return {
        "verb": str(VERBS.get(change.verb, change.verb)),
        "rows": [row for row in rows if row[1] != row[2]],
    }
