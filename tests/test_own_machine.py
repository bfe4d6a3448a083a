"""When a command takes one's own site for granted: only where nothing in the environment names another."""

import pytest

from actionplan.own_machine import NAMED, use_own_site


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret"
    path.write_text("kept\n")
    return path


def test_after_make_run_its_site_is_found_and_said(secret):
    environment = {"PATH": "/bin"}
    assert str(secret.parent) in use_own_site(environment, secret)
    assert environment == {"PATH": "/bin", "DEVELOPMENT": "1", "SECRET_KEY": "kept"}


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("value", ["0", ""])
def test_an_environment_that_names_a_site_is_left_alone(secret, name, value):
    environment = {name: value}
    assert (use_own_site(environment, secret), environment) == ("", {name: value})


def test_without_a_secret_nothing_is_guessed(tmp_path):
    environment = {}
    assert (use_own_site(environment, tmp_path / "secret"), environment) == ("", {})
