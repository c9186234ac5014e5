"""TRADE, WAIT and NO_TRADE, and what would change them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nofomo.engine.analysis.analyze import analyze
from nofomo.engine.analysis.brief import brief
from nofomo.engine.analysis.document import sentence
from nofomo.engine.analysis.model import Analysis, Gate, GateState, Options
from nofomo.engine.analysis.parameters import PARAMETERS
from nofomo.engine.analysis.phrases import LANGUAGES
from nofomo.engine.core.say import Say, say
from nofomo.engine.core.timeframe import Timeframe
from tests.support.candles import H1, H4, M15, candles, frames, instrument, market, without
from tests.unit.engine.analysis.made_up import analyses, first


def tradeable() -> tuple[int, int, Analysis]:
    return first(lambda a: a.action == "TRADE" and a.pullback is not None)


def with_gates(state: GateState, *, strict: bool = False) -> Analysis:
    seed, row, _ = tradeable()
    at = int(market(seed).ts[row])
    gates = (Gate("btc", "open", say("check.present")), Gate("news", state, say("check.present")))
    options = Options(strict_gates=strict)
    return analyze(frames(market(seed), at), instrument=instrument(), at=at, options=options, gates=gates)


def test_all_three_answers_occur_and_each_keeps_its_rule() -> None:
    seen = {analysis.action for _, _, analysis in analyses()}
    assert seen == {"TRADE", "WAIT", "NO_TRADE"}
    for _, _, analysis in analyses():
        has_leg = analysis.pullback is not None or analysis.breakout is not None
        assert (analysis.action == "NO_TRADE") == (not has_leg)
        if analysis.action == "TRADE":
            assert analysis.score.total >= 34
            assert analysis.bias.direction != "bearish"


def test_a_closed_gate_turns_a_trade_into_a_wait_and_says_which() -> None:
    closed = with_gates("closed")
    assert closed.action == "WAIT"
    assert closed.headline.code == "headline.gates_1"
    assert closed.changes[0].text.code == "change.gate_opens"
    assert closed.changes[0].text.values["name"].code == "gate.news"
    assert closed.pullback is not None


def test_an_unknown_gate_warns_and_waits_only_where_gates_are_strict() -> None:
    lenient, strict = with_gates("unknown"), with_gates("unknown", strict=True)
    assert (lenient.action, strict.action) == ("TRADE", "WAIT")
    assert any(warning.code == "warning.gate_unknown" for warning in lenient.warnings)
    assert strict.headline.code == "headline.unknown_gates"


def test_a_line_in_a_list_names_the_fact_and_never_repeats_the_headline() -> None:
    assert brief(with_gates("closed")) == say("brief.gate_closed", name=Say("gate.news"))
    assert brief(with_gates("unknown", strict=True)).values == {"name": Say("gate.news")}
    seen: dict[str, set[str]] = {}
    for _, _, analysis in analyses():
        said = brief(analysis)
        seen.setdefault(analysis.action, set()).add(said.code)
        for language in LANGUAGES:
            words = sentence(said, language=language, timezone="UTC", today=analysis.at)
            assert 0 < len(words) <= 32, words
    assert seen["TRADE"] == {"brief.target", "brief.targets"} & seen["TRADE"]
    assert {"brief.low_score", "brief.against_trend"} & seen["WAIT"]
    assert "brief.nothing" in seen["NO_TRADE"]


def test_open_gates_do_not_change_the_answer() -> None:
    assert with_gates("open").action == "TRADE"


def test_a_trade_changes_at_its_invalidation_first() -> None:
    _, _, analysis = tradeable()
    assert analysis.pullback is not None
    assert analysis.changes[0].price == analysis.pullback.invalidation.price
    assert analysis.changes[0].text.code == "change.close_below"
    assert analysis.headline.code == "headline.pullback"


def test_every_answer_names_what_would_change_it() -> None:
    for _, _, analysis in analyses():
        assert 1 <= len(analysis.changes) <= 3
        priced = [change for change in analysis.changes if change.price is not None]
        assert priced


def test_a_wait_for_the_score_says_the_score() -> None:
    _, _, analysis = first(lambda a: a.action == "WAIT" and a.bias.direction != "bearish")
    assert analysis.headline.code == "headline.low_score"
    assert analysis.headline.values["score"].value == analysis.score.total < 34


@pytest.mark.parametrize(("late", "action"), [(1, "TRADE"), (2, "WAIT"), (16, "NO_TRADE")])
def test_late_candles_lower_and_then_withhold_the_verdict(late: int, action: str) -> None:
    seed, row, _ = tradeable()
    at = int(market(seed).ts[row])
    fresh = frames(market(seed), at)
    found = analyze(fresh, instrument=instrument(), at=at + late * M15.ms, options=Options())
    assert found.action == action
    assert found.warnings[0].code == "warning.stale"
    assert found.warnings[0].values["count"].value == late


@pytest.mark.parametrize(
    ("count", "allowed"), [(2, {"TRADE", "WAIT", "NO_TRADE"}), (12, {"WAIT", "NO_TRADE"}), (60, {"NO_TRADE"})]
)
def test_holes_are_counted_and_many_of_them_forbid_a_plan(count: int, allowed: set[str]) -> None:
    seed, row, _ = tradeable()
    at = int(market(seed).ts[row])
    holed = dict(frames(market(seed), at))
    holed[M15] = without(holed[M15], 900, count)
    found = analyze(holed, instrument=instrument(), at=at)
    assert found.action in allowed
    named = [warning for warning in found.warnings if warning.code == "warning.holes"]
    assert [warning.values["count"].value for warning in named] == [count]
    if allowed == {"NO_TRADE"}:
        assert found.headline.code == "headline.data_refused"
        assert any(change.text.code == "change.fresh_data" for change in found.changes)


def test_the_weekend_of_a_currency_pair_is_no_hole() -> None:
    series = market(6, rows=6_500, symbol="EUR/USD")  # up to 8 March: winter time throughout
    weekdays = [i for i, ts in enumerate(series.ts.tolist()) if not _closed(ts)]
    trimmed = {name: getattr(series, name)[weekdays] for name in ("ts", "open", "high", "low", "close", "volume")}
    forex = replace(series, **trimmed, checked=False)
    at = int(forex.ts[-1]) + M15.ms
    found = analyze(frames(forex, at), instrument=instrument("EUR/USD"), at=at)
    assert not [warning for warning in found.warnings if warning.code in ("warning.holes", "warning.stale")]
    crypto = analyze(frames(forex, at), instrument=instrument(), at=at)
    assert [warning for warning in crypto.warnings if warning.code == "warning.holes"]


def _closed(ts: int) -> bool:
    """Friday 22:00 to Sunday 22:00 UTC, New York's winter weekend."""
    minutes = (ts // 60_000) % 10_080  # the epoch was a Thursday
    return 22 * 60 + 1440 <= minutes < 22 * 60 + 3 * 1440


def test_prices_that_do_not_move_give_no_trade_and_say_so() -> None:
    flat = candles([(10.0, 10.0, 10.0, 10.0)] * 12_000)
    found = analyze(frames(flat, flat.end), instrument=instrument(), at=flat.end)
    assert found.action == "NO_TRADE"
    assert found.headline.code == "headline.flat"
    assert [check.condition.code for check in found.checks] == ["check.moves"]
    assert found.changes


def test_a_plan_is_valid_for_one_context_candle_from_the_last_close() -> None:
    seed, row, _ = tradeable()
    at = int(market(seed).ts[row])
    late = analyze(frames(market(seed), at), instrument=instrument(), at=at + 7 * 60_000)
    assert late.valid_until == at + H4.ms
    assert late.parameters_version == PARAMETERS.version


def test_the_second_preset_is_analysed_alike() -> None:
    days = (Timeframe(1440), H4, H1)
    series = market(1, rows=40_000)
    at = int(series.ts[39_000])
    options = Options(timeframes=days)
    found = analyze(frames(series, at, options), instrument=instrument(), at=at, options=options)
    assert found.timeframes == days
    assert found.valid_until == H1.floor(at) + days[0].ms
