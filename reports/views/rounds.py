from django.http import HttpResponse


def rounds(request, **kwargs):
    return HttpResponse("rounds")


def round_new(request, **kwargs):
    return HttpResponse("round_new")


def round_report(request, **kwargs):
    return HttpResponse("round_report")
