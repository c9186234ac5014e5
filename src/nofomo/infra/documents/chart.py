"""Candles, lines, zones and tags as one drawing; the same one for pages, pictures and messages."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from nofomo.infra.documents.axes import PriceRange, price_step, price_ticks, time_ticks, visible_range
from nofomo.infra.documents.chart_extent import Extent
from nofomo.infra.documents.chart_marks import draw_candles, draw_older, draw_study, draw_volume, draw_zones
from nofomo.infra.documents.chart_model import AVERAGES, LABEL, Chart, role_pen
from nofomo.infra.documents.chart_tags import draw_tags
from nofomo.infra.documents.fonts import text_width
from nofomo.infra.documents.ladder import Bounds, spread
from nofomo.infra.documents.palette import Palette
from nofomo.infra.documents.svg import Pen, Svg, Type

_TAGS_WIDTH, _LEADER = 140.0, 16.0
_FOOT, _HEAD = 20.0, 8.0
_LEAST_STRIP, _MOST_STRIP = 54.0, 0.2
_VOLUME_SHARE = 0.15
_PRICE_ROW, _TIME_ROOM = 34.0, 60.0


def draw_chart(chart: Chart, palette: Palette, *, width: float, height: float) -> Svg:
    """The chart in `width` × `height` px. There must be at least one candle."""
    return _ChartDrawing(chart, palette, svg=Svg(width, height)).draw()


class _ChartDrawing:
    """One chart while it is drawn, from the ground up."""

    def __init__(self, chart: Chart, palette: Palette, *, svg: Svg) -> None:
        self._chart, self._palette, self._svg = chart, palette, svg

    def draw(self) -> Svg:
        """The layers in their order."""
        svg, chart, palette, extent = self._svg, self._chart, self._palette, self._extent
        self._strip()
        draw_zones(svg, chart.zones, extent=extent, palette=palette)
        self._grid()
        draw_volume(svg, chart, extent=extent, palette=palette)
        draw_candles(svg, chart.candles, extent=extent, palette=palette)
        lines = Svg(svg.width, svg.height)
        draw_study(lines, chart.study, extent=extent, palette=palette)
        svg.put_clipped(lines, (extent.left, 0, extent.now - extent.left, extent.floor))
        self._box()
        self._now()
        draw_older(svg, chart, extent=extent, palette=palette)
        self._lines()
        self._labels()
        self._time_axis()
        draw_tags(svg, chart.tags, extent=extent, palette=palette)
        return svg

    @cached_property
    def _extent(self) -> Extent:
        chart, svg = self._chart, self._svg
        shown = self._shown
        labels = [chart.writer.price(price, self._price_step) for price in price_ticks(shown, self._price_lines)]
        left = max((text_width(label, LABEL) for label in labels), default=30.0) + 14
        right = svg.width - (_TAGS_WIDTH + _LEADER if chart.tags else 4)
        ahead = max(0.0, (chart.until - chart.now) / chart.candles.timeframe.ms)
        plot, count = right - left, len(chart.candles)
        strip = plot * ahead / (count + ahead) if ahead else 0.0
        strip = min(max(strip, _LEAST_STRIP), plot * _MOST_STRIP) if ahead else 0.0
        bottom = svg.height - _FOOT
        floor = bottom - (bottom - _HEAD) * _VOLUME_SHARE
        return Extent(left, right - strip, right, _HEAD, floor, bottom, (plot - strip) / count, shown)

    @cached_property
    def _price_lines(self) -> int:
        return max(2, int((self._svg.height - _FOOT - _HEAD) * (1 - _VOLUME_SHARE) / _PRICE_ROW))

    @cached_property
    def _price_step(self) -> float:
        return price_step(self._shown.high - self._shown.low, self._price_lines)

    @cached_property
    def _shown(self) -> PriceRange:
        chart = self._chart
        prices = [float(chart.candles.low.min()), float(chart.candles.high.max())]
        prices += [tag.price for tag in chart.tags if tag.role != "level"]
        prices += [price for older in chart.older for _, price in older.lines]
        near = visible_range(prices, [PriceRange(zone.low, zone.high) for zone in chart.zones])
        margin = (near.high - near.low) * 0.045
        return PriceRange(near.low - margin, near.high + margin)

    def _strip(self) -> None:
        extent = self._extent
        if extent.now < extent.right:
            strip = (extent.now, 0.0, extent.right - extent.now, extent.bottom)
            self._svg.rectangle(strip, fill=self._palette.ink, opacity=0.035)

    def _grid(self) -> None:
        extent, palette = self._extent, self._palette
        for price in price_ticks(extent.shown, self._price_lines):
            y = extent.y(price)
            self._svg.line([(extent.left, y), (extent.right, y)], Pen(palette.line))
            label = self._chart.writer.price(price, self._price_step)
            self._svg.text(label, (extent.left - 8, y), kind=Type(palette.ink3, LABEL), anchor="end")

    def _box(self) -> None:
        box, extent, palette = self._chart.box, self._extent, self._palette
        if box is None or not box.bars:
            return
        left = max(extent.left, extent.x(len(self._chart.candles) - box.bars) - extent.step / 2)
        top, bottom = extent.y(box.high), extent.y(box.low)
        area = (left, top, extent.now - left, max(1.0, bottom - top))
        self._svg.frame(area, pen=Pen(palette.ink, 1, (4, 3), 0.55))
        self._svg.text(box.label, (extent.now - 3, bottom + 9), kind=self._halo(palette.ink2), anchor="end")

    def _now(self) -> None:
        extent, palette = self._extent, self._palette
        if extent.now < extent.right:
            self._svg.line([(extent.now, 4), (extent.now, extent.bottom)], Pen(palette.ink, 1, (2, 3), 0.45))

    def _lines(self) -> None:
        extent = self._extent
        for tag in self._chart.tags:
            if tag.role != "level" and extent.now < extent.right:
                y = extent.y(tag.price)
                self._svg.line([(extent.now + 1, y), (extent.right, y)], role_pen(tag.role, self._palette))

    def _labels(self) -> None:
        """Names of averages at their left end, names of zones beside them, none over another of its kind."""
        extent, palette, study = self._extent, self._palette, self._chart.study
        averages: list[tuple[str, float]] = []
        for period in AVERAGES:
            known = np.flatnonzero(np.isfinite(study.averages[period]))
            if len(known) and known[0] < 4:
                averages.append((str(period), extent.y(float(study.averages[period][known[0]]))))
        zones = [(zone.label, extent.y((zone.low + zone.high) / 2)) for zone in self._chart.zones]
        for column, x in ((averages, extent.left + 2), (zones, extent.left + 24)):
            within = sorted((item for item in column if extent.top <= item[1] <= extent.floor), key=lambda it: it[1])
            bounds = Bounds(extent.top - 4, extent.floor)
            tops = spread([y for _, y in within], [12.0] * len(within), bounds=bounds)
            for (words, _), top in zip(within, tops, strict=True):
                self._svg.text(words, (x, top + 6), kind=self._halo(palette.ink2))

    def _time_axis(self) -> None:
        chart, extent, palette = self._chart, self._extent, self._palette
        y = extent.bottom + 11
        free = extent.now + 16
        if extent.now < extent.right:
            end = chart.writer.end(chart.until)
            self._svg.text(end, (extent.right, y), kind=Type(palette.ink3, LABEL), anchor="end")
            free = min(free, extent.right - text_width(end, LABEL) - 14)
        most = max(2, int((extent.now - extent.left) / _TIME_ROOM))
        last = -1e9
        ticks = time_ticks([int(ts) for ts in chart.candles.ts], zone=chart.zone, most=most)
        mixed = not all(tick.new_day for tick in ticks)
        for tick in ticks:
            label = chart.writer.tick(tick)
            half, x = text_width(label, LABEL) / 2, extent.x(tick.index)
            if x - half < max(last + 12, extent.left - 8) or x + half > free:
                continue
            last = x + half
            color = palette.ink if tick.new_day and mixed else palette.ink3
            self._svg.text(label, (x, y), kind=Type(color, LABEL), anchor="middle")

    def _halo(self, color: str) -> Type:
        return Type(color, LABEL, halo=self._palette.panel)
