"""What everybody is answered, kept in a process by its mark (`reports.freshness`): for the next reader it is not made again."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from django.http import HttpResponse

LARGEST = 512 * 1024  # bytes of one answer; a list that is asked for whole is made anew
KINDS = ("text/html", "application/json")


class Kept(NamedTuple):
    headers: dict[str, str]
    content: bytes


class KeptAnswers:
    """The latest, of so many bytes at most together. Several threads of a process share them."""

    def __init__(self, most: int):
        self.most = most
        self.size = 0
        self.rows: OrderedDict[str, Kept] = OrderedDict()
        self.lock = Lock()

    def get(self, mark: str) -> HttpResponse | None:
        with self.lock:
            kept = self.rows.get(mark)
            if kept is None:
                return None
            self.rows.move_to_end(mark)
        return HttpResponse(kept.content, headers=kept.headers)

    def keep(self, mark: str, response: HttpResponse) -> None:
        """Where it is an answer as this keeps them: whole, a page or data, and not too large."""
        kind = response.get("Content-Type", "").partition(";")[0]
        if response.status_code != 200 or response.streaming or kind not in KINDS:
            return
        size = len(response.content)
        if size > min(self.most, LARGEST):
            return
        with self.lock:
            self.drop(mark)
            self.rows[mark] = Kept(dict(response.headers), response.content)
            self.size += size
            while self.size > self.most:
                self.drop(next(iter(self.rows)))

    def drop(self, mark: str) -> None:
        if kept := self.rows.pop(mark, None):
            self.size -= len(kept.content)
