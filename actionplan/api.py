from django.http import HttpResponse
from django.urls import path
from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    page_size = 50


urlpatterns = [path("docs/", lambda request: HttpResponse("docs"), name="api-docs")]
