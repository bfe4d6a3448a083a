"""`manage.py load_plan`: the Plan, its targets, the countries and their regional bodies, from `fixtures/`."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_noop

from indicators.models import Indicator, Target
from reports import tallies
from reports.models import BodyMembership, BorderRegion, Counted, Country, Organisation, Participation, RegionalBody
from themes.dates import CONFERENCE
from themes.loading import in_languages, load_rows, loaded_keys
from themes.models import Action, Group, Recommendation, Theme, TrainingAudience, TrainingTopic
from themes.typography import french

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


class Command(BaseCommand):
    help = "Load or reload the Plan and the countries; anything entered or edited on the site is kept."

    @transaction.atomic
    def handle(self, **options):
        before = {model: loaded_keys(model) for model in (Country, RegionalBody, BorderRegion)}
        for model, rows, key in tables():
            counts = load_rows(model, rows, key)
            if any(counts.values()) or options["verbosity"] > 1:
                changes = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
                self.stdout.write(f"{model._meta.verbose_name_plural}: {changes or 'unchanged'}")
        link_actions()
        link_border_regions(before[BorderRegion])
        load_participations(before[Country])
        load_memberships(before[RegionalBody])


def tables() -> Iterator[tuple[type[Model], list[dict[str, Any]], str]]:
    """Each table of the norm with its rows, in the order in which they refer to one another."""
    yield Theme, [texts(row, "title", "introduction") for row in read("plan/themes")], "code"
    yield Group, [texts(row, "title", "note") for row in read("plan/groups")], "code"
    yield Recommendation, read("plan/recommendations"), "code"
    actions = without("recommendations", "plan/actions")
    yield Action, [texts(row, "text", ours=("title", "note")) for row in actions], "code"
    yield TrainingTopic, [texts(row, "name") for row in read("plan/topics")], "slug"
    yield TrainingAudience, [texts(row, "name") for row in read("plan/audiences")], "slug"
    targets = without("indicators", "plan/targets")
    yield Target, [texts(target, "text", ours=("title", "short_name")) for target in targets], "code"
    yield Indicator, [texts(row, ours=("text", "reading")) for row in indicators()], "code"
    yield Country, list(countries()), "code"
    yield RegionalBody, [texts(row, ours=("name",)) for row in read("bodies")], "code"
    yield BorderRegion, [texts(row, ours=("name",)) for row in without("countries", "border_regions")], "code"
    yield Organisation, list(organisations()), "name"


def read(name: str) -> list[dict[str, Any]]:
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def without(field: str, name: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != field} for row in read(name)]


def read_csv(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts(row: dict[str, Any], *fields: str, ours: tuple[str, ...] = ()) -> dict[str, Any]:
    """A row with its texts spread over the languages, and references and dates as the models want them.

    The French of the fields that are `ours` is set as it is printed; what the Plan prints stays to the letter.
    """
    result = {key: value for key, value in row.items() if key not in (*fields, *ours)}
    for field in fields:
        result |= in_languages(field, row.get(field) or {})
    for field in ours:
        texts = row.get(field) or {}
        result |= in_languages(field, texts | {"fr": french(texts.get("fr", ""))})
    for reference in ("theme", "group", "target"):
        if reference in result:
            result[f"{reference}_id"] = result.pop(reference)
    if "deadline" in result:
        result["deadline"] = date.fromisoformat(result["deadline"])
    return result


def indicators() -> Iterator[dict[str, Any]]:
    for target in read("plan/targets"):
        for indicator in target["indicators"]:
            yield indicator | {"target": target["code"]}


def countries() -> Iterator[dict[str, Any]]:
    for row in read_csv("countries.csv"):
        yield {
            "code": row["iso3"],
            "iso2": row["iso2"],
            "working_language": row["working_language"],
            "time_zones": row["time_zones"],
        } | {f"name_{language}": row.get(f"name_{language}", "") for language, _name in settings.LANGUAGES}


SOURCES = {
    "confirmed": gettext_noop("Host of the Conference, named in the Plan"),
    "assumed": gettext_noop(
        "Assumed: the Plan does not name the participating countries; thirteen delegations are reported to have "
        "attended the Conference in 2010"
    ),
}


def load_participations(loaded: set[str]) -> None:
    """From the Conference's day on; of a country that was loaded before, or of which anything was said, nothing is."""
    known = loaded | set(Participation.objects.values_list("country", flat=True).distinct())
    standing = set(Country.objects.values_list("pk", flat=True))
    Participation.objects.bulk_create(
        Participation(
            country_id=row["iso3"], since=CONFERENCE, status=row["participation"], source=SOURCES[row["participation"]]
        )
        for row in read_csv("countries.csv")
        if row["participation"] in SOURCES and row["iso3"] in standing - known
    )


def organisations() -> Iterator[dict[str, Any]]:
    """One that goes by another name now, or has gone up in another, is left as it is."""
    known = Organisation.objects.directory()
    for row in read("organisations"):
        standing = known.find(row["name"])
        if standing is None or standing.name == row["name"]:
            yield {"name": row["name"], "aliases": row["aliases"], "kind": row["kind"], "body_id": row.get("body")}


def link_actions() -> None:
    """The links from actions to recommendations are printed: they always follow the Plan, among the rows that stand."""
    actions, is_new = Action.objects.prefetch_related("recommendations").in_bulk(), False
    standing = Recommendation.objects.in_bulk()
    for row in read("plan/actions"):
        action, printed = (
            actions.get(row["code"]),
            {standing[code] for code in row["recommendations"] if code in standing},
        )
        if action and set(action.recommendations.all()) != printed:
            action.recommendations.set(printed)
            is_new = True
    if is_new and Counted.objects.exists():  # what stands under a recommendation is what does under its actions
        tallies.rebuild()


def link_border_regions(loaded: set[str]) -> None:
    """A border region that is new gets the countries of the fixture; one that was loaded before keeps what it has."""
    regions = BorderRegion.objects.prefetch_related("countries").in_bulk()
    standing = Country.objects.in_bulk()
    for row in read("border_regions"):
        region = regions.get(row["code"])
        if region and region.pk not in loaded and not region.countries.all():
            region.countries.set([standing[code] for code in row["countries"] if code in standing])


def load_memberships(loaded: set[str]) -> None:
    """Years of general knowledge, from 1 January to 31 December, for the bodies that are new and have none yet."""
    known = loaded | set(BodyMembership.objects.values_list("body", flat=True).distinct())
    new = set(RegionalBody.objects.values_list("pk", flat=True)) - known
    standing = set(Country.objects.values_list("pk", flat=True))
    made = BodyMembership.objects.bulk_create(
        BodyMembership(
            body_id=row["body"],
            country_id=row["country"],
            since=date(int(row["from_year"]), 1, 1),
            until=date(int(row["to_year"]), 12, 31) if row["to_year"] else None,
        )
        for row in read_csv("memberships.csv")
        if row["body"] in new and row["country"] in standing
    )
    if made:
        tallies.rebuild_bodies()
