"""`judgements/` and `snapshots/`: what the working group says beside the figures, and what each round left."""

from django.conf import settings
from django.urls import reverse
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers, viewsets

from reports import rules
from reports.documents.forms import NAMES
from reports.filters import DayFilter
from reports.models import Assessment, Snapshot
from themes.asking import KnownQuery
from themes.fields import Language, Translations


class AssessmentFilter(filters.FilterSet):
    """`as_at`: only those given by that day."""

    as_at = DayFilter(field_name="assessed_on", lookup_expr="lte")

    class Meta:
        model = Assessment
        fields = ("target", "verdict")


@extend_schema_serializer(component_name="Judgement")
class AssessmentSerializer(serializers.ModelSerializer):
    judged_on = serializers.DateField(source="assessed_on")
    translations = Translations()

    class Meta:
        model = Assessment
        fields = ("target", "verdict", "reasons", "language", "translations", "judged_on")


class AssessmentViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    """The working group's assessments of the targets, newest first: the first listed for a target is the current one.

    They are public and shown alongside the figures of `progress/targets/`, which they do not affect.
    """

    queryset = Assessment.objects.all()
    serializer_class = AssessmentSerializer
    filterset_class = AssessmentFilter


class SnapshotSerializer(serializers.ModelSerializer):
    """`language` and `translations` are those of `why`. `sha256` is the hash of the file for participants, `public_sha256` that of the public file; `null` where the
    caller has no access to the file. `report`: the addresses of the printed report that the caller may read, by format
    and language; 202 while it is being prepared.
    """

    round = serializers.CharField(source="round.title")
    replaces = serializers.CharField(source="replaces_id", allow_null=True)
    sha256 = serializers.SerializerMethodField()
    participants = serializers.SerializerMethodField()
    public = serializers.SerializerMethodField()
    report = serializers.SerializerMethodField()
    language = Language()
    translations = Translations()

    class Meta:
        model = Snapshot
        fields = (
            "code",
            "round",
            "edition",
            "replaces",
            "why",
            "language",
            "translations",
            "as_at",
            "taken_at",
            "sha256",
            "public_sha256",
            "participants",
            "public",
            "report",
        )

    @property
    def inside(self) -> bool:
        return rules.may_see_participants_part(rules.standing(self.context["request"].user))

    @extend_schema_field({"type": ["string", "null"]})
    def get_sha256(self, row: Snapshot) -> str | None:
        return row.sha256 if self.inside else None

    @extend_schema_field({"type": ["string", "null"]})
    def get_participants(self, row: Snapshot) -> str | None:
        return reverse("snapshot_file", args=[row.pk, "participants"]) if self.inside else None

    def get_public(self, row: Snapshot) -> str:
        return reverse("snapshot_file", args=[row.pk, "public"])

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "object"}})
    def get_report(self, row: Snapshot) -> dict[str, dict[str, str]]:
        return {
            form: {code: reverse("snapshot_report", args=[row.pk, code, form]) for code in settings.COMPLETE_LANGUAGES}
            for form in NAMES
        }


class SnapshotViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    """Snapshots of rounds to which the caller has access, with the addresses of their canonical files."""

    queryset = Snapshot.objects.none()
    serializer_class = SnapshotSerializer
    lookup_value_regex = "[0-9a-f]{16}"

    def get_queryset(self):
        return rules.visible_snapshots(rules.standing(self.request.user)).without_contents()
