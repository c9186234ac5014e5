"""What is stored: plain JSON without a language, read in either one."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import orjson
import pytest

from nofomo.engine.analysis import document, render
from nofomo.engine.analysis.model import Indicators
from nofomo.engine.core.errors import Broken, Invalid
from nofomo.engine.core.say import (
    Duration,
    Moment,
    Money,
    Multiple,
    Number,
    Percent,
    Price,
    RiskReward,
    TimeOfDay,
    Word,
    say,
)
from nofomo.engine.core.timeframe import Timeframe
from tests.support.analyses import WORDS, analysis, failed
from tests.support.clock import MARCH

PROMISED = {
    "symbol", "venue", "at", "validUntil", "timeframes", "parametersVersion", "price", "action", "changeVerdict",
    "bias", "score", "box", "levels", "pullback", "breakout", "gates", "reading", "fundamental", "text", "warnings",
}  # fmt: skip
BESIDE = {"headline", "changes", "checks", "options", "priceDigits", "indicators"}


def payload(**changed: Any) -> dict[str, Any]:
    return render(document(analysis(**changed)), language="id", timezone="Asia/Jakarta")


def test_the_payload_has_the_promised_fields_and_no_others() -> None:
    shown = payload()
    assert shown.keys() == PROMISED | BESIDE
    assert shown["score"].keys() == {"total", "verdict", "parts"}
    assert shown["score"]["parts"][0].keys() == {"name", "points", "of", "reasons"}
    assert shown["bias"].keys() == {"direction", "text"}
    assert shown["levels"]["support"][0].keys() == {"price", "low", "high", "strength", "reasons"}
    assert shown["pullback"].keys() == {"entries", "invalidation", "targets", "size", "reasons"}
    assert shown["pullback"]["targets"][0].keys() == {"price", "rr", "share", "reasons"}
    assert shown["breakout"].keys() == {"trigger", "limit", "retest", "stop", "targets", "size", "reasons"}
    assert shown["pullback"]["size"].keys() == {
        "riskPct", "equity", "quantity", "notional", "maxLoss", "fees", "capped",
    }  # fmt: skip
    assert shown["gates"][0].keys() == {"name", "state", "detail"}


def test_values_arrive_as_the_shapes_that_are_promised() -> None:
    shown = payload()
    assert shown["at"] == "2024-03-14T12:00:00Z"
    assert shown["validUntil"] == "2024-03-14T16:00:00Z"
    assert shown["timeframes"] == ["4h", "1h", "15m"]
    assert shown["price"] == 73113.7
    assert shown["priceDigits"] == 2
    assert shown["box"] == {"low": 72500, "high": 73361, "timeframe": "15m"}
    assert shown["pullback"]["entries"] == [{"price": 72960, "share": 0.6}, {"price": 72790, "share": 0.4}]
    assert shown["pullback"]["invalidation"] == {"price": 72610, "timeframe": "15m"}
    assert shown["breakout"]["retest"] == {"low": 73330, "high": 73400}
    assert shown["options"] == {
        "timeframes": ["4h", "1h", "15m"], "mode": "auto", "tp3": False, "riskPct": 0.5, "equity": 5000,
        "strictGates": False,
    }  # fmt: skip


def test_what_is_absent_is_null() -> None:
    shown = payload(pullback=None, breakout=None, box=None, changes=(), support=(), checks=(failed("market"),))
    assert shown["pullback"] is None
    assert shown["breakout"] is None
    assert shown["box"] is None
    assert shown["changeVerdict"] is None
    assert shown["levels"]["support"] == []
    assert shown["checks"] == [
        {"leg": "market", "condition": "1", "found": "BTC", "needed": "TP2 9", "passed": False}
    ]  # fmt: skip


def test_a_document_survives_json_and_rendering_leaves_it_alone() -> None:
    made = document(analysis())
    stored = orjson.loads(orjson.dumps(made))
    assert stored == made
    before = copy.deepcopy(stored)
    first = render(stored, language="en", timezone="UTC")
    assert stored == before
    assert render(stored, language="en", timezone="UTC") == first
    assert orjson.loads(orjson.dumps(first)) == first


def test_every_kind_of_value_is_read_back_from_storage_in_both_languages() -> None:
    values = (
        Price(Decimal("72960.50")), Price(Decimal("0.50"), exact=True), Percent(0.0471, signed=True), Number(55.1, 1),
        Multiple(1.12), RiskReward(1.24), Money(Decimal("25.00"), "USDT"), Moment(MARCH), Moment(MARCH, clock=True),
        Moment(MARCH, bare=True), TimeOfDay(420), Duration(14_280_000), Word("15m"), WORDS, Number(float("nan"), 1),
    )  # fmt: skip
    made = orjson.loads(orjson.dumps(document(analysis(headline=say("text.price", price=values)))))
    assert render(made, language="id", timezone="Asia/Jakarta")["headline"] == (
        "72.960,5, 0,50, +4,71%, 55,1, 1,12×, 1,24R, 25 USDT, 14 Mar 2024 19.00 WIB, 19.00 WIB, 19.00, 07.00, "
        "3 j 58 m, 15m, 72.960, tidak diketahui"
    )
    assert render(made, language="en", timezone="UTC")["headline"] == (
        "72,960.5, 0.50, +4.71%, 55.1, 1.12×, 1.24R, 25 USDT, 14 Mar 2024 12:00 UTC, 12:00 UTC, 12:00, 07:00, "
        "3 h 58 m, 15m, 72,960, unknown"
    )


def test_a_word_with_braces_is_not_a_phrase() -> None:
    assert payload(headline=say("text.price", price=Word("{price} {0}")))["headline"] == "{price} {0}"


def test_an_unknown_phrase_is_a_bug_that_says_which() -> None:
    made = document(analysis(reading=(say("no.such.phrase"),)))
    with pytest.raises(Broken, match=r"no\.such\.phrase") as broken:
        render(made, language="id", timezone="UTC")
    assert broken.value.code == "UNKNOWN_PHRASE"


def test_a_phrase_without_its_value_is_a_bug() -> None:
    made = document(analysis(reading=(say("text.price"),)))
    with pytest.raises(Broken, match="price"):
        render(made, language="id", timezone="UTC")


@pytest.mark.parametrize("value", [12.5, "text", None, Decimal(1)])
def test_a_bare_value_in_a_sentence_is_a_bug(value: Any) -> None:
    with pytest.raises(Broken):
        document(analysis(headline=say("text.price", price=value)))


@pytest.mark.parametrize("damage", [{"price": "x"}, {"number": 1}, {}, 7, {"say": "text.price"}, {"moment": "now"}])
def test_a_damaged_value_is_a_bug_and_never_half_a_text(damage: Any) -> None:
    made = document(analysis())
    made["headline"] = {"say": "text.price", "with": {"price": damage}}
    with pytest.raises(Broken):
        render(made, language="id", timezone="UTC")


@pytest.mark.parametrize(
    "key", sorted((PROMISED | BESIDE) - {"text", "parametersVersion", "timeframes", "box", "changes", "indicators"})
)
def test_a_document_that_lost_a_field_is_a_bug(key: str) -> None:
    made = document(analysis(pullback=None))
    del made[key]
    with pytest.raises(Broken):
        render(made, language="id", timezone="UTC")


def test_indicators_are_kept_by_timeframe_and_what_is_not_known_is_null() -> None:
    read = Indicators(Timeframe(15), 72943.8512345, 55.1, -1.7, float("nan"), 234.3)
    assert payload(indicators=(read,))["indicators"] == {
        "15m": {"ema20": 72943.851, "rsi14": 55.1, "macdHist": -1.7, "volumeRatio": None, "atr14": 234.3}
    }


def test_an_unknown_zone_is_the_reader_s_mistake() -> None:
    with pytest.raises(Invalid):
        render(document(analysis()), language="id", timezone="Nowhere")
