"""A sheet as a file: a page, a picture, a drawing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from nofomo.features.plans.documents.page import page_data
from nofomo.features.plans.documents.picture import describe_picture, draw_picture
from nofomo.features.plans.documents.sheet import Sheet
from nofomo.infra.documents import Theme, Typesetter, font_css

PICTURE_SCALE: Final = 1.6
"""1280 × 720 pixels: the most that messengers pass on unshrunk."""


def render_pdf(typesetter: Typesetter, sheet: Sheet, *, theme: Theme, sizes: bool = True) -> bytes:
    """One A4 page. The same sheet gives the same bytes; it is dated with the moment of the analysis.

    Without `sizes` it does not tell quantities, money and equity: what somebody owns is nobody's business.
    """
    return typesetter.page(_template(), data=page_data(sheet, theme, sizes=sizes), at=sheet.at)


def render_png(typesetter: Typesetter, sheet: Sheet, *, theme: Theme) -> bytes:
    """The picture, 1280 × 720 pixels."""
    return typesetter.picture(draw_picture(sheet, theme).render(), scale=PICTURE_SCALE)


def render_svg(sheet: Sheet, theme: Theme) -> bytes:
    """The same picture as a drawing that brings its font along."""
    title, description = describe_picture(sheet)
    return draw_picture(sheet, theme).render(title=title, description=description, style=font_css()).encode()


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "plan.typ").read_bytes()
