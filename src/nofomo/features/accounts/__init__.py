"""People: signing in, sessions, tokens, roles, preferences."""

from nofomo.features.accounts.doors import actor_of
from nofomo.features.accounts.model import (
    COOKIE,
    OPERATOR,
    AccountSettings,
    Actor,
    Client,
    IssuedLink,
    Preferences,
    TradingHours,
    User,
    page_address,
)
from nofomo.features.accounts.routes import build_router
from nofomo.features.accounts.schemas import MeShown
from nofomo.features.accounts.service import AccountService
from nofomo.features.accounts.services.tools import Tools
from nofomo.features.accounts.tables import users

__all__ = [
    "COOKIE",
    "OPERATOR",
    "AccountService",
    "AccountSettings",
    "Actor",
    "Client",
    "IssuedLink",
    "MeShown",
    "Preferences",
    "Tools",
    "TradingHours",
    "User",
    "actor_of",
    "build_router",
    "page_address",
    "users",
]
