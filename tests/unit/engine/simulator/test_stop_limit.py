"""A breakout's stop-limit, candle by candle, each rule worked out by hand."""

from __future__ import annotations

import pytest

from nofomo.engine.simulator.orders import FillCosts
from nofomo.engine.simulator.outcome import resolve
from tests.unit.engine.simulator.legs import AT, QUARTER, flat, outcome, stop_limit, told

BELOW = (99, 99.5, 98.5, 99)
IN = (99, 100.2, 98.8, 100.1)


def test_a_touch_of_the_trigger_buys_there() -> None:
    made = outcome(stop_limit(), BELOW, (99, 100, 98.8, 99.5))
    assert told(made) == [("trigger", 2, 100, 1)]
    assert (made.state, made.filled, made.average_entry) == ("triggered", 1, 100)


def test_the_trigger_pays_slippage_but_never_more_than_the_limit() -> None:
    little, much = (stop_limit(costs=FillCosts(0, 0, rate)) for rate in (0.002, 0.02))
    assert told(outcome(little, IN)) == [("trigger", 1, 100.2, 1)]
    assert told(outcome(much, IN)) == [("trigger", 1, 100.5, 1)]


def test_an_open_between_trigger_and_limit_buys_at_the_open() -> None:
    assert told(outcome(stop_limit(), BELOW, (100.3, 101, 100, 100.8))) == [("trigger", 1, 100.3, 1)]


def test_an_open_above_the_limit_sets_the_order_off_and_leaves_it_waiting() -> None:
    waits = outcome(stop_limit(), BELOW, (101, 102, 100.8, 101))
    assert told(waits) == [("trigger", 1, 101, 0)]
    assert (waits.state, waits.filled) == ("triggered", 0)
    back = outcome(stop_limit(), BELOW, (101, 102, 100.8, 101), (101, 101, 100.4, 100.6))
    assert told(back)[1:] == [("entry1", 3, 100.5, 1)]
    assert back.state == "triggered"
    touched = outcome(stop_limit(), BELOW, (101, 102, 100.8, 101), (101, 101, 100.5, 100.6))
    assert touched.filled == 0


def test_a_gap_that_goes_on_to_the_target_has_run_away() -> None:
    made = outcome(stop_limit(), BELOW, (101, 102, 100.8, 101), (101, 104, 101, 103))
    assert told(made) == [("trigger", 1, 101, 0), ("ranAway", 3, 104, 0)]
    assert (made.state, made.final) == ("ranAway", True)


def test_a_stop_limit_that_was_never_set_off_cannot_be_left_behind() -> None:
    made = outcome(stop_limit(), BELOW, (99, 107.5, 98.8, 107))
    assert (made.state, made.filled) == ("triggered", 1)


def test_the_stop_acts_on_a_touch_and_pays_slippage() -> None:
    orders = stop_limit(costs=FillCosts(0, 0, 0.01))
    made = outcome(orders, IN, (100, 100.2, 97, 99))
    assert told(made)[1:] == [("stop", 2, 96.03, 1)]
    assert (made.state, made.final) == ("invalidated", True)


def test_an_open_below_the_stop_sells_there() -> None:
    made = outcome(stop_limit(), IN, (96, 105, 95, 104))
    assert told(made)[1:] == [("stop", 1, 96, 1)]
    assert not made.ambiguous
    assert made.result(stop_limit()) == pytest.approx(-4 / 3.5)


def test_stop_and_target_within_one_candle_count_as_the_stop_and_are_flagged() -> None:
    made = outcome(stop_limit(), IN, (100, 104.2, 97, 103))
    assert told(made)[1:] == [("stop", 2, 97, 1)]
    assert made.ambiguous


def test_a_stop_after_an_entry_in_the_same_candle_counts_and_is_flagged_unless_the_close_proves_it() -> None:
    unclear = outcome(stop_limit(), (99, 100.2, 96.5, 99))
    assert told(unclear) == [("trigger", 1, 100, 1), ("stop", 1, 97, 1)]
    assert unclear.ambiguous
    proven = outcome(stop_limit(), (99, 100.2, 96.5, 96.8))
    assert told(proven) == [("trigger", 1, 100, 1), ("stop", 1, 97, 1)]
    assert not proven.ambiguous


def test_no_target_counts_in_the_candle_that_set_the_order_off() -> None:
    made = outcome(stop_limit(), (99, 104.5, 98.8, 104))
    assert told(made) == [("trigger", 1, 100, 1)]
    assert made.ambiguous
    assert told(outcome(stop_limit(), (99, 104.5, 98.8, 104), (104, 104.2, 103, 104)))[1:] == [("tp1", 2, 104, 0.5)]


def test_after_an_entry_at_the_open_stop_and_targets_count_at_once() -> None:
    won = outcome(stop_limit(), BELOW, (100.2, 104.2, 99, 104))
    assert told(won) == [("trigger", 1, 100.2, 1), ("tp1", 2, 104, 0.5)]
    lost = outcome(stop_limit(), BELOW, (100.2, 101, 96, 98))
    assert told(lost) == [("trigger", 1, 100.2, 1), ("stop", 2, 97, 1)]
    assert (won.ambiguous, lost.ambiguous) == (False, False)


def test_the_rest_runs_to_the_second_target_or_to_the_stop() -> None:
    rows = (IN, (100, 104.2, 99, 104), (104, 107.2, 103, 107))
    assert told(outcome(stop_limit(), *rows))[1:] == [("tp1", 2, 104, 0.5), ("tp2", 3, 107, 0.5)]
    stopped = outcome(stop_limit(), *rows[:2], (104, 104, 96.5, 98))
    assert told(stopped)[1:] == [("tp1", 2, 104, 0.5), ("stop", 3, 97, 0.5)]
    assert (stopped.state, stopped.result(stop_limit())) == ("tp1", pytest.approx((0.5 * 4 - 0.5 * 3) / 3.5))


def test_a_fall_through_the_stop_before_the_trigger_leaves_the_order_standing() -> None:
    made = outcome(stop_limit(), (99, 99.5, 96, 96.5), (96.5, 100.2, 96.4, 100))
    assert told(made)[0] == ("trigger", 2, 100, 1)


def test_an_order_that_was_never_set_off_or_never_filled_expires() -> None:
    assert told(resolve(stop_limit(), flat(99, 16)).progress) == [("expired", 16, 99, 0)]
    gapped = resolve(stop_limit(), flat(99, 1).merge(flat(101, 15, start=AT + QUARTER))).progress
    assert told(gapped) == [("trigger", 1, 101, 0), ("expired", 16, 101, 0)]
    assert gapped.state == "expired"


def test_an_open_at_the_very_trigger_is_an_entry_at_the_open() -> None:
    made = outcome(stop_limit(), BELOW, (100, 104.2, 99, 104))
    assert told(made) == [("trigger", 1, 100, 1), ("tp1", 2, 104, 0.5)]


def test_nothing_is_bought_at_an_open_after_the_plan_is_over() -> None:
    waits = flat(99, 1).merge(flat(101, 15, start=AT + QUARTER))
    late = resolve(stop_limit(), waits.merge(flat(100.2, 1, start=AT + 16 * QUARTER))).progress
    assert (late.state, late.filled) == ("expired", 0)
