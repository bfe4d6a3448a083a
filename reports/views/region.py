from django.http import HttpResponse


def region(request, **kwargs):
    return HttpResponse("region")


def matrix(request, **kwargs):
    return HttpResponse("matrix")
