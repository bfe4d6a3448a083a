"""`organisations/`: the directory that all countries share. It grows by what activities name."""

from rest_framework import serializers, viewsets

from reports import rules
from reports.filters import OrganisationFilter
from reports.models import Organisation
from themes.asking import KnownQuery


class OrganisationSerializer(serializers.ModelSerializer):
    aliases = serializers.ListField(
        child=serializers.CharField(), help_text="Other names under which the organization can be found."
    )
    kind = serializers.ChoiceField(choices=Organisation.Kind.choices)

    class Meta:
        model = Organisation
        fields = ("id", "name", "aliases", "kind", "country", "body", "office_of", "iati_identifier")


class OrganisationViewSet(KnownQuery, viewsets.ReadOnlyModelViewSet):
    queryset = Organisation.objects.all()
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilter

    def get_queryset(self):
        return rules.visible_organisations(rules.standing(self.request.user)).order_by("name")
