from allauth.account.adapter import DefaultAccountAdapter


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody registers themselves: an administrator invites."""

    def is_open_for_signup(self, request):
        return False
