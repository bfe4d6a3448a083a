from django.http import HttpResponse


def evidence_new(request, **kwargs):
    return HttpResponse("evidence_new")


def evidence_file(request, **kwargs):
    return HttpResponse("evidence_file")


def evidence_remove(request, **kwargs):
    return HttpResponse("evidence_remove")
