"""Every error of the API as `application/problem+json` (RFC 9457), naming each field."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from actionplan import refusals
from actionplan.refusals import Refusal
from reports import rules
from reports.api.representing import represent_current, represent_merge
from reports.api.viewsets import SignedIn
from reports.errors import Numbered
from reports.workflow import MergedAway, StaleVersion, WrongState, merge_of, successor
from themes.asking import Unchanged


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None (a 500 of Django's own) for what nobody foresaw."""
    request = context["request"]
    if isinstance(error, Unchanged):
        return Response(status=error.status_code)
    if isinstance(error, ValidationError):
        return problem(request, status.HTTP_400_BAD_REQUEST, errors=flat(by_field(error)))
    if isinstance(error, exceptions.ValidationError):
        return problem(request, status.HTTP_400_BAD_REQUEST, errors=flat(error.detail))
    if isinstance(error, MergedAway):
        return merged_away(request, error)
    if isinstance(error, WrongState):
        return problem(request, status.HTTP_409_CONFLICT, str(error))
    if isinstance(error, StaleVersion):
        return stale(request, error)
    if isinstance(error, ObjectDoesNotExist | Http404):
        pk = context.get("kwargs", {}).get("pk")
        if stays := successor(rules.standing(request.user), pk):
            return merged_away(request, MergedAway(stays[0]), pk, stays[1])
        error = exceptions.NotFound()  # in the reader's language; Django's own says which model
    if type(error) is exceptions.ParseError:
        error = exceptions.ParseError()  # the parser speaks English alone
    if isinstance(error, PermissionDenied) and str(error):
        return problem(request, status.HTTP_403_FORBIDDEN, str(error))
    answer = exception_handler(error, context)
    if answer is None:
        refusal = refusals.known(error)
        if refusal and refusal.status == status.HTTP_413_REQUEST_ENTITY_TOO_LARGE:
            refusals.drain(request._request)
        return as_problem(request, refusal) if refusal else None
    detail = answer.data.get("detail", "") if isinstance(answer.data, dict) else ""
    made = problem(request, answer.status_code, str(detail))
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if answer.has_header(name):
            made[name] = answer[name]
    return made


def stale(request: SignedIn, error: StaleVersion) -> Response:
    """Both versions, and what wants a decision."""
    message = _(
        "Someone else has changed this in the meantime. Compare your data with `current`: only the fields "
        "listed in `both` need a decision. Then send your request again with the version number given in "
        "`current`."
    )
    current = represent_current(error.current, request.user)
    more = {"current": current, **represent_merge(merge_of(error))}
    return problem(request, status.HTTP_409_CONFLICT, message, more=more)


def merged_away(request: Request, error: MergedAway, pk: UUID | None = None, now: UUID | None = None) -> Response:
    """What is written there is refused; what is read there is read at the address of what stays, which the body names for
    those who do not follow."""
    more = {"merged_into": str(error.kept.pk)}
    if request.method not in ("GET", "HEAD"):
        return problem(request, status.HTTP_409_CONFLICT, str(error), more=more)
    answer = problem(request, status.HTTP_301_MOVED_PERMANENTLY, str(error), more=more)
    address = request.get_full_path()
    start = address.lower().index(str(pk))
    answer["Location"] = f"{address[:start]}{now}{address[start + len(str(pk)) :]}"
    answer["Cache-Control"] = "private, no-store"
    return answer


MEDIA_TYPE = "application/problem+json"
TITLES = {
    301: gettext_lazy("Merged"),
    400: gettext_lazy("Bad request"),
    401: gettext_lazy("Not signed in"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Method not allowed"),
    406: gettext_lazy("Format not available"),
    409: gettext_lazy("Conflict"),
    413: gettext_lazy("Request too large"),
    414: gettext_lazy("Web address too long"),
    415: gettext_lazy("Unsupported media type"),
    429: gettext_lazy("Too many requests"),
    503: gettext_lazy("Temporarily unavailable"),
}


def problem(
    request: HttpRequest,
    code: int,
    detail: str = "",
    *,
    errors: list[dict[str, str]] | None = None,
    more: dict[str, Any] | None = None,
) -> Response:
    body = body_of(request, code, detail or _("Some values are not valid; `errors` lists them by field."))
    if errors is not None:
        body["errors"] = errors
    return Response(body | (more or {}), status=code, content_type=MEDIA_TYPE)


def as_problem(request: HttpRequest, refusal: Refusal) -> Response:
    return Response(
        body_of(request, refusal.status, refusal.detail),
        status=refusal.status,
        headers=refusal.headers,
        content_type=MEDIA_TYPE,
    )


def bare_problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The same where DRF has not come to the request yet, or no more."""
    body = body_of(request, refusal.status, refusal.detail)
    return JsonResponse(body, status=refusal.status, headers=refusal.headers, content_type=MEDIA_TYPE)


def body_of(request: HttpRequest, code: int, detail: str) -> dict[str, Any]:
    named = {"type": "about:blank", "title": str(TITLES.get(code, _("Error"))), "status": code}
    return named | {"detail": detail, "instance": request.path}


def server_error(request: Numbered) -> JsonResponse:
    """What nobody foresaw, without DRF, which may be what failed: `request_id` is the number to quote."""
    body = {
        "type": "about:blank",
        "title": _("An error occurred on the server"),
        "status": 500,
        "detail": _(
            "We do not know whether anything was saved. Try again in a few minutes; if the error persists, "
            "report it and quote the `request_id`."
        ),
        "instance": request.path,
        "request_id": request.id,
    }
    return JsonResponse(body, status=500, content_type="application/problem+json")


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
