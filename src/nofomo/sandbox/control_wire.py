"""The sandbox's own endpoints: its state, its clock, its faults, and the economic calendar."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.timeframe import DAY_MS
from nofomo.sandbox.economic_calendar import as_csv, as_ics, events_between
from nofomo.sandbox.exchange import Exchange
from nofomo.sandbox.exchange_info import SYNTHETIC_NOTE
from nofomo.sandbox.faults import Fault
from nofomo.sandbox.listings import LISTINGS, ORIGIN_MS
from nofomo.sandbox.parameters import Parameters
from nofomo.sandbox.spot_wire import answer, moment

# How far ahead the calendar tells of releases.
_AHEAD_MS = 120 * DAY_MS


class ControlWire:
    """`/sandbox/…` and `/calendar.…`."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/sandbox/state", self.state),
            Route("/sandbox/clock", self.set_clock, methods=["POST"]),
            Route("/sandbox/clock", self.follow_clock, methods=["DELETE"]),
            Route("/sandbox/faults", self.list_faults),
            Route("/sandbox/faults", self.set_faults, methods=["POST"]),
            Route("/sandbox/faults", self.clear_faults, methods=["DELETE"]),
            Route("/calendar.csv", self.calendar_csv),
            Route("/calendar.ics", self.calendar_ics),
        ]

    async def state(self, _: Request) -> Response:
        """Seed, clock, symbols and faults in force."""
        clock = self._exchange.clock
        return answer({
            "synthetic": True, "notice": SYNTHETIC_NOTE, "seed": self._exchange.market.seed, "now": clock.now_ms(),
            "speed": clock.speed, "following": clock.following, "origin": ORIGIN_MS, "symbols": list(LISTINGS),
            "faults": self._faults(),
        })  # fmt: skip

    async def set_clock(self, request: Request) -> Response:
        """`{"now": ms, "speed": 0}`: go there and stand still, or run on at that many times the usual pace."""
        body = await _json(request)
        if not isinstance(body, dict) or body.keys() - {"now", "speed"}:
            raise Invalid('The clock is set with {"now": milliseconds, "speed": 0}.', code="INVALID_CLOCK")
        now, speed = body.get("now", self._exchange.clock.now_ms()), body.get("speed", 0)
        if isinstance(now, bool) or not isinstance(now, int) or not ORIGIN_MS <= now < 2**42:
            raise Invalid(f"now must be milliseconds from {ORIGIN_MS} on.", code="INVALID_CLOCK")
        if isinstance(speed, bool) or not isinstance(speed, int | float) or not 0 <= speed <= 100_000:
            raise Invalid("speed must be a number from 0 to 100000.", code="INVALID_CLOCK")
        self._exchange.clock.set(now, speed=float(speed))
        self._exchange.quotas.forget()
        return await self.state(request)

    async def follow_clock(self, request: Request) -> Response:
        """Show the real time again."""
        self._exchange.clock.follow()
        self._exchange.quotas.forget()
        return await self.state(request)

    async def list_faults(self, _: Request) -> Response:
        """The rules in force."""
        return answer(self._faults())

    async def set_faults(self, request: Request) -> Response:
        """A list of rules, which take the place of those before."""
        body = await _json(request)
        if not isinstance(body, list) or not all(isinstance(rule, dict) for rule in body):
            raise Invalid("Faults are a list of rules.", code="INVALID_FAULT")
        now = self._exchange.clock.now_ms()
        self._exchange.faults.rules = [Fault.read(rule, now=now) for rule in body]
        return answer(self._faults())

    async def clear_faults(self, _: Request) -> Response:
        """No more bad days."""
        self._exchange.faults.rules = []
        self._exchange.quotas.forget()
        return answer([])

    async def calendar_csv(self, request: Request) -> Response:
        """Releases as CSV."""
        return Response(as_csv(self._events(request)), media_type="text/csv")

    async def calendar_ics(self, request: Request) -> Response:
        """Releases as an iCalendar file."""
        return Response(as_ics(self._events(request)), media_type="text/calendar")

    def _events(self, request: Request) -> list[Any]:
        asked = Parameters(request, "from", "to")
        start, end = asked.integer("from"), asked.integer("to")
        last = moment(request) + _AHEAD_MS
        return events_between(ORIGIN_MS if start is None else max(start, ORIGIN_MS), last if end is None else end)

    def _faults(self) -> list[dict[str, Any]]:
        return [rule.as_json() for rule in self._exchange.faults.rules]


async def _json(request: Request) -> Any:
    try:
        return orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise Invalid("The body must be JSON.", code="INVALID_JSON") from error


def refusal(error: Invalid) -> Response:
    """A control request that was not understood."""
    return JSONResponse({"code": error.code, "msg": error.message}, status_code=422)
