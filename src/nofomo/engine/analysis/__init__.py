"""Scores, levels and plans out of closed candles: the SPOT I analysis."""

from __future__ import annotations

from nofomo.engine.analysis.analyze import analyze
from nofomo.engine.analysis.brief import brief
from nofomo.engine.analysis.bundle import bundle
from nofomo.engine.analysis.document import document, render, sentence
from nofomo.engine.analysis.fundamental import fundamental
from nofomo.engine.analysis.gate_inputs import CalendarEvent, GateInputs, TradingHours
from nofomo.engine.analysis.gate_parameters import GATE_PARAMETERS, GateParameters
from nofomo.engine.analysis.gates import evaluate_gates
from nofomo.engine.analysis.model import Analysis, Gate, Options
from nofomo.engine.analysis.parameters import PARAMETERS, AnalysisParameters

__all__ = [
    "GATE_PARAMETERS",
    "PARAMETERS",
    "Analysis",
    "AnalysisParameters",
    "CalendarEvent",
    "Gate",
    "GateInputs",
    "GateParameters",
    "Options",
    "TradingHours",
    "analyze",
    "brief",
    "bundle",
    "document",
    "evaluate_gates",
    "fundamental",
    "render",
    "sentence",
]
