"""The Plan's texts in every language, as in force on a day, and what had been revised of it by then."""

from collections.abc import Iterable
from typing import Any

from indicators.revisions import plain_revision
from reports.activity.state import plain
from reports.summaries import TargetProgress
from themes.models import Action, Group, Recommendation, Theme, TrainingAudience, TrainingTopic
from themes.translating import texts_of


def plan(progress: Iterable[TargetProgress]) -> dict[str, Any]:
    """Themes, menu, recommendations, targets and indicators. `progress` says what of the targets was in force."""
    progress = list(progress)
    return {
        "themes": [
            {"code": row.pk, "title": texts_of(row, "title"), "introduction": texts_of(row, "introduction")}
            for row in Theme.objects.order_by("position")
        ],
        "groups": [
            {"code": row.pk, "theme": row.theme_id, "title": texts_of(row, "title"), "note": texts_of(row, "note")}
            for row in Group.objects.order_by("theme__position", "position")
        ],
        "actions": [action(row) for row in Action.objects.in_printed_order().prefetch_related("recommendations")],
        "recommendations": [
            {"code": row.pk, "chapter": row.chapter, "item": row.item, "text": texts_of(row, "text")}
            for row in Recommendation.objects.order_by("chapter", "item")
        ],
        "topics": [
            {"slug": row.pk, "name": texts_of(row, "name")} for row in TrainingTopic.objects.order_by("position")
        ],
        "audiences": [
            {"slug": row.pk, "name": texts_of(row, "name")} for row in TrainingAudience.objects.order_by("position")
        ],
        "targets": [target(row) for row in progress],
        "indicators": [
            indicator(row, counted.required)
            for one in progress
            for row, counted in zip(one.norm, one.indicators, strict=True)
        ],
        "revisions": [{"target": row.code} | plain_revision(change) for row in progress for change in row.revised],
    }


def action(row: Action) -> dict[str, Any]:
    return {
        "code": row.pk,
        "group": row.group_id,
        "title": texts_of(row, "title"),
        "text": texts_of(row, "text"),
        "note": texts_of(row, "note"),
        "recommendations": sorted(link.pk for link in row.recommendations.all()),
        "recommendations_as_printed": row.recommendations_as_printed,
    }


def target(progress: TargetProgress) -> dict[str, Any]:
    """`title` and `text` are those in force on the day, `printed_title` and `printed` the Plan's own."""
    row = progress.target
    return {
        "code": row.pk,
        "theme": row.theme_id,
        "title": texts_of(progress.titling, "title"),
        "printed_title": texts_of(row, "title"),
        "text": texts_of(progress.wording, "text"),
        "printed": texts_of(row, "text"),
        "deadline": plain(row.deadline),
        "agencies": row.agencies,
    }


def indicator(row: Any, required: int | None) -> dict[str, Any]:
    """`required` as in force on the day, "every participating country" as their number (null: none
    takes part on that day); `printed`: null means all."""
    return {
        "code": row.pk,
        "target": row.target_id,
        "text": texts_of(row, "text"),
        "reading": texts_of(row, "reading"),
        "counts": row.counts,
        "required": required,
        "printed": row.required,
    }
