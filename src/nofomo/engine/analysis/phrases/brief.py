"""What a line in a list says about an analysis."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "brief.gate_closed": ("Gerbang {name} tertutup", "{name} gate closed"),
    "brief.gates_closed": ("{count} gerbang tertutup", "{count} gates closed"),
    "brief.gate_unknown": ("Gerbang {name} tak diketahui", "{name} gate unknown"),
    "brief.gates_unknown": ("{count} gerbang tak diketahui", "{count} gates unknown"),
    "brief.low_score": ("Skor {score} belum {worth}", "Score {score}, below {worth}"),
    "brief.against_trend": ("Arah masih turun", "Direction still down"),
    "brief.data_wait": ("Candle tertinggal", "Candles are late"),
    "brief.data_refused": ("Candle tidak layak pakai", "Candles not usable"),
    "brief.flat": ("Harga hampir tidak bergerak", "Price hardly moves"),
    "brief.nothing": ("Tidak ada kaki yang lolos", "No leg passed"),
    "brief.target": ("TP1 {first}", "TP1 {first}"),
    "brief.targets": ("TP1 {first} · TP2 {second}", "TP1 {first} · TP2 {second}"),
}
