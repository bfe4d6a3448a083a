"""Everything that has a country or a person."""

from reports.models.activity import LEAD, Activity, Partner
from reports.models.adoption import Adoption
from reports.models.assessment import Assessment
from reports.models.attempt import Attempt
from reports.models.change import Change, HistoryIsAppendOnly, LogEnd
from reports.models.claim import Claim
from reports.models.confirmation import Confirmation
from reports.models.country import (
    BodyMembership,
    BorderRegion,
    Country,
    Participation,
    RegionalBody,
    latest_day_of,
    today_in,
    zones_of,
)
from reports.models.evidence import (
    Evidence,
    awaiting_decision,
    awaiting_review,
    proof_of_claim,
    with_new_proof,
    with_proof,
)
from reports.models.mail import ALWAYS, UNSUBSCRIBABLE, Mail
from reports.models.narrative import Narrative
from reports.models.organisation import Directory, Organisation
from reports.models.people import ApiToken, Membership, User, refuse_no_name
from reports.models.remark import Remark
from reports.models.review import OPEN_FOR, Finding, OpenReview, contradicting
from reports.models.round import CountryReport, Round, RoundExtension, first_of_each, latest_of_each
from reports.models.saved_view import SavedView
from reports.models.snapshot import Snapshot, SnapshotIsFinal, SnapshotPublication
from reports.models.unsaved import UnsavedForm
from reports.models.upload import UPLOADS_KEPT, FileUpload, TableUpload

__all__ = [
    "ALWAYS",
    "LEAD",
    "OPEN_FOR",
    "UNSUBSCRIBABLE",
    "UPLOADS_KEPT",
    "Activity",
    "Adoption",
    "ApiToken",
    "Assessment",
    "Attempt",
    "BodyMembership",
    "BorderRegion",
    "Change",
    "Claim",
    "Confirmation",
    "Country",
    "CountryReport",
    "Directory",
    "Evidence",
    "FileUpload",
    "Finding",
    "HistoryIsAppendOnly",
    "LogEnd",
    "Mail",
    "Membership",
    "Narrative",
    "OpenReview",
    "Organisation",
    "Participation",
    "Partner",
    "RegionalBody",
    "Remark",
    "Round",
    "RoundExtension",
    "SavedView",
    "Snapshot",
    "SnapshotIsFinal",
    "SnapshotPublication",
    "TableUpload",
    "UnsavedForm",
    "User",
    "awaiting_decision",
    "awaiting_review",
    "contradicting",
    "first_of_each",
    "latest_day_of",
    "latest_of_each",
    "proof_of_claim",
    "refuse_no_name",
    "today_in",
    "with_new_proof",
    "with_proof",
    "zones_of",
]
