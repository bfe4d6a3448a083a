"""What is no request of a page: a cost by its row, in seconds, or in megabytes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """At most so much of its unit; of what comes in rows, one of many at most so many times one of few; at most so many MB, so
    many times what a library alone takes, so many queries a row."""

    most: float | None = None
    ratio: float | None = None
    megabytes: int | None = None
    times: float | None = None
    queries: float | None = None


@dataclass(frozen=True)
class Cost:
    name: str
    amount: float
    unit: str
    goal: Goal
    times: float | None = None
    queries: float | None = None
    megabytes: int | None = None
    note: str = ""

    def missed(self, few: "Cost | None" = None) -> list[str]:
        """What of its goal it misses; `few` is the same of less."""
        goal, ratio = self.goal, self.amount / few.amount if few and few.amount else None
        pairs = {
            self.unit: (self.amount, goal.most),
            "memory": (self.megabytes, goal.megabytes),
            "times the library": (self.times, goal.times),
            "queries": (self.queries, goal.queries),
            "times as much": (ratio, goal.ratio),
        }
        return [what for what, (is_, most) in pairs.items() if is_ is not None and most is not None and is_ > most]
