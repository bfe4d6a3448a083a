from django.http import HttpResponse


def claim_new(request, **kwargs):
    return HttpResponse("claim_new")


def claim_edit(request, **kwargs):
    return HttpResponse("claim_edit")


def claim_remove(request, **kwargs):
    return HttpResponse("claim_remove")
