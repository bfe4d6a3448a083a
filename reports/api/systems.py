"""`systems/`: the outside systems whose codes the caller may use."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from reports import limits, rules, workflow
from reports.api.activity import Strict
from reports.api.viewsets import SignedIn, WorkViewSet
from reports.models import Change, System
from reports.workflow.identifiers import Owner, owner_word


class SystemInput(Strict):
    """`owner`, where you act for several: the code of a country, the name of an organization, or `me`."""

    code = serializers.CharField(
        max_length=limits.SYSTEM_CODE,
        help_text="Letters from a to z, digits and hyphens, for example moz-home. Capitals and small letters are the same.",
    )
    owner = serializers.CharField(max_length=limits.NAME, required=False)


class SystemOutput(serializers.Serializer):
    """A system belongs to an organization, a country or a person: exactly one of the three is given."""

    code = serializers.CharField()
    organisation = serializers.CharField(allow_null=True)
    country = serializers.CharField(allow_null=True)
    person = serializers.CharField(allow_null=True)


class SystemViewSet(WorkViewSet):
    queryset = System.objects.none()

    @extend_schema(responses=SystemOutput(many=True))
    def list(self, request: Request) -> Response:
        """The systems whose codes you may use: those of the country, agency or organization for which you act, and yours."""
        rows = rules.visible_systems(rules.standing(request.user))
        return self.page_of(
            rows.select_related("organisation", "person"), lambda rows: [represent(row) for row in rows]
        )

    @extend_schema(request=SystemInput, responses={201: SystemOutput})
    def create(self, request: SignedIn) -> Response:
        """Add the code of an outside system. One that is yours already is answered as it stands."""
        given = self.given(SystemInput)
        owner = owner_named(request, given["owner"]) if "owner" in given else None
        system = workflow.add_system(by=request.user, code=given["code"], owner=owner, via=Change.Via.API)
        return Response(represent(system), status=status.HTTP_201_CREATED)


def owner_named(request: SignedIn, name: str) -> Owner:
    """Raises ValidationError (`owner`)."""
    owners = workflow.owners_open_to(rules.standing(request.user))
    named = {owner_word(owner): owner for owner in owners}
    if name not in named:
        message = _("Choose one of these: %(choices)s.")
        raise ValidationError({"owner": [message % {"choices": ", ".join(named)}]})
    return named[name]


def represent(system: System) -> dict[str, Any]:
    return {
        "code": system.pk,
        "organisation": system.organisation and system.organisation.name,
        "country": system.country_id,
        "person": system.person and system.person.username,
    }
