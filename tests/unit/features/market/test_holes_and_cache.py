"""Which candles are missing, and what memory may answer."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.support.clock import MARCH
from tests.support.real_market import D1, M15, same, walk, without

from nofomo.features.market import EmptySpan, Series, Span
from nofomo.features.market.cache import MOST_CANDLES, CandleCache, Held
from nofomo.features.market.holes import missing_spans, settled

SERIES = Series("binance", "BTC/USDT", M15)
slots = st.sets(st.integers(0, 60))


@given(slots, st.integers(0, 60), st.integers(0, 60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9))))
def test_missing_spans_are_the_calendar_minus_the_rows(
    have: set[int], one: int, other: int, empty: list[tuple[int, int]]
) -> None:
    first, last = min(one, other), max(one, other)
    step = M15.ms
    ts = np.array(sorted(slot * step for slot in have), dtype=np.int64)
    but = [Span(start * step, (start + length) * step) for start, length in empty]
    spans = missing_spans(Span(first * step, last * step), ts, timeframe=M15, but=but)
    found = {slot for span in spans for slot in range(span.first // step, span.last // step + 1)}
    known = {slot for start, length in empty for slot in range(start, start + length + 1)}
    assert found == set(range(first, last + 1)) - have - known
    assert all(a.last + step < b.first for a, b in itertools.pairwise(spans)), "runs are joined and in order"


def test_a_window_off_the_grid_asks_for_whole_candles_within_it() -> None:
    spans = missing_spans(Span(1, M15.ms * 2 + 5), np.array([], dtype=np.int64), timeframe=M15)
    assert spans == (Span(M15.ms, 2 * M15.ms),)


def test_a_hole_that_stayed_for_a_day_is_settled_and_a_young_one_for_an_hour() -> None:
    old = EmptySpan(0, M15.ms, checked_at=D1.ms + M15.ms)
    young = EmptySpan(2 * D1.ms, 2 * D1.ms, checked_at=2 * D1.ms + 60_000)
    assert settled([old, young], now=2 * D1.ms + 120_000) == (old, young)
    assert settled([old, young], now=2 * D1.ms + 4_000_000) == (old,)


def held(candles_end: int, count: int, **more: object) -> Held:
    candles = walk(3_000).closed_at(candles_end).last(count)
    return Held(candles, floor=int(candles.ts[0]), through=int(candles.ts[-1]), **more)  # type: ignore[arg-type]


def test_memory_answers_only_what_it_wholly_holds() -> None:
    cache = CandleCache()
    cache.put(SERIES, held(MARCH, 100))
    end = MARCH - M15.ms
    assert cache.last(SERIES, end=end, count=100, now=0) is not None
    assert cache.last(SERIES, end=end, count=101, now=0) is None
    assert cache.last(SERIES, end=end - 10 * M15.ms, count=90, now=0) is not None
    assert cache.last(SERIES, end=end + M15.ms, count=5, now=0) is None
    assert cache.last(SERIES, end=end, count=5, now=0, version=2) is None


def test_a_missing_newest_candle_is_asked_for_again_after_two_seconds() -> None:
    cache = CandleCache()
    cache.put(SERIES, held(MARCH - M15.ms, 50, asked=MARCH - M15.ms, asked_at=10_000))
    assert cache.last(SERIES, end=MARCH - M15.ms, count=5, now=11_000) is not None
    assert cache.last(SERIES, end=MARCH - M15.ms, count=5, now=12_000) is None


def test_a_market_that_has_been_silent_for_hours_is_asked_every_half_minute() -> None:
    cache = CandleCache()
    for hours, pause_s in ((1, 2), (20, 30)):
        asked = MARCH + hours * 3_600_000
        cache.put(SERIES, held(MARCH - M15.ms, 50, asked=MARCH - M15.ms, asked_at=asked))
        assert cache.last(SERIES, end=MARCH - M15.ms, count=5, now=asked + pause_s * 1000 - 100) is not None
        assert cache.last(SERIES, end=MARCH - M15.ms, count=5, now=asked + pause_s * 1000) is None


def test_stretches_that_touch_are_joined_and_a_distant_past_does_not_replace_the_present() -> None:
    cache = CandleCache()
    cache.put(SERIES, held(MARCH - 100 * M15.ms, 100))
    cache.put(SERIES, held(MARCH, 100))
    joined = cache.last(SERIES, end=MARCH - M15.ms, count=200, now=0)
    assert joined is not None
    assert same(joined, walk(3_000).last(200))
    cache.put(SERIES, held(MARCH - 1_000 * M15.ms, 100))
    assert cache.last(SERIES, end=MARCH - M15.ms, count=200, now=0) is not None


def test_gaps_inside_do_not_count_as_candles() -> None:
    candles = without(walk(100), [50, 51])
    cache = CandleCache()
    cache.put(SERIES, Held(candles, floor=int(candles.ts[0]), through=int(candles.ts[-1])))
    assert cache.last(SERIES, end=MARCH - M15.ms, count=98, now=0) is not None
    assert cache.last(SERIES, end=MARCH - M15.ms, count=99, now=0) is None


def test_memory_stays_below_its_bound_and_drops_the_least_used() -> None:
    one = held(MARCH, 1_000)
    cache = CandleCache(most_bytes=one.nbytes * 3)
    names = [Series("binance", f"C{i}/USDT", M15) for i in range(4)]
    for name in names[:3]:
        cache.put(name, one)
    cache.get(names[0])
    cache.put(names[3], one)
    assert cache.nbytes <= one.nbytes * 3
    assert cache.get(names[1]) is None
    assert cache.get(names[0]) is not None
    for _ in range(50):
        cache.put(names[0], one)
    assert cache.nbytes == one.nbytes * len(cache)


def test_one_series_cannot_fill_the_memory() -> None:
    cache = CandleCache()
    long = walk(12_000)
    cache.put(SERIES, Held(long, floor=int(long.ts[0]), through=int(long.ts[-1]), whole=True))
    kept = cache.last(SERIES, end=MARCH - M15.ms, count=MOST_CANDLES, now=0)
    assert kept is not None
    assert len(kept) == MOST_CANDLES
    assert cache.last(SERIES, end=MARCH - M15.ms, count=MOST_CANDLES + 1, now=0) is None, "no longer whole"
