"""The chart: what is drawn where."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from nofomo.engine.core.candles import Candles
from nofomo.infra.documents import Box, Chart, OlderLines, Study, Tag, TimeTick, Zone, draw_chart
from nofomo.infra.documents.chart_model import Column
from nofomo.infra.documents.palette import DARK, LIGHT
from tests.support.candles import candles, market

SVG = "{http://www.w3.org/2000/svg}"
SIZE = {"width": 800.0, "height": 380.0}


class Plainly:
    """Writes figures as they are."""

    def price(self, value: float, step: float) -> str:
        return f"{value:g}"

    def tick(self, tick: TimeTick) -> str:
        return str(tick.index)

    def end(self, ts: int) -> str:
        return "end"


def study(shown: Candles, **changed: Any) -> Study:
    flat = np.full(len(shown), np.nan)
    lines: dict[int, Column] = {20: flat, 50: flat, 200: flat}
    return replace(Study(lines, flat, flat, flat), **changed)


def chart(shown: Candles | None = None, **changed: Any) -> Chart:
    used = shown if shown is not None else market(1, rows=120)
    made = Chart(used, study(used), used.end, used.end + 16 * 900_000, ZoneInfo("UTC"), Plainly())
    return replace(made, **changed)


def drawn(what: Chart, palette: Any = LIGHT, **size: float) -> ElementTree.Element:
    return ElementTree.fromstring(draw_chart(what, palette, **{**SIZE, **size}).render())


def words(tree: ElementTree.Element) -> dict[str, tuple[float, float]]:
    return {node.text or "": (float(node.get("x", 0)), float(node.get("y", 0))) for node in tree.iter(f"{SVG}text")}


def lines(tree: ElementTree.Element, color: str) -> list[dict[str, str]]:
    """The straight lines of a colour, without the candles."""
    return [n.attrib for n in tree.iter(f"{SVG}path") if n.get("stroke") == color and n.get("fill") == "none"]


def test_rising_candles_are_hollow_and_falling_ones_solid_in_every_palette() -> None:
    for palette in (LIGHT, DARK):
        tree = drawn(chart(candles([(10, 13, 9, 12), (12, 13, 8, 9)])), palette)
        shades = {node.get("fill"): float(node.get("fill-opacity", 1)) for node in tree.iter(f"{SVG}path")
                  if node.get("stroke") and node.get("stroke") == node.get("fill")}  # fmt: skip
        assert shades == {palette.up: 0.22, palette.down: 0.84}


def test_higher_prices_stand_higher_and_the_axis_is_left_of_the_plot() -> None:
    tree = drawn(chart())
    labels = sorted((float(text), y, x) for text, (x, y) in words(tree).items() if re.fullmatch(r"\d+(\.\d+)?", text)
                    and y < 330)  # fmt: skip
    assert len(labels) >= 4
    assert all(lower[1] > upper[1] for lower, upper in pairwise(labels))
    assert len({x for _, _, x in labels}) == 1


def tag(price: float, role: Any = "target", name: str = "") -> Tag:
    return Tag(role, price, name or f"T{price:g}", f"{price:g}", "left", "right")


def test_tags_never_overlap_and_leaders_end_at_the_true_height() -> None:
    shown = market(1, rows=120)
    last = float(shown.close[-1])
    close = [tag(last * (1 + i / 5000), name=f"T{i}") for i in range(7)]
    tree = drawn(chart(shown, tags=close))
    tops = sorted(
        (float(node.get("y", 0)), float(node.get("height", 0)))
        for node in tree.iter(f"{SVG}rect") if node.get("fill") == LIGHT.raised
    )  # fmt: skip
    assert len(tops) == 7
    assert all(below[0] >= above[0] + above[1] - 0.02 for above, below in pairwise(tops))
    drawn_lines = [(line["d"], line.get("stroke-width")) for line in lines(tree, LIGHT.up)]
    starts = sorted(path.partition("L")[0] for path, width in drawn_lines if width is None)
    ends = sorted("M" + path.partition("L")[2] for path, width in drawn_lines if width == "1.5")
    assert len(starts) == 7
    assert starts == ends


def test_too_many_tags_for_the_height_keep_name_and_price() -> None:
    last = float(market(1, rows=120).close[-1])
    many = [tag(last * (1 + i / 100), name=f"T{i}") for i in range(12)]
    tree = drawn(chart(tags=many), height=280.0)
    told = words(tree)
    assert {f"T{i}" for i in range(12)} <= set(told)
    assert "left" not in told
    assert max(y for name, (_, y) in told.items() if name.startswith("T")) < 280


def test_each_kind_of_line_has_a_dash_of_its_own_beside_its_colour() -> None:
    last = float(market(1, rows=120).close[-1])
    roles = ("entry", "breakout", "target", "invalidation", "price")
    tree = drawn(chart(tags=[tag(last * (1 + i / 50), role) for i, role in enumerate(roles)]))
    looks = {
        (node.get("stroke"), node.get("stroke-dasharray"))
        for node in tree.iter(f"{SVG}path")
        if node.get("stroke-width") == "1.5" or node.get("stroke-dasharray") == "1 2"
    }
    assert looks == {
        (LIGHT.accent, None), (LIGHT.accent, "2 3"), (LIGHT.up, None), (LIGHT.down, "6 3"), (LIGHT.ink, "1 2"),
    }  # fmt: skip


def test_a_level_beyond_the_plot_has_an_arrow_and_no_leader() -> None:
    last = float(market(1, rows=120).close[-1])
    tree = drawn(chart(tags=[tag(last * 3, "level", "R9"), tag(last / 3, "level", "S9"), tag(last, "price", "P")]))
    assert {"R9 ↑", "S9 ↓", "P"} <= set(words(tree))
    assert len(lines(tree, LIGHT.ink3)) == 2, "only the bars of the two tags"


def test_zones_are_neutral_and_darker_with_strength() -> None:
    last = float(market(1, rows=120).close[-1])
    zones = [Zone(last * 0.999, last, strength, f"Z{strength}") for strength in (0.1, 0.9)]
    tree = drawn(chart(zones=zones))
    shades = [float(n.get("fill-opacity", 1)) for n in tree.iter(f"{SVG}rect") if n.get("fill") == LIGHT.ink]
    assert sorted(shades)[-2:] == pytest.approx([0.053, 0.113], abs=0.002)
    heights = [y for text, (_, y) in words(tree).items() if text.startswith("Z")]
    assert abs(heights[0] - heights[1]) >= 11.9, "two names at one height stand apart"


def test_plan_lines_stand_in_the_future_and_without_one_there_is_no_strip() -> None:
    shown = market(1, rows=120)
    last = float(shown.close[-1])
    ahead = drawn(chart(shown, tags=[tag(last)]))
    x = float(lines(ahead, LIGHT.up)[0]["d"][1:].split()[0])
    assert x > 500
    assert "end" in words(ahead)
    assert "end" not in words(drawn(chart(shown, until=shown.end)))


def test_an_older_plan_is_dotted_from_its_own_moment() -> None:
    shown = market(1, rows=120)
    last = float(shown.close[-1])
    older = OlderLines("v2", int(shown.ts[60]), [("v2 TP1", last * 1.01), ("v2 PB1", last)])
    tree = drawn(chart(shown, older=[older]))
    assert {"v2", "v2 TP1", "v2 PB1"} <= set(words(tree))
    dotted = [line for line in lines(tree, LIGHT.ink3) if line.get("stroke-dasharray") == "1.5 2.5"]
    assert len({line["d"].split()[0] for line in dotted}) == 1


def test_a_box_reaches_back_over_its_candles_only() -> None:
    shown = market(1, rows=120)
    last = float(shown.close[-1])
    tree = drawn(chart(shown, box=Box(last * 0.99, last * 1.01, 30, "Box")))
    frame = next(node for node in tree.iter(f"{SVG}rect") if node.get("stroke-dasharray"))
    whole = drawn(chart(shown, box=Box(last * 0.99, last * 1.01, 60, "Box")))
    wide = next(node for node in whole.iter(f"{SVG}rect") if node.get("stroke-dasharray"))
    assert float(wide.get("width", 0)) == pytest.approx(2 * float(frame.get("width", 0)), rel=0.01)
    assert not [node for node in drawn(chart(shown, box=Box(1, 2, 0, "Box"))).iter(f"{SVG}rect")
                if node.get("stroke-dasharray")]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [(10, 10, 10, 10, 0)],
        [(10, 10, 10, 10, 0)] * 50,
        [(1e-8, 2e-8, 1e-8, 2e-8, 1.0)] * 30,
        [(1e7, 2e7, 5e6, 1.5e7, 1e15)] * 3,
    ],
    ids=["one candle", "no movement, no volume", "tiny prices", "huge prices"],
)
def test_odd_markets_are_drawn_too(rows: list[tuple[float, ...]]) -> None:
    tree = drawn(chart(candles(rows)))
    assert all(np.isfinite([x, y]).all() for x, y in words(tree).values())
    assert "nan" not in ElementTree.tostring(tree, encoding="unicode")


def test_lines_that_have_not_warmed_up_begin_where_they_are_known() -> None:
    shown = market(1, rows=120)
    half = np.where(np.arange(120) < 60, np.nan, shown.close)
    whole = {20: shown.close, 50: half, 200: np.full(120, np.nan)}
    told = words(drawn(chart(shown, study=study(shown, averages=whole))))
    assert "20" in told
    assert "200" not in told


def test_a_name_gives_way_to_a_price_that_is_long() -> None:
    last = float(market(1, rows=120).close[-1])
    long = Tag("price", last, "A rather long name", "123.456.789,0123456")
    told = words(drawn(chart(tags=[long])))
    assert "123.456.789,0123456" in told
    assert "A rather long name" not in told
