"""One job in a process of its own, forked from the worker, which has no threads: its time, its memory and its end are its own."""

import ctypes
import os
import resource
import signal
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep
from typing import IO, NoReturn

from django.db import connections

from reports import limits
from reports.jobs.kinds import KINDS, Hopeless, Unavailable, do
from reports.models import Job

RENEWED = limits.JOB_TAKEN_SECONDS / 4  # seconds between two times at which the worker says that it goes on
FIRST_LOOK, LAST_LOOK = 0.002, 0.5  # seconds until the worker looks whether the process has ended, growing
MOST_SAID = 4_000  # characters of what went wrong
DONE, FAILED, HOPELESS, UNAVAILABLE = 0, 1, 2, 3  # codes with which the process ends
STOPPED = "The worker was stopped."
PR_SET_PDEATHSIG = 1  # of Linux: a process ends with the one that made it


def do_apart(row: Job, *, keep: Callable[[], bool], may_go_on: Callable[[], bool]) -> tuple[int | None, str]:
    """Do it and wait for its end: one of the codes, or None where it was stopped by no fault of its own; and what went wrong.

    `keep` is called now and then; its False, or that of `may_go_on`, stops it.
    """
    connections.close_all()
    with tempfile.TemporaryFile() as said:
        process = os.fork()
        if not process:
            in_the_child(row, said)
        why = watch(process, KINDS[row.kind].seconds, keep, may_go_on)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        said.seek(0)
        text = said.read().decode()
    if why:
        return None if why == STOPPED else FAILED, why
    return code, text or f"It ended with {code}."


def watch(process: int, seconds: int, keep: Callable[[], bool], may_go_on: Callable[[], bool]) -> str:
    """Until it ends; why it was ended, or nothing. It is left to be waited for."""
    begun = renewed = monotonic()
    look = FIRST_LOOK
    while not os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        why = ""
        if monotonic() - begun > seconds:
            why = f"It took longer than {seconds} seconds."
        elif monotonic() - renewed > RENEWED:
            why = "" if keep() else STOPPED
            renewed = monotonic()
        if why or not may_go_on():
            os.kill(process, signal.SIGKILL)
            return why or STOPPED
        sleep(look)
        look = min(look * 2, LAST_LOOK)
    return ""


def in_the_child(row: Job, said: IO[bytes]) -> NoReturn:
    """It never returns: what is open in the worker is not for it to close."""
    code = FAILED
    try:
        bound(KINDS[row.kind].memory)
        do(row)
        code = DONE
    except (Hopeless, Unavailable) as problem:
        code = HOPELESS if isinstance(problem, Hopeless) else UNAVAILABLE
        said.write(str(problem)[:MOST_SAID].encode())
    except BaseException:
        said.write(traceback.format_exc()[-MOST_SAID:].encode())
    finally:
        with suppress(BaseException):
            said.flush()
            connections.close_all()
        os._exit(code)


def bound(memory: int) -> None:
    """Limit the memory of this process, and let it end with the worker; signals to stop are the worker's to hear."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
