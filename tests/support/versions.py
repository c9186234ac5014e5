"""Many stored analyses at once: real documents, compressed as they are kept, in chains without gaps."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path
from uuid import UUID

from nofomo.bootstrap.backups import LAYOUTS
from tests.support.database import in_thread

DOCUMENTS = Path(__file__).parents[1] / "golden" / "analysis"
SYMBOLS = ("BTC/USDT", "ETH/USDT", "SOL/USDT", "XRP/USDT", "BNB/USDT")
PEOPLE = tuple(UUID(int=(7 << 76) | (2 << 62) | number) for number in range(1, 5))


def sqlite_with_versions(path: Path, count: int) -> None:
    """A SQLite file of this version's layout with four people and `count` versions."""
    in_thread(LAYOUTS.bring(f"sqlite+aiosqlite:///{path}", "head"))
    packed = [zlib.compress(json.dumps(json.loads(file.read_text())).encode()) for file in DOCUMENTS.glob("*.json")]
    rows = sqlite3.connect(path)
    rows.executemany(
        "insert into users (id, email, role, language, timezone, theme, palette, created_at)"
        " values (?, ?, ?, 'id', 'Asia/Jakarta', 'dark', 'default', 1)",
        [(user.hex, f"p{n}@example.org", "user" if n else "owner") for n, user in enumerate(PEOPLE)],
    )
    rows.executemany(
        "insert into plans (id, user_id, venue, symbol, timeframes, version, options, document, payload, language,"
        " timezone, notes, action, score, price, fee_rate, created_at, valid_until, job_id)"
        " values (?, ?, 'binance', ?, '4h-1h-15m', ?, '{}', ?, ?, 'id', 'Asia/Jakarta', ?, 'WAIT', 31, '73012.5',"
        " '0.001', ?, ?, ?)",
        (_version(number, packed) for number in range(count)),
    )
    rows.commit()
    rows.close()


def _version(number: int, packed: list[bytes]) -> tuple[object, ...]:
    chains = len(PEOPLE) * len(SYMBOLS)
    chain = number % chains
    at = 1_700_000_000_000 + number * 60_000
    identity = UUID(int=(at << 80) | (7 << 76) | (2 << 62) | number)
    return (
        identity.hex, PEOPLE[chain % len(PEOPLE)].hex, SYMBOLS[chain // len(PEOPLE)], number // chains + 1,
        packed[number % len(packed)], packed[(number + 3) % len(packed)], '{"id": "", "en": ""}', at, at + 14_400_000,
        UUID(int=identity.int ^ 1 << 60).hex,
    )  # fmt: skip
