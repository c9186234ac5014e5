"""The HTTP application of a house."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI

from nofomo import __version__
from nofomo.api.app import AppParts, create_app
from nofomo.api.me import WholeMe
from nofomo.bootstrap.house import House
from nofomo.features import accounts as accounts_feature
from nofomo.features import market as market_feature
from nofomo.features import operations as operations_feature
from nofomo.features import plans as plans_feature
from nofomo.features.market import VenueStateShown
from nofomo.features.plans import (
    QuotaShown,
)
from nofomo.infra.web import Caller

STATIC: Final = Path(__file__).parent.parent / "static"


def build_app(house: House) -> FastAPI:
    """The HTTP application of a house."""

    async def me_extras(caller: Caller) -> dict[str, Any]:
        quota = QuotaShown.model_validate(await house.plans.quota(caller))
        return {"quota": quota, "venue": VenueStateShown.of(house.market.venue_state(await venue_of(caller)))}

    async def venue_of(caller: Caller) -> str:
        return (await house.accounts.preferences(caller.user_id)).venue

    routers = [
        accounts_feature.build_router(house.accounts, me_extras=me_extras, me_model=WholeMe),
        market_feature.build_router(house.market, venue_of=venue_of),
        plans_feature.build_router(house.plans),
        plans_feature.build_compare_router(house.plans),
        plans_feature.build_scan_router(house.plans),
        operations_feature.build_router(house.operations, version=__version__),
    ]
    return create_app(
        AppParts(
            routers=routers,
            identify=house.accounts.identify,
            health=house.health,
            metrics=house.upkeep.metrics,
            clock=house.clock,
            new_id=house.new_id,
            version=__version__,
            static=STATIC,
            trusted_proxies=house.settings.proxy_networks,
        )
    )
