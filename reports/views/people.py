from django.http import HttpResponse


def people(request, **kwargs):
    return HttpResponse("people")


def person_invite(request, **kwargs):
    return HttpResponse("person_invite")


def role_end(request, **kwargs):
    return HttpResponse("role_end")


def role_invite_again(request, **kwargs):
    return HttpResponse("role_invite_again")


def tokens(request, **kwargs):
    return HttpResponse("tokens")


def token_new(request, **kwargs):
    return HttpResponse("token_new")


def token_revoke(request, **kwargs):
    return HttpResponse("token_revoke")


def profile(request, **kwargs):
    return HttpResponse("profile")


def set_language(request, **kwargs):
    return HttpResponse("set_language")
