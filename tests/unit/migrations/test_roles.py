"""The two roles of PostgreSQL: made where that is allowed, asked for in so many words where it is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from tests.support.database import PrivatePostgres, postgres_programs
from tests.support.isolation import ANA, fill_every_table, leaks

from nofomo.engine.core.errors import Broken
from nofomo.infra.database import SYSTEM, Database, as_user
from nofomo.migrations import HEAD, current_version, upgrade


@pytest.fixture
def plain(postgres: PrivatePostgres) -> Iterator[str]:
    """A database of a login that may make tables and nothing else, on a server that has the roles already."""
    url = postgres.create()
    name = url.partition("?")[0].rpartition("/")[2]
    postgres.administer('create role "plain one" login', f'alter database {name} owner to "plain one"')
    yield postgres.url(name, login="plain%20one")
    postgres.drop(url)
    postgres.administer('drop role "plain one"')


async def made_by_another(postgres: PrivatePostgres) -> None:
    """Another installation on this server has made the roles."""
    database = Database(await postgres.new_database())
    await upgrade(database)
    await database.close()


async def test_a_login_that_may_not_make_roles_is_told_what_an_administrator_must_run(
    plain: str, postgres: PrivatePostgres
) -> None:
    await made_by_another(postgres)
    database = Database(plain)
    with pytest.raises(Broken) as refused:
        await upgrade(database)
    assert refused.value.code == "DATABASE_ROLES"
    lines = ['GRANT nofomo_user TO "plain one"', 'GRANT nofomo_system TO "plain one"']
    assert refused.value.details == {"run": lines}
    assert "; ".join(lines) in refused.value.message
    assert await current_version(database) is None, "nothing half-made is left"
    postgres.administer(*lines)
    assert await upgrade(database)
    async with database.read(SYSTEM) as session:
        assert await session.scalar(text("select version_num from alembic_version")) == HEAD
    await database.close()


async def test_roles_that_are_not_there_at_all_are_asked_for_too() -> None:
    programs = postgres_programs()
    assert programs is not None
    server = PrivatePostgres(programs)
    try:
        server.administer("alter role nofomo nocreaterole")
        database = Database(server.create())
        with pytest.raises(Broken) as refused:
            await upgrade(database)
        lines = refused.value.details["run"]
        assert [line.split()[:3] for line in lines] == [
            ["CREATE", "ROLE", "nofomo_user"], ["CREATE", "ROLE", "nofomo_system"],
            ["GRANT", "nofomo_user", "TO"], ["GRANT", "nofomo_system", "TO"],
        ]  # fmt: skip
        server.administer(*lines)
        assert await upgrade(database)
        await database.close()
    finally:
        server.close()


async def test_a_role_that_passes_row_security_is_refused(postgres: PrivatePostgres) -> None:
    await made_by_another(postgres)
    database = Database(await postgres.new_database())
    postgres.administer("alter role nofomo_user bypassrls")
    try:
        with pytest.raises(Broken) as refused:
            await upgrade(database)
    finally:
        postgres.administer("alter role nofomo_user nobypassrls")
    assert refused.value.details == {"run": ["ALTER ROLE nofomo_user NOSUPERUSER NOBYPASSRLS"]}
    assert await upgrade(database)
    await database.close()


async def test_people_are_kept_apart_where_the_login_is_a_superuser_too(postgres: PrivatePostgres) -> None:
    url = postgres.create()
    name = url.partition("?")[0].rpartition("/")[2]
    database = Database(postgres.url(name, login="postgres"))
    await upgrade(database)
    await fill_every_table(database)
    async with database.write(as_user(ANA)) as session:
        assert await leaks(await session.connection(), "plans") == []
    await database.close()
    postgres.drop(url)
