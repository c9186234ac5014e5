"""Which way the market leans, and until when."""

from __future__ import annotations

from typing import Final

_AS_USUAL: Final[dict[str, tuple[str, str]]] = {
    "bias.bullish": (
        "Bullish intraday selama struktur {timeframe} bertahan di atas {high}–{low}.",
        "Bullish intraday while the {timeframe} structure holds above {high}–{low}.",
    ),
    "bias.bullish_open": (
        "Bullish intraday; struktur {timeframe} belum punya dua support di dekat harga.",
        "Bullish intraday; the {timeframe} structure has no two supports near price yet.",
    ),
    "bias.neutral": (
        "Netral intraday: {side}, sementara {timeframe} bertahan di atas {high}–{low}.",
        "Neutral intraday: {side} while {timeframe} holds above {high}–{low}.",
    ),
    "bias.neutral_open": ("Netral intraday: {side}.", "Neutral intraday: {side}."),
    "bias.trigger_above": ("{timeframe} di atas EMA20 {price}", "{timeframe} is above EMA20 {price}"),
    "bias.trigger_below": ("{timeframe} di bawah EMA20 {price}", "{timeframe} is below EMA20 {price}"),
    "bias.bearish": ("Bearish intraday di bawah {price}.", "Bearish intraday below {price}."),
    "bias.bearish_average": (
        "Bearish intraday selama di bawah {average} ({price}).",
        "Bearish intraday while below {average} ({price}).",
    ),
    "bias.bearish_open": ("Bearish intraday.", "Bearish intraday."),
    "bias.broken": (
        "Struktur {timeframe} patah: close di bawah swing low {price}.",
        "The {timeframe} structure is broken: a close below the swing low {price}.",
    ),
    "bias.daily_above": (
        "Daily di atas EMA20 D1 ({ema20}) dan EMA50 D1 ({ema50}).",
        "Daily is above EMA20 D1 ({ema20}) and EMA50 D1 ({ema50}).",
    ),
    "bias.daily_reclaim": (
        "Daily pemulihan: reclaim EMA20 D1 ({ema20}), EMA50 D1 ({ema50}) masih di atas.",
        "Daily is recovering: EMA20 D1 ({ema20}) is reclaimed, EMA50 D1 ({ema50}) is still above.",
    ),
    "bias.daily_dip": (
        "Daily turun di bawah EMA20 D1 ({ema20}), masih di atas EMA50 D1 ({ema50}).",
        "Daily has dipped below EMA20 D1 ({ema20}), still above EMA50 D1 ({ema50}).",
    ),
    "bias.daily_below": (
        "Daily di bawah EMA20 D1 ({ema20}) dan EMA50 D1 ({ema50}).",
        "Daily is below EMA20 D1 ({ema20}) and EMA50 D1 ({ema50}).",
    ),
    "bias.daily_unknown": (
        "Riwayat daily terlalu pendek untuk EMA20 dan EMA50 D1.",
        "The daily history is too short for EMA20 and EMA50 D1.",
    ),
}

_WITHIN_THE_DAY: Final = (
    "bias.bullish", "bias.bullish_open", "bias.neutral", "bias.neutral_open", "bias.bearish", "bias.bearish_average",
    "bias.bearish_open",
)  # fmt: skip
PHRASES: Final[dict[str, tuple[str, str]]] = _AS_USUAL | {
    f"{code}_wide": (_AS_USUAL[code][0].replace(" intraday", ""), _AS_USUAL[code][1].replace(" intraday", ""))
    for code in _WITHIN_THE_DAY
}
"""Those with `_wide` are for smallest candles of an hour or more: such an idea outlives the day."""
