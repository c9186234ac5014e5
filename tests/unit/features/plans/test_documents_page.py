"""The printed page: what it says, and that it stays one page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nofomo.engine.simulator.progress import LegEvent
from nofomo.features.plans.documents import Sheet, render_pdf
from nofomo.features.plans.model_outcomes import LegOutcome
from tests.support.sheets import TYPESETTER, Language, analysed, first_with, printed, sheet_of

SHORTENED = {"id": "Diringkas agar muat satu halaman.", "en": "Shortened to fit one page."}
LONG = "Candle 15m terakhir tertinggal jauh, 1.234.567,89 lawan rata-rata 20 candle di 4h dan 1h, sumbu bawah panjang. "


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("seed", range(1, 13))
def test_every_analysis_is_one_page_and_says_so_when_it_left_something_out(seed: int, language: Language) -> None:
    sheet = sheet_of(analysed(seed, 5_000 + 331 * seed), language=language)
    page = printed(sheet, theme="dark" if seed % 3 == 0 else "light")
    assert page.pages == 1
    assert page.language == language
    assert SHORTENED[language] not in page.text


def long_winded(sheet: Sheet, times: int) -> Sheet:
    """The same analysis with `times` as much to say."""
    payload: dict[str, Any] = dict(sheet.payload)
    payload["headline"] = LONG * min(times, 3)
    payload["changes"] = [{"text": LONG.strip(), "price": 1.0}] * 3
    payload["gates"] = [gate | {"detail": LONG * times, "state": "closed"} for gate in payload["gates"]]
    payload["score"] = payload["score"] | {
        "parts": [part | {"reasons": [LONG] * times} for part in payload["score"]["parts"]]
    }
    payload["warnings"] = [LONG] * times
    head, bias, *rest = payload["text"].split("\n\n")
    payload["text"] = "\n\n".join([head, bias + LONG * times, *(block + LONG * times for block in rest)])
    return replace(sheet, payload=payload)


@pytest.mark.parametrize("times", [1, 3, 10, 60])
@pytest.mark.parametrize("action", ["TRADE", "NO_TRADE"])
def test_however_much_there_is_to_say_it_is_one_page(action: Any, times: int) -> None:
    page = printed(long_winded(sheet_of(first_with(action)), times))
    assert page.pages == 1
    assert "Edukasi, bukan saran keuangan." in page.text
    if times >= 10:
        assert SHORTENED["id"] in page.text


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("TRADE", {"id": ["Layak", "Rencana dan ukuran", "Rugi bila gagal"], "en": ["Trade", "Plan and size"]}),
        ("WAIT", {"id": ["Tunggu", "Rencana dan ukuran", "Rugi bila gagal"], "en": ["Wait", "Plan and size"]}),
        ("NO_TRADE", {"id": ["Lewati", "Yang sudah diperiksa", "Batas"], "en": ["No trade", "What was checked"]}),
    ],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_verdict_is_a_finished_answer(action: Any, words: dict[str, list[str]], language: Language) -> None:
    sheet = sheet_of(first_with(action), language=language)
    page, payload = printed(sheet), sheet.payload
    for told in (
        *words[language], payload["headline"], payload["symbol"], payload["changes"][0]["text"], "v3 · ",
        str(payload["score"]["total"]), sheet.plan_id or "", payload["gates"][0]["detail"],
    ):  # fmt: skip
        assert told.split(". ")[0] in page.text, told
    assert page.title.startswith(f"{payload['symbol']} {words[language][0]} · ")


def test_the_text_of_the_template_is_all_there() -> None:
    sheet = sheet_of(first_with("TRADE", both_legs=True))
    page = printed(sheet).text.replace("\u2011", "-")
    for line in sheet.payload["text"].replace("\u2011", "-").split("\n\n", 1)[1].split("\n"):
        for sentence in line.replace(" : ", "\n").split("\n"):
            words = sentence.strip(" :").removeprefix("Peringatan: ")
            assert words in page or "Gerbang" in words or "Berlaku" in words, words


def test_loss_stands_before_gain_and_both_legs_have_their_table() -> None:
    page = printed(sheet_of(first_with("TRADE", both_legs=True), language="en")).text
    assert page.count("Loss if it fails") == page.count("Gain if every TP is hit") == 2
    assert page.index("Loss if it fails") < page.index("Gain if every TP is hit")
    assert page.index("Pullback") < page.index("Breakout")


def test_without_sizes_nobody_learns_what_is_owned() -> None:
    sheet = sheet_of(first_with("TRADE"), language="en")
    whole, discreet = printed(sheet).text, printed(sheet, sizes=False).text
    money = ("1,000 USDT", "USDT equity", "Loss if it fails", "Plan and size")
    assert [word for word in money if word not in whole] == []
    assert [word for word in money if word in discreet] == []
    quantity = sheet.payload["pullback"]["size"]["quantity"]
    assert f"{quantity:g}"[:5] in whole
    assert f"{quantity:g}"[:5] not in discreet


def test_the_picture_of_the_chart_never_tells_quantities() -> None:
    sheet = sheet_of(first_with("TRADE"), language="en")
    told = printed(sheet, sizes=False).text
    assert "buy 60%" in told
    assert "sell 40%" in told or "sell 50%" in told


def test_closed_gates_come_first_then_unknown_ones() -> None:
    sheet = sheet_of(first_with("WAIT"))
    states = ["open", "unknown", "closed", "open", "closed", "unknown", "open", "open"]
    gates = [gate | {"state": state} for gate, state in zip(sheet.payload["gates"], states, strict=True)]
    page = printed(replace(sheet, payload=dict(sheet.payload) | {"gates": gates})).text
    part = page[page.index("4 terbuka · 2 tertutup · 2 tak diketahui") :]
    assert part.index("tertutup") < part.rindex("tertutup") < part.index("tak diketahui", 50) < part.rindex("Data")
    assert [name for name in ("Berita", "Kedalaman") if part.index(name) > part.index("DXY")] == []


def test_numbers_are_written_for_the_reader() -> None:
    result = first_with("TRADE")
    indonesian, english = printed(sheet_of(result)).text, printed(sheet_of(result, language="en")).text
    entry = result.analysis.pullback.entries[0].price  # type: ignore[union-attr]
    assert f"{entry:.2f}".replace(".", ",") in indonesian
    assert f"{entry:.2f}" in english
    assert " WIB" in indonesian


def test_a_made_up_market_is_named_as_one() -> None:
    sheet = sheet_of(first_with("TRADE"))
    assert "DATA SINTETIS" not in printed(sheet).text
    made_up = replace(sheet, payload=dict(sheet.payload) | {"venue": "sandbox"})
    assert "DATA SINTETIS" in printed(made_up).text


def test_what_became_of_the_legs_is_told_with_its_result() -> None:
    sheet = sheet_of(first_with("TRADE"))
    hit = LegOutcome(
        leg="pullback", state="tp2", final=True, filled=1.0, average_entry=100.0, result=1.87, ambiguous=False,
        events=(LegEvent("tp2", sheet.at + 7_200_000, 101.0, 0.5),), checked_until=sheet.until,
    )  # fmt: skip
    lost = replace(hit, leg="breakout", state="invalidated", result=-1.0, events=(), ambiguous=True)
    page = printed(replace(sheet, outcomes=(hit, lost))).text
    assert "Kelanjutannya" in page
    assert "TP2 kena" in page
    assert "+1,87R" in page
    assert "−1,00R" in page
    assert "dihitung yang terburuk" in page
    waiting = replace(hit, state="waiting", result=None, events=())
    assert "Kelanjutannya" not in printed(replace(sheet, outcomes=(waiting,))).text


HOSTILE = '#read("/etc/passwd") $x$ *b* _i_ `r` <l> @r \\ [c] {d} // e'


def test_what_people_and_venues_write_is_shown_and_never_run() -> None:
    sheet = sheet_of(first_with("TRADE"))
    gates = [gate | {"detail": HOSTILE} for gate in sheet.payload["gates"]]
    changed: dict[str, Any] = {"symbol": HOSTILE, "headline": HOSTILE, "venue": HOSTILE, "gates": gates}
    page = printed(replace(sheet, payload=dict(sheet.payload) | changed))
    assert page.pages == 1
    assert page.text.replace("\n", " ").count('#read("/etc/passwd") $x$ *b*') >= 4
    assert page.title.startswith(HOSTILE)


def test_the_same_version_is_the_same_file() -> None:
    sheet = sheet_of(first_with("WAIT"))
    first = render_pdf(TYPESETTER, sheet, theme="light")
    assert render_pdf(TYPESETTER, sheet_of(first_with("WAIT")), theme="light") == first
    assert render_pdf(TYPESETTER, sheet, theme="dark") != first
    assert len(first) < 200_000


def test_an_analysis_that_is_kept_nowhere_has_neither_version_nor_id() -> None:
    sheet = replace(sheet_of(first_with("TRADE")), version=None, plan_id=None)
    page = printed(sheet).text
    assert "v3 · " not in page
    assert "0190a1b2" not in page
