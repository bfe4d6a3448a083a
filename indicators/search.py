"""A search over the texts of the Plan."""

from typing import Any

from django.utils import timezone

from indicators.models import Target, TargetRevision
from indicators.revisions import oldest_first, targets_now
from themes.folding import fold
from themes.models import Action, Theme
from themes.translating import texts_of


def matches(words: str) -> dict[str, Any]:
    """Themes, actions and targets whose text in any language holds every word, as printed or as revised. Six queries."""
    day = timezone.localdate()
    revised = [row.target_id for row in oldest_first().filter(in_force_from__lte=day) if mentions(row, words)]
    return {
        "themes": Theme.objects.mentioning(words),
        "actions": Action.objects.mentioning(words).in_printed_order(),
        "targets": targets_now(Target.objects.mentioning(words) | Target.objects.filter(pk__in=revised), day),
    }


def mentions(row: TargetRevision, words: str) -> bool:
    texts = fold(" ".join(text for name in ("title", "text") for text in texts_of(row, name).values()))
    return all(word in texts for word in fold(words).split())
