"""What became of a plan: a crude, pessimistic walk over the candles that followed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from nofomo.engine.analysis.sizing import Costs
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.plan import Breakout, Pullback, Target
from nofomo.engine.core.timeframe import DAY_MS

HOLD_DAYS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """`filled`: anything bought before the plan ran out; `first_target` hit before it was wrong; result in R."""

    filled: bool
    first_target: bool
    result: float


NOT_FILLED = Outcome(filled=False, first_target=False, result=0.0)


@dataclass(slots=True)
class _Position:
    held: float = 0.0
    cash: float = 0.0
    hit: int = 0

    def buy(self, share: float, price: float, fee: Decimal) -> None:
        self.held += share
        self.cash -= share * price * (1 + float(fee))

    def sell(self, share: float, price: float, fee: Decimal) -> None:
        self.held -= share
        self.cash += share * price * (1 - float(fee))


def follow_pullback(leg: Pullback, candles: Candles, *, at: int, until: int, instrument: Instrument) -> Outcome:
    """Limits fill on touch while the plan is valid; a close under the invalidation sells at that close; targets count
    from the candle after the fill."""
    costs, position = Costs.resting(instrument), _Position()
    risk = float(leg.size.max_loss / leg.size.quantity)
    open_entries = list(leg.entries)
    stop = float(leg.invalidation.price)
    bought = 0.0
    for row in _rows(candles, at):
        ts, low, high, close = int(candles.ts[row]), candles.low[row], candles.high[row], candles.close[row]
        if bought:
            _take_targets(position, leg.targets, high=float(high), bought=bought, fee=costs.target)
        if position.hit == 0 and ts < until:
            for entry in list(open_entries):
                if low <= float(entry.price):
                    position.buy(entry.share, float(entry.price), costs.entry)
                    bought += entry.share
                    open_entries.remove(entry)
        if bought and position.held <= 1e-9:
            break
        if close < stop and (bought or ts < until):
            position.sell(position.held, float(close), costs.stop)
            break
        if not bought and ts >= until:
            return NOT_FILLED
    else:
        position.sell(position.held, float(candles.close[_rows(candles, at)[-1]]), costs.stop)
    return Outcome(filled=True, first_target=position.hit > 0, result=position.cash / risk) if bought else NOT_FILLED


def follow_breakout(leg: Breakout, candles: Candles, *, at: int, until: int, instrument: Instrument) -> Outcome:
    """A touch of the trigger buys at the limit; the stop acts within the candle and before any target."""
    costs, position = Costs.taking(instrument), _Position()
    risk = float(leg.size.max_loss / leg.size.quantity)
    bought = False
    for row in _rows(candles, at):
        ts, low, high = int(candles.ts[row]), candles.low[row], candles.high[row]
        if not bought:
            if ts >= until:
                return NOT_FILLED
            if high < float(leg.trigger) or candles.open[row] > float(leg.limit):
                continue
            position.buy(1.0, float(leg.limit), costs.entry)
            bought = True
            if candles.close[row] >= float(leg.stop):
                continue
        if low <= float(leg.stop):
            position.sell(position.held, min(float(leg.stop), float(candles.open[row])), costs.stop)
            break
        _take_targets(position, leg.targets, high=float(high), bought=1.0, fee=costs.target)
        if position.held <= 1e-9:
            break
    else:
        if not bought:
            return NOT_FILLED
        position.sell(position.held, float(candles.close[_rows(candles, at)[-1]]), costs.stop)
    return Outcome(filled=True, first_target=position.hit > 0, result=position.cash / risk)


def _rows(candles: Candles, at: int) -> range:
    first = int(candles.ts.searchsorted(at))
    return range(first, int(candles.ts.searchsorted(at + HOLD_DAYS * DAY_MS)))


def _take_targets(
    position: _Position, targets: tuple[Target, ...], *, high: float, bought: float, fee: Decimal
) -> None:
    while position.hit < len(targets) and high >= float(targets[position.hit].price):
        target = targets[position.hit]
        share = position.held if position.hit == len(targets) - 1 else bought * target.share
        position.sell(min(share, position.held), float(target.price), fee)
        position.hit += 1
