"""The HTTP routes of the market: symbols, venues, historical candles, chart columns."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final, Literal

import orjson
from fastapi import APIRouter, Query, Response

from nofomo.engine.core.candles import COLUMNS, iso
from nofomo.engine.core.errors import Forbidden, Invalid
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market.chart import WINDOW, chart_columns
from nofomo.features.market.model import HistoryPage
from nofomo.features.market.moments import parse_moment
from nofomo.features.market.schemas import (
    ChartShown,
    HistoricalShown,
    SymbolShown,
    VenueConnectionShown,
    VenueConnectRequest,
    VenueShown,
    VenueTestRequest,
    VenueTestShown,
)
from nofomo.features.market.service import MOST_POINTS, MarketService, venue_checked
from nofomo.infra.web import AdminNow, Caller, CallerNow, Envelope, refusals, success, success_json

VenueOf = Callable[[Caller], Awaitable[str]]
"""The venue that a caller has chosen."""
FileForm = Literal["json", "csv", "parquet", "xlsx"]
MOST_DOWNLOADED: Final = 100_000
_MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SymbolQuery = Annotated[str, Query(max_length=40, examples=["BTC/USDT"])]
VenueQuery = Annotated[str | None, Query(max_length=40, description="The caller's venue by default")]
FrameQuery = Annotated[str, Query(max_length=8, examples=["15m"])]
MomentQuery = Annotated[str | None, Query(max_length=40, description="ISO time, date, or epoch ms")]


def build_router(market: MarketService, *, venue_of: VenueOf) -> APIRouter:
    """Every route of the market under /api. `venue_of` tells a caller's default venue."""
    router = APIRouter(prefix="/api", tags=["market"])
    _add_symbols(router, market, venue_of=venue_of)
    _add_venues(router, market)
    _add_historical(router, market, venue_of=venue_of)
    _add_chart(router, market, venue_of=venue_of)
    return router


def _add_symbols(router: APIRouter, market: MarketService, *, venue_of: VenueOf) -> None:
    @router.get("/symbols", response_model=Envelope[list[SymbolShown]], responses=refusals(503))
    async def search_symbols(
        caller: CallerNow,
        q: Annotated[str, Query(max_length=40, description="Part of a symbol; empty: by turnover")] = "",
        venue: VenueQuery = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 20,
    ) -> Response:
        """Symbols for the autocomplete: exact base first, then beginning, then containing, by turnover."""
        name = venue_checked(venue or await venue_of(caller))
        return success([SymbolShown.of(hit) for hit in await market.search(name, q, limit=limit)])


def _add_venues(router: APIRouter, market: MarketService) -> None:
    @router.get("/venues", response_model=Envelope[list[VenueShown]])
    async def list_venues(caller: CallerNow) -> Response:
        """The venues to choose from, the usual ones first."""
        known = await market.connections() if caller.role != "user" else {}
        return success([VenueShown.of(offer, known.get(offer.name)) for offer in market.venues()])

    @router.post("/venues/test", response_model=Envelope[VenueTestShown])
    async def test_venue(body: VenueTestRequest, caller: CallerNow) -> Response:
        """Try to reach a venue, within ten seconds; says what is wrong and what to do."""
        if body.proxy_url and caller.role == "user":
            raise Forbidden("Only an admin may try a proxy.")
        return success(VenueTestShown.of(await market.test_connection(venue_checked(body.venue), body.proxy_url)))

    @router.put("/venues/{venue}", response_model=Envelope[VenueConnectionShown])
    async def connect_venue(venue: str, body: VenueConnectRequest, caller: AdminNow) -> Response:
        """Keep how a venue is reached, for everyone here."""
        kept = await market.connect_venue(venue_checked(venue), proxy_url=body.proxy_url, by=caller.user_id)
        return success(VenueConnectionShown.of(kept))


def _add_historical(router: APIRouter, market: MarketService, *, venue_of: VenueOf) -> None:
    @router.get("/data/historical", response_model=Envelope[HistoricalShown], responses=refusals(503))
    async def historical_candles(
        caller: CallerNow,
        symbol: SymbolQuery,
        interval: FrameQuery = "1d",
        since: Annotated[str | None, Query(alias="from", max_length=40, description="ISO time, date, or ms")] = None,
        until: Annotated[str | None, Query(alias="to", max_length=40, description="A date includes its day")] = None,
        source: VenueQuery = None,
        form: Annotated[FileForm, Query(alias="format")] = "json",
        limit: Annotated[int, Query(ge=1, le=MOST_POINTS)] = 1_000,
    ) -> Response:
        """Closed candles that open between `from` and `to`. Without `from`: the last `limit` ones. At most `limit` as
        JSON, with `next` as the `from` of the page after; files hold up to 100,000."""
        venue = venue_checked(source or await venue_of(caller))
        timeframe = Timeframe.parse(interval)
        first = parse_moment(since, field="from") if since else None
        last = parse_moment(until, field="to", end_of_day=True) if until else None
        if first is not None and last is not None and last < first:
            raise Invalid("`to` lies before `from`.", code="INVALID_RANGE", details={"field": "to"})
        most = limit if form == "json" else MOST_DOWNLOADED
        page = await market.history(venue, symbol, timeframe=timeframe, since=first, until=last, limit=most)
        if form == "json":
            return success_json(_history_json(page))
        if page.next is not None:
            raise Invalid(f"A file holds at most {MOST_DOWNLOADED:,} candles. Ask for a shorter time.", code="TOO_MUCH")
        name = f"{venue}_{page.candles.symbol.replace('/', '-')}_{timeframe}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(await market.encode(page.candles, form), headers=headers, media_type=_MEDIA[form])


def _add_chart(router: APIRouter, market: MarketService, *, venue_of: VenueOf) -> None:
    @router.get("/chart", response_model=Envelope[ChartShown], responses=refusals(503))
    async def chart(
        caller: CallerNow,
        symbol: SymbolQuery,
        timeframe: FrameQuery = "15m",
        venue: VenueQuery = None,
        to: MomentQuery = None,
        limit: Annotated[int, Query(ge=1, le=WINDOW)] = 500,
    ) -> Response:
        """Candles closed at `to` (now by default) and the lines that an analysis at that moment reads."""
        name = venue_checked(venue or await venue_of(caller))
        frame = Timeframe.parse(timeframe)
        listed = await market.resolve(name, symbol)
        at = parse_moment(to, field="to") if to else await market.moment(name, listed.instrument.symbol)
        candles = await market.closed_candles(name, listed.instrument.symbol, frame, at=at, count=WINDOW)
        shown: dict[str, Any] = {"venue": name, "symbol": candles.symbol, "timeframe": str(frame)}
        shown |= chart_columns(candles, limit=limit)
        return success_json(orjson.dumps(shown, option=orjson.OPT_SERIALIZE_NUMPY))


def _history_json(page: HistoryPage) -> bytes:
    columns = [getattr(page.candles, name).tolist() for name in COLUMNS[1:]]
    rows = zip(page.candles.ts.tolist(), *columns, strict=True)
    data = [
        {"timestamp": iso(ts), "open": o, "high": h, "low": low, "close": c, "volume": v}
        for ts, o, h, low, c, v in rows
    ]
    return orjson.dumps(
        {
            "symbol": page.candles.symbol,
            "interval": str(page.candles.timeframe),
            "source": page.venue,
            "data": data,
            "dataPoints": len(data),
            "next": None if page.next is None else iso(page.next),
            "substituted": page.substituted,
        }
    )
