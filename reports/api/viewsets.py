"""What the viewsets of countries' work share: a list in pages, a body that is read."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from reports.models import User
from themes.asking import KnownQuery, Pages

UUID_WRITTEN = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


class SignedIn(Request):
    """What a route that writes is given: there is a person (`DEFAULT_PERMISSION_CLASSES`)."""

    user: User


# A comment, for a docstring would be the description of every operation below it that has none.
class WorkViewSet(KnownQuery, viewsets.ViewSet):
    pagination_class = Pages  # with the filters, what the schema tells of the list
    filter_backends = (DjangoFilterBackend,)
    filterset_class: type[FilterSet] | None = None
    lookup_value_regex = UUID_WRITTEN

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An identifier in the address comes to a route as one."""
        if "pk" in kwargs and self.lookup_value_regex == UUID_WRITTEN:
            kwargs["pk"] = UUID(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def page_of(self, rows: QuerySet, represent: Callable[[Sequence[Any]], Any]) -> Response:
        """A page of those that the query asks for. Raises ValidationError by parameter."""
        if self.filterset_class:
            filterset = self.filterset_class(self.request.query_params, rows)
            if not filterset.is_valid():
                raise serializers.ValidationError(filterset.errors)
            rows = filterset.qs
        pages = self.pagination_class()
        return pages.get_paginated_response(represent(pages.paginate_queryset(rows, self.request, view=self)))

    def given(self, form: type[serializers.Serializer]) -> dict[str, Any]:
        """The body's values. Raises ValidationError by field."""
        read = form(data=self.request.data)
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)
