"""The targets and how each is counted, over the API: public, read-only."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from indicators.models import Indicator, Target
from indicators.revisions import FIELDS, THRESHOLD, plain_revision, revised, standing_revisions
from themes.asking import KnownQuery
from themes.fields import Language, Texts, Translations

IS_STATE = "What it counts is a state, which can end; if false, an event, which cannot."


class IndicatorSerializer(serializers.ModelSerializer):
    """`required: null` = every participating country."""

    text = Texts()
    reading = Texts(
        help_text=(
            "How it is counted. The numbers in it are the original ones: revisions are listed under `revisions` of "
            "its target."
        )
    )

    class Meta:
        model = Indicator
        fields = ("code", "text", "reading", "counts", "required", "is_state")
        extra_kwargs: ClassVar = {"is_state": {"help_text": IS_STATE}}


class RevisionSerializer(serializers.Serializer):
    """One change made by a decision from a given date: `title`, `text`, `deadline`, or the `threshold` of an indicator.

    `old` and `new` are texts in every language, dates, or numbers (`null`: every participating country).
    """

    what = serializers.ChoiceField(choices=[*FIELDS, THRESHOLD])
    indicator = serializers.CharField(allow_blank=True)
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)
    in_force_from = serializers.DateField()
    decided_by = serializers.CharField()
    reason = serializers.CharField()
    language = Language()
    translations = Translations()
    entered_at = serializers.DateTimeField()


class TargetSerializer(serializers.ModelSerializer):
    """As printed, with every valid revision, oldest first, including future ones."""

    title = Texts()
    text = Texts()
    agencies = serializers.ListField(child=serializers.CharField())
    indicators = IndicatorSerializer(many=True)
    revisions = serializers.SerializerMethodField()

    class Meta:
        model = Target
        fields = ("code", "theme", "title", "text", "deadline", "agencies", "indicators", "revisions")

    @extend_schema_field(RevisionSerializer(many=True))
    def get_revisions(self, row: Target) -> list[dict[str, Any]]:
        return [plain_revision(one) for one in revised(row, row.revisions.all())]


class TargetViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = Target.objects.prefetch_related("indicators", standing_revisions())
    serializer_class = TargetSerializer
    filterset_fields = ("theme",)
    lookup_value_regex = "[^/]+"
