"""Two versions side by side: what is said of them is true and short, whatever the two are."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from nofomo.engine.analysis import document
from nofomo.engine.analysis.compare import Comparison, Numbered, compare
from nofomo.engine.analysis.model import Analysis, Bias, Indicators, Options, Score, ScorePart
from nofomo.engine.core.errors import Broken, Invalid
from nofomo.engine.core.plan import Entry, Invalidation, Target
from nofomo.engine.core.say import Number, Price, RiskReward, Word, say
from nofomo.engine.core.timeframe import Timeframe
from tests.support.analyses import analysis, at, breakout, failed, gate, pullback
from tests.support.clock import MARCH
from tests.unit.engine.analysis.made_up import analyses

H1 = 3_600_000


def score(*points: int) -> Score:
    names = ("trendStack", "location", "momentum", "volume", "levelsRr")
    parts = tuple(ScorePart(name, count, 10, ()) for name, count in zip(names, points, strict=True))
    total = sum(points)
    return Score(total, "priority" if total >= 40 else "worth" if total >= 34 else "skip", parts)


def ladder(first: str, second: str, *, wrong: str, targets: tuple[tuple[str, float], ...], **size: str) -> Any:
    leg = pullback()
    share = 1 / len(targets)
    return replace(
        leg,
        entries=(Entry(at(first), 0.6), Entry(at(second), 0.4)),
        invalidation=Invalidation(at(wrong), Timeframe(15)),
        targets=tuple(Target(at(price), rr, share) for price, rr in targets),
        size=replace(leg.size, **{name: at(value) for name, value in size.items()}),
    )


BTC_BELOW = say("gate.btc.below", timeframe=Word("15m"), period=Number(20), ema=Price(at("72954.00")))
BTC_ABOVE = say("gate.btc.above", timeframe=Word("15m"), period=Number(20), ema=Price(at("72943.85")))
GATES = tuple(gate(name) for name in ("btc", "dxy", "news", "spread", "depth", "dailyLoss", "hours", "data"))


def gates(**states: Any) -> Any:
    return tuple(gate(one.name, **states.get(one.name, {})) for one in GATES)


EARLIER = analysis(
    at=MARCH - H1,
    price=at("72726.81"),
    action="WAIT",
    score=score(10, 6, 4, 5, 6),
    pullback=ladder("72680", "72520", wrong="72150", targets=(("73620", 1.4), ("74180", 2.32)), quantity="0.04093"),
    breakout=None,
    gates=gates(btc={"state": "closed", "detail": BTC_BELOW}, dxy={"state": "unknown"}),
    indicators=(Indicators(Timeframe(15), 72954.2, 42.71, -46.82, 0.781, 228.83),),
)
LATER = analysis(
    price=at("73113.71"),
    score=score(10, 8, 8, 7, 8),
    pullback=ladder("72960", "72790", wrong="72610", targets=(("73570", 1.24), ("74180", 2.67)), quantity="0.05847"),
    breakout=None,
    gates=gates(btc={"detail": BTC_ABOVE}, dxy={"state": "unknown"}),
    indicators=(Indicators(Timeframe(15), 72943.85, 55.12, -1.72, 1.119, 234.31),),
)


def compared(before: Analysis = EARLIER, after: Analysis = LATER, language: Any = "id") -> Comparison:
    return compare(
        Numbered(document(before), 2), Numbered(document(after), 3), language=language, timezone="Asia/Jakarta"
    )


def rows(found: Comparison, group: str) -> dict[str, Any]:
    return {row.name: row for one in found.groups if one.name == group for row in one.rows}


def said(found: Comparison) -> dict[str, tuple[str, str]]:
    headline = found.headline
    return {name: (getattr(headline, name).title, getattr(headline, name).text) for name in ("verdict", "plan", "rr")}


def test_the_three_statements_of_a_plan_that_became_worth_taking() -> None:
    assert said(compared()) == {
        "verdict": (
            "Naik dari Tunggu ke Layak.",
            "Gerbang BTC terbuka: 15m di atas EMA20 72.943,9. Skor naik dari 31 ke 41, cukup untuk layak; terutama "
            "momentum (+4).",
        ),
        "plan": (
            "Rencana bergeser 0,38% ke atas",
            "Rata-rata beli 72.616 menjadi 72.892. Stop lebih dekat: 466 menjadi 282.",
        ),
        "rr": (
            "RR ke TP1 turun 0,16R",
            "Masuk lebih tinggi dan target lebih rendah, walau stop lebih dekat. Jumlah lebih besar untuk rugi yang "
            "sama.",
        ),
    }


def test_the_same_the_other_way_round_and_in_english() -> None:
    found = compared(LATER, EARLIER, "en")
    assert said(found) == {
        "verdict": (
            "Down from Trade to Wait.",
            "The BTC gate is closed: 15m below EMA20 72,954. The score fell from 41 to 31, below what is needed; "
            "mostly momentum (−4).",
        ),
        "plan": (
            "The plan moved down 0.38%",
            "Average buy from 72,892 to 72,616. Farther stop: from 282 to 466.",
        ),
        "rr": (
            "RR to TP1 rose 0.16R",
            "A lower entry and a higher target, in spite of a farther stop. A smaller quantity for the same loss.",
        ),
    }
    assert found.notes == ("v2 is newer than v3.",)


def test_the_table_has_every_figure_with_its_unit_and_a_difference_that_adds_up() -> None:
    found = compared()
    plan, points, market = rows(found, "plan"), rows(found, "score"), rows(found, "market")
    assert [(row.label, row.unit, row.before, row.after, row.change) for row in plan.values()] == [
        ("Harga", "price", 72726.81, 73113.71, 386.9),
        ("PB1 60%", "price", 72680, 72960, 280),
        ("PB2 40%", "price", 72520, 72790, 270),
        ("Invalidasi", "price", 72150, 72610, 460),
        ("TP1", "price", 73620, 73570, -50),
        ("TP2", "price", 74180, 74180, 0),
        ("RR TP1", "r", 1.4, 1.24, -0.16),
        ("RR TP2", "r", 2.32, 2.67, 0.35),
        ("Jumlah BTC", "quantity", 0.04093, 0.05847, 0.01754),
        ("Rugi bila invalid", "money", 25, 25, 0),
    ]
    assert plan["tp2"].same
    assert not plan["tp1"].same
    assert [(row.name, row.before, row.after, row.change) for row in points.values()] == [
        ("trendStack", 10, 10, 0), ("location", 6, 8, 2), ("momentum", 4, 8, 4), ("volume", 5, 7, 2),
        ("levelsRr", 6, 8, 2), ("total", 31, 41, 10),
    ]  # fmt: skip
    assert [(row.label, row.before, row.after, row.change) for row in market.values()][:7] == [
        ("Putusan", "Tunggu", "Layak", None),
        ("Arah", "naik", "naik", None),
        ("EMA20 15m", 72954.2, 72943.9, -10.3),
        ("RSI 15m", 42.7, 55.1, 12.4),
        ("MACD hist 15m", -46.8, -1.7, 45.1),
        ("Volume 15m", 0.78, 1.12, 0.34),
        ("ATR 15m", 228.8, 234.3, 5.5),
    ]
    assert (market["gate.btc"].before, market["gate.btc"].after, market["gate.btc"].same) == (
        "tertutup", "terbuka", False,
    )  # fmt: skip
    assert (market["gate.btc"].before_code, market["gate.btc"].after_code) == ("closed", "open")
    assert (market["gate.dxy"].before, market["gate.dxy"].same) == ("tak tahu", True)


def test_an_answer_that_stays_says_what_holds_it() -> None:
    worse = replace(
        EARLIER, at=MARCH, gates=gates(btc={"state": "closed", "detail": BTC_BELOW}), score=score(9, 6, 4, 5, 6)
    )
    title, text = said(compared(EARLIER, worse))["verdict"]
    assert title == "Tetap Tunggu."
    assert text == (
        "Masih tertahan gerbang BTC. Skor 31 menjadi 30, masih di bawah yang perlu; terutama susunan tren (−1)."
    )
    both = replace(LATER, action="WAIT", gates=gates(btc={"state": "closed"}, news={"state": "closed"}))
    assert said(compared(both, both))["verdict"] == ("Tetap Tunggu.", "Masih tertahan gerbang BTC dan Berita.")


def test_two_trades_say_how_the_score_moved() -> None:
    assert said(compared(LATER, LATER))["verdict"] == ("Tetap Layak.", "Skor tetap 41.")
    weaker = replace(LATER, score=score(10, 8, 8, 3, 8))
    assert said(compared(LATER, weaker))["verdict"][1] == "Skor turun dari 41 ke 37; terutama volume (−4)."


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"bias": Bias("bearish", ())}, "Arahnya turun."),
        ({"headline": say("headline.data_wait")}, "Candle tertinggal atau berlubang."),
        ({"gates": gates(news={"state": "closed"}, spread={"state": "closed"})}, "Gerbang Berita dan Spread tertutup."),
        (
            {"gates": gates(dxy={"state": "unknown", "detail": say("gate.unavailable")}),
             "options": Options(equity=Decimal(5000), strict_gates=True)},
            "Gerbang DXY tidak diketahui: sumber tidak bisa dihubungi saat ini.",
        ),
    ],
)  # fmt: skip
def test_what_turned_a_trade_into_a_wait_is_named(changed: dict[str, Any], why: str) -> None:
    calm = replace(LATER, gates=gates())
    waiting = replace(calm, action="WAIT", **changed)
    assert said(compared(calm, waiting))["verdict"] == ("Turun dari Layak ke Tunggu.", why)


def test_a_plan_that_fell_says_which_condition_failed_and_what_it_was() -> None:
    check = replace(
        failed("pullback"),
        condition=say("check.first_target"),
        found=say("check.value", value=RiskReward(0.72)),
        needed=say("check.at_least", value=RiskReward(1.2)),
    )
    none = replace(LATER, action="NO_TRADE", pullback=None, checks=(check,))
    assert said(compared(LATER, none)) == {
        "verdict": (
            "Turun dari Layak ke Lewati.",
            "Tidak ada kaki yang lolos: RR ke R1 setelah biaya 0,72R, syarat ≥ 1,20R.",
        ),
        "plan": ("Rencana gugur", "Tadinya pullback 72.960–72.790."),
        "rr": ("RR ke TP1 tidak ada", "Tadinya 1,24R."),
    }
    found = compared(none, LATER)
    assert said(found) == {
        "verdict": ("Naik dari Lewati ke Layak.", "Ada kaki yang lolos syarat: pullback 72.960–72.790."),
        "plan": ("Ada rencana", "Beli 72.960–72.790, gugur bila 15m close < 72.610."),
        "rr": ("RR ke TP1 1,24R", "Versi v2 tanpa rencana."),
    }
    assert rows(found, "plan")["pb1"].before is None
    assert rows(found, "plan")["pb1"].change is None


def test_without_a_plan_on_either_side_there_are_no_rows_of_one() -> None:
    none = replace(LATER, action="NO_TRADE", pullback=None)
    found = compared(none, none)
    assert said(found)["plan"][0] == "Keduanya tanpa rencana"
    assert said(found)["rr"] == ("RR ke TP1 tidak ada", "Tanpa rencana tidak ada yang dihitung.")
    assert list(rows(found, "plan")) == ["price"]


def test_legs_that_come_go_and_take_each_others_place() -> None:
    only_breakout = replace(LATER, pullback=None, breakout=breakout())
    assert said(compared(LATER, only_breakout))["plan"] == (
        "Pullback berganti breakout", "Stop-limit 73.400–73.440, stop 73.050.",
    )  # fmt: skip
    assert said(compared(LATER, only_breakout))["rr"] == (
        "RR ke TP1 naik 0,26R", "Pullback 1,24R, breakout 1,50R: dua kaki yang berbeda.",
    )  # fmt: skip
    both = replace(LATER, breakout=breakout())
    assert said(compared(LATER, both))["plan"][1].endswith("Breakout 73.400–73.440 ikut ada.")
    assert said(compared(both, only_breakout))["plan"] == (
        "Breakout tetap di tempatnya", "Limit tetap 73.440. Jarak stop tetap 390. Pullback gugur.",
    )  # fmt: skip
    assert said(compared(both, only_breakout))["rr"] == ("RR ke TP1 tetap 1,50R", "Entri, target, dan stop tetap.")
    assert {"boTrigger", "boLimit", "boStop", "boTp1", "boRr1", "boQuantity", "boLoss"} <= set(
        rows(compared(both, both), "plan")
    )


def test_more_risk_is_said_without_an_amount() -> None:
    doubled = replace(
        LATER,
        options=Options(equity=Decimal(5000), risk_pct=1.0),
        pullback=ladder("72960", "72790", wrong="72610", targets=(("73570", 1.24), ("74180", 2.67)),
                        quantity="0.11694", max_loss="50.00"),
    )  # fmt: skip
    found = compared(LATER, doubled)
    assert said(found)["rr"] == (
        "RR ke TP1 tetap 1,24R", "Entri, target, dan stop tetap. Uang yang dipertaruhkan lebih banyak.",
    )  # fmt: skip
    assert found.notes == ("Opsi berbeda: risiko.",)


def test_versions_of_other_timeframes_and_venues_may_be_compared_and_their_indicators_are_not_subtracted() -> None:
    other = replace(
        LATER,
        venue="sandbox",
        timeframes=(Timeframe(1440), Timeframe(240), Timeframe(60)),
        indicators=(Indicators(Timeframe(60), 72100.0, 61.0, 12.0, 1.0, 512.0),),
    )
    found = compared(EARLIER, other)
    assert found.notes == ("Venue berbeda: binance dan sandbox.", "Timeframe berbeda: 4h-1h-15m dan 1d-4h-1h.")
    ema = rows(found, "market")["ema20"]
    assert (ema.label, ema.before, ema.after, ema.change, ema.same) == ("EMA20 15m/1h", 72954.2, 72100, None, False)
    assert "v2 14 Mar 2024 18.00 WIB (binance 4h-1h-15m) → v3 14 Mar 2024 19.00 WIB (sandbox 1d-4h-1h)" in found.copy
    assert "Data sintetis" in found.copy


def test_a_version_from_before_indicators_were_kept_shows_none() -> None:
    old = {key: value for key, value in document(EARLIER).items() if key != "indicators"}
    found = compare(Numbered(old, 2), Numbered(document(LATER), 3), language="en", timezone="UTC")
    assert found.notes == ("The older version did not keep its indicators yet.",)
    assert (rows(found, "market")["rsi14"].before, rows(found, "market")["rsi14"].change) == (None, None)


def test_two_symbols_are_refused_and_rubbish_is_a_bug() -> None:
    with pytest.raises(Invalid) as caught:
        compared(EARLIER, replace(LATER, symbol="ETH/USDT"))
    assert caught.value.code == "OTHER_SYMBOL"
    with pytest.raises(Broken):
        compare(Numbered({"at": 7}, 1), Numbered(document(LATER), 3), language="id", timezone="UTC")


def test_the_text_to_copy_says_all_but_amounts_of_money() -> None:
    found = compared(language="en")
    assert found.copy.startswith(
        "BTC/USDT · binance · 4h-1h-15m\nv2 14 Mar 2024 18:00 WIB → v3 14 Mar 2024 19:00 WIB\n\n"
        "Up from Wait to Trade. The BTC gate is open: 15m above EMA20 72,943.9."
    )
    assert "\nPB1 60%: 72,680 → 72,960 (+280)\n" in found.copy
    assert "\nRR TP1: 1.40R → 1.24R (−0.16R)\n" in found.copy
    assert "\nVolume 15m: 0.78× → 1.12× (+0.34×)\n" in found.copy
    assert "\nBTC gate: closed → open\n" in found.copy
    assert "Unchanged: TP2." in found.copy
    assert found.copy.endswith("Education, not financial advice. The decision and its risk are yours.")
    assert "25" not in found.copy.replace("72,5", ""), "the money at risk"
    assert "Quantity" not in found.copy


def test_both_texts_come_along_as_each_version_has_them() -> None:
    found = compared()
    assert "skor 31/50" in found.text.before
    assert "skor 41/50" in found.text.after


def test_whatever_two_versions_are_the_statements_agree_with_the_table() -> None:
    found = [made for _, _, made in analyses()]
    chance = random.Random(7)
    for _ in range(250):
        before, after = chance.sample(found, 2)
        comparison = compared(before, after, "en")
        titles = {name: title for name, (title, _) in said(comparison).items()}
        plan, market = rows(comparison, "plan"), rows(comparison, "market")
        assert titles["verdict"].startswith("Still") == market["verdict"].same
        first = plan.get("rr1") if before.pullback and after.pullback else None
        if first is not None:
            assert titles["rr"].startswith(f"RR to TP1 {'rose' if first.change > 0 else 'fell'}") or first.same
            moved = plan["pb1"].change + plan["pb2"].change
            assert titles["plan"].startswith(f"The plan moved {'up' if moved > 0 else 'down'}") or moved == 0
        for text in (text for _, text in said(comparison).values()):
            assert text == "" or text.endswith("."), text
            assert text.count(". ") < 4, f"short: {text}"
        figures: list[Any] = [row for group in comparison.groups for row in group.rows if row.change is not None]
        for row in figures:
            assert row.change == pytest.approx(row.after - row.before)
            assert row.same == (row.change == 0)
