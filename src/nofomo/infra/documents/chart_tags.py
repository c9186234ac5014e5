"""The price ladder: tags right of the plot in price order, leaders to their true heights, none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from nofomo.infra.documents.chart_extent import Extent
from nofomo.infra.documents.chart_model import Tag, role_pen
from nofomo.infra.documents.fonts import shorten, text_width
from nofomo.infra.documents.ladder import Bounds, spread
from nofomo.infra.documents.palette import Palette
from nofomo.infra.documents.svg import Pen, Svg, Type

_LEADER: Final = 16.0
_TALL, _LOW, _TIGHT = 33.0, 20.0, 17.0
_GAP: Final = 4.0
_NAME, _FACT = 11.5, 10.0


def draw_tags(svg: Svg, tags: Sequence[Tag], *, extent: Extent, palette: Palette) -> None:
    """All tags. Where they do not fit with two lines each, they keep name and price.

    What lies beyond the plot has an arrow in place of its leader.
    """
    ordered = sorted(tags, key=lambda tag: -tag.price)
    heights = _heights(ordered, extent.bottom)
    middles = [min(max(extent.y(tag.price), 0.0), extent.bottom) for tag in ordered]
    tops = spread(middles, heights, bounds=Bounds(0, extent.bottom, _GAP))
    left = extent.right + _LEADER
    for tag, height, anchor, top in zip(ordered, heights, middles, tops, strict=True):
        middle, y = top + height / 2, extent.y(tag.price)
        pen = role_pen(tag.role, palette)
        beyond = "" if 0 <= y <= extent.floor else " ↑" if y < 0 else " ↓"
        if not beyond:
            leader = [(extent.right, anchor), (extent.right + 3, anchor), (left - 4, middle), (left, middle)]
            svg.line(leader, Pen(pen.color, 1, () if tag.role == "level" else pen.dash))
        named = replace(tag, name=tag.name + beyond)
        _draw_tag(svg, named, at=(left, top), height=height, palette=palette)


def _heights(tags: Sequence[Tag], room: float) -> list[float]:
    wanted = [_TALL if tag.left or tag.right else _LOW for tag in tags]
    if sum(wanted) <= room:
        return wanted
    return [min(_LOW, max(_TIGHT * 0.5, room / len(tags)))] * len(tags)


def _draw_tag(svg: Svg, tag: Tag, *, at: tuple[float, float], height: float, palette: Palette) -> None:
    (x, y), width, pen = at, svg.width - at[0], role_pen(tag.role, palette)
    filled = tag.role == "price"
    ground, ink, quiet = (
        (palette.ink, palette.panel, palette.panel) if filled else (palette.raised, palette.ink, palette.ink2)
    )
    svg.rectangle((x, y, width, height), fill=ground, radius=4)
    if not filled:
        _bar(svg, tag, at=(x, y), height=height, pen=pen)
    left, right, tall = x + 10, svg.width - 7, height > _LOW
    first = y + (10.5 if tall else height / 2)
    space = right - left - text_width(tag.written, _NAME, weight=600) - 6
    svg.text(shorten(tag.name, space, size=_NAME, weight=600), (left, first), kind=Type(ink, _NAME, 600))
    svg.text(tag.written, (right, first), kind=Type(ink, _NAME, 600), anchor="end")
    if tall:
        room = right - left - text_width(tag.right, _FACT) - 6
        svg.text(shorten(tag.left, room, size=_FACT), (left, y + 23.5), kind=Type(quiet, _FACT))
        svg.text(tag.right, (right, y + 23.5), kind=Type(quiet, _FACT), anchor="end")


def _bar(svg: Svg, tag: Tag, *, at: tuple[float, float], height: float, pen: Pen) -> None:
    """Three px in the line's colour and dash."""
    x, y = at[0] + 1.5, at[1]
    dash = {"breakout": (3.0, 2.5), "invalidation": (6.0, 3.0)}.get(tag.role, ())
    svg.line([(x, y + 3), (x, y + height - 3)], Pen(pen.color, 3, dash))
