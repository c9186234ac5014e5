"""How much to buy, and what a target is worth, with both sides' fees (DESIGN, section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nofomo.engine.analysis.model import Options
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.money import exact, to_grid
from nofomo.engine.core.plan import Entry, Size


@dataclass(frozen=True, slots=True)
class Costs:
    """Fee rates of the three orders of a plan: the entry, a target, the stop."""

    entry: Decimal
    target: Decimal
    stop: Decimal

    @classmethod
    def resting(cls, instrument: Instrument) -> Costs:
        """A ladder of limits: the entry and the targets wait in the book, the stop takes."""
        return cls(instrument.maker_fee, instrument.maker_fee, instrument.taker_fee)

    @classmethod
    def taking(cls, instrument: Instrument) -> Costs:
        """A stop-limit entry takes too."""
        return cls(instrument.taker_fee, instrument.maker_fee, instrument.taker_fee)


@dataclass(frozen=True, slots=True)
class Stake:
    """Where a leg gets in on average, where it is wrong, and what the orders cost."""

    entry: Decimal
    stop: Decimal
    costs: Costs

    @property
    def loss(self) -> Decimal:
        """What one unit loses at the stop, fees included, in quote currency."""
        return self.entry - self.stop + self.fees

    @property
    def fees(self) -> Decimal:
        """The fees of one unit that is bought and stopped out."""
        return self.costs.entry * self.entry + self.costs.stop * self.stop

    def reward(self, target: Decimal) -> float:
        """(target − entry − fees) / (entry − stop + fees), rounded towards zero at four decimals."""
        gain = target - self.entry - self.costs.entry * self.entry - self.costs.target * target
        return float(to_grid(gain / self.loss, Decimal("0.0001"), rounding="down"))


def average(entries: Sequence[Entry]) -> Decimal:
    """The share-weighted entry price."""
    return sum((exact(entry.share) * entry.price for entry in entries), Decimal(0))


def size_position(stake: Stake, *, options: Options, instrument: Instrument) -> Size:
    """The quantity that loses the risked part of the equity at the stop, rounded down to the lot.

    Spot has no leverage: where the equity buys less than the risk allows, it caps the quantity (`capped`). The quantity
    may be zero, and is not held against the venue's minimum here: see `smallest_order`.
    """
    risk = options.equity * exact(options.risk_pct) / 100
    wanted = risk / stake.loss
    affordable = options.equity / (stake.entry * (1 + stake.costs.entry))
    quantity = to_grid(max(min(wanted, affordable), Decimal(0)), instrument.lot, rounding="down")
    return Size(
        risk_pct=options.risk_pct,
        equity=options.equity,
        quantity=quantity,
        notional=quantity * stake.entry,
        max_loss=quantity * stake.loss,
        fees=quantity * stake.fees,
        capped=affordable < wanted,
    )


def smallest_order(size: Size, entries: Sequence[Entry], *, instrument: Instrument) -> Decimal:
    """The notional of the smallest order of a ladder; it must not be below the venue's minimum."""
    return min(
        to_grid(size.quantity * exact(entry.share), instrument.lot, rounding="down") * entry.price for entry in entries
    )
