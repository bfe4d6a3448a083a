from django.http import HttpResponse


def review(request, **kwargs):
    return HttpResponse("review")


def activity_verify(request, **kwargs):
    return HttpResponse("activity_verify")


def activity_return(request, **kwargs):
    return HttpResponse("activity_return")


def claim_decide(request, **kwargs):
    return HttpResponse("claim_decide")


def remark_add(request, **kwargs):
    return HttpResponse("remark_add")


def remark_reply(request, **kwargs):
    return HttpResponse("remark_reply")


def remark_resolve(request, **kwargs):
    return HttpResponse("remark_resolve")
