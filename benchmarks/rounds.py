"""Closing a round of all activities, and its report in each form, each made in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.costs import Cost, Goal
from benchmarks.measuring import counted_queries, cpu
from reports import workflow
from reports.documents.forms import NAMES
from reports.models import Activity, Round, Snapshot, User
from reports.snapshots import contents

DAY = "2026-10-31"
DOCUMENT = Goal(ratio=1.1, megabytes=400)


def measure(is_reported: bool = True) -> Iterator[Cost]:
    """By activity; the documents where `is_reported`."""
    total = Activity.objects.count()
    agency = User.objects.get(username="unhcr")
    row = Round.objects.create(title=f"Benchmark {total}", opens_on="2026-10-01", closes_on=DAY, as_at=DAY)
    begun = cpu()
    with counted_queries() as queries:
        snapshot = workflow.close_round(by=agency, pk=row.pk, contents=contents)
    spent = cpu() - begun
    note = f"{total:,} activities, {spent:.1f} s, {len(queries)} queries, {len(snapshot.content.encode()) / 1e6:.1f} MB"
    yield Cost("closing a round", spent / total * 1000, "ms an activity", Goal(ratio=1.1), note=note)
    for form in NAMES if is_reported else ():
        yield document(snapshot, form, total)


def document(snapshot: Snapshot, form: str, total: int) -> Cost:
    """Made in a process of its own; one that a job could not make either says so."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.document", snapshot.pk, form])
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    spent, most = usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024
    note = f"{total:,} activities, {spent:.1f} s" + (", not made: it failed" if process.returncode else "")
    return Cost(f"report as {NAMES[form]}", spent / total * 1000, "ms an activity", DOCUMENT, None, None, most, note)
