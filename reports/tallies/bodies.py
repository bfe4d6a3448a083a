"""Regional bodies: what of that which stands in a set of countries is a body's, by its members of each day."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from indicators.attainment import Span, merged_spans
from reports.models import BodyMembership, Tally
from reports.tallies.days import ALWAYS
from reports.tallies.steps import NO_NUMBERS, Key, Numbers, Steps, add_to, as_steps

WHOLE = (Tally.Kind.ALL, Tally.Kind.THEME)  # of activities whatever they do
REGIONAL_OF = "*"  # before a body: of its regional work alone


@dataclass(frozen=True)
class Memberships:
    """By country in which bodies it was, and when."""

    spans: Mapping[str, Sequence[tuple[str, Span]]]

    @classmethod
    def standing(cls) -> "Memberships":
        """One query."""
        spans = defaultdict(list)
        rows = BodyMembership.objects.standing().order_by()
        for body, country, since, until in rows.values_list("body", "country", "since", "until"):
            end = until + timedelta(days=1) if until and until < date.max else None
            spans[country].append((body, Span(since, end)))
        return cls(spans)

    def of(self, together: str) -> dict[str, list[Span]]:
        """In which bodies that counts which these countries and bodies do together, and on which days."""
        countries, _bar, bodies = together.lstrip("*").partition("|")
        spans: dict[str, list[Span]] = defaultdict(list)
        for country in countries.split("+"):
            for body, span in self.spans.get(country, ()):
                spans[body].append(span)
        always = {body: [Span(ALWAYS)] for body in bodies.split("+") if body}
        return {body: merged_spans(own) for body, own in spans.items()} | always

    def sums_of(self, kind: str, together: str, under: str, steps: Steps) -> Iterator[tuple[Key, Numbers]]:
        """Of what stands together under a column, what of it is each body's. Claims by month have none: they stand in the month in which
        they were achieved, whoever was a member then."""
        is_regional = together.startswith(REGIONAL_OF) and kind not in (Tally.Kind.RESULT, Tally.Kind.CLAIM)
        for body, spans in self.of(together).items():
            places = [body] if kind in (*WHOLE, Tally.Kind.RESULT) else []
            places += [f"{REGIONAL_OF}{body}"] if is_regional else []
            for day, numbers in during(steps, spans) if places else ():
                for place in places:
                    yield (kind, True, place, under, day), numbers


def is_of_body(together: str, body: str, members: Collection[str]) -> bool:
    """Has the body itself a part, or one of its members (countries, or borders that it shares) in which it stands together?"""
    countries, _bar, bodies = together.lstrip("*").partition("|")
    return body in bodies.split("+") or not set(countries.split("+")).isdisjoint(members)


def during(steps: Steps, spans: Sequence[Span]) -> Steps:
    """What of these changes is seen by somebody who looks only on the days of these spans, no two of which overlap."""
    changes: dict[date, list[int]] = defaultdict(NO_NUMBERS.copy)
    for span in spans:
        for day, numbers in steps:
            if span.end is None or day < span.end:
                add_to(changes[max(day, span.first)], numbers)
                if span.end is not None:
                    add_to(changes[span.end], (-number for number in numbers))
    return as_steps(changes)
