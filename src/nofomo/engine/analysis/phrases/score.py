"""The reason behind every point of the score."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "score.stack": ("{timeframe}: {facts} (+{points})", "{timeframe}: {facts} (+{points})"),
    "score.stack_none": ("{timeframe}: di bawah semua EMA (+{points})", "{timeframe}: below every EMA (+{points})"),
    "score.price_over_50": ("harga di atas EMA50", "price above EMA50"),
    "score.20_over_50": ("EMA20 di atas 50", "EMA20 above 50"),
    "score.50_over_200": ("50 di atas 200", "50 above 200"),
    "score.trigger_up": ("{timeframe}: EMA20 di atas 50 (+{points})", "{timeframe}: EMA20 above 50 (+{points})"),
    "score.trigger_down": ("{timeframe}: EMA20 di bawah 50 (+{points})", "{timeframe}: EMA20 below 50 (+{points})"),
    "score.daily": ("Daily di atas {facts} (+{points})", "Daily above {facts} (+{points})"),
    "score.over_daily_20": ("EMA20", "EMA20"),
    "score.over_daily_50": ("EMA50", "EMA50"),
    "score.daily_none": ("Daily di bawah EMA20 dan EMA50 (+{points})", "Daily below EMA20 and EMA50 (+{points})"),
    "score.daily_unknown": ("Daily tidak diketahui (+{points})", "Daily unknown (+{points})"),
    "score.higher_low": ("{timeframe}: higher low bertahan (+{points})", "{timeframe}: a higher low holds (+{points})"),
    "score.no_higher_low": (
        "{timeframe}: belum ada higher low (+{points})",
        "{timeframe}: no higher low yet (+{points})",
    ),
    "score.neutral": ("arah belum jelas ({points})", "direction unclear ({points})"),
    "score.bearish": ("arah turun ({points})", "direction down ({points})"),
    "score.no_support": ("tidak ada support di dekat harga (+{points})", "no support near price (+{points})"),
    "score.to_support": ("{distance} ATR di atas S1 (+{points})", "{distance} ATR above S1 (+{points})"),
    "score.no_room": ("ruang ke R1 tidak terukur (+{points})", "room to R1 cannot be measured (+{points})"),
    "score.room": (
        "{up} ATR ke R1 lawan {down} ATR ke S1 (+{points})",
        "{up} ATR to R1 against {down} ATR to S1 (+{points})",
    ),
    "score.stretch_over": (
        "{distance} ATR di atas EMA20 {timeframe} (+{points})",
        "{distance} ATR above {timeframe} EMA20 (+{points})",
    ),
    "score.stretch_under": (
        "{distance} ATR di bawah EMA20 {timeframe} (+{points})",
        "{distance} ATR below {timeframe} EMA20 (+{points})",
    ),
    "score.band": (
        "di {place} lebar pita {timeframe} (+{points})",
        "at {place} of the {timeframe} band width (+{points})",
    ),
    "score.rsi": ("RSI {timeframe} {value} (+{points})", "RSI {timeframe} {value} (+{points})"),
    "score.macd_up": ("MACD {timeframe} positif, naik (+{points})", "MACD {timeframe} positive, rising (+{points})"),
    "score.macd_fading": (
        "MACD {timeframe} positif, melemah (+{points})",
        "MACD {timeframe} positive, fading (+{points})",
    ),
    "score.macd_turning": (
        "MACD {timeframe} negatif, membaik (+{points})",
        "MACD {timeframe} negative, improving (+{points})",
    ),
    "score.macd_down": (
        "MACD {timeframe} negatif, turun (+{points})",
        "MACD {timeframe} negative, falling (+{points})",
    ),
    "score.stochastic_up": (
        "StochRSI {timeframe} {k} di atas {d} (+{points})",
        "StochRSI {timeframe} {k} above {d} (+{points})",
    ),
    "score.stochastic_flat": (
        "StochRSI {timeframe} {k} lawan {d} (+{points})",
        "StochRSI {timeframe} {k} against {d} (+{points})",
    ),
    "score.no_volume": (
        "feed tanpa volume: nilai tengah (+{points})",
        "a feed without volume: middle value (+{points})",
    ),
    "score.up_volume": (
        "{share} volume {timeframe} di candle naik (+{points})",
        "{share} of {timeframe} volume in rising candles (+{points})",
    ),
    "score.volume_calm": ("candle terakhir {times} MA20 (+{points})", "last candle {times} MA20 (+{points})"),
    "score.volume_buying": (
        "candle terakhir {times} MA20, pembeli dominan (+{points})",
        "last candle {times} MA20, buyers dominate (+{points})",
    ),
    "score.volume_selling": (
        "candle terakhir {times} MA20, penjual dominan (+{points})",
        "last candle {times} MA20, sellers dominate (+{points})",
    ),
    "score.quiet_falls": ("candle turun lebih sepi (+{points})", "falling candles are quieter (+{points})"),
    "score.loud_falls": ("candle turun lebih ramai (+{points})", "falling candles are busier (+{points})"),
    "score.strength": ("S{number} kekuatan {strength} (+{points})", "S{number} strength {strength} (+{points})"),
    "score.fees": ("biaya {share} dari risiko (+{points})", "fees are {share} of the risk (+{points})"),
    "score.no_leg": ("tidak ada kaki yang lolos syarat (+{points})", "no leg passed its conditions (+{points})"),
    "score.rr": ("TP{number} {rr} setelah biaya (+{points})", "TP{number} {rr} after fees (+{points})"),
}
