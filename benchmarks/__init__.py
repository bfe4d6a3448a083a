"""What the site costs, as ratios within one run (`make bench`), and a first report played in a browser.

A benchmark runs on a throw-away SQLite database, which has to be named before a model is imported: here.
"""

import os
import tempfile
from pathlib import Path

import django

FOLDER = tempfile.TemporaryDirectory(prefix="tracker-benchmark-")
PORT = int(os.environ.get("PORT", "8765"))
SITE = f"http://127.0.0.1:{PORT}"
os.environ |= {
    "DATA_DIR": FOLDER.name,
    "DATABASE_URL": f"sqlite:///{Path(FOLDER.name) / 'tracker.sqlite3'}",
    "DEMO_PASSWORD": "a-long-pass-phrase",
    "DEVELOPMENT": "1",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's loop runs in the thread of the scenario
    "DJANGO_SETTINGS_MODULE": "actionplan.settings",
    "EXCUSE_DEMONSTRATION": "1",
    "SITE_URL": SITE,
}
django.setup()
