"""The printed norm over the API: public, read-only, keyed by printed code."""

from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from themes.asking import KnownQuery
from themes.fields import Texts
from themes.models import Action, Group, Recommendation, Theme, TrainingAudience, TrainingTopic


class ThemeSerializer(serializers.ModelSerializer):
    title = Texts()
    introduction = Texts()

    class Meta:
        model = Theme
        fields = ("code", "title", "introduction")


class GroupSerializer(serializers.ModelSerializer):
    title = Texts()
    note = Texts()

    class Meta:
        model = Group
        fields = ("code", "theme", "title", "note")


class ActionSerializer(serializers.ModelSerializer):
    theme = serializers.CharField(source="theme_code")
    title = Texts()
    text = Texts()
    note = Texts()

    class Meta:
        model = Action
        fields = ("code", "theme", "group", "title", "text", "recommendations", "recommendations_as_printed", "note")


class RecommendationSerializer(serializers.ModelSerializer):
    text = Texts()

    class Meta:
        model = Recommendation
        fields = ("code", "chapter", "item", "text", "actions")


class TopicSerializer(serializers.ModelSerializer):
    name = Texts()

    class Meta:
        model = TrainingTopic
        fields = ("slug", "name")


class AudienceSerializer(serializers.ModelSerializer):
    name = Texts()

    class Meta:
        model = TrainingAudience
        fields = ("slug", "name")


class ActionFilter(filters.FilterSet):
    theme = filters.ModelChoiceFilter(field_name="group__theme", queryset=Theme.objects.all())
    group = filters.ModelChoiceFilter(queryset=Group.objects.all())
    recommendation = filters.ModelChoiceFilter(field_name="recommendations", queryset=Recommendation.objects.all())

    class Meta:
        model = Action
        fields = ()


class ThemeViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = Theme.objects.all()
    serializer_class = ThemeSerializer


class GroupViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = Group.objects.all()
    serializer_class = GroupSerializer
    filterset_fields = ("theme",)
    lookup_value_regex = "[^/]+"


class ActionViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = Action.objects.in_printed_order().prefetch_related("recommendations")
    serializer_class = ActionSerializer
    filterset_class = ActionFilter
    lookup_value_regex = "[^/]+"


class RecommendationViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    """A recommendation can be retrieved by its code as used in addresses, `III-v`, or as printed, `III (v)`."""

    queryset = Recommendation.objects.prefetch_related("actions")
    serializer_class = RecommendationSerializer
    filterset_fields = ("chapter",)
    lookup_value_regex = "[^/]+"

    def get_object(self):
        self.kwargs["pk"] = (
            Recommendation.code_from_slug(self.kwargs["pk"]) if "-" in self.kwargs["pk"] else self.kwargs["pk"]
        )
        return super().get_object()


class TopicViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = TrainingTopic.objects.all()
    serializer_class = TopicSerializer


class AudienceViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = TrainingAudience.objects.all()
    serializer_class = AudienceSerializer
