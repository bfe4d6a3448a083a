"""Work that no request waits for: queued in the transaction of the write, done by `manage.py work`, tried again if it fails.

A job may be done twice: a worker can be killed after the work and before it says so. What a kind does takes that without
harm. A worker is a process; each job is done in a process of its own, whose time and memory have limits.
"""

from reports.jobs.kinds import KINDS, Hopeless, Unavailable
from reports.jobs.queueing import demand, queue

__all__ = ["KINDS", "Hopeless", "Unavailable", "demand", "queue"]
