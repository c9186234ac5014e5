"""Small signs, drawn: verdicts, gates, the mark. Each says by its shape what its colour says."""

from __future__ import annotations

from typing import Final, Literal

from nofomo.infra.documents import Palette, Pen, Svg

Icon = Literal["TRADE", "WAIT", "NO_TRADE", "open", "closed", "unknown", "mark"]
_RING: Final = "M14.6 8a6.6 6.6 0 1 1-13.2 0a6.6 6.6 0 1 1 13.2 0z"
_TICK: Final = "M5.3 8.2l1.9 1.9l3.6-3.9"
_QUESTION: Final = "M6.3 6.5a1.75 1.75 0 1 1 2.4 1.62c-.5.2-.7.5-.7 1M8 11.2v.3"


def icon(name: Icon, palette: Palette, *, color: str | None = None) -> Svg:
    """A sign of 16 × 16 px."""
    svg = Svg(16, 16)
    match name:
        case "TRADE" | "open":
            pen = Pen(color or palette.ink3, 1.6 if name == "TRADE" else 1.2)
            svg.path(_RING + _TICK, pen=pen)
        case "WAIT":
            svg.path(_RING + "M6.3 5.6v4.8M9.7 5.6v4.8", pen=Pen(color or palette.warn, 1.6))
        case "NO_TRADE":
            svg.path(_RING + "M3.5 12.5l9-9", pen=Pen(color or palette.ink, 1.6))
        case "closed":
            svg.rectangle((1.5, 1.5, 13, 13), fill=palette.warn, radius=2)
            svg.path("M4.5 8h7", pen=Pen(palette.panel, 2))
        case "unknown":
            svg.path(_RING, pen=Pen(color or palette.ink2, 1.2, (2.4, 2.2)))
            svg.path(_QUESTION, pen=Pen(color or palette.ink2, 1.2))
        case "mark":
            svg.path("M3.5 12.3a6.3 6.3 0 1 1 9 0M8 2v3.2", pen=Pen(palette.ink, 1.5))
            svg.path("M4.6 8.9h6.8", pen=Pen(palette.accent, 1.5))
    return svg
