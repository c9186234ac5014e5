"""Symbols and the trading rules of one instrument at one venue."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.money import smallest_step

TICK_SAMPLE: Final = 2_000
_UNIFIED: Final = re.compile(r"^[A-Z0-9]{1,20}/[A-Z0-9]{1,20}$")
_SHAPE: Final = re.compile(r"^[A-Z0-9]{1,20}([/\-_:]?[A-Z0-9]{1,20})?$")
# No BUSD or TUSD: they are gone, and BNBUSD or DOTUSD mean dollars.
_QUOTES: Final = (
    "USDT", "FDUSD", "USDC", "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "SEK", "AUD", "NZD",
    "IDRT", "IDR", "BTC", "ETH", "BNB", "TRY", "BRL",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Instrument:
    """One symbol at one venue with its trading rules. Prices are in the quote currency, sizes in the base currency.

    `tick` and `lot` are the smallest steps of price and size; `min_notional` the smallest order in quote currency.
    Fees are rates (0.001 = 0.1 % of the notional).
    """

    symbol: str
    venue: str
    tick: Decimal = Decimal("0.00000001")
    lot: Decimal = Decimal("0.00000001")
    min_notional: Decimal = Decimal(0)
    maker_fee: Decimal = Decimal("0.001")
    taker_fee: Decimal = Decimal("0.001")

    def __post_init__(self) -> None:
        if not _UNIFIED.match(self.symbol):
            raise Invalid(f"{self.symbol!r} is not written as BASE/QUOTE.", code="INVALID_SYMBOL")
        if self.tick <= 0 or self.lot <= 0 or self.min_notional < 0:
            raise Invalid(f"{self.symbol}: tick and lot must be positive.", code="INVALID_INSTRUMENT")

    @property
    def base(self) -> str:
        """The currency that is bought."""
        return self.symbol.split("/")[0]

    @property
    def quote(self) -> str:
        """The currency that prices are in."""
        return self.symbol.split("/")[1]


def seen_instrument(candles: Candles, *, venue: str) -> Instrument:
    """The instrument of candles that come without trading rules: its tick is the smallest step seen in the newest
    `TICK_SAMPLE` of them. Hand in what is closed at the moment asked about, so that later prices cannot matter."""
    sample = candles.last(TICK_SAMPLE)
    tick = smallest_step((sample.open, sample.high, sample.low, sample.close))
    return Instrument(candles.symbol, venue, tick=tick)


def spell_symbol(text: str) -> str:
    """Write a symbol as `BASE/QUOTE` without asking any venue: `btcusdt`, `BTC-USDT`, `btc_usdt` → `BTC/USDT`.

    Raises Invalid where no quote currency can be recognised.
    """
    raw = text.strip().upper()
    if not _SHAPE.match(raw):
        raise Invalid(f"{text[:40]!r} is not a symbol. Write it like BTC/USDT.", code="INVALID_SYMBOL",
                      details={"field": "symbol", "value": text[:40]})  # fmt: skip
    for mark in "/-_:":
        if mark in raw:
            base, quote = raw.split(mark, 1)
            return f"{base}/{quote}"
    for quote in _QUOTES:
        if raw.endswith(quote) and len(raw) > len(quote):
            return f"{raw[: -len(quote)]}/{quote}"
    raise Invalid(f"{text!r} has no quote currency. Write it like {raw}/USDT.", code="INVALID_SYMBOL",
                  details={"field": "symbol", "value": text, "nearest": [f"{raw}/USDT"]})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResolvedSymbol:
    """A symbol that the venue lists. `substituted` is what was asked for where USDT stood in for USD, else None."""

    symbol: str
    substituted: str | None = None


def resolve_symbol(text: str, listed: Collection[str]) -> ResolvedSymbol:
    """Find what the person meant among the symbols that the venue lists.

    `BTC-USD` is `BTC/USD` where listed, else `BTC/USDT` with `substituted` set. Raises Invalid (`INVALID_SYMBOL`) with
    `details["nearest"]`.
    """
    raw = text.strip().upper()
    joined = {name.replace("/", ""): name for name in listed}
    bare = re.sub(r"[^A-Z0-9]", "", raw)
    if _SHAPE.match(raw) and bare in joined:
        return ResolvedSymbol(joined[bare])
    if _SHAPE.match(raw) and bare.endswith("USD") and f"{bare}T" in joined:
        return ResolvedSymbol(joined[f"{bare}T"], substituted=f"{bare[:-3]}/USD")
    near = nearest_symbols(bare, listed)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise Invalid(f"{text[:40]!r} is not traded at this venue.{hint}", code="INVALID_SYMBOL",
                  details={"field": "symbol", "value": text[:40], "nearest": near})  # fmt: skip


def nearest_symbols(text: str, listed: Collection[str], *, most: int = 3) -> list[str]:
    """The listed symbols that look most like `text`: same start first, then by spelling distance."""
    bare = re.sub(r"[^A-Z0-9]", "", text.upper())
    joined = {name.replace("/", ""): name for name in sorted(listed)}
    starts = [name for key, name in joined.items() if bare and key.startswith(bare)]
    close: Sequence[str] = difflib.get_close_matches(bare, list(joined), n=most, cutoff=0.5)
    return list(dict.fromkeys([*starts, *(joined[key] for key in close)]))[:most]
