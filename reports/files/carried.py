"""What a reading process hands back: plain values as JSON, in which nothing can be run by whoever reads them."""

import base64
import json
from datetime import date, datetime, time, timedelta
from typing import Any

NAMES = {bytes: "bytes", datetime: "datetime", date: "date", time: "time", timedelta: "seconds"}


class Refused(Exception):
    """The file is not accepted: `message` is a text of the catalogues (marked by `gettext_noop`) with its `params`."""

    def __init__(self, message: str, **params: str | int):
        super().__init__(message, params)
        self.message, self.params = message, params


class Busy(Refused):
    """Nothing is said of the file: it could not be read now."""


def gettext_noop(message: str) -> str:
    """A text of the catalogues, for a process that has none."""
    return message


TOO_MUCH = gettext_noop(
    "The file is damaged, or takes more memory or time to process than is allowed. Open it, save it again and "
    "send the new copy, or send a smaller file."
)


def packed(value: Any) -> bytes:
    """Of lists, texts, numbers, None, dictionaries by text, days, times and bytes; a tuple becomes a list."""
    return json.dumps(value, default=named, separators=(",", ":")).encode("ascii")


def named(value: Any) -> dict[str, Any]:
    kind = NAMES[type(value)]
    if isinstance(value, bytes):
        return {kind: base64.b64encode(value).decode("ascii"), "": kind}
    return {kind: value.total_seconds() if isinstance(value, timedelta) else value.isoformat(), "": kind}


def unpacked(content: bytes) -> Any:
    """Raises ValueError."""
    return json.loads(content, object_hook=restored)


def restored(value: dict[str, Any]) -> Any:
    kind = value.get("")
    if kind == "bytes":
        return base64.b64decode(value[kind])
    if kind == "seconds":
        return timedelta(seconds=value[kind])
    if kind in READ:
        return READ[kind](value[kind])
    return value


READ = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat}
