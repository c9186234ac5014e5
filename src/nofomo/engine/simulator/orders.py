"""The orders of one leg of a plan as they would stand in the book."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from nofomo.engine.core.errors import Broken
from nofomo.engine.core.plan import Breakout, Pullback
from nofomo.engine.core.timeframe import DAY_MS
from nofomo.engine.simulator.stops import Stop

LegName = Literal["pullback", "breakout"]
LimitFill = Literal["touch", "through"]
LONGEST_HOLD_MS: Final = 30 * DAY_MS


@dataclass(frozen=True, slots=True)
class FillCosts:
    """Rates of the notional: `maker` for limits that rest, `taker` for all else, `slippage` against the trader for
    every taker fill. The defaults are those of DESIGN, section 4, rule 6."""

    maker: float = 0.001
    taker: float = 0.001
    slippage: float = 0.0005


@dataclass(frozen=True, slots=True)
class Rung:
    """One order: its price and its share, of the planned size for an entry, of what was bought for a target."""

    price: Decimal
    share: float


@dataclass(frozen=True, slots=True)
class LegOrders:
    """Everything that decides what becomes of one leg.

    Without a `trigger` the entries are a ladder of limits; with one, a stop-limit with the single entry as its limit.
    The orders stand from `starts` to `expires` (ms); a position is held at most until `starts` + `longest`.
    `unit_loss` is what one unit of the planned size loses when the plan is wrong, fees included: the measure of R.
    """

    leg: LegName
    entries: tuple[Rung, ...]
    targets: tuple[Rung, ...]
    stop: Stop
    starts: int
    expires: int
    tick: Decimal
    unit_loss: float
    trigger: Decimal | None = None
    costs: FillCosts = FillCosts()
    limit_fill: LimitFill = "through"
    longest: int = LONGEST_HOLD_MS

    def __post_init__(self) -> None:
        rules = {
            "orders need entries and targets": bool(self.entries and self.targets),
            "a stop-limit has one limit": self.trigger is None or len(self.entries) == 1,
            "what is lost when wrong is above zero": self.unit_loss > 0,
            "orders stand for some time": self.starts < self.expires,
        }
        for rule, holds in rules.items():
            if not holds:
                raise Broken(f"Orders were built that break their rule: {rule}.", code="PLAN_INVARIANT")


def pullback_orders(
    leg: Pullback, *, starts: int, expires: int, tick: Decimal, costs: FillCosts = FillCosts()
) -> LegOrders:
    """The ladder of a pullback: limits that rest, a stop that waits for a close."""
    return LegOrders(
        leg="pullback",
        entries=tuple(Rung(entry.price, entry.share) for entry in leg.entries),
        targets=tuple(Rung(target.price, target.share) for target in leg.targets),
        stop=Stop(float(leg.invalidation.price), leg.invalidation.timeframe),
        starts=starts,
        expires=expires,
        tick=tick,
        unit_loss=float(leg.size.max_loss / leg.size.quantity),
        costs=costs,
    )


def breakout_orders(
    leg: Breakout, *, starts: int, expires: int, tick: Decimal, costs: FillCosts = FillCosts()
) -> LegOrders:
    """The stop-limit of a breakout with a stop that is touched. Adding on the retest is advice, not an order."""
    return LegOrders(
        leg="breakout",
        entries=(Rung(leg.limit, 1.0),),
        targets=tuple(Rung(target.price, target.share) for target in leg.targets),
        stop=Stop(float(leg.stop)),
        starts=starts,
        expires=expires,
        tick=tick,
        unit_loss=float(leg.size.max_loss / leg.size.quantity),
        trigger=leg.trigger,
        costs=costs,
    )
