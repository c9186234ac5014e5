from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="Repeat the kills many times (make soak).")


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> int:
    """How often a campaign of kills is repeated."""
    return 60 if request.config.getoption("--soak") else 3
