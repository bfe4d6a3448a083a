from allauth.account.adapter import DefaultAccountAdapter
from django.utils import translation


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody registers themselves: an administrator invites. Mail goes out in its reader's language."""

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        reader = context.get("user")
        with translation.override(getattr(reader, "language", "") or translation.get_language()):
            super().send_mail(template_prefix, email, context)
