"""The process that reads one file: `python -m reports.files.reader MODULE:FUNCTION GIVEN MEMORY SECONDS OUTPUT`.

It limits itself before it imports what reads, takes the file from its standard input and hands back what the function
says of it. Whatever goes wrong here ends this process alone.
"""

import importlib
import json
import resource
import sys
import traceback
from typing import Any

from reports.files.carried import Refused, packed

MOST_LOGGED = 2_000  # characters of what went wrong


def limit(memory: int, seconds: int, output: int) -> None:
    """Bytes, seconds of work, bytes; never more than what this process was started with."""
    kinds = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: output,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in kinds.items():
        _soft, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def answer(task: str, given: dict[str, Any]) -> dict[str, Any]:
    """One of `read`, `refused` (message and params), `too_much` and `failed` (what goes to the log)."""
    module, _colon, function = task.partition(":")
    try:
        return {"read": getattr(importlib.import_module(module), function)(sys.stdin.buffer.read(), **given)}
    except Refused as refusal:
        return {"refused": [refusal.message, refusal.params]}
    except (MemoryError, RecursionError):
        return {"too_much": True}
    except Exception:
        return {"failed": traceback.format_exc()[-MOST_LOGGED:]}


def main(task: str, given: str, memory: str, seconds: str, output: str) -> None:
    limit(int(memory), int(seconds), int(output))
    sys.stdout.buffer.write(packed(answer(task, json.loads(given))))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
