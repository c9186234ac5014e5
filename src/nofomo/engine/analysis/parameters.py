"""Every constant of the analysis in one frozen, versioned object.

Distances are in ATR of the structure timeframe unless a comment says otherwise, so that one set of numbers serves
Bitcoin, a coin of eight decimals and a currency pair. `Steps` are ladders of (threshold, points): the points of the
first threshold that the value reaches. Raise `version` whenever a number changes: it is stored with every plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from nofomo.engine.analysis.gate_parameters import GateParameters

Steps = tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True)
class HistoryParameters:
    """How many closed candles are read."""

    keep: int = 1000  # candles per timeframe, exactly the newest ones
    least: int = 250  # fewer are refused
    daily_least: int = 50  # fewer daily candles leave the daily averages unknown


@dataclass(frozen=True, slots=True)
class IndicatorParameters:
    """Periods, all in candles of their own timeframe."""

    emas: tuple[int, ...] = (5, 20, 50, 100, 200)
    bands: int = 20
    band_deviations: float = 2.0
    rsi: int = 14
    stochastic: int = 14
    stochastic_smooth: int = 3
    macd: tuple[int, int, int] = (12, 26, 9)
    atr: int = 14
    volume: int = 20
    slope: int = 3  # candles over which an indicator's direction is read


@dataclass(frozen=True, slots=True)
class StructureParameters:
    """Swings, wicks and what counts as a change of structure."""

    wing: int = 3  # candles on either side that confirm a swing
    least_leg_atr: float = 1.0  # smaller legs are noise (ATR of their own timeframe)
    swings: int = 40  # newest swings of a timeframe that are kept
    long_wick: float = 0.5  # share of a candle's range
    wick_candles: int = 3  # how many of the newest candles are searched for a long wick
    least_wick_atr: float = 0.8  # a wick counts only on a candle of this range (ATR of its own timeframe)
    fall_candles: int = 24  # candles of the trigger timeframe over which a fall is measured


@dataclass(frozen=True, slots=True)
class BoxParameters:
    """When a sideways stretch is a box. A random walk of n candles spans about √n ATR; a box spans clearly less."""

    lengths: tuple[int, ...] = (48, 40, 32, 24, 20, 16)
    tightness: float = 0.8  # range ≤ tightness · √n · ATR (of the box's timeframe)
    touch_zone: float = 0.2  # share of the height that counts as touching an edge
    touches: int = 2  # separate touches needed at each edge
    touch_spacing: int = 3  # candles between two touches
    drift: float = 0.6  # share of the height by which first and last close may differ
    broken_within: int = 24  # a box left upwards within so many candles still gives a retest level
    least_height_atr: float = 1.0  # anything flatter is no range but silence (ATR of its timeframe)


@dataclass(frozen=True, slots=True)
class LevelParameters:
    """Where levels come from, how they cluster and when they count."""

    # weight of a source by what it is
    ema: tuple[tuple[int, float], ...] = ((20, 0.6), (50, 0.8), (100, 0.6), (200, 1.0))
    band: float = 0.6
    middle_band: float = 0.5
    swing: float = 0.8
    box_edge: float = 0.8
    node: float = 0.6
    previous_day: float = 0.8
    period_extreme: float = 1.0
    round_number: float = 0.3
    extension: float = 0.5
    # weight by the timeframe's role
    trigger: float = 0.6
    structure: float = 0.8
    context: float = 1.0
    daily: float = 1.0
    flipped: float = 0.7  # a former high as support, a former low as resistance
    half_life: int = 240  # candles after which a swing weighs half
    independent_ratio: float = 1.5  # averages and bands whose spans differ by less say the same thing
    same_event_ms: int = 7_200_000  # extremes within two hours of each other are one event
    scale: float = 1.5  # strength = 1 − exp(−independent weight / scale)
    width: float = 0.3  # widest cluster
    least_half_width: float = 0.06
    spacing: float = 0.7  # smallest distance between two levels: the stronger one speaks for its neighbourhood
    least_strength: float = 0.25
    reach: tuple[float, float] = (0.3, 2.0)  # where a pullback is bought, below the price
    horizon: float = 10.0  # levels farther away are left out
    count: int = 3
    spare: int = 2  # further resistances kept for targets
    profile_candles: int = 200  # structure candles in the volume profile
    profile_bin: float = 0.25
    node_over_mean: float = 1.5  # a node holds so many times the mean volume of a bin
    round_step: float = 4.0  # a round number's step is the power of ten (or half of it) nearest above so many ATR
    extensions: tuple[float, ...] = (0.272, 0.618, 1.0)  # of the last leg, beyond its end
    reasons: int = 4
    grid: float = 0.05  # plan prices fall on the largest tick · 10^k within so many ATR of the trigger timeframe


@dataclass(frozen=True, slots=True)
class PullbackParameters:
    """The ladder of limits below the price."""

    shares: tuple[float, float] = (0.6, 0.4)
    below_support: float = 0.1  # invalidation under the lower edge of S2
    before_resistance: float = 0.1  # targets under the lower edge of a resistance
    least_rr: tuple[float, float] = (1.2, 2.0)  # first and second target, after fees
    least_rr_against: float = 1.5  # first target where the bias is bearish
    stop_range: tuple[float, float] = (0.35, 2.0)  # from the average entry to the invalidation
    farthest_target: float = 7.0
    second_target_spacing: float = 0.4
    steepest_fall: float = 3.5  # from the highest price of the last `fall_candles`; steeper needs a higher low first


@dataclass(frozen=True, slots=True)
class BreakoutParameters:
    """The stop-limit over a box. Distances in ATR of the box's timeframe, targets in ATR of the structure."""

    over_box: float = 0.1  # trigger over the box
    limit_over: float = 0.15  # limit over the trigger
    retest_under: float = 0.25  # retest zone reaches so far under the box top
    stop_under: float = 1.0  # quick stop under the retest zone
    farthest_trigger: float = 2.0  # from the price, ATR of the structure
    volume: float = 1.5  # the breakout candle's volume over its mean
    up_volume: float = 0.45  # share of the box's volume in rising candles
    least_rr: tuple[float, float] = (1.2, 2.0)


@dataclass(frozen=True, slots=True)
class TargetParameters:
    """How a position is sold."""

    two: tuple[float, ...] = (0.5, 0.5)
    three: tuple[float, ...] = (0.4, 0.3, 0.3)


@dataclass(frozen=True, slots=True)
class BiasParameters:
    """Sums of the votes of context, structure and trigger (−3..3 each) and of the daily averages (−2..2)."""

    bullish: int = 4
    bearish: int = -4
    bearish_intraday: int = -4  # structure and trigger alone


@dataclass(frozen=True, slots=True)
class ScoreParameters:
    """Thresholds behind the points; each part is 0–10."""

    worth: int = 34
    priority: int = 40
    of: int = 10
    # trend stack: what an unclear or falling direction costs
    neutral: int = -2
    bearish: int = -5
    # location
    support_distance: Steps = ((2.0, 0), (1.5, 2), (0.5, 3), (0.0, 2))  # down to S1: near, but a pullback, not noise
    room: Steps = ((2.0, 3), (1.2, 2), (0.8, 1))  # way up to R1 over way down to S1
    stretch: Steps = ((1.5, 0), (0.5, 1), (-2.0, 2))  # over EMA20, ATR of the trigger: a dip is bought, not a spike
    band_position: Steps = ((0.9, 0), (0.7, 1), (0.1, 2))  # within the context's bands: room to the upper one
    # momentum
    rsi_structure: Steps = ((72, 0), (66, 1), (58, 2), (40, 3), (33, 1))
    rsi_trigger: Steps = ((65, 0), (55, 1), (30, 2))  # cooled off, not in free fall
    stochastic_high: float = 80.0  # %D above this is late
    # volume
    up_share: Steps = ((0.64, 2), (0.42, 3), (0.34, 1))  # selling is a warning, one-sided buying is late
    up_share_structure: Steps = ((0.62, 2), (0.42, 3), (0.34, 1))
    last_volume: float = 1.2  # from here on a candle's volume speaks
    quiet_falls: int = 2  # falling candles trade less than rising ones
    no_volume: int = 5  # a feed without volume is neither good nor bad
    # levels and RR
    strength_first: Steps = ((0.6, 1),)
    strength_second: Steps = ((0.5, 1),)
    rr_first: Steps = ((1.8, 3), (1.5, 2), (1.2, 1))
    rr_second: Steps = ((2.6, 2), (2.0, 1))
    kept: Steps = ((0.88, 3), (0.82, 2), (0.75, 1))  # share of the risk that is price, not fees


@dataclass(frozen=True, slots=True)
class DataParameters:
    """When candles are too old or too holed to act on."""

    stale_wait: int = 2  # trigger candles missing at the end: no TRADE
    stale_refuse: int = 16  # no plan at all
    window: int = 192  # newest candles in which holes are counted
    holes_wait: float = 0.03
    holes_wait_sessions: float = 0.08  # currencies and metals: daily breaks and holidays are no fault of the feed
    holes_refuse: float = 0.2


@dataclass(frozen=True, slots=True)
class AnalysisParameters:
    """All constants of one version of the analysis."""

    version: int = 1
    history: HistoryParameters = field(default_factory=HistoryParameters)
    indicators: IndicatorParameters = field(default_factory=IndicatorParameters)
    structure: StructureParameters = field(default_factory=StructureParameters)
    box: BoxParameters = field(default_factory=BoxParameters)
    levels: LevelParameters = field(default_factory=LevelParameters)
    pullback: PullbackParameters = field(default_factory=PullbackParameters)
    breakout: BreakoutParameters = field(default_factory=BreakoutParameters)
    targets: TargetParameters = field(default_factory=TargetParameters)
    bias: BiasParameters = field(default_factory=BiasParameters)
    score: ScoreParameters = field(default_factory=ScoreParameters)
    data: DataParameters = field(default_factory=DataParameters)
    gates: GateParameters = field(default_factory=GateParameters)


PARAMETERS: Final = AnalysisParameters()
