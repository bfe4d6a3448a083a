"""The targets and how each is counted, over the API: public, read-only."""

from rest_framework import serializers, viewsets

from indicators.models import Indicator, Target
from themes.asking import KnownQuery
from themes.fields import Texts


class IndicatorSerializer(serializers.ModelSerializer):
    """`required: null` = every participating country."""

    text = Texts()
    reading = Texts()

    class Meta:
        model = Indicator
        fields = ("code", "text", "reading", "counts", "required")


class TargetSerializer(serializers.ModelSerializer):
    title = Texts()
    text = Texts()
    agencies = serializers.ListField(child=serializers.CharField())
    indicators = IndicatorSerializer(many=True)

    class Meta:
        model = Target
        fields = ("code", "theme", "title", "text", "deadline", "agencies", "indicators")


class TargetViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = Target.objects.prefetch_related("indicators")
    serializer_class = TargetSerializer
    filterset_fields = ("theme",)
    lookup_value_regex = "[^/]+"
