"""Looking at parts: quickly, not too often, and since when."""

from __future__ import annotations

import asyncio
import time

from nofomo.features.operations import HealthBoard, Probe, Seen
from tests.support.clock import ManualClock


class Part:
    """Says how it is, and counts how often it was asked."""

    def __init__(self) -> None:
        self.seen: Seen | Exception | None = Seen("up")
        self.asked = 0

    async def __call__(self) -> Seen:
        self.asked += 1
        if self.seen is None:
            await asyncio.Event().wait()
        if isinstance(self.seen, Exception):
            raise self.seen
        assert self.seen is not None
        return self.seen


async def test_a_hundred_questions_cost_one_look() -> None:
    part, clock = Part(), ManualClock()
    board = HealthBoard([Probe("database", part, keep_s=2)], clock)
    await asyncio.gather(*(board.parts() for _ in range(100)))
    assert part.asked == 1
    clock.advance(2)
    await board.parts()
    assert part.asked == 2


async def test_since_tells_when_a_state_began() -> None:
    part, clock = Part(), ManualClock()
    board = HealthBoard([Probe("venue", part, keep_s=0)], clock)
    began = clock.now_ms()
    await board.parts()
    clock.advance(60)
    assert (await board.parts())[0].since == began
    part.seen = Seen("degraded", "slow")
    assert (await board.parts())[0].since == began + 60_000


async def test_only_vital_parts_decide_whether_it_is_ready() -> None:
    vital, other = Part(), Part()
    board = HealthBoard([Probe("database", vital, vital=True, keep_s=0), Probe("mail", other, keep_s=0)], ManualClock())
    other.seen = OSError("no route")
    assert await board.is_ready()
    assert [part.state for part in await board.parts()] == ["up", "down"]
    vital.seen = RuntimeError("gone")
    assert not await board.is_ready()


async def test_a_part_that_hangs_is_down_and_keeps_nobody_waiting_for_more_than_two_seconds() -> None:
    hanging, fine = Part(), Part()
    hanging.seen = None
    board = HealthBoard([Probe("database", hanging, vital=True), Probe("disk", fine)], ManualClock())
    began = time.monotonic()
    parts = await board.parts()
    assert time.monotonic() - began < 2.5
    assert [(part.name, part.state) for part in parts] == [("database", "down"), ("disk", "up")]
    hanging.seen = Seen("up")
