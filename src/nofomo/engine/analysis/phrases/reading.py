"""What the candles say."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "reading.volume_up": (
        "Volume {timeframe} {times} rata-rata {period} candle, candle naik.",
        "{timeframe} volume {times} the mean of {period} candles, on a rising candle.",
    ),
    "reading.volume_down": (
        "Volume {timeframe} {times} rata-rata {period} candle, candle turun.",
        "{timeframe} volume {times} the mean of {period} candles, on a falling candle.",
    ),
    "reading.volume_unknown": ("Feed ini tanpa volume.", "This feed has no volume."),
    "reading.rsi_rising": (
        "RSI {timeframe} {value}, naik dari {before}; {larger} {larger_value}.",
        "RSI {timeframe} {value}, up from {before}; {larger} {larger_value}.",
    ),
    "reading.rsi_falling": (
        "RSI {timeframe} {value}, turun dari {before}; {larger} {larger_value}.",
        "RSI {timeframe} {value}, down from {before}; {larger} {larger_value}.",
    ),
    "reading.rsi_flat": (
        "RSI {timeframe} {value}, mendatar dari {before}; {larger} {larger_value}.",
        "RSI {timeframe} {value}, flat from {before}; {larger} {larger_value}.",
    ),
    "reading.macd_growing": (
        "Histogram MACD {timeframe} {value}, menguat.",
        "MACD {timeframe} histogram {value}, growing.",
    ),
    "reading.macd_fading": (
        "Histogram MACD {timeframe} {value}, melemah.",
        "MACD {timeframe} histogram {value}, fading.",
    ),
    "reading.macd_crossing": (
        "Histogram MACD {timeframe} {value}, hampir menyilang ke atas.",
        "MACD {timeframe} histogram {value}, about to cross up.",
    ),
    "reading.macd_recovering": (
        "Histogram MACD {timeframe} {value}, membaik.",
        "MACD {timeframe} histogram {value}, recovering.",
    ),
    "reading.macd_falling": (
        "Histogram MACD {timeframe} {value}, masih turun.",
        "MACD {timeframe} histogram {value}, still falling.",
    ),
    "reading.wick_lower": (
        "Sumbu bawah panjang di {price} ({share} candle {timeframe}).",
        "Long lower wick at {price} ({share} of a {timeframe} candle).",
    ),
    "reading.wick_upper": (
        "Sumbu atas panjang di {price} ({share} candle {timeframe}).",
        "Long upper wick at {price} ({share} of a {timeframe} candle).",
    ),
    "reading.swings_up": ("Struktur {timeframe}: HH dan HL.", "{timeframe} structure: HH and HL."),
    "reading.swings_down": ("Struktur {timeframe}: LH dan LL.", "{timeframe} structure: LH and LL."),
    "reading.swings_tightening": (
        "Struktur {timeframe} menyempit: LH dan HL.",
        "{timeframe} structure tightens: LH and HL.",
    ),
    "reading.swings_widening": (
        "Struktur {timeframe} melebar: HH dan LL.",
        "{timeframe} structure widens: HH and LL.",
    ),
    "reading.broken_up": (
        "{timeframe} close di atas swing high terakhir.",
        "{timeframe} closed above its last swing high.",
    ),
    "reading.broken_down": (
        "{timeframe} close di bawah swing low terakhir.",
        "{timeframe} closed below its last swing low.",
    ),
    "reading.here": ("Harga berada di {price} ({reasons}).", "Price stands at {price} ({reasons})."),
    "reading.fall": (
        "Harga {share} di bawah puncak {count} candle {timeframe}.",
        "Price is {share} below the high of {count} {timeframe} candles.",
    ),
}
