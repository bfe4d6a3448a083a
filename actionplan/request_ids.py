"""Every request has a number, and every answer carries it: the log and the page of an error name the same."""

import logging
from collections.abc import Callable
from secrets import token_hex

from django.http import HttpRequest, HttpResponse

NUMBER = "id"  # on the request: what `reports.errors.Numbered` has


class RequestIdMiddleware:
    """Twelve signs, short enough to be read out over the telephone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = token_hex(6)
        setattr(request, NUMBER, number)
        response = self.get_response(request)
        response["X-Request-ID"] = number
        return response


class RequestIdFilter(logging.Filter):
    """Gives each line of the log the number of the request that it is about, if its record names one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(getattr(record, "request", None), NUMBER, "-")
        return True
