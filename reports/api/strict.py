"""The body of a request: a field that there is not is refused, not dropped."""

from django.utils.translation import gettext as _
from rest_framework import serializers


# A comment, for a docstring would be the description of every serializer below it that has none.
# An unknown field is named, beside what else is wrong.
class Strict(serializers.Serializer):
    ignored: frozenset[str] = frozenset()

    def to_internal_value(self, data):
        unknown = sorted(set(data) - set(self.fields) - self.ignored) if isinstance(data, dict) else []
        refused = {name: [_("There is no field with this name.")] for name in unknown}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as refusal:
            known = refusal.detail if isinstance(refusal.detail, dict) else {}
            raise serializers.ValidationError({**refused, **known}) from None
        if refused:
            raise serializers.ValidationError(refused)
        return values
