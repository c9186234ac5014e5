"""What an unmodified client also asks of Binance's other hosts while it loads its markets: sensible, empty answers.

A client that has only its URLs changed asks the futures and options hosts for their symbols (there are none here) and,
once it has a key, the wallet and margin endpoints.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nofomo.sandbox.exchange import Exchange
from nofomo.sandbox.listings import LISTINGS
from nofomo.sandbox.spot_wire import answer, moment


class OtherHosts:
    """`/sapi`, `/fapi`, `/dapi` and `/eapi`."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def routes(self) -> list[Route]:
        """All of them."""
        futures = [
            Route(f"/{host}/v1/{name}", handler)
            for host in ("fapi", "dapi")
            for name, handler in (("exchangeInfo", self.futures), ("time", self.time), ("ping", self.ping))
        ]
        return [
            *futures,
            Route("/eapi/v1/exchangeInfo", self.options),
            Route("/eapi/v1/time", self.time),
            Route("/sapi/v1/system/status", self.status),
            Route("/sapi/v1/capital/config/getall", self.coins),
            Route("/sapi/v1/margin/allPairs", self.nothing),
            Route("/sapi/v1/margin/isolated/allPairs", self.nothing),
            Route("/sapi/v1/margin/allAssets", self.nothing),
        ]

    async def ping(self, _: Request) -> Response:
        """Nothing."""
        return answer({})

    async def time(self, request: Request) -> Response:
        """The server's clock."""
        return answer({"serverTime": moment(request)})

    async def nothing(self, _: Request) -> Response:
        """No margin pairs."""
        return answer([])

    async def status(self, _: Request) -> Response:
        """The system is up."""
        return answer({"status": 0, "msg": "normal"})

    async def futures(self, request: Request) -> Response:
        """No futures are listed."""
        return answer({"timezone": "UTC", "serverTime": moment(request), "rateLimits": [], "exchangeFilters": [],
                       "assets": [], "symbols": []})  # fmt: skip

    async def options(self, request: Request) -> Response:
        """No options are listed."""
        return answer({"timezone": "UTC", "serverTime": moment(request), "rateLimits": [], "optionContracts": [],
                       "optionAssets": [], "optionSymbols": []})  # fmt: skip

    async def coins(self, _: Request) -> Response:
        """Every coin, on one network of its own name, that nobody can deposit to or withdraw from."""
        names = sorted({name for listing in LISTINGS.values() for name in (listing.base, listing.quote)})
        return answer([_coin(name) for name in names])


def _coin(name: str) -> dict[str, Any]:
    legal = any(name in (listing.base, listing.quote) for listing in LISTINGS.values() if listing.session == "forex")
    network = {
        "network": name, "coin": name, "name": name, "isDefault": True, "depositEnable": False, "withdrawEnable": False,
        "withdrawFee": "0", "withdrawMin": "0", "withdrawMax": "0", "withdrawIntegerMultiple": "0.00000001",
        "minConfirm": 1, "unLockConfirm": 0, "busy": False, "sameAddress": False,
    }  # fmt: skip
    return {
        "coin": name, "name": name, "depositAllEnable": False, "withdrawAllEnable": False, "trading": True,
        "isLegalMoney": legal, "free": "0", "locked": "0", "freeze": "0", "withdrawing": "0", "ipoing": "0",
        "ipoable": "0", "storage": "0", "networkList": [network],
    }  # fmt: skip
