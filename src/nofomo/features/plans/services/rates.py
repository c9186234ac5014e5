"""Money of one currency in another, by the prices of the venue."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from nofomo.engine.core.errors import Invalid, NofomoError
from nofomo.engine.core.money import exact
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.plans.ports import Market

DOLLARS: Final = frozenset({"USD", "USDT", "USDC", "FDUSD", "BUSD", "TUSD", "DAI"})
"""Dollars and what stands for one; taken as equal, since a tenth of a percent does not change a position size."""
_HOUR: Final = Timeframe(60)


async def convert(market: Market, amount: Decimal, *, to: str, source: str, venue: str, at: int) -> Decimal:
    """`amount` of the currency `source` in the currency `to`, at the last hourly close before `at` (ms).

    Raises Invalid (`NO_EXCHANGE_RATE`) where the venue trades neither of the two against the other.
    """
    if source == to or {source, to} <= DOLLARS:
        return amount
    for base in _stand_ins(to):
        for quote in _stand_ins(source):
            price = await _last(market, f"{base}/{quote}", venue=venue, at=at)
            if price is not None:
                return amount / price
            price = await _last(market, f"{quote}/{base}", venue=venue, at=at)
            if price is not None:
                return amount * price
    raise Invalid(
        f"{venue} has no price of {source} in {to}. Choose {to} as your currency, or give the equity with the request.",
        code="NO_EXCHANGE_RATE",
        details={"field": "equity", "from": source, "to": to},
    )


def _stand_ins(currency: str) -> tuple[str, ...]:
    return (currency, *sorted(DOLLARS - {currency} & {"USDT", "USD"})) if currency in DOLLARS else (currency,)


async def _last(market: Market, symbol: str, *, venue: str, at: int) -> Decimal | None:
    try:
        listed = await market.resolve(venue, symbol)
        if listed.instrument.symbol != symbol:
            return None
        candles = await market.closed_candles(venue, symbol, _HOUR, at=at, count=1)
    except NofomoError as error:
        if isinstance(error, Invalid):
            return None
        raise
    return exact(float(candles.close[-1])) if len(candles) else None
