"""What looks like personal data in what a program writes: kept, told in the answer, recorded in the change log."""

from collections.abc import Iterator
from typing import Any

from django.core.files import File
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from reports.models import Agreement
from reports.privacy import is_free_text, personal_data

ALSO = ("remark", "organisation", "funder", "file")  # what only the API calls so


class ReasonOutput(serializers.Serializer):
    sign = serializers.CharField(
        help_text="`same_days`, `overlapping_days`, `near_days`, `countries`, `border_regions`, `place`, `actions`, "
        "`organisations`, `title` or `numbers`."
    )
    text = serializers.CharField(help_text="In the language of the request.")


class WarningOutput(serializers.Serializer):
    """A text that appears to contain personal data of a refugee or migrant: correct it, or leave it deliberately. Or, as
    `duplicate`, another activity that appears to record the same event."""

    field = serializers.CharField(
        help_text="For example `summary` or `evidence.0.citation`; `activity` for a duplicate."
    )
    kind = serializers.CharField(help_text="`email`, `case`, `passport`, `telephone` or `duplicate`.")
    passage = serializers.CharField(
        help_text="What the text contains; of a duplicate, the title of the other activity."
    )
    activity = serializers.UUIDField(required=False, help_text="The other activity, of a duplicate.")
    reasons = ReasonOutput(many=True, required=False, help_text="Why it appears to be a duplicate.")


class WithWarnings(serializers.Serializer):
    """A response that may contain `warnings` after a write."""

    warnings = WarningOutput(
        many=True,
        required=False,
        help_text="Only after a write that includes possible personal data (the data are saved, and this is recorded in the "
        "change log) or concerns an activity of which there appears to be a duplicate (nothing is held up by it).",
    )


# A comment, for a docstring would be the description of every operation below it that has none.
# A viewset whose writes are answered with `warnings`, if there are any.
class WarnsOfPersonalData(APIView):
    def finalize_response(self, request: Request, response: Response, *args, **kwargs) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if request.method in ("POST", "PUT", "PATCH") and response.status_code < 300:
            texts = list(texts_in(request.data))
            countries = self.written_about(response.data or {}) if texts else []
            warnings = [
                {"field": field, "kind": passage.code, "passage": passage.passage}
                for field, text in texts
                for passage in personal_data(text, countries)
            ]
            if warnings:
                others = response.data.get("warnings", [])
                response.data = {**response.data, "warnings": [*warnings, *others]}
        return response

    def written_about(self, answer: dict[str, Any]) -> list[str]:
        """The countries that the answer names, or else those of the activity that it belongs to."""
        if "countries" in answer:
            return answer["countries"]
        if answer.get("country") and not answer.get("activity"):
            return [answer["country"]]
        activity = answer.get("activity") or self.kwargs.get("pk")
        return list(Agreement.objects.filter(activity=activity).values_list("country", flat=True))


def texts_in(data: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every free text of a body, and the name of a file, with where it stands: `partners.0.organisation`."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from texts_in(value, f"{field}.{name}".strip("."))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from texts_in(value, f"{field}.{index}")
    elif is_text(field.rpartition(".")[2]):
        yield field, data.name or "" if isinstance(data, File) else str(data or "")


def is_text(name: str) -> bool:
    return name in ALSO or is_free_text(name)
