"""Whose rows are whose, on PostgreSQL: two roles, and a policy on every table of a person.

The product logs in as the owner of the tables, and each transaction enters a role: `nofomo_user`, which sees the rows
of the one person named by `app.user_id`, or `nofomo_system`, which serves many. The owner is bound by the policies too
(FORCE), so that work that has entered no role finds nothing. SQLite knows no roles; there the filter of each query is
the wall, and everything here does nothing.

A step that makes a table with a `user_id` calls `protect("that_table", may="select, insert, …")`.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

from nofomo.engine.core.errors import Broken
from nofomo.infra.database import SYSTEM_ROLE, USER_ROLE

ROLES: Final = (USER_ROLE, SYSTEM_ROLE)
_WHO: Final = "nullif(current_setting('app.user_id', true), '')::uuid"
# A login inherits what its roles may see, even while it has entered none: hence the look at who is at work. CASE keeps
# the planner from believing that the comparison lets hardly any row through.
_SYSTEM_AT_WORK: Final = f"case current_user when '{SYSTEM_ROLE}' then true else false end"
_NOT_ALLOWED: Final = "42501"


def protect(table: str, *, may: str, owner: str = "user_id") -> None:
    """Let a person's transactions see only rows whose column `owner` is that person, and do only what `may` lists.

    `may` is what GRANT takes, the least that the services need: `select, insert, update (name)`.
    """
    if not _on_postgresql():
        return
    whose = f"{owner} = {_WHO}"
    for statement in (
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy own_rows on {table} to {USER_ROLE} using ({whose}) with check ({whose})",
        f"create policy all_rows on {table} to {SYSTEM_ROLE} using ({_SYSTEM_AT_WORK}) with check ({_SYSTEM_AT_WORK})",
        f"revoke all on {table} from {USER_ROLE}",
        f"grant {may} on {table} to {USER_ROLE}",
        f"grant select, insert, update, delete on {table} to {SYSTEM_ROLE}",
    ):
        op.execute(statement)


def unprotect(table: str) -> None:
    """Take back what `protect` did."""
    if not _on_postgresql():
        return
    for statement in (
        f"drop policy own_rows on {table}",
        f"drop policy all_rows on {table}",
        f"alter table {table} no force row level security",
        f"alter table {table} disable row level security",
        f"revoke all on {table} from {USER_ROLE}",
    ):
        op.execute(statement)


def make_roles() -> None:
    """Create the two roles where they are missing and make the login a member; tables to come belong to the system.

    Roles belong to the whole server: another database of it may have made them, or make them at this moment. Raises
    Broken (`DATABASE_ROLES`) with what an administrator must run, where the login may not do it itself.
    """
    if not _on_postgresql():
        return
    bind = op.get_bind()
    missing = _missing(bind)
    try:
        for line in missing:
            bind.exec_driver_sql(_calmly(line))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _NOT_ALLOWED:
            raise _ask_administrator(missing) from error
        raise
    schema = bind.scalar(sa.text("select quote_ident(current_schema())"))
    both, rows = ", ".join(ROLES), "select, insert, update, delete"
    op.execute(f"grant usage on schema {schema} to {both}")
    op.execute(f"grant {rows} on all tables in schema {schema} to {SYSTEM_ROLE}")
    op.execute(f"alter default privileges in schema {schema} grant {rows} on tables to {SYSTEM_ROLE}")


def forget_roles() -> None:
    """Take back what `make_roles` did in this database; the roles themselves may serve another one."""
    if not _on_postgresql():
        return
    schema = op.get_bind().scalar(sa.text("select quote_ident(current_schema())"))
    op.execute(f"alter default privileges in schema {schema} revoke all on tables from {SYSTEM_ROLE}")
    op.execute(f"revoke all on all tables in schema {schema} from {', '.join(ROLES)}")
    op.execute(f"revoke usage on schema {schema} from {', '.join(ROLES)}")


def lift_owner(connection: sa.Connection) -> None:
    """Let the owner of the tables, who is about to change them, see all rows until `bind_owner` is called."""
    _force(connection, "no force", forced=True)


def bind_owner(connection: sa.Connection) -> None:
    """Bind the owner by the policies (again): every table that has some."""
    _force(connection, "force", forced=False)


def _force(connection: sa.Connection, verb: str, *, forced: bool) -> None:
    if connection.dialect.name != "postgresql":
        return
    which = sa.text(
        "select oid::regclass::text from pg_class where relrowsecurity and relforcerowsecurity = :forced"
        " and relnamespace = current_schema()::regnamespace"
    )
    for table in connection.scalars(which, {"forced": forced}).all():
        connection.exec_driver_sql(f"alter table {table} {verb} row level security")


def _missing(bind: sa.Connection) -> list[str]:
    """What must be run so that both roles are there and the login can enter them."""
    kind = "set" if int(bind.scalar(sa.text("show server_version_num")) or 0) >= 160_000 else "member"
    query = sa.text(
        "select rolname, rolsuper or rolbypassrls as unbound, pg_has_role(oid, :kind) as entered from pg_roles"
        " where rolname = any(:roles)"
    )
    found = {row.rolname: row for row in bind.execute(query, {"roles": list(ROLES), "kind": kind})}
    unbound = [role for role, row in found.items() if row.unbound]
    if unbound:
        raise _ask_administrator([f"ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS" for role in unbound])
    login = bind.scalar(sa.text("select quote_ident(current_user)"))
    outside = [role for role in ROLES if role not in found or not found[role].entered]
    return [
        *(f"CREATE ROLE {role} NOLOGIN" for role in ROLES if role not in found),
        *(f"GRANT {role} TO {login}" for role in outside),
    ]


def _calmly(statement: str) -> str:
    """The statement, without complaint when somebody else has just done it."""
    return f"do $$ begin {statement}; exception when duplicate_object or unique_violation then null; end $$"


def _ask_administrator(lines: list[str]) -> Broken:
    return Broken(
        f"The database's login may not do this itself. Once, as an administrator, run: {'; '.join(lines)};",
        code="DATABASE_ROLES",
        details={"run": lines},
    )


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
