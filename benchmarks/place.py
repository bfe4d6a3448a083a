"""The throw-away place of a benchmark, which has to be named before a model is imported: import this first.

A database on SQLite in a temporary folder or, where DATABASE_URL names PostgreSQL, an empty one there.
"""

import os
import tempfile
from pathlib import Path

import django

FOLDER = tempfile.TemporaryDirectory(prefix="tracker-benchmark-")
PORT = int(os.environ.get("PORT", "8765"))
SITE = f"http://127.0.0.1:{PORT}"
if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    os.environ["DATABASE_URL"] = f"sqlite:///{Path(FOLDER.name) / 'tracker.sqlite3'}"
os.environ |= {
    "DATA_DIR": FOLDER.name,
    "DEMO_PASSWORD": "a-long-pass-phrase",
    "DEVELOPMENT": "1",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's loop runs in the thread of the scenario
    "DJANGO_SETTINGS_MODULE": "actionplan.settings",
    "EXCUSE_DEMONSTRATION": "1",
    "SITE_URL": SITE,
}
django.setup()
