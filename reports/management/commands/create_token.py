"""`manage.py create_token OWNER --name "Ministry system" --scope write --days 365`."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reports import workflow
from reports.management.confirming import CONFIRM, require_confirmed
from reports.models import ApiToken, Change, User
from reports.privacy import personal_data


class Command(BaseCommand):
    help = "Create an API token for a person and print its secret, which is shown only once."

    def add_arguments(self, parser):
        parser.add_argument("owner", metavar="OWNER", help="user name of the person whose rights the token is to have")
        parser.add_argument("--name", required=True, help="purpose of the token")
        parser.add_argument("--scope", choices=ApiToken.Scope.values, default=ApiToken.Scope.READ)
        parser.add_argument("--days", type=int, default=365, help="number of days for which it is valid")
        parser.add_argument("--confirm", action="store_true", help=CONFIRM)
        parser.add_argument(
            "--by", metavar="USERNAME", required=True, help="user name of the administrator who creates it"
        )

    def handle(self, *, owner: str, name: str, scope: str, days: int, by: str, confirm: bool, **options):
        person = User.objects.filter(username=owner).first()
        administrator = User.objects.filter(username=by, is_superuser=True, is_active=True).first()
        if person is None:
            raise CommandError(f"There is no user with the user name {owner}.")
        if administrator is None:
            raise CommandError("There is no such administrator. Create one with createsuperuser.")
        passages = personal_data(name)
        for passage in passages:
            self.stderr.write(str(passage))
        require_confirmed(bool(passages), confirm)
        try:
            _token, secret = workflow.create_token(
                by=administrator, owner=person, name=name, scope=scope, days=days, via=Change.Via.COMMAND
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(secret)
