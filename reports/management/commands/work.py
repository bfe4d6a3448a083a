"""`manage.py work [--until-empty]`: does the jobs of `reports.jobs`."""

from django.core.management.base import BaseCommand

from reports.jobs.worker import Worker


class Command(BaseCommand):
    help = (
        "Do what no request waits for (mail, documents, what is due each day), one job after the other, until stopped. "
        "Several may run, on several machines. From a timer: --until-empty."
    )

    def add_arguments(self, parser):
        parser.add_argument("--until-empty", action="store_true", help="end when nothing is due")

    def handle(self, *, until_empty: bool, **options):
        worker = Worker()
        worker.listen()
        worker.run(until_empty=until_empty)
