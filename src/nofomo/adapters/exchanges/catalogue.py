"""Which exchanges can be chosen, and how each is opened."""

from __future__ import annotations

import random
from typing import Final

from nofomo.adapters.exchanges.ccxt_loading import exchange_names
from nofomo.adapters.exchanges.ccxt_venue import CcxtVenue, VenueWiring
from nofomo.engine.core.errors import Invalid, Unavailable
from nofomo.features.market import VenueOffer
from nofomo.infra.clock import Clock

SANDBOX: Final = "sandbox"
_FIRST: Final = {
    "binance": "Binance",
    "okx": "OKX",
    "bybit": "Bybit",
    "indodax": "Indodax",
    "tokocrypto": "Tokocrypto",
}
# Derivatives only, or no candles over REST: they could be chosen and would never answer.
_WITHOUT_SPOT_CANDLES: Final = frozenset({
    "apex", "binancecoinm", "binanceusdm", "bit2c", "bitbns", "bitflyer", "blockchaincom", "blofin", "btcbox", "bydfi",
    "coincheck", "coinmate", "coinone", "coinspot", "cryptomus", "dydx", "extended", "grvt", "hibachi",
    "independentreserve", "krakenfutures", "kucoinfutures", "latoken", "modetrade", "mudrex", "paradex", "paymium",
    "polymarket", "woofipro", "zaif",
})  # fmt: skip


class CcxtExchanges:
    """Every exchange of ccxt, and the sandbox, which is ccxt's binance at another address."""

    def __init__(self, *, clock: Clock, chance: random.Random, sandbox_url: str | None = None) -> None:
        self._clock = clock
        self._chance = chance
        self._sandbox_url = sandbox_url
        self._offers: tuple[VenueOffer, ...] | None = None

    def offers(self) -> tuple[VenueOffer, ...]:
        """The demo first, then the usual exchanges, then all others by name."""
        if self._offers is None:
            demo = (VenueOffer(SANDBOX, "Demo", "demo"),) if self._sandbox_url else ()
            usual = tuple(VenueOffer(name, title, "live") for name, title in _FIRST.items())
            others = (name for name in exchange_names() if name not in _FIRST and name not in _WITHOUT_SPOT_CANDLES)
            self._offers = (*demo, *usual, *(VenueOffer(name, name.capitalize(), "live") for name in others))
        return self._offers

    def open(self, name: str, *, proxy_url: str | None) -> CcxtVenue:
        """A venue by its name."""
        if name == SANDBOX:
            if not self._sandbox_url:
                raise Unavailable("The demo market is not running here. Choose an exchange in Settings.",
                                  code="VENUE_DOWN")  # fmt: skip
            wiring = VenueWiring(SANDBOX, "binance", kind="demo", base_url=self._sandbox_url)
        elif any(offer.name == name for offer in self.offers()):
            wiring = VenueWiring(name, name, proxy_url=proxy_url)
        else:
            raise Invalid(f"There is no venue called {name[:40]!r}.", code="INVALID_VENUE", details={"field": "venue"})
        return CcxtVenue(wiring, clock=self._clock, chance=self._chance)
