"""What `nofomo doctor` looks at. It changes nothing, and every complaint says what to do."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import stat
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from nofomo.bootstrap.backups import place_of
from nofomo.bootstrap.parts import make_market
from nofomo.engine.core.errors import NofomoError
from nofomo.features.accounts import users
from nofomo.features.market import ConnectionReport
from nofomo.infra.backup import Place, Shelf
from nofomo.infra.backup.making import present_layout
from nofomo.infra.clock import SystemClock
from nofomo.infra.database import SYSTEM, SYSTEM_ROLE, USER_ROLE, Database
from nofomo.infra.events import EventBus
from nofomo.infra.settings import Settings, check_public_bind
from nofomo.migrations import HEAD, current_version

_LITTLE_ROOM: Final = 500_000_000
_OFFSET_MS: Final = 2_000
_OLD_BACKUP_MS: Final = 2 * 86_400_000
_PATIENCE_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` says what to do."""

    name: str
    good: bool
    detail: str
    advice: str = ""


def _good(name: str, detail: str) -> Finding:
    return Finding(name, good=True, detail=detail)


def _bad(name: str, detail: str, *, advice: str) -> Finding:
    return Finding(name, good=False, detail=detail, advice=advice)


async def diagnose(settings: Settings) -> list[Finding]:
    """Look at everything; what hangs is given up after ten seconds."""
    place = place_of(settings)
    looks: list[tuple[str, Callable[[], Awaitable[list[Finding]]]]] = [
        ("files", lambda: asyncio.to_thread(_files, settings, place)),
        ("port", lambda: asyncio.to_thread(_port, settings)),
        ("database", lambda: _database(settings, place)),
        ("clock", lambda: _clock(settings, place)),
        ("redis", lambda: _redis(settings)),
        ("mail", lambda: _mail(settings)),
    ]
    found: list[Finding] = []
    for name, look in looks:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                found += await look()
        except TimeoutError:
            found.append(_bad(name, f"no answer within {_PATIENCE_S:g} s", advice="Look at the network between here "
                              "and there."))  # fmt: skip
        except (NofomoError, OSError, SQLAlchemyError) as error:
            words = error.message if isinstance(error, NofomoError) else f"{error}"
            found.append(_bad(name, words, advice="Repair this, then run nofomo doctor again."))
    return found


def _files(settings: Settings, place: Place) -> list[Finding]:
    home = settings.home
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    room = f"{free // 1_000_000} MB are free at {there}"
    found = [
        _good("disk", room) if free > _LITTLE_ROOM else _bad("disk", room, advice="Make room: rows, candles, logs and "
                                                             "backups are written there.")
    ]  # fmt: skip
    for name, folder in (("home", home), ("candles", place.candles)):
        if folder is not None:
            writable = os.access(next(one for one in (folder, *folder.parents) if one.exists()), os.W_OK)
            advice = "" if writable else "Let the user that runs NoFOMO own it."
            found.append(Finding(name, writable, f"{folder} can{'' if writable else 'not'} be written", advice))
    found += [*_secrets(settings, place), *_backups(place)]
    return found


def _secrets(settings: Settings, place: Place) -> list[Finding]:
    found: list[Finding] = []
    if settings.secret_key is not None:
        found.append(_good("secret key", "set"))
    elif place.key.is_file():
        found.append(_good("secret key", f"kept in {place.key}"))
    else:
        found.append(_good("secret key", f"will be made in {place.key} at the first start"))
    private = [path for path in (place.home, place.key) if path.exists()]
    shared = [path for path in private if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if shared:
        names = " ".join(map(str, shared))
        found.append(_bad("permissions", f"others on this machine can look into {names}", advice=f"chmod go= {names}"))
    elif private:
        found.append(_good("permissions", "only their owner can look into home and key"))
    return found


def _backups(place: Place) -> list[Finding]:
    backups = Shelf(place.backups).list()
    if not backups:
        if place.sqlite is not None and not place.sqlite.exists():
            return [_good("backups", "there is nothing to back up yet")]
        return [_bad("backups", f"there is none in {place.backups}", advice="Run nofomo db backup; a running server "
                     "makes one every day unless NOFOMO_BACKUP_KEEP_DAYS is 0.")]  # fmt: skip
    age = SystemClock().now_ms() - backups[0].at
    words = f"the newest of {len(backups)} is {age // 3_600_000} h old"
    if age > _OLD_BACKUP_MS:
        return [_bad("backups", words, advice="Run nofomo db backup, and see in the log why the daily one fails.")]
    return [_good("backups", f"{words}; keep one on another machine too")]


def _port(settings: Settings) -> list[Finding]:
    where = f"{settings.host}:{settings.port}"
    if settings.port == 0:
        return [_good("port", "any free one")]
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((settings.host.strip("[]"), settings.port))
        except OSError as error:
            return [_bad("port", f"{where} cannot be listened on ({error.strerror})", advice="If NoFOMO is running "
                         "already, all is well; else choose another one with NOFOMO_PORT.")]  # fmt: skip
    return [_good("port", f"{where} is free")]


async def _database(settings: Settings, place: Place) -> list[Finding]:
    if place.sqlite is not None and not place.sqlite.exists():
        return [_good("database", f"{place.sqlite} will be made at the first start")]
    database = Database(settings.database_url)
    try:
        present = await current_version(database)
        found = [_layout(present)]
        if present != HEAD:
            return found
        if not database.is_sqlite:
            found.append(await _roles(database))
        async with database.read(SYSTEM) as session:
            owners = (await session.scalars(select(users.c.password_hash).where(users.c.role == "owner"))).all()
        try:
            check_public_bind(settings, bool(owners) and all(owners))
            found.append(_good("address", f"{settings.host} is safe to listen on"))
        except NofomoError as error:
            found.append(_bad("address", f"{settings.host} would let others in", advice=error.message))
        return found
    finally:
        await database.close()


def _layout(present: str | None) -> Finding:
    if present == HEAD:
        return _good("database", f"answers, layout {HEAD}")
    if present is None:
        return _good("database", "answers and is empty; the first start lays it out")
    advice = "Run nofomo db upgrade, or start the server: both make a backup first."
    if present > HEAD:
        advice = "A newer version has used it: start that one, or restore a backup."
    return _bad("database", f"is at layout {present}, this version needs {HEAD}", advice=advice)


async def _roles(database: Database) -> Finding:
    query = text(
        "select (select count(*) from pg_roles where rolname in (:user, :system)"
        " and not rolsuper and not rolbypassrls),"
        " (select count(*) from pg_class where relrowsecurity and relforcerowsecurity)"
    )
    async with database.read(SYSTEM) as session:
        roles, tables = (await session.execute(query, {"user": USER_ROLE, "system": SYSTEM_ROLE})).one()
    if roles == 2 and tables:
        return _good("row-level security", f"two roles, {tables} tables with policies in force")
    return _bad("row-level security", f"{roles} of 2 roles are bound, {tables} tables have policies in force",
                advice=f"As an administrator of the database: ALTER ROLE {USER_ROLE} NOSUPERUSER NOBYPASSRLS; and the "
                f"same for {SYSTEM_ROLE}.")  # fmt: skip


async def _clock(settings: Settings, place: Place) -> list[Finding]:
    if settings.venue in ("sandbox", "file"):
        return [_good("clock", f"the venue {settings.venue} has this machine's clock")]
    if await present_layout(place) != HEAD:
        return [_good("venue", f"{settings.venue} is asked once the database has been laid out")]
    report = await _ask_venue(settings)
    if report.problem is not None:
        advice = str(report.problem.advice)
        return [_bad("venue", f"{settings.venue}: {report.problem.message}", advice=advice)]
    found = [_good("venue", f"{settings.venue} answers in {report.latency_ms or 0:.0f} ms")]
    offset = report.clock_offset_ms or 0
    words = f"{abs(offset)} ms {'behind' if offset > 0 else 'ahead of'} {settings.venue}"
    if abs(offset) > _OFFSET_MS:
        return [
            *found,
            _bad("clock", words, advice="Let the machine keep its clock by NTP (timedatectl set-ntp true)."),
        ]
    return [*found, _good("clock", words)]


async def _ask_venue(settings: Settings) -> ConnectionReport:
    database = Database(settings.database_url)
    try:
        market = make_market(settings, database, clock=SystemClock(), events=EventBus(), sandbox_url=None)
        try:
            return await market.test_connection(settings.venue)
        finally:
            await market.close()
    finally:
        await database.close()


async def _redis(settings: Settings) -> list[Finding]:
    if settings.redis_url is None:
        return []
    client = Redis.from_url(settings.redis_url, socket_connect_timeout=3, socket_timeout=3)
    try:
        await client.ping()
    except (RedisError, OSError) as error:
        return [_bad("redis", f"does not answer ({type(error).__name__})", advice="Start it, or correct "
                     "NOFOMO_REDIS_URL; without it processes find each other's jobs a little later.")]  # fmt: skip
    finally:
        await client.aclose()
    return [_good("redis", "answers")]


async def _mail(settings: Settings) -> list[Finding]:
    if settings.smtp_host is None:
        return [_good("mail", "not set: sign-in links are printed by the server")]
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        async with asyncio.timeout(5):
            _, writer = await asyncio.open_connection(settings.smtp_host, settings.smtp_port)
    except (OSError, TimeoutError) as error:
        return [_bad("mail", f"{where} does not answer ({type(error).__name__})", advice="Correct NOFOMO_SMTP_HOST and "
                     "NOFOMO_SMTP_PORT, or open the way to it.")]  # fmt: skip
    writer.close()
    return [_good("mail", f"{where} can be reached")]
