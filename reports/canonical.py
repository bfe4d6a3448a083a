"""The one written form of a document, so that its hash proves it: JSON with sorted keys, no white space, UTF-8."""

import hashlib
import json
from pathlib import Path
from typing import Any


def canonical(document: dict[str, Any]) -> str:
    """Equal documents give the same text; what JSON cannot hold (a date, a decimal, NaN) is an error, not a guess."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(text: str) -> str:
    """What `sha256sum` says of a file that holds this text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def sha256_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
