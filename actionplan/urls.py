"""All addresses: the Plan, what countries do, the accounts, the API."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.generic import RedirectView

from actionplan import views
from reports.sitemaps import SITEMAPS, robots

urlpatterns = [
    path("", include("reports.urls")),
    path("account/", include("actionplan.account_urls")),
    path("api/v1/", include("actionplan.api")),
    path("worker.js", views.worker, name="worker"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_of"}, name="sitemap"),
    path("sitemap-<str:section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap_of"),
    # The admin without doors of its own: one signs in, out and changes the password on the site's pages.
    path("admin/login/", views.admin_login),
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
]

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.server_error
