from django.http import HttpResponse


def recommendations(request):
    return HttpResponse("recommendations")


def recommendation(request, slug):
    return HttpResponse("recommendation")
