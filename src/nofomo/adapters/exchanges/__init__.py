"""Exchanges through ccxt."""

from __future__ import annotations

from nofomo.adapters.exchanges.catalogue import SANDBOX, CcxtExchanges
from nofomo.adapters.exchanges.ccxt_venue import CcxtVenue, VenueWiring
from nofomo.adapters.exchanges.courtesy import Patience

__all__ = ["SANDBOX", "CcxtExchanges", "CcxtVenue", "Patience", "VenueWiring"]
