"""Analyses that a person asks for, keeps as versions and acts on."""

from nofomo.features.plans.events import (
    PlanExpired,
    PlanInvalidated,
    PlanMoved,
    PlanRanAway,
    PlanTaken,
    PlanTargetHit,
    PlanTouched,
    PlanTriggered,
    PlanVersioned,
)
from nofomo.features.plans.gate_sources import GateSources
from nofomo.features.plans.model import (
    AnalysisOrder,
    AnalysisRequest,
    GateQuestion,
    Pending,
    PlanFilter,
    PlanLimits,
    PlanSummary,
    PlanVersion,
    Quota,
    Taken,
)
from nofomo.features.plans.ports import EconomicCalendar, GateMarket, Gates, Market, PreferencesOf
from nofomo.features.plans.routes import build_router
from nofomo.features.plans.routes_compare import build_compare_router
from nofomo.features.plans.routes_scans import build_scan_router
from nofomo.features.plans.schemas import QuotaShown
from nofomo.features.plans.service import PlanService
from nofomo.features.plans.services.analysis import Analyst
from nofomo.features.plans.services.outcomes import OUTCOMES
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.services.retention import sweep_scans

__all__ = [
    "OUTCOMES",
    "AnalysisOrder",
    "AnalysisRequest",
    "Analyst",
    "EconomicCalendar",
    "GateMarket",
    "GateQuestion",
    "GateSources",
    "Gates",
    "Market",
    "Pending",
    "PlanExpired",
    "PlanFilter",
    "PlanInvalidated",
    "PlanLimits",
    "PlanMoved",
    "PlanParts",
    "PlanRanAway",
    "PlanService",
    "PlanSummary",
    "PlanTaken",
    "PlanTargetHit",
    "PlanTouched",
    "PlanTriggered",
    "PlanVersion",
    "PlanVersioned",
    "PreferencesOf",
    "Quota",
    "QuotaShown",
    "Taken",
    "build_compare_router",
    "build_router",
    "build_scan_router",
    "sweep_scans",
]
