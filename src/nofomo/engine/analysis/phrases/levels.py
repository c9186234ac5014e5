"""Where levels come from."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "level.ema": ("{timeframe} EMA{period}", "{timeframe} EMA{period}"),
    "level.band_upper": ("{timeframe} pita atas", "{timeframe} upper band"),
    "level.band_middle": ("{timeframe} pita tengah", "{timeframe} mid band"),
    "level.band_lower": ("{timeframe} pita bawah", "{timeframe} lower band"),
    "level.swing_high": ("{timeframe} swing high", "{timeframe} swing high"),
    "level.swing_low": ("{timeframe} swing low", "{timeframe} swing low"),
    "level.higher_low": ("{timeframe} higher low", "{timeframe} higher low"),
    "level.former_high": ("{timeframe} bekas swing high", "{timeframe} former swing high"),
    "level.former_low": ("{timeframe} bekas swing low", "{timeframe} former swing low"),
    "level.box_top": ("{timeframe} puncak box", "{timeframe} box top"),
    "level.box_bottom": ("{timeframe} dasar box", "{timeframe} box bottom"),
    "level.box_retest": ("{timeframe} retest puncak box", "{timeframe} box-top retest"),
    "level.previous_day_high": ("tertinggi kemarin", "previous day high"),
    "level.previous_day_low": ("terendah kemarin", "previous day low"),
    "level.period_high": ("tertinggi {days} hari", "{days}-day high"),
    "level.period_low": ("terendah {days} hari", "{days}-day low"),
    "level.node": ("volume padat {times}", "volume node {times}"),
    "level.round": ("angka bulat {price}", "round number {price}"),
    "level.extension": ("proyeksi {ratio} ayunan terakhir", "{ratio} projection of the last leg"),
}
