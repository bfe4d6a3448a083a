"""The site's own settings, for mypy: with managers as the models write them."""

from actionplan.settings import *  # noqa: F403 - listed one by one, mypy would not know the next setting of the site
from actionplan.settings import INSTALLED_APPS

INSTALLED_APPS = ["tests.plain_managers.PlainManagers", *INSTALLED_APPS]
