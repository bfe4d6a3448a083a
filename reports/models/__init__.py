"""Everything that has a country or a person."""

from reports.models.activity import LEAD, Activity, ActivityQuerySet, Agreement, AgreementQuerySet, Partner
from reports.models.adoption import Adoption, AdoptionQuerySet
from reports.models.another_event import AnotherEvent
from reports.models.assessment import Assessment
from reports.models.attempt import Attempt
from reports.models.change import Change, ChangeQuerySet, HistoryIsAppendOnly, LogEnd
from reports.models.claim import Claim, ClaimQuerySet, awaited
from reports.models.confirmation import Confirmation
from reports.models.contact import CountryMessage, CountryNote, Nomination
from reports.models.country import (
    BodyMembership,
    BorderRegion,
    Country,
    CountryQuerySet,
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
    with_proof_day,
)
from reports.models.funding import FundingLine
from reports.models.identifier import OF_A_PERSON, Identifier, System, own_code
from reports.models.job import Job, JobQuerySet
from reports.models.later_fact import LaterFact, LaterFactQuerySet, StatusSpan
from reports.models.mail import ALWAYS, UNSUBSCRIBABLE, Mail, MailQuerySet
from reports.models.merge import Merge, MergeQuerySet
from reports.models.narrative import Narrative
from reports.models.objection import Objection, ObjectionQuerySet, unanswered
from reports.models.organisation import Directory, Organisation, OrganisationQuerySet
from reports.models.people import ApiToken, Membership, MembershipQuerySet, User, refuse_no_name
from reports.models.remark import Remark, RemarkQuerySet
from reports.models.review import OPEN_FOR, Finding, OpenReview, OpenReviewQuerySet, contradicting
from reports.models.round import (
    CountryReport,
    ReportClearance,
    Round,
    RoundExtension,
    RoundQuerySet,
    first_of_each,
    latest_of_each,
)
from reports.models.saved_view import SavedView
from reports.models.snapshot import Snapshot, SnapshotIsFinal, SnapshotPublication, SnapshotQuerySet
from reports.models.tally import Counted, Queued, Tally, TallyEnd, UnitTally
from reports.models.unsaved import UnsavedForm
from reports.models.upload import UPLOADS_KEPT, FileUpload, TableUpload, TableUploadQuerySet
from reports.models.word import Word

__all__ = [
    "ALWAYS",
    "LEAD",
    "OF_A_PERSON",
    "OPEN_FOR",
    "UNSUBSCRIBABLE",
    "UPLOADS_KEPT",
    "Activity",
    "ActivityQuerySet",
    "Adoption",
    "AdoptionQuerySet",
    "Agreement",
    "AgreementQuerySet",
    "AnotherEvent",
    "ApiToken",
    "Assessment",
    "Attempt",
    "BodyMembership",
    "BorderRegion",
    "Change",
    "ChangeQuerySet",
    "Claim",
    "ClaimQuerySet",
    "Confirmation",
    "Counted",
    "Country",
    "CountryMessage",
    "CountryNote",
    "CountryQuerySet",
    "CountryReport",
    "Directory",
    "Evidence",
    "FileUpload",
    "Finding",
    "FundingLine",
    "HistoryIsAppendOnly",
    "Identifier",
    "Job",
    "JobQuerySet",
    "LaterFact",
    "LaterFactQuerySet",
    "LogEnd",
    "Mail",
    "MailQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Merge",
    "MergeQuerySet",
    "Narrative",
    "Nomination",
    "Objection",
    "ObjectionQuerySet",
    "OpenReview",
    "OpenReviewQuerySet",
    "Organisation",
    "OrganisationQuerySet",
    "Participation",
    "Partner",
    "Queued",
    "RegionalBody",
    "Remark",
    "RemarkQuerySet",
    "ReportClearance",
    "Round",
    "RoundExtension",
    "RoundQuerySet",
    "SavedView",
    "Snapshot",
    "SnapshotIsFinal",
    "SnapshotPublication",
    "SnapshotQuerySet",
    "StatusSpan",
    "System",
    "TableUpload",
    "TableUploadQuerySet",
    "Tally",
    "TallyEnd",
    "UnitTally",
    "UnsavedForm",
    "User",
    "Word",
    "awaited",
    "awaiting_decision",
    "awaiting_review",
    "contradicting",
    "first_of_each",
    "latest_day_of",
    "latest_of_each",
    "own_code",
    "proof_of_claim",
    "refuse_no_name",
    "today_in",
    "unanswered",
    "with_new_proof",
    "with_proof",
    "with_proof_day",
    "zones_of",
]
