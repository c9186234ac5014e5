"""Drawings as SVG text: a list of elements, written with few digits and with everything foreign escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from nofomo.infra.documents.fonts import FAMILY

Anchor = Literal["start", "middle", "end"]
Weight = Literal[400, 500, 600]
Point = tuple[float, float]
Area = tuple[float, float, float, float]
"""Left, top, width, height in px."""
_Attributes = dict[str, str | float | None]
# From the baseline to the optical middle of digits and capitals, as a share of the size of the type.
_HALF_CAPITAL: Final = 0.355
_UNPRINTABLE: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line is drawn: colour, width in px, lengths of dashes and gaps, opacity."""

    color: str
    width: float = 1.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Type:
    """How words are written: size in px, weight, colour, and a halo that parts them from what lies below."""

    color: str
    size: float = 11.0
    weight: Weight = 400
    halo: str | None = None


@dataclass(slots=True)
class Svg:
    """A drawing of `width` × `height` px that grows element by element, the later ones on top."""

    width: float
    height: float
    _parts: list[str] = field(default_factory=list[str])

    def rectangle(self, area: Area, *, fill: str, opacity: float = 1.0, radius: float = 0) -> None:
        """A filled rectangle."""
        shade = None if opacity == 1 else opacity
        self._add("rect", {**_area(area), "rx": radius or None, "fill": fill, "fill_opacity": shade})

    def frame(self, area: Area, *, pen: Pen, radius: float = 0) -> None:
        """The outline of a rectangle."""
        self._add("rect", {**_area(area), "rx": radius or None, "fill": "none", **_stroke(pen)})

    def line(self, points: Iterable[Point], pen: Pen) -> None:
        """A line through these points."""
        path = path_through(points)
        if path:
            self.path(path, pen=pen)

    def path(self, path: str, *, pen: Pen | None = None, fill: str = "none", opacity: float = 1.0) -> None:
        """A path in SVG's own notation."""
        shade = None if opacity == 1 or fill == "none" else opacity
        self._add("path", {"d": path, "fill": fill, "fill_opacity": shade, **(_stroke(pen) if pen else {})})

    def text(self, words: str, at: Point, *, kind: Type, anchor: Anchor = "start") -> None:
        """Words whose optical middle lies at the height of the point."""
        halo: _Attributes = {}
        if kind.halo is not None:
            halo = {"stroke": kind.halo, "stroke_width": 3, "stroke_linejoin": "round", "paint_order": "stroke"}
        place: _Attributes = {"x": at[0], "y": at[1] + kind.size * _HALF_CAPITAL, "fill": kind.color}
        look: _Attributes = {
            "font_size": kind.size,
            "font_weight": None if kind.weight == 400 else kind.weight,
            "text_anchor": None if anchor == "start" else anchor,
        }
        self._add("text", {**place, **look, **halo}, words=words)

    def put(self, drawing: Svg, at: Point) -> None:
        """Another drawing with its upper left corner here."""
        self._parts.append(f'<g transform="translate({number(at[0])} {number(at[1])})">{drawing.inside()}</g>')

    def put_clipped(self, drawing: Svg, area: Area) -> None:
        """A drawing in the same px, of which only what lies within `area` is seen."""
        name = f"clip{len(self._parts)}"
        shape = f"M{number(area[0])} {number(area[1])}h{number(area[2])}v{number(area[3])}h{number(-area[2])}z"
        self._parts.append(
            f'<clipPath id="{name}"><path d="{shape}"/></clipPath><g clip-path="url(#{name})">{drawing.inside()}</g>'
        )

    def inside(self) -> str:
        """The elements alone."""
        return "".join(self._parts)

    def render(self, *, title: str = "", description: str = "", style: str = "") -> str:
        """The whole as an SVG document. `title` and `description` are what a screen reader says."""
        size = f"{number(self.width)} {number(self.height)}"
        told = "".join(
            f"<{name}>{printable(words)}</{name}>" for name, words in (("title", title), ("desc", description)) if words
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(self.width)}" height="{number(self.height)}"'
            f' viewBox="0 0 {size}" font-family={quoteattr(FAMILY + ", system-ui, sans-serif")} role="img">'
            f"{told}{f'<style>{style}</style>' if style else ''}{self.inside()}</svg>"
        )

    def _add(self, tag: str, attributes: _Attributes, *, words: str | None = None) -> None:
        written = "".join(
            f" {name.replace('_', '-')}={quoteattr(value if isinstance(value, str) else number(value))}"
            for name, value in attributes.items()
            if value is not None
        )
        self._parts.append(f"<{tag}{written}/>" if words is None else f"<{tag}{written}>{printable(words)}</{tag}>")


def path_through(points: Iterable[Point], *, close: bool = False) -> str:
    """The path that joins the points with straight lines; empty for fewer than two."""
    pairs = [f"{number(x)} {number(y)}" for x, y in points]
    return f"M{'L'.join(pairs)}{'Z' if close else ''}" if len(pairs) > 1 else ""


def bars(areas: Sequence[Area]) -> str:
    """One path of many rectangles."""
    return "".join(
        f"M{number(x)} {number(y)}h{number(w)}v{number(h)}h{number(-w)}z" for x, y, w, h in areas
    )  # fmt: skip


def printable(words: str) -> str:
    """Words as XML text; characters that XML cannot hold are left out."""
    return escape(words.translate(_UNPRINTABLE))


def number(value: float) -> str:
    """At most two decimals, three below one (opacities), none of them idle."""
    text = f"{value:.{2 if abs(value) >= 1 else 3}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _area(area: Area) -> _Attributes:
    left, top, width, height = area
    return {"x": left, "y": top, "width": width, "height": height}


def _stroke(pen: Pen) -> _Attributes:
    return {
        "stroke": pen.color,
        "stroke_width": None if pen.width == 1 else pen.width,
        "stroke_dasharray": " ".join(number(length) for length in pen.dash) if pen.dash else None,
        "stroke_opacity": None if pen.opacity == 1 else pen.opacity,
    }
