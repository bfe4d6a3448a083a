"""Every figure that a report needs, asked of `reports.summaries` as at the day of the round."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from indicators.attainment import Attainment
from indicators.progress import IndicatorProgress, Lapsed, UnitProgress
from reports.activity.state import plain
from reports.models import RegionalBody
from reports.snapshots.training import training
from reports.summaries import (
    Cell,
    CountryLine,
    InForce,
    RegionView,
    Selection,
    TargetProgress,
    contributions,
    currency_totals,
    funding_totals,
    in_force,
    matrix_by_action,
    matrix_by_theme,
    published_lines,
    target_progress,
    themes_at_a_glance,
    totals_by_country,
    underfunded_activities,
    with_activities,
)
from reports.summaries.region import MAP_STEPS
from reports.tallies import REGIONAL

Cells = dict[tuple[str, str], Cell]


def figures(selection: Selection, region: RegionView) -> dict[str, Any]:
    """The region, its bodies and each country. A constant number of queries, whatever the number of activities."""
    actions, themes = matrix_by_action(selection), matrix_by_theme(selection)
    norm = in_force(selection)
    units = contributions(selection, region.targets, norm)
    totals = totals_by_country(selection)
    return {
        "met": region.met,
        "met_by_deadline": region.met_by_deadline,
        "activities": region.totals,
        "targets": [target_line(row) for row in with_activities(region.targets, norm, most=None)],
        "themes": [
            {
                "code": line.theme.pk,
                "targets": line.targets,
                "met": line.met,
                "met_by_deadline": line.met_by_deadline,
                "actions": line.actions,
                "states": line.states,
            }
            for line in themes_at_a_glance(selection)
        ],
        "countries": [
            country_line(line, actions, themes, units.get(line.country.pk, {}), totals[line.country.pk])
            for line in sorted(region.countries, key=lambda line: line.country.pk)
        ],
        "regional": {"actions": cells_of(REGIONAL, actions), "themes": cells_of(REGIONAL, themes)},
        "bodies": [body_line(body, norm) for body in RegionalBody.objects.order_by("pk")],
        "training": training(selection),
        "map_steps": list(MAP_STEPS),
        "funding": funding_lines(),
        "silent": sorted(country.pk for country in region.silent),
        "untaken": [action.pk for action in region.untaken],
    }


def funding_lines() -> dict[str, Any]:
    """What was committed and spent for what is published, and what is lacking, as known when it was frozen. Three queries."""
    lines = published_lines()
    totals = currency_totals(lines, underfunded_activities())
    return {
        "totals": [{name: plain(value) for name, value in vars(row).items()} for row in totals],
        "sources": [
            {name: plain(value) for name, value in vars(row).items() if name != "funder"}
            for row in funding_totals(lines, in_detail=True)
        ],
    }


def target_line(row: TargetProgress) -> dict[str, Any]:
    return {
        "code": row.code,
        "met": row.met,
        "attainment": attainment_line(row.attainment),
        "judgement": row.assessment,
        "judged_on": plain(row.assessed_on),
        "indicators": [indicator_line(indicator) for indicator in row.indicators],
    }


def attainment_line(attainment: Attainment) -> dict[str, Any]:
    """Its fields, and the `state` that they come to; `earlier` where it was met before, `begun` and `ceased` where not the
    whole day is known."""
    apart = ("earlier", "begun", "ceased")
    fields = {name: plain(value) for name, value in vars(attainment).items() if name not in apart}
    more = {
        "earlier": [{"first": plain(span.first), "end": plain(span.end)} for span in attainment.earlier],
        "begun": {day.isoformat(): known for day, known in attainment.begun.items()},
        "ceased": {day.isoformat(): known for day, known in attainment.ceased.items()},
    }
    return {"state": attainment.state} | fields | {name: value for name, value in more.items() if value}


def indicator_line(row: IndicatorProgress) -> dict[str, Any]:
    return {
        "code": row.code,
        "required": row.required,
        "verified": row.verified,
        "reported": row.reported,
        "expected": row.expected,
        "met": row.met,
        "units": unit_lines(row.units),
        **({"lapsed": lapsed_lines(row.lapsed)} if row.lapsed else {}),
    }


def lapsed_lines(units: Iterable[Lapsed]) -> list[dict[str, Any]]:
    return [
        {"unit": one.unit, "layer": one.layer, "ended_on": plain(one.ended_on)}
        | ({"ended_on_known": one.ended_known} if one.ended_known else {})
        for one in units
    ]


def unit_lines(units: Iterable[UnitProgress]) -> list[dict[str, Any]]:
    return [{"unit": unit.unit, "layer": unit.layer, "claims": unit.claims} for unit in units]


def country_line(
    line: CountryLine,
    actions: Cells,
    themes: Cells,
    units: dict[str, tuple[UnitProgress, ...]],
    totals: dict[str, int],
) -> dict[str, Any]:
    """A part of the report for one country: `states` of the 58 actions, its cells, its units by indicator."""
    code = line.country.pk
    return {
        "code": code,
        "takes_part": line.country.takes_part,
        "activities": totals,
        "states": line.states,
        "carried_out": line.carried_out,
        "level": line.level,
        "last_report": plain(line.last_report),
        "actions": cells_of(code, actions),
        "themes": cells_of(code, themes),
        "units": {indicator: unit_lines(progress) for indicator, progress in units.items()},
    }


def cells_of(place: str, cells: Cells) -> dict[str, dict[str, Any]]:
    return {
        column: {"state": cell.state, "activities": cell.activities, "adopted": cell.adopted}
        for (row, column), cell in cells.items()
        if row == place
    }


def body_line(body: RegionalBody, norm: InForce) -> dict[str, Any]:
    """The targets counted among a body's members on the day, without their units."""
    selection = replace(norm.selection, body=body.pk)
    progress = target_progress(selection, norm=norm.of(selection))
    lines = [target_line(row) for row in progress]
    for line in lines:
        for indicator in line["indicators"]:
            del indicator["units"]
            indicator.pop("lapsed", None)
    return {
        "code": body.pk,
        "met": sum(row.met for row in progress),
        "met_by_deadline": sum(row.attainment.by_deadline for row in progress),
        "targets": [{name: line[name] for name in ("code", "met", "attainment", "indicators")} for line in lines],
    }
