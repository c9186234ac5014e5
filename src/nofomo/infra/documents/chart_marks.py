"""What is drawn over the plot: zones, volume, candles, averages and bands, older lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from nofomo.engine.core.candles import Candles
from nofomo.infra.documents.chart_extent import Extent
from nofomo.infra.documents.chart_model import LABEL, Chart, Column, OlderLines, Study, Zone, average_pens
from nofomo.infra.documents.ladder import Bounds, spread
from nofomo.infra.documents.palette import Palette
from nofomo.infra.documents.svg import Pen, Svg, Type, bars, number, path_through

_BODY: Final = 0.64
_VOLUME_HEIGHT: Final = 0.92


def draw_zones(svg: Svg, zones: Sequence[Zone], *, extent: Extent, palette: Palette) -> None:
    """Neutral bands through past and future, darker with strength."""
    for zone in zones:
        top = max(0.0, min(extent.floor, extent.y(zone.high)))
        bottom = max(0.0, min(extent.floor, extent.y(zone.low)))
        if bottom > 0 and top < extent.floor:
            area = (extent.left, top, extent.right - extent.left, max(2.0, bottom - top))
            svg.rectangle(area, fill=palette.ink, opacity=round(0.045 + 0.075 * zone.strength, 3))


def draw_volume(svg: Svg, chart: Chart, *, extent: Extent, palette: Palette) -> None:
    """Volume at 30 % of the candles' colours, with its mean."""
    candles, mean = chart.candles, chart.study.volume_mean
    most = float(candles.volume.max(initial=0.0))
    if most <= 0:
        return
    room = (extent.bottom - extent.floor) * _VOLUME_HEIGHT
    rising = candles.close >= candles.open
    width = _body_width(extent)
    for mask, color in ((rising, palette.up), (~rising, palette.down)):
        columns = [
            (extent.x(int(i)) - width / 2, extent.bottom - height, width, height)
            for i, height in ((i, float(candles.volume[i]) / most * room) for i in np.flatnonzero(mask))
            if height > 0.05
        ]
        svg.path(bars(columns), fill=color, opacity=0.3)
    line = [
        (extent.x(int(i)), extent.bottom - min(1.0, float(mean[i]) / most) * room)
        for i in np.flatnonzero(np.isfinite(mean))
    ]
    svg.line(line, Pen(palette.ink, 1, (), 0.4))


def draw_candles(svg: Svg, candles: Candles, *, extent: Extent, palette: Palette) -> None:
    """Rising ones hollow, falling ones solid, so that they differ without colour too."""
    rising = candles.close >= candles.open
    width = _body_width(extent)
    high, low = extent.ys(candles.high), extent.ys(candles.low)
    upper = extent.ys(np.maximum(candles.open, candles.close))
    lower = extent.ys(np.minimum(candles.open, candles.close))
    for mask, color, fill in ((rising, palette.up, 0.22), (~rising, palette.down, 0.84)):
        chosen = np.flatnonzero(mask)
        wicks = "".join(
            _upright(extent.x(int(i)), top=float(a), bottom=float(b))
            for i in chosen
            for a, b in ((high[i], upper[i]), (lower[i], low[i]))
            if b - a > 0.3
        )
        bodies = [
            (extent.x(int(i)) - width / 2, float(upper[i]), width, max(0.8, float(lower[i] - upper[i]))) for i in chosen
        ]
        if bodies:
            svg.path(wicks + bars(bodies), fill=color, opacity=fill, pen=Pen(color, 1 if width >= 2.4 else 0.6))


def draw_study(svg: Svg, study: Study, *, extent: Extent, palette: Palette) -> None:
    """Averages told apart by weight, bands as hairlines with a faint fill between them."""
    upper, lower = _points(study.upper, extent), _points(study.lower, extent)
    svg.path(path_through([*upper, *reversed(lower)], close=True) or "M0 0", fill=palette.ink, opacity=0.04)
    for edge in (upper, lower):
        svg.line(edge, Pen(palette.ink, 0.9, (), palette.strengths.band))
    for period, weight, strength in reversed(average_pens(palette)):
        svg.line(_points(study.averages[period], extent), Pen(palette.ink, weight, (), strength))


def draw_older(svg: Svg, chart: Chart, *, extent: Extent, palette: Palette) -> None:
    """An earlier plan: dotted from its own moment to the end of validity, labelled left of it."""
    for older in chart.older:
        x = _moment_x(chart, older, extent=extent)
        svg.line([(x, 4), (x, extent.bottom)], Pen(palette.ink3, 1, (2, 3), 0.7))
        svg.text(older.name, (x - 5, 12), kind=_words(palette.ink2, palette), anchor="end")
        ordered = sorted(older.lines, key=lambda line: -line[1])
        heights = [extent.y(price) for _, price in ordered]
        tops = spread(heights, [12.0] * len(heights), bounds=Bounds(18, extent.floor))
        for (label, _), y, top in zip(ordered, heights, tops, strict=True):
            svg.line([(x, y), (extent.right, y)], Pen(palette.ink3, 1, (1.5, 2.5)))
            svg.text(label, (x - 5, top + 6), kind=_words(palette.ink3, palette), anchor="end")


def _moment_x(chart: Chart, older: OlderLines, *, extent: Extent) -> float:
    index = int(np.searchsorted(chart.candles.ts, older.at))
    return min(extent.now, max(extent.left, extent.x(index) - extent.step / 2))


def _points(values: Column, extent: Extent) -> list[tuple[float, float]]:
    heights = extent.ys(values)
    return [(extent.x(int(i)), float(heights[i])) for i in np.flatnonzero(np.isfinite(values))]


def _words(color: str, palette: Palette) -> Type:
    return Type(color, LABEL, halo=palette.panel)


def _upright(x: float, *, top: float, bottom: float) -> str:
    return f"M{number(x)} {number(top)}V{number(bottom)}"


def _body_width(extent: Extent) -> float:
    return max(0.8, min(12.0, extent.step * _BODY))
