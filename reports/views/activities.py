from django.http import HttpResponse


def activities(request, **kwargs):
    return HttpResponse("activities")


def activity_new(request, **kwargs):
    return HttpResponse("activity_new")


def activities_confirm(request, **kwargs):
    return HttpResponse("activities_confirm")


def activity(request, **kwargs):
    return HttpResponse("activity")


def activity_edit(request, **kwargs):
    return HttpResponse("activity_edit")


def activity_submit(request, **kwargs):
    return HttpResponse("activity_submit")


def activity_discard(request, **kwargs):
    return HttpResponse("activity_discard")


def activity_history(request, **kwargs):
    return HttpResponse("activity_history")
