"""Training that was held by the end of 2014, and what looks like it and is none."""

from reports import workflow
from tests.base import record, submitted, verified

TRAINING = {
    "actions": ["II.1"],
    "title": "A course",
    "status": "completed",
    "starts_on": "2012-05-14",
    "ends_on": "2012-05-18",
    "claims": [],
}


def course(cast, **values):
    return verified(cast["amina"], cast["nadia"], **(TRAINING | values))


def numbered(women, men, **values):
    return {"participants_women": women, "participants_men": men} | values


def hold_six(cast):
    """Six that were held by 2014, and what is none: one of materials, one planned, one returned, a draft."""
    course(cast, **numbered(12, 18), topics=["children", "refugee-protection"], audiences=["judiciary"])
    course(cast)  # no number
    course(cast, **numbered(9, None), starts_on="2012-11-01", ends_on="2013-02-15", topics=["children"])
    shared = {"scope": "cross_border", "countries": ["MOZ", "TZA"], "starts_on": "2013-03-04", "ends_on": None}
    both = course(cast, **numbered(20, 34, **shared), topics=["refugee-protection"])
    workflow.agree(by=cast["juma"], pk=both.pk, country="TZA")
    submitted(cast["juma"], **TRAINING, countries=["TZA"], **numbered(5, 7), audiences=["journalists"])
    regional = {"scope": "regional", "countries": []}
    submitted(cast["paul"], **(TRAINING | numbered(11, 15, **regional)))
    course(cast, actions=["II.2"])
    course(cast, **numbered(50, 50), status="planned", starts_on="2030-01-01", ends_on=None)
    returned = submitted(cast["amina"], **TRAINING, **numbered(60, 60))
    workflow.return_activity(by=cast["nadia"], pk=returned.pk, remark="Which?")
    record(cast["amina"], **TRAINING, **numbered(70, 70))
