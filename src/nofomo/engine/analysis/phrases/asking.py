"""What is said about how an analysis was asked for."""

from __future__ import annotations

from typing import Final

PHRASES: Final = {
    "warning.substituted": (
        "{asked} tidak diperdagangkan di sini; {used} dianalisa sebagai gantinya",
        "{asked} is not traded here; {used} was analysed instead",
    ),
    "warning.imported": (
        "Candle impor berakhir {end}; analisa ini untuk saat itu",
        "The imported candles end at {end}; this analysis is for that moment",
    ),
    "warning.converted": (
        "Modal {given} dihitung sebagai {used}",
        "The equity of {given} was taken as {used}",
    ),
}
