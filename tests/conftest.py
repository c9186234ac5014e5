from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.database import KINDS, Databases, PrivatePostgres


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="Repeat the kills many times (make soak).")


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> int:
    """How often a campaign of kills is repeated; slow ones take a third of it, and all together make 500 in a soak."""
    return 150 if request.config.getoption("--soak") else 3


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Makes databases; for fixtures that live longer than one test. One test asks for `database_url`."""
    made = Databases(tmp_path_factory.mktemp("layout"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def postgres(databases: Databases) -> PrivatePostgres:
    """A PostgreSQL server of this run's own."""
    return databases.postgres


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own with all tables: each test that asks for it runs on SQLite and on PostgreSQL."""
    with databases.fresh(request.param, tmp_path) as url:
        yield url


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The same without any table."""
    with databases.fresh(request.param, tmp_path, empty=True) as url:
        yield url
