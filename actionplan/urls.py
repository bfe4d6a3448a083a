"""All addresses: the Plan, what countries do, the accounts, the API."""

from django.contrib import admin
from django.urls import include, path

from actionplan import views

urlpatterns = [
    path("", include("indicators.urls")),
    path("", include("reports.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
    path("api/v1/", include("actionplan.api")),
    path("worker.js", views.worker, name="worker"),
    path("health/", views.health, name="health"),
    path("admin/", admin.site.urls),
]

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.server_error
