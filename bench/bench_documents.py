"""A page, a picture and a drawing of one analysis, each time of another version so that nothing is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from tests.support.sheets import first_with, sheet_of

from bench.harness import Row, median_ms
from nofomo.features.plans.documents import Sheet, render_pdf, render_png, render_svg
from nofomo.infra.documents import Typesetter

RUNS = 20


def run() -> list[Row]:
    """Medians in ms. Promised: a page below 300 ms, a picture below 100 ms."""
    typesetter, numbers = Typesetter(), count(1)
    sheet = sheet_of(first_with("TRADE", both_legs=True))

    def each(render: Callable[[Sheet], bytes]) -> float:
        return median_ms(lambda: render(replace(sheet, version=next(numbers))), runs=RUNS)

    page = each(lambda used: render_pdf(typesetter, used, theme="light"))
    picture = each(lambda used: render_png(typesetter, used, theme="dark"))
    drawing = each(lambda used: render_svg(used, "dark"))
    size = len(render_pdf(typesetter, sheet, theme="light")) // 1024
    return [
        Row("documents: PDF page of both legs", page, "ms", 300, f"{size} kB"),
        Row("documents: PNG picture, 1280 × 720", picture, "ms", 100),
        Row("documents: the same as SVG", drawing, "ms"),
    ]
