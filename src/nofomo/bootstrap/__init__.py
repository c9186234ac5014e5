"""The only place that knows which adapter serves which port. Start-up is recovery: load, migrate, only then act."""

from __future__ import annotations

from nofomo.bootstrap.commands import analyze_at_venue, open_accounts, open_market
from nofomo.bootstrap.house import House, open_house
from nofomo.bootstrap.parts import open_database
from nofomo.bootstrap.web import build_app

__all__ = ["House", "analyze_at_venue", "build_app", "open_accounts", "open_database", "open_house", "open_market"]
