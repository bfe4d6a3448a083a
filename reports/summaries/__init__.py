"""Every figure of the site, the API and the exports is computed here, so that they cannot differ."""

from reports.summaries.activities import (
    REGIONAL,
    Cell,
    activity_totals,
    country_actions,
    matrix_by_action,
    matrix_by_theme,
)
from reports.summaries.contributions import contributions, totals_by_country
from reports.summaries.funding import money_lacking, unfunded_activities, unfunded_adoptions, unfunded_lines
from reports.summaries.organisations import organisation_parts
from reports.summaries.region import (
    CountryLine,
    CountryView,
    RegionView,
    ThemeLine,
    best_states,
    country_lines,
    country_view,
    region_view,
    themes_at_a_glance,
)
from reports.summaries.rounds import Answer, answers
from reports.summaries.targets import Prospect, TargetProgress, counted_claims, prospects, target_progress
from reports.summaries.view import View
from reports.summaries.waiting import Effect, effects

__all__ = [
    "REGIONAL",
    "Answer",
    "Cell",
    "CountryLine",
    "CountryView",
    "Effect",
    "Prospect",
    "RegionView",
    "TargetProgress",
    "ThemeLine",
    "View",
    "activity_totals",
    "answers",
    "best_states",
    "contributions",
    "counted_claims",
    "country_actions",
    "country_lines",
    "country_view",
    "effects",
    "matrix_by_action",
    "matrix_by_theme",
    "money_lacking",
    "organisation_parts",
    "prospects",
    "region_view",
    "target_progress",
    "themes_at_a_glance",
    "totals_by_country",
    "unfunded_activities",
    "unfunded_adoptions",
    "unfunded_lines",
]
