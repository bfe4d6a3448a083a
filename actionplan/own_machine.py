"""Commands on one's own machine: after `make run` they work as they are printed, on the site that it made."""

from collections.abc import MutableMapping
from pathlib import Path

# Any of them says which site is meant. Then nothing is guessed, and the settings say what is still missing.
NAMED = ("SECRET_KEY", "DEVELOPMENT", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "DATA_DIR")


def use_own_site(environment: MutableMapping[str, str], secret: Path) -> str:
    """Set `environment` for the site whose `secret` `make run` wrote; answers what to say of it.

    Nothing is set, and nothing said, where there is no such secret or the environment names a site: a real one names
    at least its SECRET_KEY, so it is never taken for one's own.
    """
    if any(name in environment for name in NAMED) or not secret.is_file():
        return ""
    environment.update({"DEVELOPMENT": "1", "SECRET_KEY": secret.read_text(encoding="utf-8").strip()})
    return f"The environment names no site, so this is the development site of `make run`, in {secret.parent}."
