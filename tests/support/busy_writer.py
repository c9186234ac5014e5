"""A process that writes one version after the other and says aloud each one that is committed."""

from __future__ import annotations

import asyncio
import sys
from uuid import UUID

from sqlalchemy import insert

from nofomo.features.plans.tables import plans
from nofomo.infra.clock import system_new_id
from nofomo.infra.database import SYSTEM, Database
from tests.support.versions import PEOPLE, SYMBOLS


def version(user: UUID, symbol: str, number: int) -> dict[str, object]:
    """A row of `plans`."""
    return {
        "id": system_new_id(), "user_id": user, "venue": "sandbox", "symbol": symbol, "timeframes": "4h-1h-15m",
        "version": number, "options": {"mode": "auto"}, "document": '{"at": 1}', "payload": "{}", "language": "id",
        "timezone": "Asia/Jakarta", "notes": {"id": "belum", "en": "not yet"}, "action": "WAIT", "score": number % 50,
        "price": 1, "fee_rate": 0, "created_at": number, "valid_until": number, "job_id": system_new_id(),
    }  # fmt: skip


async def write_for_ever(url: str) -> None:
    """Until somebody kills this process."""
    database, number = Database(url), 0
    while True:
        number += 1
        for user in PEOPLE:
            for symbol in SYMBOLS:
                async with database.write(SYSTEM) as session:
                    await session.execute(insert(plans).values(version(user, symbol, number)))
                sys.stdout.write(f"{user.hex} {symbol} {number}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(write_for_ever(sys.argv[1]))
