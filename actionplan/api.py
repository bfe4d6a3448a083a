"""`/api/v1/`: the router, the schema, and what every route shares."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.decorators import api_view
from rest_framework.renderers import JSONRenderer
from rest_framework.routers import SimpleRouter

from actionplan.schema import shapes
from indicators.api import TargetViewSet
from reports.api.activities import ActivityViewSet
from reports.api.adoptions import AdoptionViewSet
from reports.api.assessments import AssessmentViewSet, SnapshotViewSet
from reports.api.claims import ClaimViewSet
from reports.api.countries import BodyViewSet, CountryViewSet
from reports.api.funding import funding_by_source, underfunded
from reports.api.gaps import gaps_progress
from reports.api.later_facts import LaterFactViewSet
from reports.api.menu import country_menu
from reports.api.organisations import OrganisationViewSet
from reports.api.participants import participants_progress
from reports.api.period import body_period, country_period, organisation_period
from reports.api.progress import (
    country_progress,
    recommendations_progress,
    region_progress,
    targets_progress,
)
from reports.api.remarks import RemarkViewSet
from reports.api.rounds import RoundViewSet
from reports.api.search import search
from reports.api.systems import SystemViewSet
from themes.api import (
    ActionViewSet,
    AudienceViewSet,
    GroupViewSet,
    RecommendationViewSet,
    ThemeViewSet,
    TopicViewSet,
)
from themes.asking import KnownQuery

router = SimpleRouter()
router.register("themes", ThemeViewSet)
router.register("groups", GroupViewSet)
router.register("actions", ActionViewSet)
router.register("recommendations", RecommendationViewSet)
router.register("targets", TargetViewSet)
router.register("topics", TopicViewSet)
router.register("audiences", AudienceViewSet)
router.register("countries", CountryViewSet)
router.register("bodies", BodyViewSet)
router.register("organisations", OrganisationViewSet)
router.register("systems", SystemViewSet, basename="api-system")
router.register("activities", ActivityViewSet, basename="api-activity")
router.register("claims", ClaimViewSet, basename="api-claim")
router.register("adoptions", AdoptionViewSet, basename="api-adoption")
router.register("judgements", AssessmentViewSet)
router.register("snapshots", SnapshotViewSet, basename="api-snapshot")
router.register("rounds", RoundViewSet, basename="api-round")
router.register("later-facts", LaterFactViewSet, basename="api-later-fact")
router.register("remarks", RemarkViewSet, basename="api-remark")


class SchemaView(KnownQuery, SpectacularAPIView):
    def query_names(self):
        return ("lang", "version")

    def finalize_response(self, request, response, *args, **kwargs):
        if response.status_code >= 400:  # a problem is JSON, whatever form of the schema was asked for
            request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)


def docs(request: HttpRequest) -> HttpResponse:
    """The operations of the schema as a page of our own: no script, no other host."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    operations = [
        {"path": route, "method": method.upper(), **operation, **shapes(operation, schema)}
        for route, methods in schema["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "operationId" in operation
    ]
    return render(request, "api_docs.html", {"schema": schema, "operations": operations})


@extend_schema(exclude=True)
@api_view(["GET", "POST", "PUT", "PATCH", "DELETE"])
def unknown(request, rest: str = ""):
    raise Http404


urlpatterns = [
    *router.urls,
    path("search/", search),
    path("countries/<str:code>/menu/", country_menu),
    path("countries/<str:code>/period/", country_period),
    path("bodies/<str:code>/period/", body_period),
    path("organisations/<int:pk>/period/", organisation_period),
    path("progress/targets/", targets_progress),
    path("progress/countries/<str:code>/", country_progress),
    path("progress/recommendations/", recommendations_progress),
    path("progress/gaps/", gaps_progress),
    path("progress/participants/", participants_progress),
    path("progress/region/", region_progress),
    path("progress/funding/", funding_by_source),
    path("progress/underfunded/", underfunded),
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("docs/", docs, name="api-docs"),
    re_path(r"^(?P<rest>.*)$", unknown),
]
