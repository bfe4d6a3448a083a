"""`countries/` and `bodies/`: who takes part, and who belongs where since when."""

from django.db.models import Prefetch
from rest_framework import serializers, viewsets

from reports.models import BodyMembership, Country, RegionalBody
from themes.asking import KnownQuery
from themes.fields import Texts


class CountrySerializer(serializers.ModelSerializer):
    name = Texts()
    participation = serializers.ChoiceField(choices=Country.Participation.choices)

    class Meta:
        model = Country
        fields = ("code", "iso2", "name", "working_language", "participation", "participation_source")


class MemberSerializer(serializers.ModelSerializer):
    class Meta:
        model = BodyMembership
        fields = ("country", "since", "until")


class BodySerializer(serializers.ModelSerializer):
    name = Texts()
    members = MemberSerializer(many=True, source="memberships")

    class Meta:
        model = RegionalBody
        fields = ("code", "name", "members")


class CountryViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = Country.objects.order_by("code")
    serializer_class = CountrySerializer
    filterset_fields = ("participation",)


class BodyViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = RegionalBody.objects.prefetch_related(
        Prefetch("memberships", BodyMembership.objects.order_by("country", "since"))
    )
    serializer_class = BodySerializer
