#!/usr/bin/env python
"""Django's command line for the tracker."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from actionplan.own_machine import use_own_site

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionplan.settings")
    said = use_own_site(os.environ, Path(__file__).resolve().parent / "var" / "secret")
    if said:
        print(said, file=sys.stderr)
    execute_from_command_line(sys.argv)
