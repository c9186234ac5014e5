from __future__ import annotations

from typing import Any

import pytest

from nofomo.cli import main


@pytest.fixture
def analyze(capfdbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Runs the command: its exit code, stdout and stderr."""

    def run(*words: str) -> tuple[int, bytes, str]:
        with pytest.raises(SystemExit) as left:
            main(["analyze", *words])
        said = capfdbinary.readouterr()
        return int(left.value.code or 0), said.out, said.err.decode()

    return run
