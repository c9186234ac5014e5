"""The thresholds of the gates. Part of the one parameter object of the analysis (parameters.py)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final


@dataclass(frozen=True, slots=True)
class GateParameters:
    """When a gate closes, and when its source is too old to answer."""

    # btc: the last 15m close against its EMA, and falls from open to close of the newest candles
    btc_ema: int = 20
    btc_drop: float = 0.008  # blueprint: no fall of more than 0.8 % within one 15m candle
    btc_drop_candles: int = 4  # the newest candles in which a fall still counts: one hour
    btc_least: int = 60  # candles, so that the EMA has forgotten its seed
    btc_late_candles: int = 1  # closed candles that may be missing at the end
    # dxy: on 1h candles; closed while the index is over its EMA and rises, or after one sudden candle
    dxy_ema: int = 20
    dxy_rise: float = 0.003  # over `dxy_rise_candles`, 1.4 deviations of four hours; closes some 6 % of all hours
    dxy_rise_candles: int = 4
    dxy_jump: float = 0.0025  # within one candle, the size of a surprise in a release
    dxy_least: int = 60
    dxy_late_candles: int = 2  # of trading time: the weekend does not age the index
    # news: minutes around a release, and how far the calendar must reach to be believed
    news_before_min: int = 10
    news_after_min: int = 10
    news_impacts: tuple[str, ...] = ("high",)
    news_ahead_h: int = 48  # named as the next event
    news_reach_h: int = 168  # an event within so many hours ahead shows that the calendar covers now …
    news_quiet_h: int = 24  # … or one at most so many trading hours ago
    # spread and depth: of a book at most so old
    book_age_s: int = 60
    spread: float = 0.0015  # blueprint: spread < 0.15 %
    depth_near: float = 0.001  # distance from the middle in which the plan should fit
    depth_far: float = 0.005  # distance in which it must fit
    depth_slippage: float = 0.001  # from the best price to the average of a market order of the plan's size
    # dailyLoss: closed once so many risk amounts are lost
    daily_loss_risks: Decimal = Decimal(2)
    # data: freshness and holes of every timeframe
    data_grace_s: int = 90  # after a close until the venue must have published the candle
    data_recent: int = 50  # newest candles in which nothing may be missing
    data_window: int = 250  # newest candles in which a share may be missing
    data_missing_share: float = 0.01
    data_missing_share_forex: float = 0.05  # holidays and the brokers' daily breaks


GATE_PARAMETERS: Final = GateParameters()
