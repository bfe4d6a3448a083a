from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import import_string


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "What countries do"

    def ready(self):
        # By name: models are not ready while this module is read.
        checks.register(import_string("reports.deploy_checks.no_demonstration_logins"), "security", deploy=True)
