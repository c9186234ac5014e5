"""Binance's public spot REST wire, `/api/v3/…`: general, candles, depth and trades."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nofomo.engine.core.timeframe import MINUTE_MS
from nofomo.sandbox.exchange import Exchange
from nofomo.sandbox.exchange_info import exchange_info
from nofomo.sandbox.faults import Fault
from nofomo.sandbox.figures import decimal8, writer
from nofomo.sandbox.klines import INTERVALS, Window, next_open
from nofomo.sandbox.listings import ORIGIN_MS, Listing
from nofomo.sandbox.market import Stretch
from nofomo.sandbox.order_book import MOST_LEVELS
from nofomo.sandbox.parameters import Parameters, WireError
from nofomo.sandbox.rows import CLOSE, COUNT, HIGH, LOW, OPEN, QUOTE, QUOTE_DIGITS, TAKER, TAKER_QUOTE, VOLUME
from nofomo.sandbox.tape import IDS_PER_MINUTE, Tape

_quote_text: Final = writer(QUOTE_DIGITS)


def answer(body: Any) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(body), media_type="application/json")


def moment(request: Request) -> int:
    """The exchange's time for this request (ms)."""
    return int(request.scope["sandbox.now"])


def fault_of(request: Request) -> Fault | None:
    """The fault that changes this request's answer, if any."""
    return request.scope["sandbox.fault"]


@dataclass(frozen=True, slots=True)
class _Deal:
    """One trade of a tape."""

    tape: Tape
    place: int

    @property
    def id(self) -> int:
        return self.tape.first_id + self.place


class SpotWire:
    """The endpoints that tell about the exchange, its candles, book and trades."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/api/v3/ping", self.ping),
            Route("/api/v3/time", self.time),
            Route("/api/v3/exchangeInfo", self.info),
            Route("/api/v3/klines", self.klines),
            Route("/api/v3/uiKlines", self.klines),
            Route("/api/v3/depth", self.depth),
            Route("/api/v3/trades", self.trades),
            Route("/api/v3/historicalTrades", self.historical_trades),
            Route("/api/v3/aggTrades", self.aggregate_trades),
            Route("/api/v3/avgPrice", self.average_price),
        ]

    async def ping(self, request: Request) -> Response:
        """Nothing, to see that it is there."""
        Parameters(request)
        return answer({})

    async def time(self, request: Request) -> Response:
        """The server's clock, put wrong by a fault's `offset_ms`."""
        Parameters(request)
        fault = fault_of(request)
        return answer({"serverTime": moment(request) + (fault.offset_ms if fault else 0)})

    async def info(self, request: Request) -> Response:
        """Symbols and their trading rules."""
        asked = Parameters(request, "symbol", "symbols", "permissions", "showPermissionSets", "symbolStatus")
        listings, _ = asked.listings()
        return answer(exchange_info(listings, now=moment(request), weight_limit=self._exchange.quotas.limit))

    async def klines(self, request: Request) -> Response:
        """Candles by open time, the forming one last; `startTime` and `endTime` are inclusive."""
        asked = Parameters(request, "symbol", "interval", "startTime", "endTime", "timeZone", "limit")
        listing, interval = asked.listing(), asked.text("interval")
        if interval not in INTERVALS:
            raise WireError(-1120, "Invalid interval.")
        if asked.has("timeZone") and asked.text("timeZone") not in ("0", "00:00", "+0", "-0"):
            raise WireError(-1130, "Data sent for parameter 'timeZone' is not valid. The sandbox knows UTC only.")
        window = Window(asked.integer("startTime"), asked.integer("endTime"), asked.limit(500, 1000))
        found = await self._exchange.candles(listing, interval=interval, window=window, now=moment(request))
        fault = fault_of(request)
        hole = fault.hole() if fault else None
        return answer(kline_rows(listing, found, interval=interval, hole=hole))

    async def depth(self, request: Request) -> Response:
        """The book, best prices first."""
        asked = Parameters(request, "symbol", "limit", "symbolStatus")
        listing, limit = asked.listing(), asked.limit(100, MOST_LEVELS)
        now = moment(request)
        await self._exchange.prepare(listing, start=now - MINUTE_MS, end=now)
        book = self._exchange.books.at(listing.symbol, now, levels=limit)
        price, size = writer(listing.tick_digits), writer(listing.lot_digits)
        sides = {
            "bids": zip(book.bid_ticks[:limit].tolist(), book.bid_lots[:limit].tolist(), strict=True),
            "asks": zip(book.ask_ticks[:limit].tolist(), book.ask_lots[:limit].tolist(), strict=True),
        }
        body = {name: [[price(ticks), size(lots)] for ticks, lots in side] for name, side in sides.items()}
        return answer({"lastUpdateId": book.update, **body})

    async def trades(self, request: Request) -> Response:
        """The latest trades, oldest first."""
        asked = Parameters(request, "symbol", "limit")
        listing = asked.listing()
        deals = await self._latest(listing, now=moment(request), limit=asked.limit(500, 1000))
        return answer([_trade(listing, deal) for deal in deals])

    async def historical_trades(self, request: Request) -> Response:
        """Trades from an id on, or the latest ones."""
        asked = Parameters(request, "symbol", "limit", "fromId")
        listing, limit, first = asked.listing(), asked.limit(500, 1000), asked.integer("fromId")
        now = moment(request)
        if first is None:
            deals = await self._latest(listing, now=now, limit=limit)
        else:
            start = ORIGIN_MS + first // IDS_PER_MINUTE * MINUTE_MS
            deals = await self._forward(listing, start=start, end=now, limit=limit, from_id=first)
        return answer([_trade(listing, deal) for deal in deals])

    async def aggregate_trades(self, request: Request) -> Response:
        """Trades in the aggregated shape (each of one fill), by id, by time, or the latest ones."""
        asked = Parameters(request, "symbol", "fromId", "startTime", "endTime", "limit")
        listing, limit, first = asked.listing(), asked.limit(500, 1000), asked.integer("fromId")
        start, end = asked.integer("startTime"), asked.integer("endTime")
        if first is not None and (start is not None or end is not None):
            raise WireError(-1128, "Combination of optional parameters invalid.")
        now = moment(request)
        last = now if end is None else min(end, now)
        if first is not None:
            begin = ORIGIN_MS + first // IDS_PER_MINUTE * MINUTE_MS
            deals = await self._forward(listing, start=begin, end=now, limit=limit, from_id=first)
        elif start is not None:
            deals = await self._forward(listing, start=start, end=last, limit=limit)
        else:
            deals = await self._latest(listing, now=last, limit=limit)
        return answer([_aggregate_trade(listing, deal) for deal in deals])

    async def average_price(self, request: Request) -> Response:
        """The mean price of the last five minutes."""
        listing, now = Parameters(request, "symbol").listing(), moment(request)
        window = Window(None, now, 5)
        found = await self._exchange.candles(listing, interval="1m", window=window, now=now)
        tape, place = self._exchange.tapes.last(listing.symbol, now)
        scale = 10.0 ** (listing.lot_digits - QUOTE_DIGITS)
        lots = int(found.rows[VOLUME].sum())
        last = int(tape.ticks[place]) / 10.0**listing.tick_digits
        price = int(found.rows[QUOTE].sum()) * scale / lots if lots else last
        return answer({"mins": 5, "price": decimal8(price), "closeTime": int(tape.ts[place])})

    async def _latest(self, listing: Listing, *, now: int, limit: int) -> list[_Deal]:
        """The last `limit` trades at or before `now`, oldest first."""
        found: list[_Deal] = []
        minute = now - now % MINUTE_MS
        while len(found) < limit and minute >= ORIGIN_MS:
            await self._exchange.prepare(listing, start=minute, end=minute + 1)
            tape = self._exchange.tapes.minute(listing.symbol, minute)
            if tape is None:
                minute = self._exchange.tapes.last_open_minute(listing.symbol, minute)
                continue
            found += [_Deal(tape, place) for place in range(tape.until(now) - 1, -1, -1)]
            minute -= MINUTE_MS
        return found[:limit][::-1]

    async def _forward(self, listing: Listing, *, start: int, end: int, limit: int, from_id: int = 0) -> list[_Deal]:
        """The first `limit` trades with `start` ≤ time ≤ `end` and an id of at least `from_id`."""
        found: list[_Deal] = []
        async for tape in self._tapes(listing, start=start, end=end):
            for place in range(tape.until(end)):
                if int(tape.ts[place]) >= start and tape.first_id + place >= from_id:
                    found.append(_Deal(tape, place))
            if len(found) >= limit:
                break
        return found[:limit]

    async def _tapes(self, listing: Listing, *, start: int, end: int) -> AsyncIterator[Tape]:
        start = max(start, ORIGIN_MS)
        stretch_end = start - start % MINUTE_MS
        while stretch_end <= end:
            begin, stretch_end = stretch_end, stretch_end + 60 * MINUTE_MS
            await self._exchange.prepare(listing, start=begin, end=stretch_end)
            for minute in self._exchange.market.stretch(listing.symbol, start=begin, end=stretch_end).ts.tolist():
                tape = self._exchange.tapes.minute(listing.symbol, minute)
                if tape is not None:
                    yield tape


def kline_rows(listing: Listing, found: Stretch, *, interval: str, hole: tuple[int, int] | None) -> list[list[Any]]:
    """Candles in Binance's array shape; those that lie wholly within `hole` (ms, end exclusive) are left out."""
    price, size = writer(listing.tick_digits), writer(listing.lot_digits)
    rows = found.rows
    opens = found.ts.tolist()
    closes = [next_open(ts, interval) for ts in opens] if interval == "1M" else _closes(found.ts, interval)
    columns = zip(
        opens,
        map(price, rows[OPEN].tolist()),
        map(price, rows[HIGH].tolist()),
        map(price, rows[LOW].tolist()),
        map(price, rows[CLOSE].tolist()),
        map(size, rows[VOLUME].tolist()),
        (close - 1 for close in closes),
        map(_quote_text, rows[QUOTE].tolist()),
        rows[COUNT].tolist(),
        map(size, rows[TAKER].tolist()),
        map(_quote_text, rows[TAKER_QUOTE].tolist()),
        strict=True,
    )
    table = [[*row, "0"] for row in columns]
    if hole is None:
        return table
    return [row for row in table if not (row[0] >= hole[0] and row[6] < hole[1])]


def _closes(ts: np.ndarray[Any, np.dtype[np.int64]], interval: str) -> list[int]:
    length = next_open(0, interval) if len(ts) == 0 else next_open(int(ts[0]), interval) - int(ts[0])
    return (ts + length).tolist()


def _trade(listing: Listing, deal: _Deal) -> dict[str, Any]:
    tape, place = deal.tape, deal.place
    ticks, lots = int(tape.ticks[place]), int(tape.lots[place])
    return {
        "id": deal.id,
        "price": writer(listing.tick_digits)(ticks),
        "qty": writer(listing.lot_digits)(lots),
        "quoteQty": _product(listing, ticks=ticks, lots=lots),
        "time": int(tape.ts[place]),
        "isBuyerMaker": not bool(tape.bought[place]),
        "isBestMatch": True,
    }


def _aggregate_trade(listing: Listing, deal: _Deal) -> dict[str, Any]:
    tape, place = deal.tape, deal.place
    return {
        "a": deal.id,
        "p": writer(listing.tick_digits)(int(tape.ticks[place])),
        "q": writer(listing.lot_digits)(int(tape.lots[place])),
        "f": deal.id,
        "l": deal.id,
        "T": int(tape.ts[place]),
        "m": not bool(tape.bought[place]),
        "M": True,
    }


def _product(listing: Listing, *, ticks: int, lots: int) -> str:
    """Price × size, exact: no listing has more than eight decimals in the two together."""
    return writer(listing.tick_digits + listing.lot_digits)(ticks * lots)
