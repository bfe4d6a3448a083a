from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

LANGUAGES = [code for code, _name in settings.LANGUAGES]
COMPLETE = [code for code in LANGUAGES if code in settings.COMPLETE_LANGUAGES]


@extend_schema_field(
    {
        "type": "object",
        "properties": {code: {"type": "string"} for code in LANGUAGES},
        "required": COMPLETE,
        "description": "A language that is only partly translated appears where it has a text.",
    }
)
class Texts(serializers.Field):
    """A text of the norm in every complete language, `{"fr": ..., "en": ..., "pt": ...}`, and in others that have it."""

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, row):
        texts = {code: getattr(row, f"{self.field_name}_{code}") or "" for code in LANGUAGES}
        return {code: text for code, text in texts.items() if text or code in COMPLETE}


class Language(serializers.CharField):
    """The language of the original: "" where it was not asked for."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, help_text="The language of the original; empty if it is not known.", **kwargs)

    def get_attribute(self, instance):
        return super().get_attribute(instance) or ""


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
        "description": 'The same texts in other languages, by field: `{"title": {"fr": "..."}}`.',
    }
)
class Translations(serializers.Field):
    """Of a row of `themes.multilingual.Multilingual`."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance):
        return super().get_attribute(instance) or {}

    def to_representation(self, value):
        return value
