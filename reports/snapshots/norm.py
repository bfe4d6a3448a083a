"""The Plan's texts in every language, as in force on a day."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Model

from indicators.models import TargetRevision
from reports.state import plain
from reports.summaries import TargetProgress
from themes.models import Action, Group, Recommendation, Theme, TrainingAudience, TrainingTopic

LANGUAGES = sorted(code for code, _name in settings.LANGUAGES)


def texts(row: Model, name: str) -> dict[str, str]:
    """`{"en": "...", "fr": "...", "pt": "..."}` of one field, empty where a language has none."""
    return {code: getattr(row, f"{name}_{code}") or "" for code in LANGUAGES}


def plan(progress: Iterable[TargetProgress]) -> dict[str, Any]:
    """Themes, menu, recommendations, targets and indicators. `progress` says what of the targets was in force."""
    progress = list(progress)
    return {
        "themes": [
            {"code": row.pk, "title": texts(row, "title"), "introduction": texts(row, "introduction")}
            for row in Theme.objects.order_by("position")
        ],
        "groups": [
            {"code": row.pk, "theme": row.theme_id, "title": texts(row, "title"), "note": texts(row, "note")}
            for row in Group.objects.order_by("theme__position", "position")
        ],
        "actions": [action(row) for row in Action.objects.in_printed_order().prefetch_related("recommendations")],
        "recommendations": [
            {"code": row.pk, "chapter": row.chapter, "item": row.item, "text": texts(row, "text")}
            for row in Recommendation.objects.order_by("chapter", "item")
        ],
        "topics": [{"slug": row.pk, "name": texts(row, "name")} for row in TrainingTopic.objects.order_by("position")],
        "audiences": [
            {"slug": row.pk, "name": texts(row, "name")} for row in TrainingAudience.objects.order_by("position")
        ],
        "targets": [target(row) for row in progress],
        "indicators": [
            indicator(row, counted.required)
            for one in progress
            for row, counted in zip(one.norm, one.indicators, strict=True)
        ],
        "revisions": [revision(row) for row in TargetRevision.objects.order_by("in_force_from", "pk")],
    }


def action(row: Action) -> dict[str, Any]:
    return {
        "code": row.pk,
        "group": row.group_id,
        "title": texts(row, "title"),
        "text": texts(row, "text"),
        "note": texts(row, "note"),
        "recommendations": sorted(link.pk for link in row.recommendations.all()),
        "recommendations_as_printed": row.recommendations_as_printed,
    }


def target(progress: TargetProgress) -> dict[str, Any]:
    """`text` is the wording in force on the day, `printed` the Plan's own."""
    row = progress.target
    return {
        "code": row.pk,
        "theme": row.theme_id,
        "title": texts(row, "title"),
        "text": texts(progress.wording, "text"),
        "printed": texts(row, "text"),
        "deadline": plain(row.deadline),
        "agencies": row.agencies,
    }


def indicator(row: Any, required: int) -> dict[str, Any]:
    """`required` as in force on the day, "every participating country" as their number; `printed`: null means all."""
    return {
        "code": row.pk,
        "target": row.target_id,
        "text": texts(row, "text"),
        "reading": texts(row, "reading"),
        "counts": row.counts,
        "required": required,
        "printed": row.required,
    }


def revision(row: TargetRevision) -> dict[str, Any]:
    return {
        "target": row.target_id,
        "in_force_from": plain(row.in_force_from),
        "text": texts(row, "text"),
        "indicator": row.indicator_id,
        "required": row.required,
        "decided_by": row.decided_by,
        "reason": row.reason,
    }
