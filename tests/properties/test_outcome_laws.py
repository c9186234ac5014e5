"""Laws of the resolver, over any orders and any candles."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import Timeframe
from nofomo.engine.simulator.orders import FillCosts, LegOrders, Rung
from nofomo.engine.simulator.outcome import resolve
from nofomo.engine.simulator.progress import Progress
from nofomo.engine.simulator.stops import Stop, first_break
from tests.support.candles import M1, M15, START, candles, without

TICK = Decimal("0.1")
COSTS = FillCosts(0.001, 0.002, 0.0005)
ORDER = {"waiting": 0, "touched": 1, "triggered": 1, "tp1": 2, "tp2": 3, "tp3": 4}


def price(value: float) -> Decimal:
    return Decimal(str(round(value, 1)))


@st.composite
def legs(draw: st.DrawFn) -> LegOrders:
    """Orders around a price of 100, placed on the grid or within a candle, valid for one to twelve candles."""
    starts = START + draw(st.integers(0, 3)) * 450_000
    expires = starts + draw(st.integers(1, 24)) * 450_000
    near, step = draw(st.floats(0.2, 2)), draw(st.floats(0.3, 2))
    shares = draw(st.sampled_from([(1.0,), (0.5, 0.5), (0.5, 0.25, 0.25)]))
    targets = tuple(Rung(price(101 + near + i * step), share) for i, share in enumerate(shares))
    more = {"starts": starts, "expires": expires, "tick": TICK, "costs": COSTS, "longest": 30 * M15.ms,
            "limit_fill": draw(st.sampled_from(["touch", "through"]))}  # fmt: skip
    if draw(st.booleans()):
        frame = draw(st.sampled_from([M15, Timeframe(60)]))
        entries = (Rung(price(100 - near), 0.6), Rung(price(99.8 - near - step), 0.4))
        stop = Stop(float(entries[1].price) - draw(st.floats(0.2, 2)), frame)
        return LegOrders(leg="pullback", entries=entries, targets=targets, stop=stop, unit_loss=2.0, **more)
    trigger = price(100 + near / 2)
    limit = trigger + price(draw(st.floats(0, 0.5)))
    stop = Stop(float(trigger) - draw(st.floats(0.3, 3)))
    return LegOrders(
        leg="breakout", entries=(Rung(limit, 1.0),), targets=targets, stop=stop, unit_loss=2.0, trigger=trigger, **more
    )


@st.composite
def markets(draw: st.DrawFn) -> tuple[Candles, Candles]:
    """A jumpy walk around 100 in minutes, and the same in quarters of an hour, on the tick; now and then a hole."""
    seed, wild = draw(st.integers(0, 2**32 - 1)), draw(st.sampled_from([0.05, 0.15, 0.4]))
    random = np.random.default_rng(seed)
    steps = random.normal(0, wild, 45 * 15)
    steps[random.integers(0, len(steps), 6)] += random.normal(0, 2, 6)
    close = np.maximum(1.0, np.round(100 + np.cumsum(steps), 1))
    opens = np.round(np.concatenate(([100.0], close[:-1])) + (random.random(len(close)) < 0.02) * 0.7, 1)
    high, low = np.maximum(opens, close), np.minimum(opens, close)
    fine = candles(list(zip(opens.tolist(), high.tolist(), low.tolist(), close.tolist(), strict=True)), timeframe=M1)
    if draw(st.booleans()):
        fine = without(fine, draw(st.integers(0, 500)), draw(st.integers(1, 60)))
    return fine, resample(fine, M15)


Walked = tuple[Candles, Candles]
examples = settings(max_examples=150, deadline=None)


@examples
@given(legs(), markets(), st.lists(st.integers(0, 45), max_size=6))
def test_slices_give_exactly_what_all_candles_at_once_give(orders: LegOrders, walked: Walked, cuts: list[int]) -> None:
    coarse = walked[1]
    bounds = [0, *sorted(cuts), len(coarse)]
    progress: Progress | None = None
    for first, last in pairwise(bounds):
        progress = resolve(orders, coarse.slice(first, last), so_far=progress).progress
    assert progress == resolve(orders, coarse).progress


@examples
@given(legs(), markets(), st.integers(0, 45))
def test_later_candles_never_change_what_was_told(orders: LegOrders, walked: Walked, count: int) -> None:
    coarse = walked[1]
    early, late = resolve(orders, coarse.slice(0, count)).progress, resolve(orders, coarse).progress
    assert late.events[: len(early.events)] == early.events
    assert late.filled >= early.filled
    assert ORDER.get(late.state, 9) >= ORDER.get(early.state, 9)
    assert late == early or not early.final


@examples
@given(legs(), markets())
def test_minutes_asked_for_one_candle_at_a_time_tell_the_same_as_all_of_them(orders: LegOrders, walked: Walked) -> None:
    fine, coarse = walked
    known: dict[int, Candles] = {}
    made = resolve(orders, coarse, ask=True)
    while made.undecided is not None:
        assert made.undecided not in known
        known[made.undecided] = fine.since(made.undecided).closed_at(made.undecided + M15.ms)
        made = resolve(orders, coarse, so_far=made.progress, finer=known, ask=True)
    everything = {int(ts): fine.since(int(ts)).closed_at(int(ts) + M15.ms) for ts in coarse.ts}
    assert made.progress == resolve(orders, coarse, finer=everything).progress


@examples
@given(legs(), markets())
def test_what_is_told_lies_in_time_within_the_candles_and_never_sells_more_than_was_bought(
    orders: LegOrders, walked: Walked
) -> None:
    coarse = walked[1]
    made = resolve(orders, coarse).progress
    moments = [event.at for event in made.events]
    assert moments == sorted(moments)
    assert all(orders.starts <= at <= made.checked_until for at in moments)
    assert 0 <= made.held <= made.filled <= 1
    low, high = float(coarse.low.min()), float(coarse.high.max())
    for event in made.events:
        assert low * 0.999 <= event.price <= high * 1.001 or event.kind in ("entry1", "ranAway")
        if event.kind in ("entry1", "entry2", "entry3") and event.share:
            assert event.price <= float(orders.entries[int(event.kind[-1]) - 1].price)
            assert event.at <= orders.expires
    bought = [event for event in made.events if event.kind in ("entry1", "entry2", "trigger") and event.share]
    assert len({event.kind for event in bought}) == len(bought)


@examples
@given(legs(), markets())
def test_the_result_is_there_once_all_is_sold_and_within_what_the_market_allowed(
    orders: LegOrders, walked: Walked
) -> None:
    made, coarse = resolve(orders, walked[1]).progress, walked[1]
    result = made.result(orders)
    assert (result is not None) == (made.final and made.filled > 0)
    if result is None or made.average_entry is None:
        return
    assert made.held == 0
    low, high = float(coarse.low.min()) * (1 - COSTS.slippage), float(coarse.high.max())
    worst = made.filled * (low * (1 - COSTS.taker) - made.average_entry * (1 + COSTS.taker))
    best = made.filled * (high - made.average_entry)
    assert worst - 1e-9 <= result * orders.unit_loss <= best + 1e-9


@examples
@given(legs(), markets())
def test_the_journal_and_the_resolver_find_the_same_candle_wrong(orders: LegOrders, walked: Walked) -> None:
    coarse = walked[1]
    made = resolve(orders, coarse).progress
    filled = next((event for event in made.events if event.share > 0), None)
    told = next((event for event in made.events if event.kind in ("invalidated", "stop")), None)
    if filled is None or told is None or orders.stop.timeframe != M15 or coarse.gaps():
        return
    found = first_break(coarse, orders.stop, since=filled.at - 1, looked_until=filled.at - 1)
    assert found is not None
    assert found.at == told.at
