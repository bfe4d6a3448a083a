"""Every error of the API as `application/problem+json` (RFC 9457), naming each field."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from reports.api.activity import represent_current, represent_merge
from reports.workflow import NotNow, StaleVersion, merge_of


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None (a 500 of Django's own) for what nobody foresaw."""
    request = context["request"]
    if isinstance(error, ValidationError):
        return problem(request, status.HTTP_400_BAD_REQUEST, errors=flat(by_field(error)))
    if isinstance(error, exceptions.ValidationError):
        return problem(request, status.HTTP_400_BAD_REQUEST, errors=flat(error.detail))
    if isinstance(error, NotNow):
        return problem(request, status.HTTP_409_CONFLICT, str(error))
    if isinstance(error, StaleVersion):
        told = _(
            "Someone else saved this first. Compare with `current`: only what `both` names needs a decision. Then send "
            "its version."
        )
        current = represent_current(error.current, request.user)
        sides = represent_merge(merge_of(error))
        return problem(request, status.HTTP_409_CONFLICT, told, current=current, **sides)
    if isinstance(error, ObjectDoesNotExist | Http404):
        error = exceptions.NotFound()  # in the reader's language; Django's own says which model
    if isinstance(error, exceptions.ParseError):
        error = exceptions.ParseError()  # the parser speaks English alone
    if isinstance(error, PermissionDenied) and str(error):
        return problem(request, status.HTTP_403_FORBIDDEN, str(error))
    answer = exception_handler(error, context)
    if answer is None:
        return None
    detail = answer.data.get("detail", "") if isinstance(answer.data, dict) else ""
    made = problem(request, answer.status_code, str(detail))
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if answer.has_header(name):
            made[name] = answer[name]
    return made


TITLES = {
    400: gettext_lazy("Bad request"),
    401: gettext_lazy("Not signed in"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Method not allowed"),
    406: gettext_lazy("Not acceptable"),
    409: gettext_lazy("Conflict"),
    415: gettext_lazy("Unsupported media type"),
    429: gettext_lazy("Too many requests"),
}


def problem(request, code: int, detail: str = "", *, errors: list[dict[str, str]] | None = None, **more) -> Response:
    body = {"type": "about:blank", "title": str(TITLES.get(code, _("Error"))), "status": code}
    body["detail"] = detail or _("Some values cannot be taken; `errors` names each field.")
    body["instance"] = request.path
    if errors is not None:
        body["errors"] = errors
    return Response(body | more, status=code, content_type="application/problem+json")


def by_field(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def flat(detail: Any, prefix: str = "") -> list[dict[str, str]]:
    """DRF's or Django's nested messages as `[{"field": "partners.0.role", "detail": "..."}]`."""
    if isinstance(detail, dict):
        named = ((f"{prefix}.{name}".strip("."), value) for name, value in detail.items())
        return [row for name, value in named for row in flat(value, name)]
    if isinstance(detail, list):
        if any(isinstance(value, dict | list) for value in detail):
            return [row for index, value in enumerate(detail) for row in flat(value, f"{prefix}.{index}".strip("."))]
        return [{"field": clean(prefix), "detail": str(value)} for value in detail]
    return [{"field": clean(prefix), "detail": str(detail)}]


def clean(name: str) -> str:
    return name.replace("non_field_errors", "").strip(".").replace("__all__", "")
