"""A server that other machines can reach starts only with a secret key and an owner's password."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from urllib.request import urlopen

KEY = "a-secret-key-of-more-than-32-characters"
WORDS = "quiet harbour lantern"


def nofomo(home: Path, *words: str, typed: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nofomo", *words],
        env=environment(home, **env), input=typed, capture_output=True, text=True, timeout=60, check=False, cwd=home,
    )  # fmt: skip


def environment(home: Path, **env: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NOFOMO_")}
    return clean | {"NOFOMO_HOME": str(home)} | env


def test_a_public_address_without_key_and_password_is_refused_in_one_sentence(tmp_path: Path) -> None:
    refused = nofomo(tmp_path, "up", "--host", "0.0.0.0", "--port", "0")
    assert (refused.returncode, refused.stdout) == (1, "")
    said = [line for line in refused.stderr.splitlines() if "UNSAFE_BIND" in line]
    assert len(said) == 1
    assert "NOFOMO_SECRET_KEY" in said[0]
    assert "password" in said[0]
    assert "Traceback" not in refused.stderr
    assert "listens on" not in refused.stderr


def test_either_of_the_two_alone_is_not_enough_and_both_are(tmp_path: Path) -> None:
    with_key = nofomo(tmp_path, "up", "--host", "0.0.0.0", "--port", "0", NOFOMO_SECRET_KEY=KEY)
    assert with_key.returncode == 1
    assert "UNSAFE_BIND" in with_key.stderr
    assert "SECRET_KEY" not in with_key.stderr
    set_one = nofomo(tmp_path, "user", "password", "owner@localhost", typed=WORDS + "\n", NOFOMO_SECRET_KEY=KEY)
    assert set_one.returncode == 0, set_one.stderr
    without_key = nofomo(tmp_path, "up", "--host", "0.0.0.0", "--port", "0")
    assert without_key.returncode == 1
    assert "NOFOMO_SECRET_KEY" in without_key.stderr
    assert serves(tmp_path, NOFOMO_SECRET_KEY=KEY)


def serves(home: Path, **env: str) -> bool:
    """Whether `nofomo up` on every address listens and answers."""
    command = [sys.executable, "-m", "nofomo", "up", "--host", "0.0.0.0", "--port", "0"]
    server = subprocess.Popen(command, env=environment(home, **env), stderr=subprocess.PIPE, text=True, cwd=home)
    watchdog = threading.Timer(30, server.kill)
    watchdog.start()
    try:
        assert server.stderr is not None
        line = next((line for line in server.stderr if "listens on" in line), "")
        port = line.split("(")[0].rstrip().rsplit(":", 1)[-1].strip("/")
        if not port.isdigit():
            return False
        with urlopen(f"http://127.0.0.1:{port}/api/health", timeout=10) as answer:
            return answer.status == 200
    finally:
        watchdog.cancel()
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)


def test_a_short_secret_key_and_a_setting_that_does_not_exist_stop_the_start(tmp_path: Path) -> None:
    for env in ({"NOFOMO_SECRET_KEY": "short"}, {"NOFOMO_COOLDOWN": "15"}, {"NOFOMO_COOLDOWN_S": "soon"}):
        refused = nofomo(tmp_path, "up", "--port", "0", **env)
        assert refused.returncode == 1, refused.stderr
        assert next(iter(env)) in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = nofomo(tmp_path, "up", "--port", str(port))
    assert refused.returncode == 1
    assert "ADDRESS_IN_USE" in refused.stderr
    assert str(port) in refused.stderr
