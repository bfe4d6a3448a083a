"""Reading a file in a process of its own, with limits of memory, time and output, and only so many at once.

A file can be made to take all the memory, or to end the process that reads it. Here it ends that process, and whoever
sent it reads why. Nothing is forked from this one, whose threads may hold locks: a new Python is started, limits itself
(`reports.files.reader`) and knows neither the settings nor the database.
"""

import fcntl
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Any

from django.conf import settings

from reports import limits
from reports.files.carried import TOO_MUCH, Busy, Refused, gettext_noop, unpacked

log = logging.getLogger(__name__)
BUSY = gettext_noop("Too many files are being processed at the moment. Try again in a minute.")
ENVIRONMENT = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "TMPDIR")  # no secret of ours
A_MOMENT = 0.05  # seconds


def read_apart(task: str, content: bytes, **given: str | int) -> Any:
    """What the function `task` ("module:function") says of the file: `function(content, **given)`, run apart.

    The function returns plain values (see `carried`). Raises Refused: as the function does, for a file that exceeds a
    limit or ends the process; Busy when too many are being read.
    """
    try:
        with reading_slot() as slot, tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as output:
            sent.write(content)
            sent.seek(0)
            ended = run(task, given, sent, output, slot)
            output.seek(0)
            return result(task, ended, output.read(limits.READING_OUTPUT))
    except OSError:  # a full disk, no further process
        log.exception("No process could be started to read a file.")
        raise Busy(BUSY) from None


def run(task: str, given: dict[str, str | int], sent: IO[bytes], output: IO[bytes], slot: int) -> int | None:
    """How the process ended: its exit code, negative for a signal; None if it took too long by the clock.

    It keeps the slot open until it ends, whatever becomes of this process.
    """
    figures = (limits.READING_MEMORY, limits.READING_SECONDS, limits.READING_OUTPUT)
    command = [sys.executable, "-m", "reports.files.reader", task, json.dumps(given), *map(str, figures)]
    process = subprocess.Popen(
        command,
        stdin=sent,
        stdout=output,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        env={"LC_ALL": "C.UTF-8"} | {name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
        start_new_session=True,
        pass_fds=(slot,),
    )
    try:
        return process.wait(limits.READING_PATIENCE)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def result(task: str, ended: int | None, output: bytes) -> Any:
    answer: dict[str, Any] = {"failed": f"ended with {ended}"}
    if ended == 0:
        with suppress(ValueError, TypeError, LookupError, RecursionError):  # whatever has come over that process
            answer = dict(unpacked(output))
    if "read" in answer:
        return answer["read"]
    if "refused" in answer:
        message, params = answer["refused"]
        raise Refused(message, **params)
    log.warning("A file was not read by %s: %s", task, answer.get("failed", "too much memory"))
    raise Refused(TOO_MUCH)


@contextmanager
def reading_slot() -> Iterator[int]:
    """One of the places that all workers share, as a lock on an open file. Raises Busy if none is free in time."""
    until = monotonic() + limits.READERS_SECONDS
    while (slot := free_slot()) is None:
        if monotonic() > until:
            raise Busy(BUSY)
        sleep(A_MOMENT)
    try:
        yield slot
    finally:
        os.close(slot)


def free_slot() -> int | None:
    folder = Path(settings.DATA_DIR) / "readers"
    folder.mkdir(exist_ok=True)
    for number in range(limits.READERS):
        slot = os.open(folder / str(number), os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(slot)
        else:
            return slot
    return None
