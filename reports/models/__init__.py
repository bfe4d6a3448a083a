"""Everything that has a country or a person."""

from reports.models.activity import Activity, Partner
from reports.models.adoption import Adoption
from reports.models.change import Change, HistoryIsAppendOnly
from reports.models.claim import Claim
from reports.models.country import BodyMembership, BorderRegion, Country, RegionalBody
from reports.models.evidence import Evidence, with_proof
from reports.models.organisation import Organisation
from reports.models.people import ApiToken, Membership, User
from reports.models.remark import Remark
from reports.models.round import CountryReport, Round

__all__ = [
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
    "HistoryIsAppendOnly",
    "Membership",
    "Organisation",
    "Partner",
    "RegionalBody",
    "Remark",
    "Round",
    "User",
    "with_proof",
]
