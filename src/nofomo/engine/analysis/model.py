"""What an analysis consists of. Field for field the structure that is stored, sent and printed (DESIGN, section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from nofomo.engine.core.plan import Breakout, Level, Pullback
from nofomo.engine.core.say import Say
from nofomo.engine.core.timeframe import Timeframe

Action = Literal["TRADE", "WAIT", "NO_TRADE"]
Mode = Literal["auto", "pullback", "breakout"]
Direction = Literal["bullish", "bearish", "neutral"]
Verdict = Literal["priority", "worth", "skip"]
GateName = Literal["btc", "dxy", "news", "spread", "depth", "dailyLoss", "hours", "data"]
GateState = Literal["open", "closed", "unknown"]
PartName = Literal["trendStack", "location", "momentum", "volume", "levelsRr"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for. `timeframes` go from the largest to the smallest (context, structure, trigger)."""

    timeframes: tuple[Timeframe, ...] = (Timeframe(240), Timeframe(60), Timeframe(15))
    mode: Mode = "auto"
    third_target: bool = False
    risk_pct: float = 0.5
    equity: Decimal = Decimal(1000)
    strict_gates: bool = False


@dataclass(frozen=True, slots=True)
class Bias:
    """The direction that the higher timeframes lean to, and the sentences that say until when."""

    direction: Direction
    text: tuple[Say, ...]


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One of the five parts of the score, with the reason behind its points."""

    name: PartName
    points: int
    of: int
    reasons: tuple[Say, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """0–50. `priority` from 40, `worth` from 34, else `skip`."""

    total: int
    verdict: Verdict
    parts: tuple[ScorePart, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A range in which price has been moving, in prices, on one timeframe."""

    low: Decimal
    high: Decimal
    timeframe: Timeframe


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition outside the chart. `unknown` means that no source could answer."""

    name: GateName
    state: GateState
    detail: Say


@dataclass(frozen=True, slots=True)
class Check:
    """One condition that a leg had to meet: what it was, what was found, what was needed."""

    leg: Literal["pullback", "breakout", "market"]
    condition: Say
    found: Say
    needed: Say
    passed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What would change the verdict, with the price to watch where there is one."""

    text: Say
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Indicators:
    """What one timeframe's indicators read at its last closed candle, so that versions can be laid side by side.

    `ema20`, `macd_hist` (12, 26, 9) and `atr14` are in quote currency, `rsi14` runs from 0 to 100, `volume_ratio` is
    the last candle's volume over the mean of 20. NaN where it is not known.
    """

    timeframe: Timeframe
    ema20: float
    rsi14: float
    macd_hist: float
    volume_ratio: float
    atr14: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """One SPOT I analysis. `at` and `valid_until` are ms UTC; prices are on the instrument's tick."""

    symbol: str
    venue: str
    at: int
    valid_until: int
    timeframes: tuple[Timeframe, ...]
    parameters_version: int
    options: Options
    price: Decimal
    action: Action
    headline: Say
    changes: tuple[Change, ...]
    bias: Bias
    score: Score
    box: Box | None
    support: tuple[Level, ...]
    resistance: tuple[Level, ...]
    pullback: Pullback | None
    breakout: Breakout | None
    gates: tuple[Gate, ...]
    checks: tuple[Check, ...]
    reading: tuple[Say, ...]
    fundamental: tuple[Say, ...]
    warnings: tuple[Say, ...]
    indicators: tuple[Indicators, ...] = ()
