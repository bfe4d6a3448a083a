"""Loading rows of the norm again and again, without undoing what was edited on the site."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models, transaction

from themes.models import LoadedRow
from themes.translating import remember_loaded


@transaction.atomic
def load_rows(model: type[models.Model], rows: Iterable[dict[str, Any]], key: str) -> dict[str, int]:
    """Create or refresh the rows of `model`; `key` names the field that tells them apart.

    A field is written only if it still holds what the last load wrote: a text supplied, or a translation bettered on
    the site stays. A row that was loaded once and then removed or renamed there does not
    come back. Answers `{"created": n, "changed": n, "kept": n}`, where kept are the edits that were left alone.
    """
    label = model._meta.label_lower
    loaded = {row.key: row for row in LoadedRow.objects.filter(model=label)}
    existing = {str(getattr(row, key)): row for row in model._default_manager.all()}
    counts = {"created": 0, "changed": 0, "kept": 0}
    for values in rows:
        name = str(values[key])
        last = loaded.get(name)
        row = existing.get(name)
        if row is None and last:
            counts["kept"] += 1
            continue
        if row is None:
            row = model(**values)
            row.save(force_insert=True)
            counts["created"] += 1
        else:
            changed, kept = refresh(row, values, last.values if last else {})
            if changed:
                row.save()
            counts["changed"] += bool(changed)
            counts["kept"] += kept
        remember_loaded(row, values, last.values if last else {})
        plain = {field: as_json(value) for field, value in values.items()}
        if last is None:
            LoadedRow.objects.create(model=label, key=name, values=plain)
        elif last.values != plain:
            last.values = plain
            last.save()
    return counts


def loaded_keys(model: type[models.Model]) -> set[str]:
    """The keys of the rows that were loaded before. What belongs to them is the site's own since: empty is not new."""
    return set(LoadedRow.objects.filter(model=model._meta.label_lower).values_list("key", flat=True))


def refresh(row: models.Model, values: dict[str, Any], last: dict[str, Any]) -> tuple[bool, int]:
    """Lay `values` over the fields that nobody edited since `last` was loaded: (was anything changed, edits kept)."""
    changed, kept = False, 0
    for field, value in values.items():
        current = getattr(row, field)
        if as_json(current) == as_json(value):
            continue
        if field in last and as_json(current) != last[field]:
            kept += 1
            continue
        setattr(row, field, value)
        changed = True
    return changed, kept


def as_json(value: Any) -> Any:
    if value is None or isinstance(value, str | int | list | dict | bool):
        return value
    return str(value)


def in_languages(field: str, texts: dict[str, str]) -> dict[str, str]:
    """`("title", {"fr": ..., "en": ...})` -> `{"title_fr": ..., "title_en": ...}`; empty where there is none."""
    return {f"{field}_{language}": texts.get(language) or "" for language, _name in settings.LANGUAGES}
