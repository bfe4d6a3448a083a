from django.http import HttpResponse


def home(request, **kwargs):
    return HttpResponse("home")


def theme(request, **kwargs):
    return HttpResponse("theme")


def action(request, **kwargs):
    return HttpResponse("action")


def target(request, **kwargs):
    return HttpResponse("target")
