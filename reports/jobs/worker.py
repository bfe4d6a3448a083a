"""A worker: it takes one job after the other and does each apart, until it is told to stop."""

import signal
from datetime import datetime, time, timedelta
from functools import partial
from time import monotonic, sleep

from django.db import close_old_connections
from django.utils import timezone

from reports import limits
from reports.jobs import queue
from reports.jobs.apart import DONE, HOPELESS, UNAVAILABLE, do_apart
from reports.jobs.taking import close, fail, give_up, hand_back, keep, take, wait
from reports.models import Job

POLL = 1.0  # seconds between two looks where nothing is due
# What is done once a day, from a time on the site's clocks; where several workers look, once.
DAILY = (("tidy", time(2, 30)), ("mail_due", time(6, 0)))
A_MINUTE = timedelta(minutes=1)


class Worker:
    """`run` returns once `stop` was called, which signals do too; what is under way then has a while to end."""

    def __init__(self) -> None:
        self.stopped_at: float | None = None
        self.looked_at: datetime | None = None

    def listen(self) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, lambda *_signal: self.stop())

    def stop(self) -> None:
        self.stopped_at = self.stopped_at or monotonic()

    def may_go_on(self) -> bool:
        return self.stopped_at is None or monotonic() - self.stopped_at < limits.JOB_STOP_SECONDS

    def run(self, *, until_empty: bool = False) -> None:
        while self.stopped_at is None:
            close_old_connections()
            self.queue_daily(timezone.now())
            if row := take():
                self.work_on(row)
            elif until_empty:
                return
            else:
                sleep(POLL)

    def queue_daily(self, now: datetime) -> None:
        """What is to be done today and has not been queued. Looked for once a minute."""
        if self.looked_at and now - self.looked_at < A_MINUTE:
            return
        self.looked_at = now
        here = timezone.localtime(now, timezone.get_default_timezone())
        for kind, at in DAILY:
            if here.time() >= at:
                queue(kind, key=f"{kind} {here:%Y-%m-%d}")

    def work_on(self, row: Job) -> None:
        code, problem = do_apart(row, keep=partial(keep, row), may_go_on=self.may_go_on)
        if code is None:
            hand_back(row)
        elif code == DONE:
            close(row)
        else:
            {HOPELESS: give_up, UNAVAILABLE: wait}.get(code, fail)(row, problem)
