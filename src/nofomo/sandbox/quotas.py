"""Request weights as Binance counts them: a budget per address and minute, then 429, then 418 for who does not stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from nofomo.engine.core.timeframe import MINUTE_MS
from nofomo.sandbox.parameters import WireError
from nofomo.sandbox.simulated_clock import Now

WEIGHT_PER_MINUTE: Final = 6000
# Requests that are refused with 429 in one minute before the address is banned, and for how long the first time.
_PATIENCE, _FIRST_BAN_MS, _LONGEST_BAN_MS = 30, 2 * MINUTE_MS, 3 * 86_400_000


@dataclass(slots=True)
class _Account:
    minute: int = -1
    used: int = 0
    refused: int = 0
    banned_until: int = 0
    bans: int = 0


class Quotas:
    """What each client address has used. Counts by the clock handed in: a frozen market does not freeze the budget."""

    def __init__(self, clock: Now, limit: int = WEIGHT_PER_MINUTE) -> None:
        self._clock = clock
        self._accounts: dict[str, _Account] = {}
        self.limit = limit

    def charge(self, address: str, weight: int) -> int:
        """Count a request; the weight used so far this minute. Raises WireError 429 or 418 with `Retry-After`."""
        now = self._clock.now_ms()
        account = self._accounts.setdefault(address, _Account())
        if now < account.banned_until:
            raise _banned(account.banned_until, now)
        if account.minute != now // MINUTE_MS:
            account.minute, account.used, account.refused = now // MINUTE_MS, 0, 0
        if account.used + weight > self.limit:
            account.refused += 1
            if account.refused > _PATIENCE:
                account.banned_until = now + min(_FIRST_BAN_MS * 4**account.bans, _LONGEST_BAN_MS)
                account.bans += 1
                raise _banned(account.banned_until, now)
            wait = (account.minute + 1) * MINUTE_MS - now
            raise WireError(
                -1003,
                f"Too much request weight used; current limit is {self.limit} request weight per 1 MINUTE. "
                "Please use WebSocket Streams for live updates to avoid polling the API.",
                status=429,
                headers={"Retry-After": str(-(-wait // 1000)), "X-MBX-USED-WEIGHT-1M": str(account.used)},
            )
        account.used += weight
        return account.used

    def forget(self) -> None:
        """Start over for everyone."""
        self._accounts.clear()


def _banned(until: int, now: int) -> WireError:
    return WireError(
        -1003,
        f"Way too much request weight used; IP banned until {until}. "
        "Please use WebSocket Streams for live updates to avoid bans.",
        status=418,
        headers={"Retry-After": str(-(-(until - now) // 1000))},
    )


_FIXED: Final = {
    "/api/v3/exchangeInfo": 20,
    "/api/v3/klines": 2,
    "/api/v3/uiKlines": 2,
    "/api/v3/avgPrice": 2,
    "/api/v3/trades": 25,
    "/api/v3/historicalTrades": 25,
    "/api/v3/aggTrades": 4,
}
_DEPTH: Final = ((100, 5), (500, 25), (1000, 50))


def weight_of(path: str, query: Mapping[str, str]) -> int:
    """What a request costs, as in Binance's documentation of its spot REST endpoints."""
    if path in _FIXED:
        return _FIXED[path]
    if path == "/api/v3/depth":
        limit = int(query["limit"]) if query.get("limit", "").isdecimal() else 100
        return next((weight for most, weight in _DEPTH if limit <= most), 250)
    if path == "/api/v3/ticker/24hr":
        count = 1 if "symbol" in query else query["symbols"].count(",") + 1 if "symbols" in query else 1000
        return 2 if count <= 20 else 40 if count <= 100 else 80
    if path in ("/api/v3/ticker/price", "/api/v3/ticker/bookTicker"):
        return 2 if "symbol" in query else 4
    return 1
