"""Everything that has a country or a person."""

from reports.models.activity import LEAD, Activity, Partner
from reports.models.adoption import Adoption
from reports.models.change import Change, HistoryIsAppendOnly
from reports.models.claim import Claim
from reports.models.country import BodyMembership, BorderRegion, Country, RegionalBody
from reports.models.evidence import Evidence, with_proof
from reports.models.mail import UNSUBSCRIBABLE, Mail
from reports.models.organisation import Organisation, folded
from reports.models.people import ApiToken, Membership, User
from reports.models.remark import Remark
from reports.models.review import OPEN_FOR, Finding, OpenReview, against
from reports.models.round import CountryReport, Round, RoundExtension
from reports.models.typed import Typed
from reports.models.upload import FileUpload, TableUpload

__all__ = [
    "LEAD",
    "OPEN_FOR",
    "UNSUBSCRIBABLE",
    "Activity",
    "Adoption",
    "ApiToken",
    "BodyMembership",
    "BorderRegion",
    "Change",
    "Claim",
    "Country",
    "CountryReport",
    "Evidence",
    "FileUpload",
    "Finding",
    "HistoryIsAppendOnly",
    "Mail",
    "Membership",
    "OpenReview",
    "Organisation",
    "Partner",
    "RegionalBody",
    "Remark",
    "Round",
    "RoundExtension",
    "TableUpload",
    "Typed",
    "User",
    "against",
    "folded",
    "with_proof",
]
