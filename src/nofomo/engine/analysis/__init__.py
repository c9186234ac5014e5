"""Scores, levels and plans out of closed candles: the SPOT I analysis."""

from __future__ import annotations

from nofomo.engine.analysis.document import document, render

__all__ = ["document", "render"]
