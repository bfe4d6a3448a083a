"""Managers as the models write them. modeltranslation gives each translated model a manager of a class that it makes as
the site starts; mypy finds no type by that name, and every query of such a model would be anything at all."""

from django.apps import AppConfig
from modeltranslation import translator


class PlainManagers(AppConfig):
    """Stands before modeltranslation, which registers the models in its own `ready`."""

    name = "tests"

    def ready(self):
        translator.add_manager = lambda model: None
