"""One exchange through ccxt: spot, REST, public data."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeVar

from nofomo.adapters.exchanges.ccxt_loading import load_exchange_class
from nofomo.adapters.exchanges.courtesy import Courtesy, Patience
from nofomo.adapters.exchanges.failures import nonsense
from nofomo.adapters.exchanges.wire import book_of, candles_of, instruments_of, tickers_of
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid, Unavailable
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import Abilities, Book, Problem, Ticker, VenueKind, VenueState
from nofomo.infra.clock import Clock

Answer = TypeVar("Answer")
_BINANCE_SPOT_WEIGHT: Final = 6000
_UNKNOWN_PAGE: Final = 200
_LARGEST_PAGE: Final = 1000
_BOOK_LEVELS: Final = 100
_DEMO_PAUSE_MS: Final = 1  # it runs in this process; its own weight limit still holds
_READING: Final = Patience()
_RULES: Final = Patience(attempts=2, deadline_s=25.0)
_OURS: Final = re.compile(r"^[1-9]\d{0,3}[mhdw]$")  # ccxt also has seconds (`1s`) and months (`1M`)


@dataclass(frozen=True, slots=True)
class VenueWiring:
    """How a venue is spoken to. `client` is ccxt's name of it; `base_url` replaces every host (the sandbox)."""

    name: str
    client: str
    kind: VenueKind = "live"
    proxy_url: str | None = None
    base_url: str | None = None
    request_timeout_s: float = 8.0
    patience: Patience = _READING
    rules_patience: Patience = _RULES


class CcxtVenue:
    """A venue behind ccxt's client of it. Connects when it is first asked."""

    def __init__(self, wiring: VenueWiring, *, clock: Clock, chance: random.Random) -> None:
        self._wiring = wiring
        self._clock = clock
        limit = _BINANCE_SPOT_WEIGHT if wiring.client.startswith("binance") else None
        self._courtesy = Courtesy(wiring.name, clock=clock, chance=chance, weight_limit=limit)
        self._client: Any = None
        self._closed = False
        self._opening = asyncio.Lock()
        self._loading = asyncio.Lock()
        self._offset_ms: int | None = None

    @property
    def name(self) -> str:
        """The name that people choose it by."""
        return self._wiring.name

    @property
    def kind(self) -> VenueKind:
        """Demo or live."""
        return self._wiring.kind

    async def abilities(self) -> Abilities:
        """What ccxt knows of the exchange; a page is 200 candles where it does not know."""
        client = await self._open()
        frames = {Timeframe.parse(text) for text in client.timeframes or {} if _OURS.match(text)}
        features = ((client.features or {}).get("spot") or {}).get("fetchOHLCV") or {}
        return Abilities(frozenset(frames), min(_LARGEST_PAGE, int(features.get("limit") or _UNKNOWN_PAGE)))

    async def instruments(self) -> tuple[Instrument, ...]:
        """Ask for the trading rules anew."""
        client = await self._load(again=True)
        return instruments_of(client.markets.values(), venue=self.name, precision_mode=client.precisionMode)

    async def candles(self, symbol: str, timeframe: Timeframe, *, since: int, limit: int) -> Candles:
        """One page of candles."""
        client = await self._listed(symbol)
        rows = await self._read(lambda: client.fetch_ohlcv(symbol, str(timeframe), since, limit))
        return candles_of(rows, venue=self.name, symbol=symbol, timeframe=timeframe).since(since).slice(0, limit)

    async def book(self, symbol: str) -> Book:
        """Up to a hundred levels of each side."""
        client = await self._listed(symbol)
        raw = await self._read(lambda: client.fetch_order_book(symbol, _BOOK_LEVELS))
        return book_of(raw, venue=self.name, symbol=symbol, now_ms=self._clock.now_ms())

    async def ticker24h(self) -> Mapping[str, Ticker]:
        """All symbols in one request, or nothing where the exchange has no such request."""
        client = await self._load()
        if not client.has.get("fetchTickers"):
            return {}
        raw = await self._read(lambda: client.fetch_tickers(None, _spot_only(client)))
        return tickers_of(raw)

    async def server_time(self) -> int:
        """The exchange's clock; ours where it does not tell its own."""
        client = await self._open()
        if not client.has.get("fetchTime"):
            return self._clock.now_ms()
        started = self._clock.now_ms()

        async def ask() -> int:
            return int(await client.fetch_time())

        theirs = await self._read(ask)
        self._offset_ms = theirs - (started + self._clock.now_ms()) // 2
        return theirs

    def state(self) -> VenueState:
        """From what the last requests showed."""
        seen, now = self._courtesy, self._clock.now_ms()
        resting = seen.paused_until is not None and seen.paused_until > now
        answered = "unknown" if seen.last_answer_at is None else "up"
        failure = seen.problem
        return VenueState(
            name=self.name,
            kind=self.kind,
            state="paused" if resting else "down" if failure else answered,
            last_answer_at=seen.last_answer_at,
            latency_ms=seen.latency_ms,
            clock_offset_ms=self._offset_ms,
            paused_until=seen.paused_until if resting else None,
            used_weight=seen.used_weight,
            weight_limit=seen.weight_limit,
            problem=Problem(failure.code, failure.message, failure.details.get("advice", "")) if failure else None,
        )

    async def close(self) -> None:
        """Close ccxt's connections; a question that is still under way fails instead of opening new ones."""
        self._closed = True
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _read(self, ask: Callable[[], Awaitable[Answer]], *, patience: Patience | None = None) -> Answer:
        return await self._courtesy.read(ask, patience=patience or self._wiring.patience)

    async def _open(self) -> Any:
        async with self._opening:
            if self._client is None:
                kind = await asyncio.to_thread(load_exchange_class, self._wiring.client)
                if self._closed:
                    raise Unavailable(f"The connection to {self.name} was closed.", code="VENUE_CLOSED")
                self._client = _configure(kind, self._wiring, seen=self._courtesy)
            return self._client

    async def _load(self, *, again: bool = False) -> Any:
        """The client with its markets."""
        client = await self._open()
        async with self._loading:
            if again or not client.markets:

                async def ask() -> list[dict[str, Any]]:
                    # An empty list would stand for hours as an exchange that trades nothing.
                    return await client.fetch_markets() or _no_symbols(self.name)

                markets = await self._read(ask, patience=self._wiring.rules_patience)
                for market in markets:
                    market["info"] = {}  # the raw answer: tens of megabytes that nobody reads again
                client.set_markets(markets)
        return client

    async def _listed(self, symbol: str) -> Any:
        client = await self._load()
        if symbol not in client.markets:
            raise Invalid(f"{symbol} is not traded at {self.name}.", code="INVALID_SYMBOL", details={"field": "symbol"})
        return client


def _no_symbols(venue: str) -> NoReturn:
    raise nonsense(venue, "trading rules without a symbol")


def _configure(kind: type[Any], wiring: VenueWiring, *, seen: Courtesy) -> Any:
    settings: dict[str, Any] = {
        "enableRateLimit": True,
        "timeout": int(wiring.request_timeout_s * 1000),
        "enableLastHttpResponse": False,
        "enableLastJsonResponse": False,
        "options": {"defaultType": "spot"},
    }
    if wiring.kind == "demo":
        settings["rateLimit"] = _DEMO_PAUSE_MS
    if wiring.proxy_url:
        settings["socksProxy" if wiring.proxy_url.startswith("socks") else "httpsProxy"] = wiring.proxy_url
    client = kind(settings)
    client.timeout_on_exit = 0  # only its web sockets need a pause at the end
    client.has["fetchCurrencies"] = False  # one more request, for networks and fees of withdrawals
    _only_spot(client)
    if wiring.base_url:
        client.urls["api"] = _moved(client.urls["api"], wiring.base_url)

    def on_rest_response(*wire: Any) -> Any:
        status, _reason, _url, _method, headers, body = wire[:6]
        seen.note(status, headers, body=body)
        return body

    def parse_ohlcvs(rows: Any, market: Any = None, *_rest: Any, **_named: Any) -> Any:
        # ccxt's own drops every row that it cannot read, so that nonsense would look like an empty market.
        if not isinstance(rows, list | None):
            raise TypeError("not candles")
        return [client.parse_ohlcv(row, market) for row in rows or ()]

    client.on_rest_response = on_rest_response
    if "parse_ohlcvs" not in vars(type(client)):
        client.parse_ohlcvs = parse_ohlcvs
    return client


def _only_spot(client: Any) -> None:
    """Ask for spot markets only where the client lets us choose."""
    chosen = client.options.get("fetchMarkets")
    types = chosen.get("types") if isinstance(chosen, dict) else chosen
    if isinstance(types, list) and "spot" in types:
        client.options["fetchMarkets"] = {**chosen, "types": ["spot"]} if isinstance(chosen, dict) else ["spot"]
    elif isinstance(types, dict) and "spot" in types:
        client.options["fetchMarkets"] = {**chosen, "types": {name: name == "spot" for name in types}}


def _spot_only(client: Any) -> dict[str, str]:
    return {"type": "spot"} if "defaultType" in client.options else {}


def _moved(urls: Any, base_url: str) -> Any:
    """The same paths at another host."""
    if isinstance(urls, dict):
        return {name: _moved(url, base_url) for name, url in urls.items()}
    path = "/" + urls.split("://", 1)[-1].partition("/")[2]
    return base_url.rstrip("/") + path.rstrip("/")
