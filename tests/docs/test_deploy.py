"""What runs elsewhere is held against what is here: image, compose file, service, and the page that explains them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nofomo.cli import COMMANDS
from nofomo.infra.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ("Dockerfile", "compose.yaml", "deploy/Caddyfile", "deploy/nofomo.service", "docs/deploy.md")
OUTSIDE = {"NOFOMO_DOMAIN", "NOFOMO_UPSTREAM"}
"""Read by Caddy and the compose file, not by us."""


def text_of(name: str) -> str:
    return (ROOT / name).read_text()


def program(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found is not None, f"{name} belongs to requirements-dev.lock"
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="hadolint has no wheel for this machine")
def test_the_image_is_described_without_a_fault() -> None:
    done = subprocess.run([program("hadolint"), "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_compose_file_follows_the_specification() -> None:
    command = [program("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", "compose.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", DEPLOY)
def test_every_setting_that_is_named_exists(name: str) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", text_of(name))) - OUTSIDE
    assert named <= {PREFIX + field.upper() for field in Settings.model_fields}


def test_every_role_and_command_that_is_named_exists() -> None:
    compose = re.findall(r'command: \["(\w+)"\]', text_of("compose.yaml"))
    image = re.findall(r'^CMD \["(\w+)"\]', text_of("Dockerfile"), flags=re.MULTILINE)
    service = re.findall(r"^ExecStart=\S+/nofomo (\w+)", text_of("deploy/nofomo.service"), flags=re.MULTILINE)
    page = re.findall(r"(?:^|exec app |run --rm app |`)nofomo (\w+)", text_of("docs/deploy.md"), flags=re.MULTILINE)
    page += re.findall(r"run --rm (?:-v \S+ )?app (\w+)", text_of("docs/deploy.md"))
    assert {"api", "worker"} <= set(compose)
    assert image == ["up"] == service
    assert {"db", "doctor", "user"} <= set(page)
    assert {*compose, *image, *service, *(set(page) - {"nofomo", "compose"})} <= {*COMMANDS, "postgres"}


def test_what_the_compose_file_insists_on_is_explained() -> None:
    wanted = set(re.findall(r"\$\{(\w+):\?", text_of("compose.yaml")))
    assert wanted == {"NOFOMO_DOMAIN", "NOFOMO_SECRET_KEY", "POSTGRES_PASSWORD"}
    assert all(f"{name}=" in text_of("docs/deploy.md") for name in wanted)


def test_the_image_takes_along_what_the_build_needs_and_nothing_that_is_private() -> None:
    let_in = {line[1:] for line in text_of(".dockerignore").splitlines() if line.startswith("!")}
    copied = {word for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text_of("Dockerfile"), flags=re.MULTILINE)
              for word in line.split()}  # fmt: skip
    assert copied == let_in
    assert text_of(".dockerignore").splitlines()[1] == "*"
