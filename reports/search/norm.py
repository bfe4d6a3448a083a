"""What is the same for everybody: the Plan with its targets as revised, the countries and their borders."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from modeltranslation.utils import resolution_order

from indicators.models import Target, TargetRevision
from reports.models import BorderRegion, Country
from reports.search.entries import (
    ACTION,
    BORDER,
    COUNTRY,
    KINDS,
    OF_A_NAME,
    RECOMMENDATION,
    TARGET,
    THEME,
    Entry,
    Said,
)
from reports.search.usual_names import usual_names
from themes.models import Action, Recommendation, Theme

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Of each kind of row: its model, the field that names it and the one that says more, and which column else is typed for it.
ROWS: tuple[tuple[str, type[Model], str, str, str], ...] = (
    (THEME, Theme, "title", "introduction", "position"),
    (ACTION, Action, "title", "text", ""),
    (RECOMMENDATION, Recommendation, "", "text", ""),
    (TARGET, Target, "title", "text", ""),
    (COUNTRY, Country, "name", "", "iso2"),
    (BORDER, BorderRegion, "name", "", ""),
)
Texts = dict[str, str]


def norm_entries() -> list[Entry]:
    """Two queries."""
    first, *others = (columns_of(*row) for row in ROWS)
    revised = revised_texts()
    return [entry_of(row, revised) for row in first.union(*others, all=True)]


def columns_of(what: str, model: type[Model], name: str, text: str, code: str) -> QuerySet[Any, Any]:
    """Of every kind of row the same columns: what it is, its key, a code, names and texts by language, folded texts."""
    empty = Value("", output_field=TextField())
    columns: list[Any] = [Value(what, output_field=TextField()), F("pk"), Cast(code, TextField()) if code else empty]
    for field in (name, text):
        columns += [F(f"{field}_{language}") if field else empty for language in LANGUAGES]
    columns.append(F("searchable") if what in (THEME, ACTION, TARGET) else empty)
    named = {f"column_{number}": column for number, column in enumerate(columns)}  # in this order, whatever they are
    return model._default_manager.order_by().annotate(**named).values_list(*named)


def revised_texts() -> dict[str, list[dict[str, Texts]]]:
    """Of each target what its revisions in force say, the oldest first: `{"VI.T1": [{"title": {...}, "text": {...}}]}`."""
    columns = [f"{field}_{language}" for field in ("title", "text") for language in LANGUAGES]
    rows = defaultdict(list)
    for row in TargetRevision.objects.as_at(timezone.localdate()).values("target", *columns):
        said = {field: {code: row[f"{field}_{code}"] or "" for code in LANGUAGES} for field in ("title", "text")}
        rows[row["target"]].append(said)
    return rows


def entry_of(row: Sequence[Any], revised: dict[str, list[dict[str, Texts]]]) -> Entry:
    what, key, code, *texts, folded = row
    in_languages = [text or "" for text in texts]
    names = dict(zip(LANGUAGES, in_languages[: len(LANGUAGES)], strict=True))
    texts_said = dict(zip(LANGUAGES, in_languages[len(LANGUAGES) :], strict=True))
    called, said = [names], [texts_said]
    for revision in revised.get(key, ()) if what == TARGET else ():
        called.append(revision["title"])
        said.append(revision["text"])
    in_force = next((one for one in reversed(called) if any(one.values())), names)
    title = Said(str(KINDS[what])) if what == RECOMMENDATION else in_the_readers_language(in_force)
    return Entry(
        kind=what,
        key=key,
        url=address(what, key),
        title=title,
        label=key if what not in (COUNTRY, BORDER) else "",
        names=(*said_in(called, OF_A_NAME), *(Said(name, "", OF_A_NAME) for name in usual_names(key))),
        texts=said_in(said),
        codes=(key, str(code)) if code else (key,),
        folded=folded if len(said) == 1 else "",
    )


def said_in(rows: list[Texts], weight: float = Said.weight) -> tuple[Said, ...]:
    return tuple(Said(text, language, weight) for row in rows for language, text in row.items() if text)


def in_the_readers_language(texts: Texts) -> Said:
    order = resolution_order(get_language())
    return next((Said(texts[code], code, OF_A_NAME) for code in order if texts.get(code)), Said(""))


def address(what: str, key: str) -> str:
    if what == RECOMMENDATION:
        return Recommendation(code=key).get_absolute_url()
    return reverse(what, args=[key])
