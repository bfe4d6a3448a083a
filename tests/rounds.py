"""Rounds that are over: their figures, as they were frozen."""

import json
from datetime import date

from reports import workflow
from reports.models import Round, Snapshot
from reports.snapshots import contents

DAY = date(2014, 12, 31)


def a_round(by, **given) -> Round:
    dates = {"opens_on": date(2014, 10, 1), "closes_on": DAY, "as_at": DAY} | given
    return workflow.open_round(by=by, **{"title": "Progress in 2014"} | dates)


def closed(cast, **dates) -> Snapshot:
    return workflow.close_round(by=cast["nadia"], pk=a_round(cast["nadia"], **dates).pk, contents=contents)


def parts(snapshot: Snapshot) -> tuple[dict, dict]:
    return json.loads(snapshot.content), json.loads(snapshot.public_content)
