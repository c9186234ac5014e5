"""A worker process that comes to a standstill at a chosen moment of an analysis and says so, to be killed there.

`python -m tests.support.doomed_worker DATABASE_URL LEASE_S MOMENT`
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

from sqlalchemy import event

from nofomo.features.plans import PlanVersioned
from nofomo.infra.clock import SystemClock, system_new_id
from nofomo.infra.database import Database
from nofomo.infra.jobs import Timing
from tests.support.clock import MARCH
from tests.support.market import SeededMarket
from tests.support.plans import PlanWorld, build_world

MOMENTS = ("taken", "candles", "book", "saving", "inserted", "committing", "committed")


class MarketTime(SystemClock):
    """The machine's clock, moved to where the seeded market has candles."""

    def __init__(self, start: int = MARCH) -> None:
        self._ahead = start - super().now_ms()

    def now_ms(self) -> int:
        return super().now_ms() + self._ahead


def stand_still(*_given: object) -> None:
    """Say that the moment has come, and do nothing more: no heartbeat, no tidying up."""
    print("here", flush=True)
    time.sleep(600)


def stop_at(moment: str, world: PlanWorld) -> None:
    """Put the standstill where it belongs."""
    marks = {"taken": "UPDATE locks SET", "saving": '"saving"', "inserted": "INSERT INTO plans"}
    engine = world.database.engine.sync_engine
    inserted = False

    def on_statement(_c: object, _cursor: object, statement: str, given: Any, *_more: object) -> None:
        nonlocal inserted
        inserted = inserted or "INSERT INTO plans" in statement
        if moment in marks and marks[moment] in statement + str(given):
            stand_still()

    event.listen(engine, "after_cursor_execute", on_statement)
    event.listen(engine, "commit", lambda _c: stand_still() if moment == "committing" and inserted else None)
    if moment == "committed":
        world.events.subscribe(PlanVersioned, stand_still)
    if moment in ("candles", "book"):
        _stop_market(world.market, "closed_candles" if moment == "candles" else "book")


def _stop_market(market: SeededMarket, question: str) -> None:
    async def ask(*_args: object, **_options: object) -> None:
        stand_still()

    setattr(market, question, ask)


async def main(url: str, lease_s: float, *, moment: str) -> None:
    timing = Timing(lease=lease_s, heartbeat=lease_s / 3)
    world = build_world(Database(url), MarketTime(), new_id=system_new_id, timing=timing)
    stop_at(moment, world)
    world.start_worker("doomed")
    await world.tasks[0]


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]), moment=sys.argv[3]))
