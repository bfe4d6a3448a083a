from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.limits import AGENCY_SILENT_DAYS


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "help.html", {"agency_days": AGENCY_SILENT_DAYS})
