"""The one plan type: entries, invalidation, targets and size of an actionable idea.

Prices are Decimal on the instrument's tick, sizes on its lot. Shares are fractions that sum to 1.
The invariants are checked at birth: a plan that contradicts itself cannot exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from nofomo.engine.core.errors import Broken
from nofomo.engine.core.say import Say
from nofomo.engine.core.timeframe import Timeframe


@dataclass(frozen=True, slots=True)
class Level:
    """A price with the zone around it. `strength` 0–1 grows with the number and weight of its independent reasons."""

    price: Decimal
    low: Decimal
    high: Decimal
    strength: float
    reasons: tuple[Say, ...]

    def __post_init__(self) -> None:
        _require(self.low <= self.price <= self.high, "a level lies within its zone")
        _require(0 <= self.strength <= 1, "the strength of a level lies between 0 and 1")


@dataclass(frozen=True, slots=True)
class Entry:
    """One rung of a ladder and the share of the whole size that is bought there."""

    price: Decimal
    share: float

    def __post_init__(self) -> None:
        _require(self.price > 0 and 0 < self.share <= 1, "an entry has a price and a share")


@dataclass(frozen=True, slots=True)
class Target:
    """Where to sell. `rr` = (target − entry − fees) / (entry − stop + fees), with the share-weighted entry.

    `share` is the part of the position that is sold there; `level` is what stands in the way there.
    """

    price: Decimal
    rr: float
    share: float
    reasons: tuple[Say, ...] = ()

    def __post_init__(self) -> None:
        _require(0 < self.share <= 1, "a target has a share")


@dataclass(frozen=True, slots=True)
class Invalidation:
    """The idea is wrong once a candle of `timeframe` closes below `price`."""

    price: Decimal
    timeframe: Timeframe


@dataclass(frozen=True, slots=True)
class Size:
    """What to buy so that being wrong loses `max_loss`, both sides' fees included.

    `risk_pct` is in percent of `equity` (0.5 = half a percent); money is in quote currency, `quantity` in base.
    `capped` is true where cash, not risk, set the quantity (then `max_loss` is below what the risk would allow).
    """

    risk_pct: float
    equity: Decimal
    quantity: Decimal
    notional: Decimal
    max_loss: Decimal
    fees: Decimal
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Pullback:
    """Buy a dip at a ladder of limits above an invalidation."""

    entries: tuple[Entry, ...]
    invalidation: Invalidation
    targets: tuple[Target, ...]
    size: Size
    reasons: tuple[Say, ...] = ()

    def __post_init__(self) -> None:
        prices = [entry.price for entry in self.entries]
        _require(
            bool(prices) and prices == sorted(set(prices), reverse=True), "entries fall from the first to the last"
        )
        _require(abs(sum(entry.share for entry in self.entries) - 1) < 1e-9, "the shares of the entries sum to 1")
        _require(0 < self.invalidation.price < prices[-1], "the invalidation lies below the lowest entry")
        _check_targets(self.targets, above=prices[0])


@dataclass(frozen=True, slots=True)
class Breakout:
    """Buy strength with a stop-limit above a box, add when the `retest` zone holds."""

    trigger: Decimal
    limit: Decimal
    retest_low: Decimal
    retest_high: Decimal
    stop: Decimal
    targets: tuple[Target, ...]
    size: Size
    reasons: tuple[Say, ...] = ()

    def __post_init__(self) -> None:
        _require(self.trigger <= self.limit, "the limit is not below the trigger")
        _require(self.retest_low < self.retest_high <= self.trigger, "the retest zone lies at or below the trigger")
        _require(0 < self.stop < self.retest_low, "the stop lies below the retest zone")
        _check_targets(self.targets, above=self.limit)


def _check_targets(targets: tuple[Target, ...], *, above: Decimal) -> None:
    prices = [target.price for target in targets]
    _require(bool(prices) and prices == sorted(set(prices)), "targets rise from the first to the last")
    _require(prices[0] > above, "targets lie above the entry")
    _require(abs(sum(target.share for target in targets) - 1) < 1e-9, "the shares of the targets sum to 1")


def _require(holds: bool, rule: str) -> None:
    if not holds:
        raise Broken(f"A plan was built that breaks its rule: {rule}.", code="PLAN_INVARIANT")
