from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@extend_schema_field({"type": "object", "properties": {code: {"type": "string"} for code in LANGUAGES}})
class Texts(serializers.Field):
    """A text of the norm in every language: `{"fr": ..., "en": ..., "pt": ...}`."""

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, row):
        return {code: getattr(row, f"{self.field_name}_{code}") or "" for code in LANGUAGES}


class Pages(PageNumberPagination):
    """`{"count", "next", "previous", "results"}`; `?page_size=` up to 500."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500
