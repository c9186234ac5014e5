"""From stored versions to orders, from facts to words and events."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from nofomo.engine.analysis import document
from nofomo.engine.core.timeframe import Timeframe
from nofomo.engine.simulator.orders import LegName
from nofomo.engine.simulator.progress import EventKind, LegEvent, LegState, Progress
from nofomo.features.plans.events import PlanTargetHit
from nofomo.features.plans.model_outcomes import LegOutcome, OutcomeBrief, Standing, furthest, standing_of
from nofomo.features.plans.services.outcome_facts import facts_of
from nofomo.features.plans.services.outcome_rows import orders_of, outcome_values, progress_of, waiting_rows
from tests.support.analyses import analysis, at
from tests.support.clock import MARCH, CountingIds

TREE = document(analysis())
FEE = Decimal("0.001")


def test_a_pullback_becomes_a_ladder_of_limits() -> None:
    orders = orders_of(TREE, "pullback", tick=at("0.01"), taker=FEE)
    assert [(rung.price, rung.share) for rung in orders.entries] == [(at("72960"), 0.6), (at("72790"), 0.4)]
    assert [(rung.price, rung.share) for rung in orders.targets] == [(at("73570"), 0.5), (at("74180"), 0.5)]
    assert (orders.stop.price, orders.stop.timeframe, orders.trigger) == (72_610, Timeframe(15), None)
    assert (orders.starts, orders.expires) == (MARCH, MARCH + 4 * 3_600_000)
    assert orders.unit_loss == pytest.approx(25 / 0.05847)
    assert (orders.limit_fill, orders.longest) == ("through", 30 * 86_400_000)


def test_a_breakout_becomes_a_stop_limit_with_a_stop_that_is_touched() -> None:
    orders = orders_of(TREE, "breakout", tick=at("0.01"), taker=FEE)
    assert (orders.trigger, orders.entries[0].price, orders.entries[0].share) == (at("73400"), at("73440"), 1)
    assert (orders.stop.price, orders.stop.timeframe) == (73_050, None)
    assert [(rung.price, rung.share) for rung in orders.targets] == [(at("74180.5"), 1)]


def test_the_makers_rate_is_read_back_from_the_planned_fees() -> None:
    tree = document(analysis())
    size = tree["pullback"]["size"]
    for maker in (0.0, 0.0002, 0.001):
        size["fees"] = size["quantity"] * (maker * 72_892 + 0.0026 * 72_610)
        costs = orders_of(tree, "pullback", tick=at("0.01"), taker=at("0.0026")).costs
        assert (costs.maker, costs.taker, costs.slippage) == (maker, 0.0026, 0.0005)
    assert orders_of(tree, "breakout", tick=at("0.01"), taker=at("0.0026")).costs.maker == 0.0026
    size["fees"] = 0.0
    assert orders_of(tree, "pullback", tick=at("0.01"), taker=FEE).costs.maker == 0.001


def test_a_version_from_before_ticks_were_kept_counts_in_its_last_digit() -> None:
    assert orders_of(TREE, "pullback", tick=None, taker=FEE).tick == at("0.01")


def test_only_legs_that_exist_begin_to_wait() -> None:
    ids = {"plan_id": CountingIds()(), "user_id": CountingIds(9)()}
    both = waiting_rows(TREE, **ids)
    assert [(row["leg"], row["state"], row["checked_until"], row["resolved_at"]) for row in both] == [
        ("pullback", "waiting", MARCH, None), ("breakout", "waiting", MARCH, None),
    ]  # fmt: skip
    assert waiting_rows(document(analysis(pullback=None, breakout=None)), **ids) == []


FACTS = (
    LegEvent("entry1", 1, 100.0),
    LegEvent("entry1", 2, 100.0, 0.6),
    LegEvent("entry2", 2, 98.0, 0.4),
    LegEvent("tp1", 3, 106.0, 0.5),
    LegEvent("invalidated", 4, 94.0),
    LegEvent("stop", 4, 93.9, 0.5),
)


def told(events: Sequence[LegEvent], *, known: int = 0, leg: str = "pullback") -> list[str]:
    row: Any = SimpleNamespace(user_id=1, plan_id=2, version=3, venue="v", symbol="A/B", leg=leg)
    return [type(fact).__name__ for fact in facts_of(row, events, known=known)]


def test_each_fact_is_one_event_however_many_fills_it_took() -> None:
    assert told(FACTS) == ["PlanTouched", "PlanTargetHit", "PlanInvalidated"]
    assert told(FACTS, known=4) == ["PlanInvalidated"]
    assert told(FACTS, known=5) == []
    breakout = (LegEvent("trigger", 1, 100.0), LegEvent("entry1", 2, 100.5, 1.0), LegEvent("stop", 3, 97.0, 1.0))
    assert told(breakout, leg="breakout") == ["PlanTriggered", "PlanInvalidated"]
    row: Any = SimpleNamespace(user_id=1, plan_id=2, version=3, venue="v", symbol="A/B", leg="pullback")
    (second,) = facts_of(row, (LegEvent("tp1", 1, 1.0, 0.5), LegEvent("tp2", 2, 2.0, 0.5)), known=1)
    assert isinstance(second, PlanTargetHit)
    assert (second.target, second.price, second.at) == (2, 2.0, 2)


def test_what_is_kept_is_enough_to_go_on_from() -> None:
    made = Progress(99, FACTS, ambiguous=True)
    kept = outcome_values(made, None)
    row: Any = SimpleNamespace(**kept)
    assert progress_of(row) == made
    assert (kept["state"], kept["state_at"], kept["filled"], kept["resolved_at"]) == ("tp1", 3, 1.0, None)


def leg(state: LegState, *, name: LegName = "pullback", filled: float = 0.0, final: bool = False) -> LegOutcome:
    return LegOutcome(name, state, final, filled, None, None, (), ambiguous=False, checked_until=MARCH)


BREAKOUT: LegName = "breakout"


@pytest.mark.parametrize(
    ("legs", "over", "standing"),
    [
        ([leg("waiting")], False, "fresh"),
        ([leg("waiting")], True, "expired"),
        ([], False, "fresh"),
        ([leg("touched")], False, "touched"),
        ([leg("touched")], True, "expired"),
        ([leg("touched", filled=0.6)], True, "touched"),
        ([leg("tp1", filled=0.6)], True, "touched"),
        ([leg("tp1", filled=0.6, final=True)], True, "done"),
        ([leg("tp2", filled=1, final=True)], False, "done"),
        ([leg("time", filled=1, final=True)], True, "done"),
        ([leg("invalidated", filled=1)], False, "invalidated"),
        ([leg("invalidated", filled=1, final=True)], True, "invalidated"),
        ([leg("ranAway", final=True)], False, "ranAway"),
        ([leg("ranAway", final=True)], True, "expired"),
        ([leg("expired", final=True)], True, "expired"),
        ([leg("waiting", name=BREAKOUT)], False, "fresh"),
        ([leg("triggered", name=BREAKOUT)], False, "touched"),
        ([leg("ranAway", final=True), leg("triggered", name=BREAKOUT, filled=1)], False, "touched"),
        ([leg("ranAway", final=True), leg("waiting", name=BREAKOUT)], False, "ranAway"),
        ([leg("waiting"), leg("invalidated", name=BREAKOUT, filled=1, final=True)], False, "fresh"),
        ([leg("expired", final=True), leg("invalidated", name=BREAKOUT, filled=1, final=True)], True, "invalidated"),
        ([leg("expired", final=True), leg("tp1", name=BREAKOUT, filled=1, final=True)], True, "done"),
    ],
)  # fmt: skip
def test_the_standing_of_a_plan_follows_from_its_legs(legs: list[LegOutcome], over: bool, standing: Standing) -> None:
    assert standing_of(legs, over=over) == standing
    assert standing_of(reversed(legs), over=over) == standing


def test_the_leg_that_went_furthest_speaks_for_the_plan() -> None:
    def brief(state: LegState, name: LegName = "pullback") -> OutcomeBrief:
        return OutcomeBrief(name, state, None, final=False, result=None)

    assert furthest([]) is None
    assert furthest([brief("ranAway"), brief("triggered", BREAKOUT)]) == brief("triggered", BREAKOUT)
    assert furthest([brief("tp1"), brief("invalidated", BREAKOUT)]) == brief("tp1")
    assert furthest([brief("waiting"), brief("waiting", BREAKOUT)]) == brief("waiting")


def test_every_kind_of_event_has_a_state() -> None:
    kinds: tuple[EventKind, ...] = ("entry1", "trigger", "tp1", "tp2", "tp3", "invalidated", "stop", "expired",
                                    "ranAway", "time")  # fmt: skip
    states = [Progress(1, (LegEvent(kind, 1, 1.0, 0.5),)).state for kind in kinds]
    assert states == ["touched", "triggered", "tp1", "tp2", "tp3", "invalidated", "invalidated", "expired", "ranAway",
                      "time"]  # fmt: skip
