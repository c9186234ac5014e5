"""A pullback's ladder, candle by candle, each rule worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nofomo.engine.simulator.orders import FillCosts
from nofomo.engine.simulator.outcome import resolve
from nofomo.engine.simulator.stops import Stop
from tests.unit.engine.simulator.legs import AT, H1, HOUR, M15, QUARTER, bars, flat, ladder, outcome, told

UP, QUIET = (103, 104, 102.5, 103.5), (103, 103.5, 102, 103)


def test_nothing_that_happened_is_told_as_nothing() -> None:
    made = outcome(ladder(), QUIET, QUIET)
    assert (made.state, made.final, made.filled, made.events) == ("waiting", False, 0, ())
    assert (made.checked_until, made.average_entry, made.result(ladder())) == (AT + 2 * QUARTER, None, None)


def test_a_limit_fills_one_tick_beyond_its_price_and_a_plain_touch_is_told_without_a_fill() -> None:
    touched = outcome(ladder(), (103, 103, 100, 102))
    assert told(touched) == [("entry1", 1, 100, 0)]
    assert (touched.state, touched.filled) == ("touched", 0)
    through = outcome(ladder(), (103, 103, 100, 102), (102, 102, 99.9, 101))
    assert told(through) == [("entry1", 1, 100, 0), ("entry1", 2, 100, 0.6)]
    assert (through.state, through.filled, through.average_entry) == ("touched", 0.6, 100)


def test_on_touch_a_limit_fills_at_its_very_price() -> None:
    assert told(outcome(ladder(limit_fill="touch"), (103, 103, 100, 102))) == [("entry1", 1, 100, 0.6)]


def test_both_rungs_fill_in_one_candle_and_the_average_is_weighted() -> None:
    made = outcome(ladder(), (103, 103, 97, 99))
    assert told(made) == [("entry1", 1, 100, 0.6), ("entry2", 1, 98, 0.4)]
    assert (made.filled, made.average_entry) == (1, pytest.approx(99.2))


def test_an_open_below_a_limit_fills_at_the_better_open() -> None:
    assert told(outcome(ladder(), QUIET, (99, 101, 98.5, 100))) == [("entry1", 1, 99, 0.6)]


def test_targets_close_their_share_of_what_was_filled_and_the_last_one_the_rest() -> None:
    made = outcome(ladder(), (103, 103, 99, 101), (101, 106.1, 101, 106), (106, 110.1, 105, 110))
    assert told(made) == [("entry1", 1, 100, 0.6), ("tp1", 2, 106, 0.3), ("tp2", 3, 110, 0.3)]
    assert (made.state, made.final, made.held) == ("tp2", True, 0)
    assert made.result(ladder()) == pytest.approx((0.3 * 6 + 0.3 * 10) / 4.2)


def test_a_target_fills_one_tick_beyond_as_well() -> None:
    made = outcome(ladder(), (103, 103, 99, 101), (101, 106, 101, 105))
    assert (made.state, told(made)[1:]) == ("touched", [])


def test_an_open_beyond_a_target_fills_it_at_the_open() -> None:
    made = outcome(ladder(), (103, 103, 99, 101), (107, 108, 106.5, 107))
    assert told(made)[1:] == [("tp1", 1, 107, 0.3)]


def test_a_gap_over_both_targets_closes_all_at_the_open() -> None:
    made = outcome(ladder(), (103, 103, 99, 101), (111, 112, 110, 111))
    assert told(made)[1:] == [("tp1", 1, 111, 0.3), ("tp2", 1, 111, 0.3)]
    assert made.final


def test_no_target_counts_in_the_candle_of_an_entry_within_it_and_that_is_flagged() -> None:
    made = outcome(ladder(), (103, 107, 99, 105))
    assert told(made) == [("entry1", 1, 100, 0.6)]
    assert made.ambiguous
    assert told(outcome(ladder(), (103, 107, 99, 105), (105, 106.5, 104, 106)))[1:] == [("tp1", 2, 106, 0.3)]


def test_after_an_entry_at_the_open_a_target_counts_in_the_same_candle() -> None:
    made = outcome(ladder(), QUIET, (99.5, 107, 99, 105))
    assert told(made) == [("entry1", 1, 99.5, 0.6), ("tp1", 2, 106, 0.3)]
    assert not made.ambiguous


def test_a_second_rung_and_a_target_in_one_candle_count_as_the_rung_alone_and_are_flagged() -> None:
    made = outcome(ladder(), (103, 103, 99, 101), (101, 107, 97, 105))
    assert told(made)[1:] == [("entry2", 2, 98, 0.4)]
    assert made.ambiguous


def test_once_a_target_was_reached_the_other_rung_is_cancelled() -> None:
    made = outcome(ladder(), (103, 103, 99, 101), (101, 107, 101, 105), (105, 105, 97, 99))
    assert told(made) == [("entry1", 1, 100, 0.6), ("tp1", 2, 106, 0.3)]


def test_a_wick_below_the_invalidation_is_nothing_a_close_below_it_sells_at_the_next_open() -> None:
    wick = outcome(ladder(), (103, 103, 99, 101), (101, 101, 90, 96))
    assert (wick.state, wick.filled) == ("touched", 1)
    closed = outcome(ladder(), (103, 103, 97, 99), (99, 99, 94, 94.5))
    assert told(closed)[2:] == [("invalidated", 2, 94.5, 0)]
    assert (closed.state, closed.final, closed.result(ladder())) == ("invalidated", False, None)
    sold = outcome(ladder(), (103, 103, 97, 99), (99, 99, 94, 94.5), (94, 120, 80, 100))
    assert told(sold)[2:] == [("invalidated", 2, 94.5, 0), ("stop", 2, 94, 1)]
    assert (sold.state, sold.final, sold.result(ladder())) == ("invalidated", True, pytest.approx(-5.2 / 4.2))


def test_the_rest_is_sold_when_the_idea_turns_out_wrong_and_the_leg_stays_named_after_its_target() -> None:
    made = outcome(ladder(), (103, 103, 97, 99), (99, 107, 99, 105), (105, 105, 94, 94), (94, 95, 93, 94))
    assert told(made)[2:] == [("tp1", 2, 106, 0.5), ("invalidated", 3, 94, 0), ("stop", 3, 94, 0.5)]
    assert (made.state, made.final) == ("tp1", True)
    assert made.deciding is not None
    assert made.deciding.at == AT + 2 * QUARTER
    assert made.result(ladder()) == pytest.approx((0.5 * (106 - 99.2) + 0.5 * (94 - 99.2)) / 4.2)


def test_a_target_within_the_candle_that_ends_the_idea_was_reached_before_its_close() -> None:
    made = outcome(ladder(), (103, 103, 97, 99), (99, 107, 94, 94), (94, 94, 94, 94))
    assert [fact[0] for fact in told(made)] == ["entry1", "entry2", "tp1", "invalidated", "stop"]
    assert not made.ambiguous


def test_an_hourly_invalidation_counts_on_hourly_closes_only() -> None:
    hourly = ladder(stop=Stop(95.0, H1))
    down = (96, 96, 94, 94)
    three = outcome(hourly, (103, 103, 97, 99), down, down)
    assert (three.state, three.final) == ("touched", False)
    four = outcome(hourly, (103, 103, 97, 99), down, down, down)
    assert told(four)[2:] == [("invalidated", 4, 94, 0)]
    recovered = outcome(hourly, (103, 103, 97, 99), down, down, (94, 97, 94, 95.5), (95, 96, 95, 96))
    assert recovered.state == "touched"


def test_an_hour_whose_last_candle_is_missing_closed_where_the_one_before_it_did() -> None:
    hourly = ladder(stop=Stop(95.0, H1))
    first = bars([(103, 103, 97, 99), (96, 96, 94, 94), (94, 95, 94, 94)])
    later = bars([(97, 98, 97, 98)], start=AT + HOUR)
    made = resolve(hourly, first.merge(later)).progress
    assert told(made)[2:] == [("invalidated", 4, 94, 0), ("stop", 4, 97, 1)]
    in_slices = resolve(hourly, later, so_far=resolve(hourly, first).progress).progress
    assert in_slices == made


def test_orders_that_nobody_filled_expire_with_the_plan() -> None:
    made = resolve(ladder(), flat(103, 16)).progress
    assert told(made) == [("expired", 16, 103, 0)]
    assert (made.state, made.final, made.result(ladder())) == ("expired", True, None)
    assert not resolve(ladder(), flat(103, 15)).progress.final


def test_a_touch_after_the_plan_is_over_fills_nothing() -> None:
    made = resolve(ladder(), flat(103, 15).merge(flat(90, 4, start=AT + 16 * QUARTER))).progress
    assert told(made) == [("expired", 16, 103, 0)]


def test_the_second_rung_is_not_bought_after_the_plan_is_over_and_the_first_runs_on() -> None:
    dipped = bars([(103, 103, 99, 101)]).merge(flat(101, 15, start=AT + QUARTER))
    made = resolve(ladder(), dipped.merge(bars([(101, 101, 96, 97)], start=AT + 16 * QUARTER))).progress
    assert (made.state, made.filled, made.final) == ("touched", 0.6, False)


def test_price_that_reaches_the_first_target_without_a_fill_has_run_away() -> None:
    made = outcome(ladder(), UP, (103.5, 106, 103, 105), (105, 105, 90, 92))
    assert told(made) == [("ranAway", 2, 106, 0)]
    assert (made.state, made.final, made.filled) == ("ranAway", True, 0)
    gapped = outcome(ladder(), UP, (107, 108, 99, 99))
    assert told(gapped) == [("ranAway", 1, 106, 0)]


def test_a_position_is_held_for_thirty_days_at_most() -> None:
    orders = ladder(longest=6 * HOUR)
    series = bars([(103, 103, 97, 99)]).merge(flat(101, 40, start=AT + QUARTER))
    made = resolve(orders, series).progress
    assert told(made)[2:] == [("time", 24, 101, 1)]
    assert (made.state, made.final, made.result(orders)) == ("time", True, pytest.approx(1.8 / 4.2))
    assert ladder().longest == 30 * 24 * HOUR


def test_missing_candles_invent_nothing_and_tell_how_far_was_looked() -> None:
    made = outcome(ladder(), QUIET, QUIET)
    late = resolve(ladder(), flat(103, 2).merge(flat(103, 2, start=AT + 8 * QUARTER))).progress
    assert (made.checked_until, late.checked_until) == (AT + 2 * QUARTER, AT + 10 * QUARTER)
    assert (late.state, late.final) == ("waiting", False)


def test_fees_and_slippage_follow_the_kind_of_each_order() -> None:
    orders = ladder(costs=FillCosts(maker=0.001, taker=0.002, slippage=0.01), entries=(ladder().entries[0],))
    half = 0.3
    made = outcome(orders, (103, 103, 99, 101), (101, 107, 101, 105), (105, 105, 94, 94), (94, 95, 93, 94))
    assert told(made)[-1] == ("stop", 3, 93.06, half)
    expected = half * 106 * 0.999 + half * 94 * 0.99 * 0.998 - 0.6 * 100 * 1.001
    assert made.result(orders) == pytest.approx(expected / 4.2)


def test_a_full_loss_at_the_invalidation_is_minus_one_r() -> None:
    fee, entry, stop = 0.001, 99.2, 95.0
    orders = ladder(unit_loss=entry - stop + fee * entry + fee * stop, costs=FillCosts(fee, fee, 0.0))
    made = outcome(orders, (103, 103, 97, 99), (99, 99, 94, 94.9), (95, 95, 95, 95))
    assert made.result(orders) == pytest.approx(-1)


def test_a_third_target_is_told_as_such() -> None:
    targets = (*ladder().targets[:1], *(type(ladder().targets[0])(Decimal(p), 0.25) for p in (108, 112)))
    orders = ladder(targets=targets)
    made = outcome(orders, (103, 103, 97, 99), (99, 113, 99, 112))
    assert told(made)[2:] == [("tp1", 2, 106, 0.5), ("tp2", 2, 108, 0.25), ("tp3", 2, 112, 0.25)]
    assert made.state == "tp3"


def test_a_stop_that_needs_a_close_is_never_touched() -> None:
    assert not Stop(95.0, M15).touched_by(1.0)
    assert Stop(95.0).touched_by(95.0)


def test_the_second_rung_is_not_bought_at_an_open_after_the_plan_is_over() -> None:
    dipped = bars([(103, 103, 99, 101)]).merge(flat(101, 15, start=AT + QUARTER))
    made = resolve(ladder(), dipped.merge(flat(97, 1, start=AT + 16 * QUARTER))).progress
    assert (made.state, made.filled) == ("touched", 0.6)


def test_the_second_rung_is_not_bought_at_the_open_at_which_a_wrong_idea_is_sold() -> None:
    higher = ladder(stop=Stop(99.5, M15))
    made = outcome(higher, (103, 103, 99, 99.2), (97, 98, 96, 97))
    assert told(made) == [("entry1", 1, 100, 0.6), ("invalidated", 1, 99.2, 0), ("stop", 1, 97, 0.6)]


def test_an_idea_that_is_wrong_is_told_so_once() -> None:
    hourly = ladder(stop=Stop(95.0, H1))
    series = bars([(103, 103, 97, 99), (99, 99, 94, 94), (94, 94, 94, 94), (94, 94, 94, 94)])
    made = resolve(hourly, series.merge(bars([(94, 94, 94, 94)], start=AT + 8 * QUARTER))).progress
    assert [fact[0] for fact in told(made)] == ["entry1", "entry2", "invalidated", "stop"]
