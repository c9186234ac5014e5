"""Binance's ticker endpoints, `/api/v3/ticker/…`."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nofomo.engine.core.timeframe import DAY_MS, MINUTE_MS
from nofomo.sandbox.exchange import Exchange
from nofomo.sandbox.figures import decimal8, writer
from nofomo.sandbox.klines import Window
from nofomo.sandbox.listings import Listing
from nofomo.sandbox.parameters import Parameters, WireError
from nofomo.sandbox.rows import CLOSE, COUNT, HIGH, LOW, OPEN, QUOTE, QUOTE_DIGITS, VOLUME
from nofomo.sandbox.spot_wire import answer, moment
from nofomo.sandbox.tape import Tape, first_id

_quote_text: Final = writer(QUOTE_DIGITS)
_QUARTER_MS: Final = 15 * MINUTE_MS


class TickerWire:
    """Last prices, best prices and the day's change of one, some or all symbols."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/api/v3/ticker/24hr", self.day),
            Route("/api/v3/ticker/price", self.price),
            Route("/api/v3/ticker/bookTicker", self.best),
        ]

    async def day(self, request: Request) -> Response:
        """The rolling day, in steps of 15 minutes: from the first quarter of an hour that began within it until now."""
        asked = Parameters(request, "symbol", "symbols", "type", "symbolStatus")
        listings, single = asked.listings()
        kind = asked.text("type") if asked.has("type") else "FULL"
        if kind not in ("FULL", "MINI"):
            raise WireError(-1130, "Data sent for parameter 'type' is not valid.")
        rows = [await self._day(listing, now=moment(request), full=kind == "FULL") for listing in listings]
        return answer(rows[0] if single else rows)

    async def price(self, request: Request) -> Response:
        """The last price."""
        listings, single = Parameters(request, "symbol", "symbols", "symbolStatus").listings()
        rows: list[dict[str, Any]] = []
        for listing in listings:
            tape, place = await self._last(listing, moment(request))
            rows.append({"symbol": listing.symbol, "price": writer(listing.tick_digits)(int(tape.ticks[place]))})
        return answer(rows[0] if single else rows)

    async def best(self, request: Request) -> Response:
        """The best bid and ask."""
        listings, single = Parameters(request, "symbol", "symbols", "symbolStatus").listings()
        rows: list[dict[str, Any]] = []
        for listing in listings:
            await self._last(listing, moment(request))
            rows.append({"symbol": listing.symbol, **self._touch(listing, moment(request))})
        return answer(rows[0] if single else rows)

    async def _last(self, listing: Listing, now: int) -> tuple[Tape, int]:
        await self._exchange.prepare(listing, start=now - MINUTE_MS, end=now + 1)
        return self._exchange.tapes.last(listing.symbol, now)

    def _touch(self, listing: Listing, now: int) -> dict[str, str]:
        book = self._exchange.books.at(listing.symbol, now, levels=100)
        price, size = writer(listing.tick_digits), writer(listing.lot_digits)
        return {
            "bidPrice": price(int(book.bid_ticks[0])),
            "bidQty": size(int(book.bid_lots[0])),
            "askPrice": price(int(book.ask_ticks[0])),
            "askQty": size(int(book.ask_lots[0])),
        }

    async def _day(self, listing: Listing, *, now: int, full: bool) -> dict[str, Any]:
        begin = now - DAY_MS
        begin += -begin % _QUARTER_MS
        found = await self._exchange.candles(listing, interval="15m", window=Window(begin, now, 97), now=now)
        tape, place = await self._last(listing, now)
        last = int(tape.ticks[place])
        price, size = writer(listing.tick_digits), writer(listing.lot_digits)
        rows = found.rows
        quiet = not len(found.ts)
        first = last if quiet else int(rows[OPEN, 0])
        lots, quote = int(rows[VOLUME].sum()), int(rows[QUOTE].sum())
        count = int(rows[COUNT].sum())
        body: dict[str, Any] = {
            "symbol": listing.symbol,
            "openPrice": price(first),
            "highPrice": price(last if quiet else int(rows[HIGH].max())),
            "lowPrice": price(last if quiet else int(rows[LOW].min())),
            "lastPrice": price(last if quiet else int(rows[CLOSE, -1])),
            "volume": size(lots),
            "quoteVolume": _quote_text(quote),
            "openTime": now - DAY_MS,
            "closeTime": now,
            "firstId": -1 if quiet else first_id(int(found.ts[0])),
            "lastId": -1 if quiet else tape.first_id + place,
            "count": count,
        }
        if not full:
            return body
        mean = quote * 10.0 ** (listing.lot_digits - QUOTE_DIGITS) / lots if lots else 0.0
        return body | {
            "priceChange": price(last - first),
            "priceChangePercent": f"{100.0 * (last - first) / first:.3f}",
            "weightedAvgPrice": decimal8(mean),
            "prevClosePrice": price(first),
            "lastQty": size(int(tape.lots[place])),
            **self._touch(listing, now),
        }
