"""Which texts of the Plan lack a translation, and which were translated from a French that has changed since."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from modeltranslation.translator import translator

from themes.models import TranslatedRow

OFFICIAL = "fr"
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != OFFICIAL]
NORM = ("themes", "indicators")  # where the Plan's texts are; names of countries and bodies have no official language


@dataclass(frozen=True)
class Text:
    """One text of one row in one language, beside the French. `state` is `missing`, `changed` or `translated`."""

    row: models.Model
    field: str
    language: str
    state: str

    @property
    def model(self) -> str:
        return self.row._meta.label_lower

    @property
    def column(self) -> str:
        return f"{self.field}_{self.language}"

    @property
    def french(self) -> str:
        return getattr(self.row, f"{self.field}_{OFFICIAL}") or ""

    @property
    def translation(self) -> str:
        return getattr(self.row, self.column) or ""

    @property
    def seen(self) -> str:
        """Tells whether the French or the translation has changed since somebody read them."""
        return fingerprint(f"{self.french}\0{self.translation}")


def texts_of(row: models.Model, field: str) -> dict[str, str]:
    """`{"en": "...", "fr": "...", "pt": "..."}` of one field, empty where a language has none."""
    return {code: getattr(row, f"{field}_{code}") or "" for code in sorted([OFFICIAL, *LANGUAGES])}


def norm_models() -> dict[str, type[models.Model]]:
    """`{"themes.action": Action}`: every model with texts of the Plan."""
    registered = translator.get_registered_models(abstract=False)
    return {model._meta.label_lower: model for model in registered if model._meta.app_label in NORM}


def fields_of(model: type[models.Model]) -> list[str]:
    """The fields with texts of the Plan, `["title", "text"]`; none for another model."""
    return list(translator.get_options_for_model(model).all_fields) if model in norm_models().values() else []


def fingerprint(text: str | None) -> str:
    return sha256((text or "").encode("utf-8")).hexdigest()[:16]


def all_texts() -> Iterator[Text]:
    """Every text that there is in French, as it stands in each other language. One query a model, and one."""
    sources = {(row.model, row.key): row.french for row in TranslatedRow.objects.all()}
    for label, model in norm_models().items():
        for row in model._default_manager.all():
            made_from = sources.get((label, str(row.pk)), {})
            for field in fields_of(model):
                if getattr(row, f"{field}_{OFFICIAL}"):
                    yield from (text_of(row, field, language, made_from) for language in LANGUAGES)


def text_of(row: models.Model, field: str, language: str, made_from: dict[str, str]) -> Text:
    column = f"{field}_{language}"
    if not getattr(row, column):
        return Text(row, field, language, "missing")
    current = fingerprint(getattr(row, f"{field}_{OFFICIAL}"))
    return Text(row, field, language, "translated" if made_from.get(column, current) == current else "changed")


def find_text(model: str, key: str, field: str, language: str, *, lock: bool = False) -> Text:
    """One text; `lock` keeps its row until the transaction ends. Raises ObjectDoesNotExist for no text of the Plan."""
    cls = norm_models().get(model)
    if cls is None or field not in fields_of(cls) or language not in LANGUAGES:
        raise ObjectDoesNotExist(f"{model} {field} {language}")
    rows = cls._default_manager.all()
    row = (rows.select_for_update(no_key=True) if lock else rows).get(pk=key)
    made_from = TranslatedRow.objects.filter(model=model, key=key).values_list("french", flat=True).first()
    return text_of(row, field, language, made_from or {})


def remember(row: models.Model, french: dict[str, str | None]) -> None:
    """Note from which French the translations in the columns of `french` were made: `{"title_en": "Le titre"}`."""
    known, _created = TranslatedRow.objects.get_or_create(model=row._meta.label_lower, key=str(row.pk))
    made_from = known.french | {column: fingerprint(text) for column, text in french.items()}
    if made_from != known.french:
        known.french = made_from
        known.save()


def remember_loaded(row: models.Model, values: dict[str, Any], last: dict[str, Any]) -> None:
    """Note from which French the translations of a load were made; `last` is what the load before it brought.

    A translation that stays as it was while the French beside it changes is still one of the earlier French.
    """
    french = {}
    known = TranslatedRow.objects.filter(model=row._meta.label_lower, key=str(row.pk)).first()
    for field in fields_of(type(row)):
        for column in (f"{field}_{language}" for language in LANGUAGES):
            if not values.get(column) or getattr(row, column) != values[column]:
                continue
            if values[column] != last.get(column):
                french[column] = values[f"{field}_{OFFICIAL}"]
            elif known is None or column not in known.french:
                french[column] = last[f"{field}_{OFFICIAL}"]
    if french:
        remember(row, french)
