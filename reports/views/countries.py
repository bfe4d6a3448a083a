from django.http import HttpResponse


def countries(request, **kwargs):
    return HttpResponse("countries")


def country(request, **kwargs):
    return HttpResponse("country")


def adoptions(request, **kwargs):
    return HttpResponse("adoptions")


def adoption(request, **kwargs):
    return HttpResponse("adoption")
