"""The figures once more, slowly, in plain loops over the rows: nothing here is shared with what it checks."""

from collections import defaultdict

from indicators.models import Indicator
from reports.models import (
    Activity,
    Adoption,
    BodyMembership,
    BorderRegion,
    Claim,
    Country,
    CountryReport,
    Participation,
)
from tests.recount_days import has_begun, status_on, statuses_of
from tests.recount_sums import Sums
from tests.rich_rows import menu
from themes.models import Action

ANSWERS = ("in_place_verified", "in_place", "adopted", "not_taken_up")
BEST = ("verified", "reported", "expected", *ANSWERS, "nothing")


def best(states):
    return min(states, key=BEST.index, default="nothing")


class Recount(Sums):
    """What is there, read once; every question takes a view (its day, body, theme and status)."""

    def __init__(self):
        rows = Activity.objects.select_related("lead").prefetch_related(
            *("agreements", "actions", "partners__organisation", "confirmations", "later_facts"),
            *("topics", "audiences", "funding_lines"),
        )
        self.activities = [self.read(row) for row in rows]
        self.claims = list(Claim.objects.values())
        self.adoptions = list(Adoption.objects.values())
        self.sessions = {action.pk for action in Action.objects.all() if action.group_id == "II.a"}
        self.indicators = list(Indicator.objects.order_by("pk").values())
        self.recommendations = menu()
        self.memberships = list(BodyMembership.objects.values())
        self.borders = {
            row.pk: {c.pk for c in row.countries.all()} for row in BorderRegion.objects.prefetch_related("countries")
        }
        self.countries = {row.pk for row in Country.objects.all()}
        self.participations = list(Participation.objects.order_by("since", "pk").values())
        self.completions = [(row.country_id, row.on) for row in CountryReport.objects.all()]
        self.by_id = {row["id"]: row for row in self.activities}

    def read(self, row):
        organisations = [row.lead, *(partner.organisation for partner in row.partners.all())]
        actions = {action.pk for action in row.actions.all()}
        return {
            "id": row.pk,
            "row": row,
            "statuses": statuses_of(row),
            "countries": {one.country_id for one in row.agreements.all() if one.word == "agreed"},
            "actions": actions,
            "themes": {code.partition(".")[0] for code in actions} | ({row.theme_id} if row.theme_id else set()),
            "bodies": {organisation.body_id for organisation in organisations if organisation} - {None},
            "organisations": {organisation.pk for organisation in organisations if organisation}
            | {line.funder_id for line in row.funding_lines.all()},
            "topics": [topic.pk for topic in row.topics.all()],
            "audiences": [audience.pk for audience in row.audiences.all()],
            "reported": [day.on for day in row.confirmations.all()],
            "by": [(day.country_id, day.on) for day in row.confirmations.all()],
        }

    def members(self, selection):
        """The countries that the view is of."""
        codes = set()
        for one in self.memberships:
            ended = one["until"] is not None and one["until"] < selection.as_at
            if one["body_id"] == selection.body and one["since"] <= selection.as_at and not ended:
                codes.add(one["country_id"])
        return codes if selection.body else self.countries

    def participants(self, selection):
        """By what was said last of each country up to the day; what was corrected or withdrawn was never said."""
        gone = {row["replaces_id"] for row in self.participations}
        said = {}
        for row in self.participations:
            if row["since"] <= selection.as_at and row["id"] not in gone and not row["is_withdrawn"]:
                said[row["country_id"]] = row["status"] != "none"
        return {country for country, takes_part in said.items() if takes_part}

    def counts(self, activity, selection):
        row = activity["row"]
        status, begun = status_on(activity, selection.as_at), has_begun(activity, selection.as_at)
        if row.review == "draft" or (status == "cancelled" and not begun) or selection.status not in ("", status):
            return False
        if not self.is_agreed(activity):
            return False
        if selection.theme and selection.theme not in activity["themes"]:
            return False
        return not selection.body or bool(
            activity["countries"] & self.members(selection) or selection.body in activity["bodies"]
        )

    def is_agreed(self, activity):
        """By one of its countries at least; regional work awaits nobody."""
        return activity["row"].scope == "regional" or bool(activity["countries"])

    def claim_is_agreed(self, claim, activity):
        """A country's by itself, beside the activity; a border's by one of the countries on it; a body's by itself."""
        is_regional = activity["row"].scope == "regional"
        if claim["country_id"]:
            return claim["word"] == "agreed" and claim["country_id"] in activity["countries"]
        if claim["body_id"]:
            return claim["word"] == "agreed"
        if claim["border_region_id"]:
            return is_regional or bool(self.borders[claim["border_region_id"]] & activity["countries"])
        return self.is_agreed(activity)

    def layer(self, activity, selection):
        row = activity["row"]
        if not has_begun(activity, selection.as_at):
            return "expected"
        return {"verified": "verified", "submitted": "reported"}.get(row.review, "expected")

    def kept(self, selection):
        return [row for row in self.activities if self.counts(row, selection)]

    def places(self, activity, selection):
        if activity["row"].scope == "regional":
            return {"regional"}
        return activity["countries"] & self.members(selection)

    def columns(self, actions, theme, by, selection):
        """The columns in which something of these actions, or of a theme outside the menu, stands."""
        actions = {code for code in actions if selection.theme in ("", code.partition(".")[0])}
        if by == "action":
            return actions
        if by == "recommendation":
            return {code for action in actions for code in self.recommendations[action]}
        themes = {code.partition(".")[0] for code in actions} | ({theme} if theme else set())
        return {code for code in themes if selection.theme in ("", code)}

    def cells(self, selection, by):
        """`{(place, column): (state, activities, adopted)}`."""
        layers, answers = defaultdict(list), defaultdict(list)
        for activity in self.kept(selection):
            for column in self.columns(activity["actions"], activity["row"].theme_id, by, selection):
                for place in self.places(activity, selection):
                    layers[place, column].append(self.layer(activity, selection))
        for one in self.adoptions:
            said = self.answer(one, selection)
            if said and (by == "action" or said != "not_taken_up"):
                actions = {one["action_id"]} if one["action_id"] else set()
                for column in self.columns(actions, one["theme_id"], by, selection):
                    answers[one["country_id"], column].append(said)
        keys = set(layers) | set(answers)
        return {key: (best(layers[key] or answers[key]), len(layers[key]), "adopted" in answers[key]) for key in keys}

    def answer(self, one, selection):
        """What a country says of an action on the day, if it is of the view and the working group did not refuse it."""
        rivals = [row for row in self.adoptions if one["action_id"] and answers_the_same(row, one)]
        rivals = [row for row in rivals if self.is_in_force(row, selection.as_at)]
        if not self.is_in_force(one, selection.as_at) or (rivals and max(rivals, key=weight) != one):
            return ""
        if one["verification"] == "refused" or one["country_id"] not in self.members(selection):
            return ""
        return "in_place_verified" if one["verification"] == "verified" else one["answer"]

    def is_in_force(self, one, day):
        return one["adopted_on"] <= day and (one["withdrawn_on"] is None or day < one["withdrawn_on"])

    def totals(self, selection, country=""):
        counts = dict.fromkeys(BEST[:3], 0)
        for activity in self.kept(selection):
            own = country in activity["countries"] and activity["row"].scope != "regional"
            if not country or own:
                counts[self.layer(activity, selection)] += 1
        return counts

    def states(self, selection, place="", theme=""):
        """How many actions of the view stand in each state, in one place or in the best of all."""
        asked = [code for code in self.recommendations if selection.theme in ("", code.partition(".")[0])]
        asked = [code for code in asked if theme in ("", code.partition(".")[0])]
        cells = self.cells(selection, "action")
        counts = dict.fromkeys(BEST, 0)
        for code in asked:
            stands = [cell[0] for (where, one), cell in cells.items() if one == code and place in ("", where)]
            counts[best(stands)] += 1
        return counts

    def heard_of(self, selection, country):
        number = 0
        for activity in self.kept(selection):
            known = activity["row"].starts_on <= selection.as_at or any(
                day <= selection.as_at for day in activity["reported"]
            )
            number += known and country in self.places(activity, selection)
        return number

    def last_report(self, country, day):
        days = [on for code, on in self.completions if code == country]
        for activity in self.activities:
            days += [on for code, on in activity["by"] if code == country and activity["row"].review != "draft"]
        return max((on for on in days if on <= day), default=None)

    def counted_claims(self, selection):
        return [claim for claim in self.claims if self.claim_counts(claim, selection)]

    def claim_counts(self, claim, selection):
        activity = self.by_id[claim["activity_id"]]
        row, theme = activity["row"], claim["indicator_id"].partition(".")[0]
        status = status_on(activity, selection.as_at)
        is_achieved = claim["achieved_on"] is not None and claim["achieved_on"] <= selection.as_at
        given_up = status == "cancelled" and not (is_achieved and has_begun(activity, selection.as_at))
        if row.review == "draft" or given_up or claim["verification"] == "refused":
            return False
        if not self.claim_is_agreed(claim, activity):
            return False
        if selection.status not in ("", status) or selection.theme not in ("", theme):
            return False
        return not selection.body or self.claim_of_body(claim, activity, selection)

    def claim_of_body(self, claim, activity, selection):
        members = self.members(selection)
        if claim["country_id"]:
            return claim["country_id"] in members
        if claim["border_region_id"]:
            return bool(self.borders[claim["border_region_id"]] & members)
        if claim["body_id"]:
            return claim["body_id"] == selection.body
        return bool(activity["countries"] & members or selection.body in activity["bodies"])

    def units(self, selection, day=None):
        """`{indicator: {unit: layer}}`, of all the indicators of the view."""
        day, everyone = day or selection.as_at, self.participants(selection) & self.members(selection)
        stages = {one["code"]: defaultdict(list) for one in self.indicators if selection.theme in ("", theme_of(one))}
        for claim in self.counted_claims(selection):
            if self.has_ended(claim, day):
                continue
            review = self.by_id[claim["activity_id"]]["row"].review
            layer = "expected"
            if claim["achieved_on"] and claim["achieved_on"] <= day:
                layer = "reported" if review in ("submitted", "verified") else "expected"
                layer = "verified" if claim["verification"] == "verified" else layer
            stages[claim["indicator_id"]][claim["unit"]].append(layer)
        for one in self.indicators:
            if one["required"] is None and one["code"] in stages:
                stages[one["code"]] = {u: all_of for u, all_of in stages[one["code"]].items() if u[:3] in everyone}
        return {code: {unit: best(layers) for unit, layers in units.items()} for code, units in stages.items()}

    def has_ended(self, claim, day):
        """By what was reported, as long as the claim is not verified itself."""
        for fact in self.by_id[claim["activity_id"]]["row"].later_facts.all():
            holds = fact.review == "verified" or (fact.review == "reported" and claim["verification"] != "verified")
            if fact.claim_id == claim["id"] and holds and fact.since <= day:
                return True
        return False

    def figures(self, selection):
        """`{indicator: (verified, reported, expected, needed)}`."""
        everyone, figures = self.participants(selection) & self.members(selection), {}
        units = self.units(selection)
        for one in self.indicators:
            if one["code"] in units:
                standing = list(units[one["code"]].values())
                standing = sectors(units[one["code"]]) if one["counts"] == "sectors" else standing
                needed = (len(everyone) or None) if one["required"] is None else one["required"]
                figures[one["code"]] = (*(standing.count(layer) for layer in BEST[:3]), needed)
        return figures

    def months(self, selection):
        months = defaultdict(int)
        for claim in self.counted_claims(selection):
            if claim["verification"] == "verified" and claim["achieved_on"] <= selection.as_at:
                months[claim["achieved_on"].replace(day=1)] += 1
        return dict(months)

    def moved(self, selection, since):
        before, after = self.units(selection, since), self.units(selection)
        moved = {}
        for code in after:
            for unit in {*before[code], *after[code]}:
                sides = (before[code].get(unit, "lapsed"), after[code].get(unit, "lapsed"))
                moved |= {(code, unit): sides} if sides[0] != sides[1] else {}
        return moved


def answers_the_same(one, other):
    return (one["country_id"], one["action_id"]) == (other["country_id"], other["action_id"])


def weight(answer):
    """Which of several answers to one action stands: one that was not refused, then what is no statement of long ago, then
    the one that was given last."""
    return answer["verification"] != "refused", answer["answer"] != "in_place", answer["created_at"]


def sectors(units):
    """Of countries with two sectors or more, the layer of the second best."""
    by_country = defaultdict(list)
    for unit, layer in units.items():
        by_country[unit[:3]].append(BEST.index(layer))
    return [BEST[sorted(layers)[1]] for layers in by_country.values() if len(layers) > 1]


def theme_of(indicator):
    return indicator["target_id"].partition(".")[0]
