from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "help.html")


def privacy_page(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html", {"session_days": settings.SESSION_COOKIE_AGE // (24 * 3600)})


def accessibility_page(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")
