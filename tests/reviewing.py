"""What tests of the review share: how an activity is changed, found and taken from the queue."""

from reports import workflow
from reports.activity.state import with_state
from reports.models import Activity
from tests.base import submitted


def reread(activity):
    return with_state(Activity.objects).get(pk=activity.pk)


def change(by, activity, **values):
    return workflow.update_activity(by=by, pk=activity.pk, version=reread(activity).version, values=values)


def claim_of(activity):
    return Activity.objects.get(pk=activity.pk).claims.get()


def find(by, activity, verdict, reasons=""):
    return workflow.record_finding(by=by, pk=claim_of(activity).pk, verdict=verdict, reasons=reasons)


def in_malawi(cast, **values):
    """A claim for a target that one country meets, of Tanzania."""
    claims = [{"indicator": "III.T2.1", "unit": "TZA", "achieved_on": "2014-05-26"}]
    return submitted(cast["juma"], **{"countries": ["TZA"], "actions": ["III.3"], "claims": claims} | values)
