"""How many verified claims were achieved, by the month."""

import json
from collections import Counter
from datetime import date

from django.db.models import F, Q, Sum, TextField, Value

from reports.models import Tally
from reports.tallies.days import MONTH, within


def achieved_by_month(where: Q, day: date) -> dict[date, int]:
    """`{date(2012, 3, 1): 4}`, of the months in which some were, up to the day. One query."""
    day = within(day)
    month, nothing = day.replace(day=1), Value("", TextField())
    claims = Tally.objects.filter(where, kind=Tally.Kind.CLAIM, grain=MONTH).order_by()
    before = claims.filter(first__lt=month).values("first").annotate(n=Sum("verified"), changes=nothing)
    last = claims.filter(first=month).annotate(n=F("verified"), changes=F("days"))
    columns = ("first", "n", "changes")
    months: Counter[date] = Counter()
    for first, n, changes in before.values_list(*columns).union(last.values_list(*columns), all=True):
        days = json.loads(changes) if changes else {}
        months[first] += n - sum(numbers[0] for on, numbers in days.items() if int(on) > day.day)
    return {first: n for first, n in sorted(months.items()) if n}
