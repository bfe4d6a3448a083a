"""What a reader asked to see: the whole of it fits in an address."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone


@dataclass(frozen=True)
class View:
    """`as_at` cuts every figure; `body` keeps its members on that day; `theme` and `status` keep their own."""

    as_at: date = field(default_factory=timezone.localdate)
    body: str = ""
    theme: str = ""
    status: str = ""
