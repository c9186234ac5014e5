"""What every event bus does, in one process and between several; and what Redis adds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from asyncpg.pgproto import pgproto
from redis.asyncio import Redis

from nofomo.bootstrap.parts import EVENTS
from nofomo.engine.core.errors import Broken
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import CandlesImported, Series
from nofomo.features.plans import PlanVersioned
from nofomo.infra.clock import SystemClock
from nofomo.infra.events import EventBus, EventRegistry, events_in
from nofomo.infra.events.redis_bus import RedisEventBus
from nofomo.infra.jobs import JobEnded
from tests.support.clock import eventually
from tests.support.redis_server import PrivateRedis, private_redis


@dataclass(frozen=True)
class Happened:
    number: int


@dataclass(frozen=True)
class HappenedTwice(Happened):
    pass


@dataclass(frozen=True)
class AtHome:
    """Not known to the registry: it never leaves its process."""

    number: int


REGISTRY = EventRegistry([Happened, HappenedTwice])


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[PrivateRedis]:
    with private_redis(tmp_path) as server:
        yield server


@asynccontextmanager
async def on_redis(url: str, origin: str, registry: EventRegistry = REGISTRY) -> AsyncIterator[RedisEventBus]:
    bus = RedisEventBus(url, registry=registry, clock=SystemClock(), origin=origin)
    async with bus.running():
        await asyncio.wait_for(bus.listening.wait(), 5)
        yield bus


@pytest.fixture(params=["in process", "redis"])
async def bus(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[EventBus]:
    """One bus of each kind."""
    if request.param == "in process":
        yield EventBus()
        return
    with private_redis(tmp_path) as server:
        async with on_redis(server.url, "one") as made:
            yield made


async def test_plain_and_async_subscribers_hear_an_event_in_order_before_publish_returns(bus: EventBus) -> None:
    heard: list[tuple[str, int]] = []

    async def later(event: Happened) -> None:
        await asyncio.sleep(0)
        heard.append(("async", event.number))

    bus.subscribe(Happened, lambda event: heard.append(("plain", event.number)))
    bus.subscribe(Happened, later)
    await bus.publish(Happened(1))
    assert heard == [("plain", 1), ("async", 1)]


async def test_a_failing_subscriber_is_logged_and_does_not_stop_the_others(
    bus: EventBus, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Happened] = []

    def fails(_event: Happened) -> None:
        raise ZeroDivisionError

    bus.subscribe(Happened, fails)
    bus.subscribe(Happened, heard.append)
    with caplog.at_level(logging.ERROR):
        await bus.publish(Happened(1))
    assert heard == [Happened(1)]
    assert "Happened" in caplog.text


async def test_whoever_subscribed_to_a_type_hears_the_types_below_it(bus: EventBus) -> None:
    heard: list[Happened] = []
    bus.subscribe(Happened, heard.append)
    await bus.publish(HappenedTwice(2))
    assert heard == [HappenedTwice(2)]


async def test_after_unsubscribing_nothing_is_heard(bus: EventBus) -> None:
    heard: list[Happened] = []
    stop = bus.subscribe(Happened, heard.append)
    stop()
    stop()
    await bus.publish(Happened(1))
    assert heard == []


async def test_what_is_told_to_others_is_not_heard_here(bus: EventBus) -> None:
    heard: list[Happened] = []
    bus.subscribe(Happened, heard.append)
    bus.tell_others(Happened(1))
    await bus.publish(Happened(2))
    assert heard == [Happened(2)]


async def test_an_event_of_another_process_is_heard_once_and_ones_own_not_again(redis: PrivateRedis) -> None:
    async with on_redis(redis.url, "one") as one, on_redis(redis.url, "two") as two:
        here: list[Happened] = []
        there: list[Happened] = []
        one.subscribe(Happened, here.append)
        two.subscribe(Happened, there.append)
        for number in range(50):
            await one.publish(HappenedTwice(number))
        await two.publish(Happened(99))
        await eventually(lambda: len(there) == 51 and len(here) == 51)
        assert sorted(there, key=lambda event: event.number) == [*map(HappenedTwice, range(50)), Happened(99)]
        assert here[:50] == [*map(HappenedTwice, range(50))]


async def test_what_no_registry_knows_stays_at_home_and_unknown_or_torn_messages_are_passed_over(
    redis: PrivateRedis, caplog: pytest.LogCaptureFixture
) -> None:
    client: Any = Redis.from_url(redis.url)
    async with on_redis(redis.url, "one") as one, on_redis(redis.url, "two") as two:
        heard: list[object] = []
        two.subscribe(object, heard.append)
        await one.publish(AtHome(1))
        for message in (
            b'{"from": "newer", "kind": "NotYetInvented", "event": {}}',
            b'{"from": "newer", "kind": "Happened", "event": {"number": "many"}}',
            b'{"from": "newer", "kind": "Happened", "event": {"number": 7, "added_later": true}}',
            b"\x80\x04\x95pickled",
            b"[]",
        ):
            await client.publish("nofomo:3:events", message)
        await one.publish(Happened(8))
        await eventually(lambda: Happened(8) in heard)
        assert heard == [Happened(7), Happened(8)]
        assert "cannot be read" in caplog.text
    await client.aclose()


async def test_houses_with_other_numbers_on_the_same_server_hear_nothing_of_each_other(redis: PrivateRedis) -> None:
    neighbour = redis.url.removesuffix("3") + "4"
    async with on_redis(redis.url, "one") as one, on_redis(redis.url, "two") as two, on_redis(neighbour, "x") as other:
        heard: list[Happened] = []
        strange: list[Happened] = []
        two.subscribe(Happened, heard.append)
        other.subscribe(Happened, strange.append)
        await one.publish(Happened(1))
        await eventually(lambda: heard)
        assert strange == []


async def test_with_redis_away_the_own_subscribers_hear_and_when_it_is_back_the_others_do_too(
    redis: PrivateRedis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with on_redis(redis.url, "one") as one, on_redis(redis.url, "two") as two:
        here: list[Happened] = []
        there: list[Happened] = []
        one.subscribe(Happened, here.append)
        two.subscribe(Happened, there.append)
        redis.kill()
        await eventually(lambda: one.state == "down")
        for number in range(100):
            await one.publish(Happened(number))
        assert [event.number for event in here] == [*range(100)]
        redis.start()
        await eventually(lambda: (one.state, two.state) == ("up", "up"), within_s=10)
        await one.publish(Happened(100))
        await eventually(lambda: there)
        assert there == [Happened(100)]
        assert caplog.text.count("Redis is away") == caplog.text.count("Redis is back") == 2


async def test_a_process_starts_without_redis_and_finds_it_later(redis: PrivateRedis) -> None:
    redis.kill()
    bus = RedisEventBus(redis.url, registry=REGISTRY, clock=SystemClock(), origin="early")
    async with bus.running():
        heard: list[Happened] = []
        bus.subscribe(Happened, heard.append)
        await eventually(lambda: bus.state == "down")
        await bus.publish(Happened(1))
        assert heard == [Happened(1)]
        redis.start()
        await eventually(lambda: bus.state == "up", within_s=10)


def test_every_event_of_the_product_is_written_and_read_unchanged() -> None:
    registry = EventRegistry(EVENTS)
    ids = [UUID(int=number) for number in range(3)]
    for event in (
        CandlesImported(Series("file", "BTC/USDT", Timeframe(15)), 3, 1),
        PlanVersioned(ids[0], ids[1], 4, "sandbox", "BTC/USDT", ids[2]),
        # as PostgreSQL's driver gives them
        JobEnded(pgproto.UUID(str(ids[1]))),
    ):
        assert registry.knows(event)
        assert registry.read(registry.write(event, origin="a"), but_from="b") == event
        assert registry.read(registry.write(event, origin="a"), but_from="a") is None


def test_a_kind_that_could_be_misread_is_refused() -> None:
    @dataclass
    class Changing:
        number: int

    with pytest.raises(Broken, match="frozen"):
        EventRegistry([Changing])
    with pytest.raises(Broken, match="Two events"):
        EventRegistry([Happened, type("Happened", (Happened,), {})])


def test_the_events_of_a_module_are_those_it_defines() -> None:
    module = ModuleType("made_up")
    own = dataclass(frozen=True)(type("Own", (), {"__module__": "made_up", "__annotations__": {"number": int}}))
    vars(module).update(Own=own, Happened=Happened, text="x")
    assert events_in(module) == (own,)
