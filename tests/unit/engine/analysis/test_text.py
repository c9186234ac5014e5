"""The blueprint's template, in both languages, from the stored document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nofomo.engine.analysis import analyze, document, render
from nofomo.engine.analysis.model import Change, Options
from nofomo.engine.analysis.phrases import LANGUAGES
from nofomo.engine.core.plan import Target
from nofomo.engine.core.resample import resample
from nofomo.engine.core.say import Word, say
from tests.support.analyses import WORDS, analysis, at, failed, gate, pullback
from tests.support.candles import D1, H1, H4, M15, instrument, market

INDONESIAN = """\
Analisa SPOT I · BTC/USDT · binance · 14 Mar 2024 19.00 WIB
Layak · skor 40/50 (prioritas) · harga 73.113,70
72.960.
Berubah bila 72.960.

Bias Dominan :
72.960 72.960

Level Kunci
Support: 72.960 · 72.735
Resistance: 73.610,5

Rencana Eksekusi (spot)
1) Pullback buy (aman)
Beli bertahap: 72.960 (60%) · 72.790 (40%)
Invalidasi intraday: 15m close < 72.610.
TP: TP1 73.570, TP2 74.180.

2) Breakout buy (agresif)
Stop‑limit buy: 73.400–73.440.
Tambah saat retest 73.330–73.400 bertahan.
SL cepat: 73.050.
TP: TP1 74.180,5.

Bacaan Sinyal : 72.960.
Fundamental Singkat (24–48 jam) : 72.960.

Berlaku sampai 14 Mar 2024 23.00 WIB.
Edukasi, bukan saran keuangan. Keputusan dan risikonya milik Anda."""

ENGLISH = """\
SPOT I analysis · BTC/USDT · binance · 14 Mar 2024 12:00 UTC
Trade · score 40/50 (priority) · price 73,113.70
72,960.
Changes on: 72,960.

Dominant Bias :
72,960 72,960

Key Levels
Support: 72,960 · 72,735
Resistance: 73,610.5

Execution Plan (spot)
1) Pullback buy (safer)
Scale in: 72,960 (60%) · 72,790 (40%)
Intraday invalidation: 15m close < 72,610.
TP: TP1 73,570, TP2 74,180.

2) Breakout buy (aggressive)
Stop‑limit buy: 73,400–73,440.
Add when a retest of 73,330–73,400 holds.
Quick SL: 73,050.
TP: TP1 74,180.5.

Signal Reading : 72,960.
Short Fundamentals (24–48 h) : 72,960.

Valid until 14 Mar 2024 16:00 UTC.
Education, not financial advice. The decision and its risk are yours."""


def text(language: Any = "id", timezone: str = "Asia/Jakarta", **changed: Any) -> str:
    return render(document(analysis(**changed)), language=language, timezone=timezone)["text"]


def test_the_indonesian_text_is_the_blueprint_s_template() -> None:
    assert text() == INDONESIAN


def test_the_english_text_runs_parallel() -> None:
    assert text("en", "UTC") == ENGLISH


def test_waiting_says_which_gates_are_closed_and_why() -> None:
    gates = (gate("btc", state="closed"), gate("dxy"), gate("news", state="closed"), gate("hours", state="unknown"))
    lines = text(action="WAIT", gates=gates).splitlines()
    assert lines[1].startswith("Tunggu · ")
    assert "Gerbang tertutup: BTC (72.960) · Berita (72.960)." in lines


def test_open_and_unknown_gates_are_not_called_closed() -> None:
    assert "Gerbang tertutup" not in text(gates=(gate("btc"), gate("dxy", state="unknown")))


def test_an_absent_leg_says_why_in_one_sentence() -> None:
    checks = (failed("market"), replace(failed("pullback"), passed=True), failed("pullback"))
    shown = text(pullback=None, checks=checks).splitlines()
    assert shown[shown.index("1) Pullback buy (aman)") + 1] == "Tidak ada: 1 BTC, syarat TP2 9."


def test_what_fails_the_whole_market_explains_a_leg_without_own_checks() -> None:
    shown = text("en", pullback=None, breakout=None, action="NO_TRADE", checks=(failed("market"),)).splitlines()
    assert shown[1].startswith("No trade · ")
    assert shown[shown.index("1) Pullback buy (safer)") + 1] == "None: 1 BTC, needed TP2 9."
    assert shown[shown.index("2) Breakout buy (aggressive)") + 1] == "None: 1 BTC, needed TP2 9."


def test_a_leg_that_nobody_asked_for_says_so() -> None:
    shown = text(breakout=None, options=Options(mode="pullback"), checks=(failed("breakout"),)).splitlines()
    assert shown[shown.index("2) Breakout buy (agresif)") + 1] == "Tidak diminta."


def test_the_sandbox_is_marked_as_synthetic_and_nothing_else_is() -> None:
    assert "Data sintetis: pasar sandbox buatan, bukan harga nyata." in text(venue="sandbox")
    assert "Synthetic data" in text("en", venue="sandbox")
    assert "sintetis" not in text(venue="binance")


def test_missing_levels_are_said_in_words() -> None:
    shown = text(support=(), resistance=())
    assert "Support: tidak ada yang terbaca di bawah harga" in shown
    assert "Resistance: tidak ada yang terbaca di atas harga" in shown


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Harga di atas box.", "Berubah bila harga di atas box."),
        ("RSI di atas 50", "Berubah bila RSI di atas 50."),
        ("15m close", "Berubah bila 15m close."),
    ],
)
def test_a_change_becomes_part_of_its_sentence(words: str, line: str) -> None:
    changes = (Change(say("text.price", price=Word(words))),)
    assert line in text(changes=changes).splitlines()


def test_a_third_target_joins_the_line() -> None:
    leg = pullback()
    prices = ("73570.00", "74180.00", "75000.00")
    shares = (0.4, 0.3, 0.3)
    three = tuple(Target(at(price), 2.0, share) for price, share in zip(prices, shares, strict=True))
    assert "TP: TP1 73.570, TP2 74.180, TP3 75.000." in text(pullback=replace(leg, targets=three))


def test_a_limit_at_the_trigger_is_one_price() -> None:
    base = analysis().breakout
    assert base is not None
    assert "Stop‑limit buy: 73.400." in text(breakout=replace(base, limit=base.trigger))


def test_warnings_stand_before_the_validity() -> None:
    lines = text(warnings=(WORDS, WORDS)).splitlines()
    assert lines[-3:-1] == ["Peringatan: 72.960. 72.960.", "Berlaku sampai 14 Mar 2024 23.00 WIB."]


@pytest.mark.parametrize("part", ["reading", "fundamental"])
def test_empty_sections_stay_a_sentence(part: str) -> None:
    nothing: dict[str, Any] = {part: ()}
    assert ": tidak ada catatan." in text(**nothing)


def test_the_tone_is_calm() -> None:
    for language in ("id", "en"):
        assert "!" not in text(language, venue="sandbox", warnings=(say("text.none"),), pullback=None, breakout=None)


@pytest.mark.parametrize("seed", range(8))
def test_only_a_plan_of_small_candles_is_called_intraday(seed: int) -> None:
    series = market(seed, rows=30_000)
    end = series.end
    candles = {frame: resample(series, frame, at=end) for frame in (D1, H4, H1, M15)}
    for timeframes, intraday in (((H4, H1, M15), True), ((D1, H4, H1), False)):
        found = analyze(candles, instrument=instrument(), at=end, options=Options(timeframes=timeframes))
        for language in LANGUAGES:
            text = render(document(found), language=language, timezone="UTC")["text"]
            assert ("intraday" in text.lower()) == intraday
