"""What the make-believe exchange lists, and the character of each market.

Ticks, lots and smallest orders are those of Binance spot; price levels are those of 2024–2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Session = Literal["crypto", "forex"]

# Monday 2022-01-03 00:00 UTC: nothing exists before it, and nothing after it ever changes.
ORIGIN_MS: Final = 1_641_168_000_000


@dataclass(frozen=True, slots=True)
class Listing:
    """One symbol with its trading rules and its character.

    `tick_digits` and `lot_digits` are decimals of the smallest price and size step. `price` is the level that the
    market keeps returning to over years. The logarithm of the price is `beta` × the session's common factor + a part of
    its own with a daily standard deviation of `own_vol`. `turnover` is the usual quote volume per minute, `trades` the
    usual number of trades per minute, `spread_ticks` the usual distance between best bid and ask.
    """

    base: str
    quote: str
    tick_digits: int
    lot_digits: int
    price: float
    beta: float
    own_vol: float
    turnover: float
    trades: float
    spread_ticks: int
    session: Session = "crypto"
    min_notional: str = "5.00000000"

    @property
    def symbol(self) -> str:
        """The exchange's own spelling, `BTCUSDT`."""
        return self.base + self.quote


@dataclass(frozen=True, slots=True)
class Factor:
    """What all markets of one session have in common: its daily standard deviation and how far it strays over years."""

    name: str
    daily_vol: float
    reach: float


FACTORS: Final[dict[Session, Factor]] = {
    "crypto": Factor("crypto", 0.0235, 0.30),
    "forex": Factor("dollar", 0.0039, 0.05),
}

_LISTINGS: Final = (
    Listing("BTC", "USDT", 2, 5, 96_000.0, 1.0, 0.0020, 1_400_000.0, 240.0, 1),
    Listing("ETH", "USDT", 2, 4, 3_250.0, 1.18, 0.0170, 800_000.0, 190.0, 1),
    Listing("BNB", "USDT", 2, 3, 690.0, 0.86, 0.0150, 160_000.0, 90.0, 1),
    Listing("SOL", "USDT", 2, 3, 172.0, 1.32, 0.0230, 330_000.0, 140.0, 1),
    Listing("XRP", "USDT", 4, 1, 2.25, 1.05, 0.0260, 280_000.0, 130.0, 1),
    Listing("DOGE", "USDT", 5, 0, 0.205, 1.38, 0.0260, 170_000.0, 110.0, 1),
    Listing("ADA", "USDT", 4, 1, 0.74, 1.22, 0.0250, 70_000.0, 70.0, 1),
    Listing("OP", "USDT", 4, 2, 1.35, 1.40, 0.0310, 18_000.0, 36.0, 3),
    Listing("SUI", "USDT", 4, 1, 3.05, 1.38, 0.0330, 90_000.0, 80.0, 1),
    Listing("LINK", "USDT", 2, 2, 16.8, 1.25, 0.0250, 50_000.0, 60.0, 1),
    Listing("AVAX", "USDT", 2, 2, 27.5, 1.30, 0.0250, 42_000.0, 50.0, 1),
    Listing("TRX", "USDT", 4, 1, 0.265, 0.50, 0.0130, 38_000.0, 44.0, 1),
    Listing("EUR", "USD", 5, 0, 1.095, -1.0, 0.0022, 900_000.0, 70.0, 2, "forex"),
    Listing("GBP", "USD", 5, 0, 1.285, -0.92, 0.0032, 520_000.0, 60.0, 3, "forex"),
    Listing("USD", "JPY", 3, 0, 149.5, 0.95, 0.0044, 110_000_000.0, 64.0, 2, "forex", "500.00000000"),
    Listing("USD", "CAD", 5, 0, 1.372, 0.58, 0.0026, 360_000.0, 48.0, 4, "forex"),
    Listing("USD", "SEK", 5, 0, 10.32, 1.12, 0.0036, 520_000.0, 26.0, 60, "forex"),
    Listing("USD", "CHF", 5, 0, 0.862, 0.94, 0.0028, 280_000.0, 44.0, 4, "forex"),
    Listing("XAU", "USD", 2, 3, 2_950.0, -0.95, 0.0082, 640_000.0, 80.0, 12, "forex"),
)

LISTINGS: Final[dict[str, Listing]] = {listing.symbol: listing for listing in _LISTINGS}
