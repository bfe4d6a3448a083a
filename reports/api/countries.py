"""`countries/` and `bodies/`: who takes part, and who belongs where since when."""

from datetime import date

from django.db.models import Prefetch, Q
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from reports.filters import DayFilter
from reports.models import BodyMembership, Country, CountryQuerySet, Participation, RegionalBody
from themes.asking import KnownQuery
from themes.fields import Language, Texts, Translations


class ParticipationSerializer(serializers.ModelSerializer):
    participation = serializers.ChoiceField(source="status", choices=Participation.Status.choices)
    language = Language()
    translations = Translations()

    class Meta:
        model = Participation
        fields = ("since", "participation", "decision", "source", "language", "translations", "entered_at")


class CountrySerializer(serializers.ModelSerializer):
    """`participation` is that on the requested date; `participations` lists all, oldest first, each until the next."""

    name = Texts()
    time_zones = serializers.ListField(
        source="zone_names",
        child=serializers.CharField(),
        help_text="IANA names. Where there are several, a day in the country ends at midnight in the last of them.",
    )
    participation = serializers.ChoiceField(choices=Participation.Status.choices)
    participation_source = serializers.CharField()
    participations = ParticipationSerializer(many=True)

    class Meta:
        model = Country
        fields = (
            "code",
            "iso2",
            "name",
            "working_language",
            "time_zones",
            "participation",
            "participation_source",
            "participations",
        )


class CountryFilter(filters.FilterSet):
    """`as_at`: on which day the countries are asked about; today if left out."""

    as_at = DayFilter(method="on_day")
    participation = filters.MultipleChoiceFilter(choices=Participation.Status.choices, method="taking_part")

    class Meta:
        model = Country
        fields = ()

    def on_day(self, queryset: CountryQuerySet, _name: str, day: date) -> CountryQuerySet:
        return queryset.with_participation(day)

    def taking_part(self, queryset: CountryQuerySet, _name: str, chosen: list[str]) -> CountryQuerySet:
        return queryset.filter(Q(participation__in=chosen)) if chosen else queryset


class MemberSerializer(serializers.ModelSerializer):
    class Meta:
        model = BodyMembership
        fields = ("country", "since", "until", "entered_at")


class BodySerializer(serializers.ModelSerializer):
    name = Texts()
    members = MemberSerializer(many=True, source="memberships")

    class Meta:
        model = RegionalBody
        fields = ("code", "name", "members")


class CountryViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = Country.objects.none()
    serializer_class = CountrySerializer
    filterset_class = CountryFilter

    def get_queryset(self):
        standing = Prefetch("participations", Participation.objects.standing())
        return Country.objects.order_by("code").with_participation(timezone.localdate()).prefetch_related(standing)


class BodyViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = RegionalBody.objects.prefetch_related(
        Prefetch("memberships", BodyMembership.objects.standing().order_by("country", "since"))
    )
    serializer_class = BodySerializer
