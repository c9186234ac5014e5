from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.database import PrivatePostgres, postgres_programs


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="Repeat the kills many times (make soak).")


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> int:
    """How often a campaign of kills is repeated."""
    return 60 if request.config.getoption("--soak") else 3


@pytest.fixture(scope="session")
def postgres() -> Iterator[PrivatePostgres]:
    """A PostgreSQL server of this run's own."""
    server = PrivatePostgres(postgres_programs())
    yield server
    server.close()
