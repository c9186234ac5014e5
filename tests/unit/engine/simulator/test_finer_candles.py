"""Where one candle cannot tell what came first, smaller ones do; nowhere else are they looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nofomo.engine.simulator.outcome import resolve
from nofomo.engine.simulator.stops import Stop
from tests.unit.engine.simulator.legs import (
    AT,
    M15,
    QUARTER,
    bars,
    flat,
    ladder,
    minutes,
    outcome,
    stop_limit,
    told,
)

BOTH = (103, 107, 99, 105)
"""Touches the first entry at 100 and the first target at 106."""


def test_minutes_tell_that_the_entry_came_first() -> None:
    first = minutes([103, 99, 103, 107, 105])
    made = outcome(ladder(), BOTH, finer={AT: first})
    assert [fact[0] for fact in told(made)] == ["entry1", "tp1"]
    assert [event.at for event in made.events] == [AT + 2 * 60_000, AT + 4 * 60_000]
    assert (made.ambiguous, made.checked_until) == (False, AT + QUARTER)


def test_minutes_tell_that_the_target_came_first() -> None:
    made = outcome(ladder(), BOTH, finer={AT: minutes([103, 107, 103, 99, 105])})
    assert told(made) == [("ranAway", 0, 106, 0)]
    assert not made.ambiguous


def test_minutes_tell_whether_stop_or_target_came_first() -> None:
    entered, wide = (99, 100.2, 98.8, 100.1), (100, 104.2, 97, 103)
    won = outcome(stop_limit(), entered, wide, finer={AT + QUARTER: minutes([100, 104.2, 97, 103], start=AT + QUARTER)})
    assert [fact[0] for fact in told(won)] == ["trigger", "tp1", "stop"]
    lost = outcome(
        stop_limit(), entered, wide, finer={AT + QUARTER: minutes([100, 97, 104.2, 103], start=AT + QUARTER)}
    )
    assert [fact[0] for fact in told(lost)] == ["trigger", "stop"]
    assert (won.ambiguous, lost.ambiguous) == (False, False)


def test_what_even_a_minute_cannot_tell_is_taken_for_the_worse_and_flagged() -> None:
    minute = bars([(103, 107, 99, 105)], timeframe=replace(M15, minutes=1))
    made = outcome(ladder(), BOTH, finer={AT: minute})
    assert told(made) == [("entry1", 0, 100, 0.6)]
    assert made.ambiguous


@pytest.mark.parametrize("prices", [[103, 99, 103, 106, 105], [103, 99.5, 107, 105], [103, 99, 107, 104]])
def test_minutes_that_contradict_the_candle_are_not_believed(prices: list[float]) -> None:
    made = outcome(ladder(), BOTH, finer={AT: minutes(prices)})
    assert told(made) == [("entry1", 1, 100, 0.6)]
    assert made.ambiguous


def test_a_close_counts_at_the_end_of_its_own_timeframe_only_however_fine_the_candles() -> None:
    made = outcome(ladder(stop=Stop(98.5, M15)), (103, 107, 97, 105), finer={AT: minutes([103, 97, 107, 105])})
    assert [fact[0] for fact in told(made)] == ["entry1", "entry2", "tp1"]


def test_the_walk_stops_before_a_candle_that_cannot_tell_and_goes_on_once_it_can() -> None:
    series = bars([(103, 103, 102, 103), BOTH, (105, 105, 104, 105)])
    stuck = resolve(ladder(), series, ask=True)
    assert (stuck.undecided, stuck.progress.checked_until, stuck.progress.events) == (AT + QUARTER, AT + QUARTER, ())
    finer = {AT + QUARTER: minutes([103, 99, 103, 107, 105], start=AT + QUARTER)}
    went_on = resolve(ladder(), series, so_far=stuck.progress, finer=finer, ask=True)
    assert went_on == resolve(ladder(), series, finer=finer)
    assert (went_on.undecided, went_on.progress.state) == (None, "tp1")


def test_having_asked_in_vain_the_worse_is_taken() -> None:
    none = {AT: minutes([103]).slice(0, 0)}
    made = resolve(ladder(), bars([BOTH]), finer=none, ask=True)
    assert (made.undecided, made.progress.ambiguous) == (None, True)
    assert told(made.progress) == [("entry1", 1, 100, 0.6)]


def test_an_open_that_decides_is_not_asked_about() -> None:
    entered = bars([(103, 103, 99, 101), (107, 108, 97, 98)])
    made = resolve(ladder(), entered, ask=True)
    assert (made.undecided, told(made.progress)[1:]) == (None, [("tp1", 1, 107, 0.3)])


HALF = AT + 7 * 60_000 + 30_000
"""The orders are placed in the middle of the first candle, and in the middle of a minute."""


def test_of_the_candle_that_was_running_only_the_close_is_certain() -> None:
    made = resolve(ladder(starts=HALF), bars([(103, 103, 99, 102)])).progress
    assert (made.state, made.ambiguous) == ("waiting", True)
    below = resolve(ladder(starts=HALF), bars([(103, 103, 97, 99)])).progress
    assert told(below) == [("entry1", 1, 100, 0.6)]
    untouched = resolve(ladder(starts=HALF), bars([(103, 104, 101, 102)])).progress
    assert (untouched.state, untouched.ambiguous) == ("waiting", False)


def test_minutes_tell_what_the_running_candle_did_after_the_orders_were_placed() -> None:
    before = [103.0, 103, 99, 103, 103, 103, 103, 103, 103, 103]
    series = bars([(103, 103, 99, 103)])
    early = resolve(ladder(starts=HALF), series, finer={AT: minutes(before)}, ask=True).progress
    assert (early.state, early.ambiguous, early.checked_until) == ("waiting", False, AT + QUARTER)
    after = [103.0, 103, 103, 103, 103, 103, 103, 103, 103, 99, 103]
    late = resolve(ladder(starts=HALF), series, finer={AT: minutes(after)}, ask=True).progress
    assert told(late) == [("entry1", 0, 100, 0.6)]
    assert late.events[0].at == AT + 10 * 60_000


def test_a_candle_that_outlasts_the_orders_fills_them_by_its_open_or_by_its_minutes_only() -> None:
    short = ladder(expires=AT + QUARTER + 5 * 60_000)
    series = flat(103, 1).merge(bars([(103, 103, 99, 102)], start=AT + QUARTER))
    alone = resolve(short, series).progress
    assert (told(alone), alone.ambiguous) == ([("expired", 1, 102, 0)], True)
    soon = {AT + QUARTER: minutes([103, 99, 103, 103, 103, 102], start=AT + QUARTER)}
    assert told(resolve(short, series, finer=soon).progress) == [("entry1", 1, 100, 0.6)]
    late = {AT + QUARTER: minutes([103, 103, 103, 103, 103, 103, 99, 102], start=AT + QUARTER)}
    assert told(resolve(short, series, finer=late).progress) == [("expired", 1, 103, 0)]
    opened = flat(103, 1).merge(bars([(99.5, 100, 99, 99.5)], start=AT + QUARTER))
    assert told(resolve(short, opened).progress) == [("entry1", 1, 99.5, 0.6)]


def test_having_to_ask_undoes_what_the_open_of_that_candle_had_decided() -> None:
    series = bars([(103, 103, 102, 103), (99.5, 107, 97, 105)])
    stuck = resolve(ladder(), series, ask=True)
    assert (stuck.undecided, stuck.progress.events, stuck.progress.filled) == (AT + QUARTER, (), 0)
    path = minutes([99.5, 107, 97, 105], start=AT + QUARTER)
    made = resolve(ladder(), series, so_far=stuck.progress, finer={AT + QUARTER: path}, ask=True).progress
    assert [fact[0] for fact in told(made)] == ["entry1", "tp1"]


def test_the_candle_closes_at_its_own_end_even_where_its_last_minutes_are_missing() -> None:
    made = outcome(ladder(), (103, 107, 94, 94), finer={AT: minutes([103, 99, 107, 97, 94])})
    assert told(made) == [("entry1", 0, 100, 0.6), ("tp1", 0, 106, 0.3), ("invalidated", 1, 94, 0)]
    assert (made.checked_until, made.last_close) == (AT + QUARTER, 94)
