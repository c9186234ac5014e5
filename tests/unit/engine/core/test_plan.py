"""A plan that contradicts itself cannot exist."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from nofomo.engine.core.errors import Broken
from nofomo.engine.core.plan import Breakout, Entry, Invalidation, Level, Pullback, Size, Target
from nofomo.engine.core.timeframe import Timeframe

SIZE = Size(1, Decimal(1000), Decimal(1), Decimal(100), Decimal(10), Decimal("0.2"))


def d(value: float | str) -> Decimal:
    return Decimal(str(value))


def pullback(**changed: Any) -> Pullback:
    parts: dict[str, Any] = {
        "entries": (Entry(d(100), 0.6), Entry(d(99), 0.4)),
        "invalidation": Invalidation(d(98), Timeframe(15)),
        "targets": (Target(d(103), 1.5, 0.5), Target(d(106), 3.0, 0.5)),
        "size": SIZE,
    }
    return Pullback(**(parts | changed))


def breakout(**changed: Any) -> Breakout:
    parts: dict[str, Any] = {
        "trigger": d(101), "limit": d("101.5"), "retest_low": d(100), "retest_high": d(101), "stop": d(99),
        "targets": (Target(d(104), 1.4, 0.5), Target(d(107), 2.4, 0.5)), "size": SIZE,
    }  # fmt: skip
    return Breakout(**(parts | changed))


def test_sound_plans_stand() -> None:
    assert pullback().entries[0].price == 100
    assert breakout().limit == d("101.5")


@pytest.mark.parametrize(
    "changed",
    [
        {"entries": (Entry(d(99), 0.6), Entry(d(100), 0.4))},
        {"entries": (Entry(d(100), 0.6), Entry(d(100), 0.4))},
        {"entries": (Entry(d(100), 0.6), Entry(d(99), 0.3))},
        {"entries": ()},
        {"invalidation": Invalidation(d(99), Timeframe(15))},
        {"invalidation": Invalidation(d(-1), Timeframe(15))},
        {"targets": (Target(d(100), 1.5, 1.0),)},
        {"targets": (Target(d(106), 1.5, 0.5), Target(d(103), 3.0, 0.5))},
        {"targets": (Target(d(103), 1.5, 0.5), Target(d(106), 3.0, 0.4))},
        {"targets": ()},
    ],
)
def test_a_pullback_that_breaks_a_rule_is_not_built(changed: dict[str, Any]) -> None:
    with pytest.raises(Broken) as broken:
        pullback(**changed)
    assert broken.value.code == "PLAN_INVARIANT"


@pytest.mark.parametrize(
    "changed",
    [
        {"limit": d(100.9)},
        {"retest_high": d(101.1)},
        {"retest_low": d(101)},
        {"stop": d(100)},
        {"stop": d(0)},
        {"targets": (Target(d(101.5), 1.4, 1.0),)},
    ],
)
def test_a_breakout_that_breaks_a_rule_is_not_built(changed: dict[str, Any]) -> None:
    with pytest.raises(Broken):
        breakout(**changed)


def test_a_level_lies_within_its_zone() -> None:
    with pytest.raises(Broken):
        Level(d(100), d(101), d(102), 0.5, ())
    with pytest.raises(Broken):
        Level(d(100), d(99), d(102), 1.5, ())


def test_shares_are_parts_of_a_whole() -> None:
    with pytest.raises(Broken):
        Entry(d(100), 0.0)
    with pytest.raises(Broken):
        Target(d(100), 1.0, -0.5)
