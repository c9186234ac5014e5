"""Size and reward with both sides' fees (the worked example of the promised payload)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nofomo.engine.analysis.model import Options
from nofomo.engine.analysis.sizing import Costs, Stake, average, size_position, smallest_order
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.plan import Entry

LADDER = (Entry(Decimal(72400), 0.6), Entry(Decimal(72150), 0.4))
BTC = Instrument("BTC/USDT", "file", tick=Decimal("0.01"), lot=Decimal("0.0001"), min_notional=Decimal(5))
OPTIONS = Options(risk_pct=0.5, equity=Decimal(5000))


def stake(stop: int = 71890) -> Stake:
    return Stake(average(LADDER), Decimal(stop), Costs.resting(BTC))


def test_the_worked_example_comes_out_to_the_digit() -> None:
    size = size_position(stake(), options=OPTIONS, instrument=BTC)
    assert average(LADDER) == 72300
    assert size.quantity == Decimal("0.0451")
    assert size.notional == Decimal("3260.73")
    assert round(size.max_loss, 1) == Decimal("25.0")
    assert round(size.fees, 1) == Decimal("6.5")
    assert stake().reward(Decimal(73900)) == pytest.approx(2.62, abs=0.005)


def test_a_breakout_pays_the_taker_fee_and_counts_from_its_limit() -> None:
    taking = Stake(Decimal(73520), Decimal(73050), Costs.taking(BTC))
    size = size_position(taking, options=OPTIONS, instrument=BTC)
    assert size.quantity == Decimal("0.0405")
    assert taking.reward(Decimal(74600)) == pytest.approx(1.51, abs=0.005)


def test_maker_and_taker_fees_fall_on_the_right_orders() -> None:
    venue = Instrument("BTC/USDT", "file", maker_fee=Decimal("0.0002"), taker_fee=Decimal("0.0005"))
    assert Costs.resting(venue) == Costs(Decimal("0.0002"), Decimal("0.0002"), Decimal("0.0005"))
    assert Costs.taking(venue).entry == Decimal("0.0005")


def test_the_stop_never_loses_more_than_the_risk_and_one_more_lot_would() -> None:
    size = size_position(stake(), options=OPTIONS, instrument=BTC)
    assert size.max_loss <= 25 < size.max_loss + stake().loss * BTC.lot
    assert not size.capped


def test_cash_caps_what_the_risk_would_allow() -> None:
    size = size_position(stake(72100), options=Options(risk_pct=2, equity=Decimal(1000)), instrument=BTC)
    assert size.capped
    assert size.max_loss < 20
    assert size.notional * Decimal("1.001") <= 1000 < (size.quantity + BTC.lot) * stake().entry * Decimal("1.001")


def test_the_smaller_rung_is_what_the_minimum_order_is_held_against() -> None:
    size = size_position(stake(), options=OPTIONS, instrument=BTC)
    assert smallest_order(size, LADDER, instrument=BTC) == Decimal("0.0180") * 72150
