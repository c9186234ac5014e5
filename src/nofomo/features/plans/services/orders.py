"""What a person asked for, with the gaps filled from the preferences."""

from __future__ import annotations

from nofomo.engine.analysis import Options, TradingHours
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.accounts import Preferences
from nofomo.features.plans.model import AnalysisOrder, AnalysisRequest, Language
from nofomo.infra.web import Caller


def order_for(caller: Caller, request: AnalysisRequest, *, preferences: Preferences) -> AnalysisOrder:
    """One analysis with everything decided."""
    usual = tuple(Timeframe.parse(text) for text in preferences.timeframes)
    options = Options(
        timeframes=request.timeframes or usual,
        mode=request.mode or preferences.mode,
        third_target=preferences.tp3 if request.tp3 is None else request.tp3,
        risk_pct=preferences.risk_pct if request.risk_pct is None else request.risk_pct,
        equity=preferences.equity if request.equity is None else request.equity,
        strict_gates=preferences.strict_gates if request.strict_gates is None else request.strict_gates,
    )
    return AnalysisOrder(
        symbol=request.symbol,
        venue=(request.venue or preferences.venue).strip().lower(),
        options=options,
        currency=preferences.currency,
        language=language_of(caller),
        timezone=caller.timezone,
        hours=hours_of(preferences),
    )


def hours_of(preferences: Preferences) -> TradingHours | None:
    """The person's trading window."""
    hours = preferences.trading_hours
    return None if hours is None else TradingHours.parse(f"{hours.start}-{hours.end}")


def language_of(caller: Caller) -> Language:
    """The language that a person reads."""
    return "en" if caller.language == "en" else "id"
