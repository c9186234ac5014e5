"""`nofomo doctor` finds what is wrong, says what to do, and shows no secret."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.live import free_port
from tests.support.versions import sqlite_with_versions

SECRET = "a secret of at least thirty-two letters"
PASSWORD = "hunter42hunter"


def doctor(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("NOFOMO_")}
    env |= {"NOFOMO_HOME": str(home), "NOFOMO_PORT": str(free_port()), **settings}
    command = [sys.executable, "-m", "nofomo", "doctor", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=90)


def checks(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in json.loads(done.stdout)["checks"]}


def test_a_home_that_is_not_there_yet_is_fine_and_stays_untouched(tmp_path: Path) -> None:
    done = doctor(tmp_path / "new", "--json")
    assert done.returncode == 0, done.stdout
    assert not (tmp_path / "new").exists()
    assert checks(done)["database"]["detail"].endswith("will be made at the first start")


def test_it_finds_what_is_wrong_and_says_what_to_do(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    sqlite_with_versions(home / "nofomo.db", 1)
    (home / "secret.key").write_text("k" * 64)
    (home / "secret.key").chmod(0o644)
    nobody = str(free_port())
    done = doctor(
        home, "--json", NOFOMO_HOST="0.0.0.0", NOFOMO_SMTP_HOST="127.0.0.1", NOFOMO_SMTP_PORT=nobody,
        NOFOMO_REDIS_URL=f"redis://:{PASSWORD}@127.0.0.1:{nobody}/0",
    )  # fmt: skip
    assert done.returncode == 1
    found = checks(done)
    wrong = {name for name, check in found.items() if not check["good"]}
    assert wrong == {"permissions", "backups", "address", "mail", "redis"}
    assert all(found[name]["advice"] for name in wrong)
    assert str(home / "secret.key") in found["permissions"]["advice"]
    assert found["database"]["detail"].startswith("answers, layout")
    assert PASSWORD not in done.stdout


def test_secrets_are_masked_and_the_exit_code_tells_programs(tmp_path: Path) -> None:
    done = doctor(tmp_path / "new", NOFOMO_SECRET_KEY=SECRET, NOFOMO_METRICS_TOKEN=SECRET)
    assert done.returncode == 0
    assert SECRET not in done.stdout + done.stderr
    assert "✓ secret key: set" in done.stdout


def test_a_database_that_does_not_answer_is_said_in_one_line(tmp_path: Path) -> None:
    url = f"postgresql://nofomo:{PASSWORD}@127.0.0.1:{free_port()}/nofomo"
    done = doctor(tmp_path / "new", NOFOMO_DATABASE_URL=url)
    assert done.returncode == 1
    assert "✗ database:" in done.stderr
    assert "Traceback" not in done.stderr
    assert PASSWORD not in done.stdout + done.stderr
