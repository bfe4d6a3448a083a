"""Every figure of the site, the API and the exports is computed here, so that they cannot differ."""

from reports.summaries.activities import (
    REGIONAL,
    Cell,
    activity_totals,
    country_actions,
    matrix_by_action,
    matrix_by_theme,
    standing_in,
)
from reports.summaries.comparison import Figures, Side, figures_of
from reports.summaries.contributions import contributions, totals_by_country
from reports.summaries.funding import money_lacking, unfunded_activities, unfunded_adoptions, unfunded_lines
from reports.summaries.in_force import InForce, in_force, taking_part_on, with_participations
from reports.summaries.kept import (
    counted_activities,
    counted_claims,
    heard_of,
    kept_actions,
    kept_countries,
    kept_recommendations,
)
from reports.summaries.movement import Movement, activities_of, movements
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
from reports.summaries.reporting import (
    all_countries,
    countries_of,
    countries_with_last_report,
    last_report,
    never_reported,
    silent_among,
    with_last_confirmed,
)
from reports.summaries.rounds import OVER, Answer, answers, answers_of, asked_in, asked_rounds, complete_of, on_time_of
from reports.summaries.selection import Selection
from reports.summaries.targets import Prospect, TargetProgress, prospects, target_progress
from reports.summaries.tracing import Gaps, Trace, gaps, matrix_by_recommendation, traces, unproved_claims
from reports.summaries.trend import Month, Pace, RoundRate, claims_of, pace, round_rates, verified_by_month
from reports.summaries.waiting import Effect, effects

__all__ = [
    "OVER",
    "REGIONAL",
    "Answer",
    "Cell",
    "CountryLine",
    "CountryView",
    "Effect",
    "Figures",
    "Gaps",
    "InForce",
    "Month",
    "Movement",
    "Pace",
    "Prospect",
    "RegionView",
    "RoundRate",
    "Selection",
    "Side",
    "TargetProgress",
    "ThemeLine",
    "Trace",
    "activities_of",
    "activity_totals",
    "all_countries",
    "answers",
    "answers_of",
    "asked_in",
    "asked_rounds",
    "best_states",
    "claims_of",
    "complete_of",
    "contributions",
    "counted_activities",
    "counted_claims",
    "countries_of",
    "countries_with_last_report",
    "country_actions",
    "country_lines",
    "country_view",
    "effects",
    "figures_of",
    "gaps",
    "heard_of",
    "in_force",
    "kept_actions",
    "kept_countries",
    "kept_recommendations",
    "last_report",
    "matrix_by_action",
    "matrix_by_recommendation",
    "matrix_by_theme",
    "money_lacking",
    "movements",
    "never_reported",
    "on_time_of",
    "organisation_parts",
    "pace",
    "prospects",
    "region_view",
    "round_rates",
    "silent_among",
    "standing_in",
    "taking_part_on",
    "target_progress",
    "themes_at_a_glance",
    "totals_by_country",
    "traces",
    "unfunded_activities",
    "unfunded_adoptions",
    "unfunded_lines",
    "unproved_claims",
    "verified_by_month",
    "with_last_confirmed",
    "with_participations",
]
