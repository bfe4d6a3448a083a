"""The throw-away place of a benchmark, which has to be named before a model is imported: import this first.

A database on SQLite in a temporary folder or, where DATABASE_URL names PostgreSQL, an empty one there.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

if "BENCHMARK_FOLDER" not in os.environ:  # a process that a benchmark starts works in the same place
    os.environ["BENCHMARK_FOLDER"] = tempfile.mkdtemp(prefix="tracker-benchmark-")
    atexit.register(shutil.rmtree, os.environ["BENCHMARK_FOLDER"], ignore_errors=True)
FOLDER = Path(os.environ["BENCHMARK_FOLDER"])
PORT = int(os.environ.get("PORT", "8765"))
SITE = f"http://127.0.0.1:{PORT}"
if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER / 'tracker.sqlite3'}"
os.environ |= {
    "DATA_DIR": str(FOLDER),
    "DEMO_PASSWORD": "a-long-pass-phrase",
    "DEVELOPMENT": "1",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's loop runs in the thread of the scenario
    "DJANGO_SETTINGS_MODULE": "actionplan.settings",
    "EXCUSE_DEMONSTRATION": "1",
    "KEPT_ANSWERS_MB": "0",  # each answer is made
    "SITE_URL": SITE,
}
django.setup()
