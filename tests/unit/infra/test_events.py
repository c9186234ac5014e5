"""Events inside one process."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import pytest

from nofomo.infra.events import EventBus


@dataclass(frozen=True)
class Happened:
    number: int


@dataclass(frozen=True)
class HappenedTwice(Happened):
    pass


async def test_plain_and_async_subscribers_hear_an_event_in_order() -> None:
    bus, heard = EventBus(), []

    async def later(event: Happened) -> None:
        heard.append(("async", event.number))

    bus.subscribe(Happened, lambda event: heard.append(("plain", event.number)))
    bus.subscribe(Happened, later)
    await bus.publish(Happened(1))
    assert heard == [("plain", 1), ("async", 1)]


async def test_a_failing_subscriber_is_logged_and_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    bus, heard = EventBus(), []

    def fails(_event: Happened) -> None:
        raise ZeroDivisionError

    bus.subscribe(Happened, fails)
    bus.subscribe(Happened, heard.append)
    with caplog.at_level(logging.ERROR):
        await bus.publish(Happened(1))
    assert heard == [Happened(1)]
    assert "Happened" in caplog.text


async def test_whoever_subscribed_to_a_type_hears_the_types_below_it() -> None:
    bus, heard = EventBus(), []
    bus.subscribe(Happened, heard.append)
    await bus.publish(HappenedTwice(2))
    assert heard == [HappenedTwice(2)]


async def test_after_unsubscribing_nothing_is_heard() -> None:
    bus, heard = EventBus(), []
    stop = bus.subscribe(Happened, heard.append)
    stop()
    stop()
    await bus.publish(Happened(1))
    assert heard == []
