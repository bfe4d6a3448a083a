"""The site's own settings, without what only slows a test down."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DEVELOPMENT", "1")

# Django reads a settings module by the names in it, so one that builds on another takes over all of its names. Listed one
# by one, the next setting of the site would be missing here, and tests would pass on Django's default in its place.
from actionplan.settings import *  # noqa: F403 - whichever names there are, as said above
from actionplan.settings import DATABASES, STORAGES

FOLDER = tempfile.TemporaryDirectory(prefix="tracker-tests-")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file as on a real site: in memory, a page read beside another's writing would find its table locked.
    # With TESTS_KEPT_IN, a folder, `pytest --reuse-db` finds the database of the last run there.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ.get("TESTS_KEPT_IN", FOLDER.name)) / "tests.sqlite3")}

DATA_DIR = Path(FOLDER.name)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
KEPT_ANSWERS = 0  # tests write rows of which the log says nothing; tests about what is kept ask for some
SECOND_FACTOR_EXCUSES = "everybody"  # tests about the second factor ask for it
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
JOBS_AT_ONCE = True  # once a transaction is through; tests of the worker have one
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "evidence": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "uploads": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # straight from the sources, nothing collected
