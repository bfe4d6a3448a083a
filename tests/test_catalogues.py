"""A catalogue that nobody compiled is noticed before a reader meets it."""

import os

from themes.catalogues import catalogues_are_compiled


def test_a_catalogue_that_is_missing_or_older_than_its_source_fails_the_check(tmp_path, settings):
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, compiled = folder / "django.po", folder / "django.mo"
    source.touch()
    settings.LOCALE_PATHS = [tmp_path]
    missing = [error.msg for error in catalogues_are_compiled(None)]
    compiled.touch()
    os.utime(source, (1, 1))
    fresh = catalogues_are_compiled(None)
    os.utime(compiled, (0, 0))
    old = [error.msg for error in catalogues_are_compiled(None)]
    said = [
        f"The catalogue {source} {what}." for what in ("is not compiled", "was compiled before it was last changed")
    ]
    assert (missing, fresh, old) == (said[:1], [], said[1:])


def test_those_of_the_site_are_compiled():
    assert catalogues_are_compiled(None) == []
