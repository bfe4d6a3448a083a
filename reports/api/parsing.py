"""How the API reads a body: what is not plain JSON text is refused, and named."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import exceptions, serializers
from rest_framework.parsers import JSONParser, MultiPartParser

from reports import limits

DAMAGED = "\ufffd"  # what stands for bytes that were no text


class LimitedList(OpenApiSerializerFieldExtension):
    """The schema tells how many rows a list of objects takes at most, as it does of texts."""

    target_class = "rest_framework.serializers.ListSerializer"
    match_subclasses = True

    def map_serializer_field(self, auto_schema, direction):
        mapped = auto_schema._map_serializer_field(self.target, direction, bypass_extensions=True)
        return mapped | ({"maxItems": self.target.max_length} if self.target.max_length else {})


class PlainJSON(JSONParser):
    """UTF-8, each name once, texts without signs that no database keeps, at most so many levels."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            body = json.loads(
                stream.read().decode("utf-8"), parse_constant=refuse_constant, object_pairs_hook=each_once
            )
        except RecursionError:
            raise too_deep() from None
        except ValueError:  # JSON's and Unicode's own are such
            raise exceptions.ParseError from None
        require_plain(body)
        return body


class PlainMultiPart(MultiPartParser):
    """A form with its files; what was no UTF-8 is refused, not replaced."""

    def parse(self, stream, media_type=None, parser_context=None):
        sent = super().parse(stream, media_type, parser_context)
        for name, values in sent.data.lists():
            if any("\0" in text or DAMAGED in text for text in (name, *values)):
                raise serializers.ValidationError({name: [no_text()]})
        return sent


def refuse_constant(name: str) -> None:
    raise ValueError(name)


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of its pairs; a name that comes twice would leave one of its values out in silence."""
    values = dict(pairs)
    if len(values) < len(pairs):
        twice = [name for name, n in Counter(name for name, _value in pairs).items() if n > 1]
        raise serializers.ValidationError({name: [_("This field appears twice. Send it once.")] for name in twice})
    return values


def require_plain(body: Any) -> None:
    """Raises ParseError for too many levels, ValidationError for a text that cannot be kept, by field."""
    for path, value in texts_of(body):
        if len(path) > limits.BODY_DEPTH:
            raise too_deep()
        if not is_text(value):
            raise serializers.ValidationError({".".join(path) or "": [no_text()]})


def is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a pair, which stands for no sign
        return False
    return "\0" not in value


def texts_of(body: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text and name of a body, and every end of a branch as an empty text, with where it stands."""
    waiting: list[tuple[tuple[str, ...], Any]] = [((), body)]
    while waiting:
        path, value = waiting.pop()
        if len(path) > limits.BODY_DEPTH:
            yield path, ""
        elif isinstance(value, dict):
            yield from ((path, name) for name in value)
            waiting += [((*path, name), inner) for name, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, str(index)), inner) for index, inner in enumerate(value)]
        elif isinstance(value, str):
            yield path, value


class Deep(exceptions.ParseError):
    """Says it in words of its own."""


def too_deep() -> Deep:
    message = _("Lists and objects may be nested at most %(most)d levels deep.")
    return Deep(message % {"most": limits.BODY_DEPTH})


def no_text() -> str:
    return _("This value contains characters that cannot be stored. Remove them.")
