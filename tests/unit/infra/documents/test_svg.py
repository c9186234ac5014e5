"""Drawings as text."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from nofomo.infra.documents import Pen, Svg, Type, font_css, shorten, text_width
from nofomo.infra.documents.fonts import FOLDER
from nofomo.infra.documents.svg import bars, number, path_through

NAME = "{http://www.w3.org/2000/svg}"
INK = Type("#000000")


def read(svg: Svg, **named: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.render(**named))


def test_words_from_outside_stay_words() -> None:
    svg, hostile = Svg(10, 10), '</text><script>alert("x")</script>&amp;\x00\x0b\ud800'
    svg.text(hostile, (0, 0), kind=INK)
    tree = read(svg, title=hostile)
    assert [node.text for node in tree.iter(f"{NAME}text")] == ['</text><script>alert("x")</script>&amp;']
    assert not list(tree.iter(f"{NAME}script"))


def test_a_colour_from_outside_cannot_leave_its_attribute() -> None:
    svg = Svg(10, 10)
    svg.rectangle((0, 0, 1, 1), fill='"/><script/>')
    assert next(read(svg).iter(f"{NAME}rect")).get("fill") == '"/><script/>'


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (0.1264, "0.126"), (1.126, "1.13"), (-0.0001, "0"), (1234.5, "1234.5"), (-2, "-2")]
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_a_line_needs_two_points_and_many_bars_are_one_path() -> None:
    assert path_through([(1, 2)]) == ""
    assert path_through([(1, 2), (3, 4)], close=True) == "M1 2L3 4Z"
    assert bars([(0, 1, 2, 3), (4, 5, 6, 7)]) == "M0 1h2v3h-2zM4 5h6v7h-6z"


def test_a_drawing_in_a_drawing_keeps_its_place() -> None:
    inner, outer = Svg(5, 5), Svg(20, 20)
    inner.line([(0, 0), (5, 5)], Pen("#123456", 2, (1, 2), 0.5))
    outer.put(inner, (7, 8))
    group = next(read(outer).iter(f"{NAME}g"))
    assert group.get("transform") == "translate(7 8)"
    assert group[0].attrib == {
        "d": "M0 0L5 5", "fill": "none", "stroke": "#123456", "stroke-width": "2", "stroke-dasharray": "1 2",
        "stroke-opacity": "0.5",
    }  # fmt: skip


def test_digits_all_have_one_width_and_words_add_up() -> None:
    assert len({text_width(digit, 10, weight=600) for digit in "0123456789"}) == 1
    assert text_width("ab", 10) == pytest.approx(text_width("a", 10) + text_width("b", 10))
    assert text_width("→−–·…×≤≥", 10) < 8 * 10
    assert text_width("𝕏", 10) == 10


def test_words_are_shortened_to_the_room_they_have() -> None:
    whole = "S1 · 1h EMA50 + 15m EMA200"
    assert shorten(whole, 500, size=11) == whole
    cut = shorten(whole, 80, size=11)
    assert cut.endswith("…")
    assert text_width(cut, 11) <= 80
    assert whole.startswith(cut[:-1])
    assert shorten(whole, 2, size=11) == ""


def test_the_fonts_are_small_and_come_with_their_licence() -> None:
    fonts = sorted(FOLDER.glob("*.ttf"))
    assert [font.name for font in fonts] == ["Geist-Medium.ttf", "Geist-Regular.ttf", "Geist-SemiBold.ttf"]
    assert sum(font.stat().st_size for font in fonts) < 300_000
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "Geist-OFL.txt").read_text()
    assert font_css().count("@font-face") == 3
