"""The picture of an analysis, and what its figures are made from."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.plans.documents import Older, Sheet, render_png, render_svg
from nofomo.features.plans.documents.charting import bars_of_box, build_chart
from nofomo.features.plans.documents.sheet import position, split_quantity
from nofomo.infra.documents import TimeTick
from tests.support.candles import closes
from tests.support.sheets import TYPESETTER, Language, analysed, first_with, sheet_of

SVG = "{http://www.w3.org/2000/svg}"


def words(sheet: Sheet, theme: Any = "light") -> list[str]:
    tree = ElementTree.fromstring(render_svg(sheet, theme))
    return [node.text or "" for node in tree.iter(f"{SVG}text")]


@pytest.mark.parametrize("action", ["TRADE", "WAIT", "NO_TRADE"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_verdict_is_told_with_its_word_headline_score_and_moment(action: Any, language: Language) -> None:
    sheet = sheet_of(first_with(action), language=language)
    told = words(sheet)
    chip = {"TRADE": ("Layak", "Trade"), "WAIT": ("Tunggu", "Wait"), "NO_TRADE": ("Lewati", "No trade")}[action]
    disclaimer = ("Edukasi, bukan saran keuangan.", "Education, not financial advice.")
    place = ("id", "en").index(language)
    assert chip[place] in told
    assert sheet.payload["headline"] in told
    assert str(sheet.payload["score"]["total"]) in told
    assert f"v3 · {sheet.words.moment(sheet.at)}" in told
    assert any(text.startswith(disclaimer[place]) for text in told)


def test_it_tells_no_quantities() -> None:
    sheet = sheet_of(first_with("TRADE"))
    quantities = [row.quantity for leg in ("pullback", "breakout") if (held := position(sheet.payload, leg))  # type: ignore[arg-type]
                  for row in held.rows]  # fmt: skip
    assert quantities
    told = " ".join(words(sheet))
    assert [quantity for quantity in quantities if sheet.words.quantity(quantity) in told] == []


def test_the_plan_stands_on_the_ladder_at_the_prices_of_the_payload() -> None:
    sheet = sheet_of(first_with("TRADE", both_legs=True))
    told, leg = words(sheet), sheet.payload["pullback"]
    prices = [entry["price"] for entry in leg["entries"]] + [target["price"] for target in leg["targets"]]
    for price in (*prices, leg["invalidation"]["price"], sheet.payload["breakout"]["trigger"]):
        assert sheet.words.level(price) in told
    assert {"TP1", "PB1", "PB2", "BO", "Invalid", "Harga"} <= set(told)


def test_a_made_up_market_is_named_as_one() -> None:
    sheet = sheet_of(first_with("TRADE"))
    assert "DATA SINTETIS" in words(replace(sheet, payload=dict(sheet.payload) | {"venue": "sandbox"}))
    assert "DATA SINTETIS" not in words(sheet)


def test_the_drawing_brings_its_font_and_its_words_along() -> None:
    drawing = render_svg(sheet_of(first_with("TRADE")), "dark")
    tree = ElementTree.fromstring(drawing)
    title, description, style = (next(tree.iter(f"{SVG}{tag}")).text or "" for tag in ("title", "desc", "style"))
    assert title == "Grafik BTC/USDT 15m"
    assert "Bias Dominan" in description
    assert style.count("@font-face") == 3
    assert b"http" not in drawing.replace(b"http://www.w3.org/2000/svg", b"")


def test_the_picture_is_1280_by_720_in_both_themes() -> None:
    sheet = sheet_of(first_with("WAIT"))
    light, dark = (render_png(TYPESETTER, sheet, theme=theme) for theme in ("light", "dark"))
    assert light != dark
    for content in (light, dark):
        assert struct.unpack(">II", content[16:24]) == (1280, 720)
        assert len(content) < 400_000
    assert render_png(TYPESETTER, sheet, theme="light") == light


def test_the_lines_are_those_that_the_analysis_read() -> None:
    sheet = sheet_of(analysed(1, 6_000))
    wide, narrow = build_chart(sheet, bars=120), build_chart(sheet, bars=40)
    assert (len(wide.candles), len(narrow.candles)) == (120, 40)
    for period in (20, 50, 200):
        np.testing.assert_array_equal(wide.study.averages[period][-40:], narrow.study.averages[period])
    assert np.isfinite(wide.study.averages[200]).all()
    assert wide.now == sheet.at == wide.candles.end


def test_an_older_version_is_drawn_with_its_number() -> None:
    sheet = sheet_of(first_with("TRADE"))
    older = sheet_of(first_with("TRADE")).payload
    told = words(replace(sheet, older=Older(older, version=2)))
    entry = sheet.words.level(older["pullback"]["entries"][0]["price"])
    assert f"v2 PB1 {entry}" in told
    assert any(text.startswith("v2 ") and ":" not in text for text in told)


def test_a_box_reaches_back_over_the_candles_that_closed_in_it() -> None:
    series = closes([10, 20, 11, 12, 11, 12])
    assert bars_of_box(series, low=10.5, high=12.5) == 4
    assert bars_of_box(closes([11, 12, 11, 20]), low=10.5, high=12.5) == 4, "left one candle ago"
    assert bars_of_box(closes([11] * 5 + [20] * 30), low=10.5, high=12.5) == 0, "left long ago"
    assert bars_of_box(closes([20, 21, 22]), low=10.5, high=12.5) == 0


def test_the_parts_of_a_quantity_add_up_on_its_grid() -> None:
    assert split_quantity(0.05847, [0.6, 0.4]) == [0.03508, 0.02339]
    assert split_quantity(7, [0.6, 0.4]) == [4, 3]
    assert split_quantity(0.0, [0.6, 0.4]) == [0, 0]


def test_money_follows_from_the_plan() -> None:
    sheet = sheet_of(first_with("TRADE"))
    held = position(sheet.payload, "pullback")
    assert held is not None
    leg = sheet.payload["pullback"]
    assert sum(row.quantity for row in held.rows) == pytest.approx(leg["size"]["quantity"])
    assert held.cost == pytest.approx(leg["size"]["notional"], rel=1e-3)
    assert held.loss == leg["size"]["maxLoss"]
    assert held.gain == pytest.approx(sum(t["share"] * t["rr"] for t in leg["targets"]) * held.loss)
    assert position(sheet.payload | {"pullback": None}, "pullback") is None  # type: ignore[operator]


def test_axes_are_written_for_the_reader() -> None:
    sheet = sheet_of(first_with("TRADE"))
    english = sheet_of(first_with("TRADE"), language="en").words
    midnight = 1_710_349_200_000  # 14 March 2024, 00:00 in Jakarta
    assert sheet.words.price(73_500.0, 500.0) == "73.500"
    assert english.price(1.1475, 0.0025) == "1.1475"
    assert sheet.words.tick(TimeTick(0, midnight + 3_600_000, new_day=False)) == "01.00"
    assert sheet.words.tick(TimeTick(0, midnight, new_day=True)) == "14 Mar"
    assert english.tick(TimeTick(0, midnight, new_day=False, months=True)) == "Mar"
    assert english.tick(TimeTick(0, midnight, new_day=True, months=True)) == "2024"


@pytest.mark.parametrize("frame", ["1h", "4h", "1d"])
def test_other_timeframes_have_charts_too(frame: str) -> None:
    sheet = sheet_of(analysed(2, 12_000))
    larger = resample(sheet.candles, Timeframe.parse(frame), at=sheet.at)
    told = words(replace(sheet, candles=larger))
    assert any(text.endswith(f"· {frame}") for text in told)


@pytest.mark.parametrize("symbol", ["币安人生/USDT", "1000" * 30 + "/USDT", '<script>&"/USDT', "$\x00\x07/USDT"])
def test_odd_symbols_neither_break_the_picture_nor_leave_their_place(symbol: str) -> None:
    sheet = sheet_of(first_with("TRADE"))
    odd = replace(sheet, payload=dict(sheet.payload) | {"symbol": symbol, "venue": "a_very_long_venue_name_of_theirs"})
    tree = ElementTree.fromstring(render_svg(odd, "light"))
    first, second = list(tree.iter(f"{SVG}text"))[:2]
    shown = (first.text or "").rstrip("…")
    assert symbol.replace("\x00", "").replace("\x07", "").startswith(shown)
    assert float(second.get("x", 0)) < 360
    assert render_png(TYPESETTER, odd, theme="light").startswith(b"\x89PNG")
