"""Pages and pictures: Typst, one bundled font, drawings as SVG, and a candle chart that knows nothing of plans."""

from nofomo.infra.documents.axes import TimeTick
from nofomo.infra.documents.chart import draw_chart
from nofomo.infra.documents.chart_model import (
    AVERAGES,
    Box,
    Chart,
    OlderLines,
    Role,
    Study,
    Tag,
    Writer,
    Zone,
    average_pens,
)
from nofomo.infra.documents.fonts import font_css, shorten, text_width
from nofomo.infra.documents.palette import Palette, Theme, page_palette, screen_palette
from nofomo.infra.documents.svg import Pen, Svg, Type
from nofomo.infra.documents.typesetting import Typesetter

__all__ = [
    "AVERAGES",
    "Box",
    "Chart",
    "OlderLines",
    "Palette",
    "Pen",
    "Role",
    "Study",
    "Svg",
    "Tag",
    "Theme",
    "TimeTick",
    "Type",
    "Typesetter",
    "Writer",
    "Zone",
    "average_pens",
    "draw_chart",
    "font_css",
    "page_palette",
    "screen_palette",
    "shorten",
    "text_width",
]
