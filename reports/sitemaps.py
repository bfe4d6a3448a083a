"""What crawlers are shown: every page that anybody may open, but none of a demonstration."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from indicators.models import Target
from reports import rules
from reports.invented import is_demonstration
from reports.models import Activity, BorderRegion, Country, Organisation, Snapshot
from themes.models import Action, Recommendation, Theme

PAGES = (
    *("home", "plan", "recommendations", "countries", "region", "matrix", "scorecard", "moved", "trend", "gaps"),
    *("compare", "participants", "funding", "funding_sources", "activities", "organisations", "rounds", "help"),
    *("privacy", "accessibility"),
)


class Pages(Sitemap):
    def items(self) -> Iterable[str]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class Plan(Sitemap):
    def items(self) -> list[Any]:
        rows = (Theme, Action, Target, Recommendation, Country, BorderRegion)
        return [row for model in rows for row in model.objects.all()]


class Activities(Sitemap):
    limit = 10_000

    def items(self) -> QuerySet[Activity]:
        return rules.visible_activities(rules.standing(AnonymousUser())).order_by("pk").only("pk", "updated_at")

    def lastmod(self, item: Activity) -> datetime:
        return item.updated_at


class Organisations(Sitemap):
    limit = 10_000

    def items(self) -> QuerySet[Organisation]:
        return rules.visible_organisations(rules.standing(AnonymousUser())).order_by("pk")


class Editions(Sitemap):
    def items(self) -> QuerySet[Snapshot]:
        return rules.visible_snapshots(rules.standing(AnonymousUser())).without_contents().order_by("pk")


SITEMAPS = {
    "pages": Pages,
    "plan": Plan,
    "activities": Activities,
    "organisations": Organisations,
    "editions": Editions,
}


def robots(request: HttpRequest) -> HttpResponse:
    """`robots.txt`: where the list of pages is; a demonstration, whose activities are invented, is left alone."""
    if is_demonstration():
        lines = ["User-agent: *", "Disallow: /"]
    else:
        closed = ("/api/", "/account/", "/admin/", reverse("desk"), reverse("search"))
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
        lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
