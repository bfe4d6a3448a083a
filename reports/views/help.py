from django.http import HttpResponse


def help(request, **kwargs):
    return HttpResponse("help")
