from django.apps import AppConfig
from django.core import checks

from themes.catalogues import catalogues_are_compiled


class ThemesConfig(AppConfig):
    name = "themes"
    verbose_name = "Themes of the Plan"

    def ready(self):
        checks.register(catalogues_are_compiled, checks.Tags.translation)
