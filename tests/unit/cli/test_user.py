from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nofomo.cli.user import user
from nofomo.engine.core.errors import Conflict, Invalid, NotFound


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOFOMO_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(user, list(words), input=typed)


def done(*words: str, typed: str = "") -> str:
    result = run(*words, typed=typed)
    assert result.exit_code == 0, result.output
    return result.stdout


def people() -> dict[str, dict[str, object]]:
    return {row["email"]: row for row in json.loads(done("list", "--json"))}


@pytest.mark.usefixtures("home")
def test_a_fresh_server_gets_its_owner_password_and_address_from_the_shell() -> None:
    assert json.loads(done("list", "--json")) == []
    done("password", "owner@localhost", typed="quiet harbour lantern\n")
    done("email", "owner@localhost", "Pemilik@Example.org")
    row = people()["pemilik@example.org"]
    assert (row["role"], row["hasPassword"], row["signedInAt"]) == ("owner", True, None)


@pytest.mark.usefixtures("home")
def test_an_invitation_and_a_reset_print_nothing_but_their_link() -> None:
    for words in (("invite", "budi@example.org", "--role", "admin"), ("reset", "budi@example.org", "--remove-totp")):
        lines = done(*words).splitlines()
        assert len(lines) == 1
        assert lines[0].startswith("http://127.0.0.1:8000/auth/redeem?token=")
    assert people()["budi@example.org"]["role"] == "admin"


@pytest.mark.usefixtures("home")
def test_refusals_keep_their_code() -> None:
    done("invite", "budi@example.org")
    done("invite", "sari@example.org")
    for words, typed, kind, code in (
        (("invite", "no address"), "", Invalid, "EMAIL_INVALID"),
        (("reset", "nobody@example.org"), "", NotFound, "USER_NOT_FOUND"),
        (("password", "budi@example.org"), "short\n", Invalid, "PASSWORD_WEAK"),
        (("email", "budi@example.org", "sari@example.org"), "", Conflict, "USER_EXISTS"),
    ):
        problem = run(*words, typed=typed).exception
        assert isinstance(problem, kind)
        assert problem.code == code
