"""NoFOMO: market analysis that you host yourself.

As a library: `nf.read_candles(path)` reads candles, `nf.analyze(candles, at=…).to_dict()` analyses them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nofomo.engine.analysis import Options
    from nofomo.engine.core.candles import Candles
    from nofomo.engine.core.timeframe import Timeframe
    from nofomo.library import AnalysisResult, analyze, read_candles

__version__ = "0.1.0"
__all__ = ["AnalysisResult", "Candles", "Options", "Timeframe", "__version__", "analyze", "read_candles"]

_HOMES = {
    "AnalysisResult": "nofomo.library",
    "Candles": "nofomo.engine.core.candles",
    "Options": "nofomo.engine.analysis",
    "Timeframe": "nofomo.engine.core.timeframe",
    "analyze": "nofomo.library",
    "read_candles": "nofomo.library",
}


def __getattr__(name: str) -> Any:
    """Import the engine only when it is used: `nofomo --help` must not wait for it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'nofomo' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
