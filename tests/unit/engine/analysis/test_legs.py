"""Pullback and breakout: where they stand, and why they do not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from nofomo.engine.analysis.model import Options
from tests.unit.engine.analysis.made_up import analyse, analyses, first


def test_the_ladder_stands_at_s1_and_the_upper_edge_of_s2_and_is_wrong_below_s2() -> None:
    found = [analysis for _, _, analysis in analyses() if analysis.pullback is not None]
    assert len(found) > 10
    for analysis in found:
        assert analysis.pullback is not None
        first_rung, second_rung = analysis.pullback.entries
        s1, s2 = analysis.support[:2]
        assert (first_rung.price, first_rung.share) == (s1.price, 0.6)
        assert (second_rung.price, second_rung.share) == (s2.high, 0.4)
        assert analysis.pullback.invalidation.price < s2.low
        assert analysis.pullback.invalidation.timeframe == analysis.timeframes[-1]


def test_targets_stand_just_before_resistances_and_pay_for_the_risk() -> None:
    for _, _, analysis in analyses():
        for leg in (analysis.pullback, analysis.breakout):
            if leg is None:
                continue
            assert leg.targets[0].rr >= 1.2
            assert leg.targets[1].rr >= 2
            assert [target.share for target in leg.targets] == [0.5, 0.5]
            if leg is analysis.pullback:
                assert leg.targets[0].price < analysis.resistance[0].low or leg.targets[0].price > analysis.price


def test_a_third_target_takes_its_share_from_the_others() -> None:
    seed, row, plain = first(lambda a: a.pullback is not None)
    three = next(
        analysis
        for seed, row, plain in analyses()
        if plain.pullback is not None
        and (analysis := analyse(seed, row, Options(third_target=True))).pullback is not None
        and len(analysis.pullback.targets) == 3
    )
    assert three.pullback is not None
    assert [target.share for target in three.pullback.targets] == [0.4, 0.3, 0.3]
    assert three.pullback.targets[2].rr > three.pullback.targets[1].rr
    asked = analyse(seed, row, Options(third_target=True))
    assert asked.pullback is not None
    assert plain.pullback is not None
    assert asked.pullback.targets[0].price == plain.pullback.targets[0].price


def test_a_missing_third_target_is_said() -> None:
    warned = [
        analysis
        for seed, row, plain in analyses()
        if plain.pullback is not None
        and len((analysis := analyse(seed, row, Options(third_target=True))).pullback.targets) == 2  # type: ignore[union-attr]
    ]
    assert warned
    assert all(any(w.code == "warning.no_third_target" for w in analysis.warnings) for analysis in warned)


def test_a_breakout_stands_over_its_box_with_its_retest_and_quick_stop() -> None:
    _, _, analysis = first(lambda a: a.breakout is not None)
    assert analysis.breakout is not None
    assert analysis.box is not None
    leg = analysis.breakout
    assert leg.stop < leg.retest_low < analysis.box.high < leg.trigger <= leg.limit < leg.targets[0].price
    assert leg.retest_high == leg.trigger
    assert {reason.code for reason in leg.reasons} == {"plan.over_box", "plan.confirm_volume"}


@pytest.mark.parametrize(("mode", "absent"), [("pullback", "breakout"), ("breakout", "pullback")])
def test_only_the_leg_that_was_asked_for_is_looked_for(mode: str, absent: str) -> None:
    seed, row, both = first(lambda a: a.pullback is not None and a.breakout is not None)
    one = analyse(seed, row, replace(Options(), mode=mode))
    assert getattr(one, absent) is None
    assert getattr(one, mode) == getattr(both, mode)
    assert {check.leg for check in one.checks} == {mode}


def test_an_order_below_the_venues_minimum_is_no_plan_and_says_so() -> None:
    seed, row, plain = first(lambda a: a.pullback is not None)
    poor = analyse(seed, row, Options(equity=Decimal(10)), min_notional=Decimal(50))
    assert plain.pullback is not None
    assert poor.pullback is None
    failed = [check.condition.code for check in poor.checks if check.leg == "pullback" and not check.passed]
    assert failed == ["check.smallest_order"]


def test_fees_that_eat_the_reward_leave_no_plan() -> None:
    seed, row, plain = first(lambda a: a.pullback is not None)
    dear = analyse(seed, row, maker_fee=Decimal("0.02"), taker_fee=Decimal("0.02"))
    assert plain.pullback is not None
    assert dear.pullback is None
    assert any(check.condition.code == "check.first_target" and not check.passed for check in dear.checks)


def test_buying_against_the_trend_needs_a_higher_low_and_a_better_reward() -> None:
    bearish = [a for _, _, a in analyses() if a.bias.direction == "bearish"]
    checked = [c for a in bearish for c in a.checks if c.condition.code == "check.higher_low"]
    assert any(not check.passed for check in checked)
    for analysis in bearish:
        assert analysis.breakout is None
        assert analysis.pullback is None or analysis.pullback.targets[0].rr >= 1.5


def test_strength_is_bought_only_with_the_trend() -> None:
    for _, _, analysis in analyses():
        assert analysis.breakout is None or analysis.bias.direction == "bullish"
    unclear = [a for _, _, a in analyses() if a.bias.direction == "neutral" and a.box is not None]
    trend = [c for a in unclear for c in a.checks if c.condition.code == "check.with_trend"]
    assert trend
    assert not any(check.passed for check in trend)


def test_every_refused_leg_names_a_condition_that_failed() -> None:
    for _, _, analysis in analyses():
        for name in ("pullback", "breakout"):
            own = [check for check in analysis.checks if check.leg == name]
            assert (getattr(analysis, name) is None) == any(not check.passed for check in own)
