from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "What countries do"

    def ready(self):
        # By name: models are not ready while this module is read.
        for name in ("no_demonstration_logins", "second_factor_required"):
            checks.register(import_string(f"reports.site_checks.{name}"), "security", deploy=True)
        checks.register(import_string("reports.site_checks.first_migrations_whole"), checks.Tags.database)
        # The only moment at which a table of SQLite is sure to be as its migrations leave it.
        post_migrate.connect(import_string("reports.trigrams.index_anew"), sender=self)
        post_migrate.connect(import_string("reports.tallies.build_missing"), sender=self)
