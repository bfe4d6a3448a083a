"""Participants, money and what happened between two days, added up slowly, activity by activity."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.recount_days import OVER, has_begun, status_on


class Sums:
    """What `tests.recount.Recount` adds up: over activities, and the lines and numbers of each."""

    def trainings(self, selection):
        """`[(place, year, layer, activity)]` of those that were held, whatever the theme of the view."""
        held = []
        for activity in self.kept(replace(selection, theme="")):
            layer, row = self.layer(activity, selection), activity["row"]
            is_training = row.theme_id == "II" or activity["actions"] & self.sessions
            is_training = is_training or activity["topics"] or activity["audiences"] or not numbers(row)[3]
            if is_training and layer != "expected":
                is_over = row.ends_on is not None and row.ends_on <= selection.as_at
                held.append((one_place(activity), (row.ends_on if is_over else row.starts_on).year, layer, activity))
        return held

    def trained(self, selection, place="", year=0):
        """`{("place", "MOZ"): {"verified": numbers, "reported": numbers}}`, also by year, topic and audience, and of all."""
        lines = defaultdict(lambda: {"verified": [0] * 7, "reported": [0] * 7})
        for where, held, layer, activity in self.trainings(selection):
            keys = {("place", where), ("year", str(held)), ("total", "")}
            keys |= {("topic", topic) for topic in activity["topics"] or [""]}
            keys |= {("audience", audience) for audience in activity["audiences"] or [""]}
            for key in keys if place in ("", where) and year in (0, held) else ():
                both = zip(lines[key][layer], numbers(activity["row"]), strict=True)
                lines[key][layer] = [one + more for one, more in both]
        return dict(lines)

    def published(self, place="", theme=""):
        """Whatever its status, and as everything stands today."""
        return [
            activity
            for activity in self.activities
            if (activity["row"].review, activity["row"].visibility) == ("verified", "public")
            and self.is_agreed(activity)
            and place in ("", one_place(activity))
            and (not theme or theme in activity["themes"])
        ]

    def money(self, names, place="", theme="", year=None, funder=None):
        """`{key: (committed, spent, activities)}`; the key has these parts of a line and its activity."""
        rows = defaultdict(list)
        for activity in self.published(place, theme):
            for line in activity["row"].funding_lines.all():
                parts = {"funder": line.funder_id, "currency": line.currency, "year": line.year}
                parts["place"] = one_place(activity)
                if year in (None, line.year) and funder in (None, line.funder_id):
                    rows[tuple(parts[name] for name in names)].append(line)
        return {
            key: (total(x.committed for x in lines), total(x.spent for x in lines), len({x.activity_id for x in lines}))
            for key, lines in rows.items()
        }

    def lacking(self, place="", theme=""):
        """`{activity: (currency, amount)}` of what is planned or under way with less committed than it needs."""
        lacking = {}
        for activity in self.published(place, theme):
            row, committed = activity["row"], Decimal(0)
            for line in row.funding_lines.all():
                committed += line.committed or 0 if line.currency == row.currency else 0
            is_open = status_on(activity, date.max) in ("planned", "in_progress")
            if is_open and row.amount_needed is not None and row.amount_needed > committed:
                lacking[row.pk] = (row.currency, row.amount_needed - committed)
        return lacking

    def plans(self):
        """`[(country, theme)]` of the entries of national plans that need funding, as they stand today."""
        return [
            (one["country_id"], one["theme_id"] or one["action_id"].partition(".")[0])
            for one in self.adoptions
            if one["withdrawn_on"] is None and one["answer"] == "adopted" and one["needs_funding"]
        ]

    def period(self, is_of, first, last):
        """`{"begun": {activity}, ...}` of those of which `is_of` says that they are asked for, by their status day by day."""
        days = [first - timedelta(1) + timedelta(number) for number in range((last - first).days + 2)]
        lists = {"begun": set(), "went_on": set(), "ended": set()}
        for activity in self.activities:
            if activity["row"].review == "draft" or not self.is_agreed(activity) or not is_of(activity):
                continue
            statuses = [status_on(activity, day) for day in days]
            if has_begun(activity, days[0]):
                lists["went_on"] |= {activity["id"]} if statuses[-1] == "in_progress" else set()
            elif has_begun(activity, last):
                lists["begun"].add(activity["id"])
            if statuses[-1] in OVER and set(statuses) != {statuses[-1]}:
                lists["ended"].add(activity["id"])
        return lists


def one_place(activity):
    if activity["row"].scope == "regional":
        return "regional"
    return min(activity["countries"]) if len(activity["countries"]) == 1 else "several"


def numbers(row):
    """`(trainings, women, men, without a number, with one alone, with women alone, with men alone)` of one."""
    women, men = row.participants_women, row.participants_men
    alone = (women is None) != (men is None)
    neither = women is None and men is None
    return 1, women or 0, men or 0, neither, alone, alone and men is None, alone and women is None


def total(amounts):
    """None where nobody said."""
    given = [amount for amount in amounts if amount is not None]
    return sum(given) if given else None
