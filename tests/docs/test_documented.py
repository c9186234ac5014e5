"""What a person can meet is written down, and what is written down works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from nofomo.cli import COMMANDS

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'(?:code=|default_code = |Problem\(|_unavailable\(|JobFailure\(|failure\(\d+, )"([A-Z][A-Z_]+)"')


def sources() -> list[Path]:
    return sorted((ROOT / "src/nofomo").rglob("*.py"))


def test_every_error_code_in_the_source_is_documented() -> None:
    page = (ROOT / "docs/errors.md").read_text()
    found = {code: path.name for path in sources() for code in CODE.findall(path.read_text())}
    assert len(found) > 60
    assert {code: name for code, name in found.items() if f"`{code}`" not in page} == {}


def test_every_documented_error_code_is_in_the_source() -> None:
    text = "\n".join(path.read_text() for path in sources())
    codes = set(re.findall(r"`([A-Z][A-Z]+_[A-Z_]+)`", (ROOT / "docs/errors.md").read_text()))
    # A job that runs out of time is named after its kind.
    codes.discard("ANALYSIS_TIMEOUT")
    assert {code for code in codes if f'"{code}"' not in text} == set()


def test_every_page_that_a_page_links_to_exists() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    missing = [
        f"{page.name} → {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert missing == []


def test_the_readme_names_only_targets_and_commands_that_exist() -> None:
    text = (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", text)) <= targets
    assert set(re.findall(r"bin/nofomo ([a-z]+)", text)) <= set(COMMANDS)


def test_every_command_explains_itself() -> None:
    for name in COMMANDS:
        done = subprocess.run(
            [sys.executable, "-m", "nofomo", name, "--help"], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) > 3
