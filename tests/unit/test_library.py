"""`import nofomo as nf`: candles in, one analysis out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

import nofomo as nf
from nofomo.adapters.candle_files import encode_candles
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.resample import resample
from nofomo.library import to_ms
from tests.support.candles import H1, H4, M15, candles, market, without

SERIES = market(7, rows=6_000)
AT = SERIES.end - 500 * M15.ms


def said(found: nf.AnalysisResult) -> str:
    return json.dumps(found.to_dict(), sort_keys=True)


def test_a_csv_written_by_hand_is_read_and_analysed(tmp_path: Path) -> None:
    path = tmp_path / "xrp-usdt_15m.csv"
    columns = [getattr(SERIES, name).tolist() for name in ("ts", "open", "high", "low", "close", "volume")]
    rows = [",".join(map(str, row)) for row in zip(*columns, strict=True)]
    path.write_text("ts,open,high,low,close,volume\n" + "\n".join(rows) + "\n")
    read = nf.read_candles(path)
    assert (read.symbol, read.timeframe, len(read)) == ("XRP/USDT", M15, 6_000)
    payload = nf.analyze(read).to_dict()
    assert payload["symbol"] == "XRP/USDT"
    assert payload["at"] == datetime.fromtimestamp(SERIES.end / 1000, UTC).isoformat().replace("+00:00", "Z")
    json.dumps(payload, allow_nan=False)


def test_csv_and_parquet_of_the_same_candles_give_the_same_analysis(tmp_path: Path) -> None:
    answers: list[str] = []
    for form in ("csv", "parquet"):
        path = tmp_path / f"BTCUSDT.{form}"
        path.write_bytes(encode_candles(SERIES, form))
        answers.append(said(nf.analyze(nf.read_candles(path))))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("back", [0, 1, 37, 500, 1_900])
def test_later_candles_never_change_the_answer(back: int) -> None:
    at = SERIES.end - back * M15.ms
    assert said(nf.analyze(SERIES, at=at)) == said(nf.analyze(SERIES.closed_at(at), at=at))


def test_a_moment_may_be_text_milliseconds_or_a_datetime_in_any_zone() -> None:
    moment = datetime.fromtimestamp(AT / 1000, UTC)
    jakarta = moment.astimezone(timezone(timedelta(hours=7)))
    texts = {said(nf.analyze(SERIES, at=at)) for at in (AT, moment, jakarta, jakarta.isoformat(), moment.isoformat())}
    assert len(texts) == 1
    assert to_ms("2024-03-14T12:00Z") == to_ms("2024-03-14T12:00") == to_ms("2024-03-14T19:00+07:00")


@pytest.mark.parametrize("at", ["soon", "", "2024-13-01", -1, 2**62, "9999-12-31T23:59Z", "0001-01-01"])
def test_a_moment_that_cannot_be_is_refused(at: str | int) -> None:
    with pytest.raises(Invalid) as caught:
        nf.analyze(SERIES, at=at)
    assert caught.value.code == "INVALID_TIME"


def test_a_moment_within_a_candle_is_the_moment_before_it() -> None:
    boundary, within = (nf.analyze(SERIES, at=AT + extra).to_dict() for extra in (0, 7 * 60_000))
    for name in ("price", "score", "levels", "pullback", "breakout", "box", "bias"):
        assert boundary[name] == within[name]


def test_too_little_history_names_each_timeframe_and_what_it_lacks() -> None:
    with pytest.raises(Invalid) as caught:
        nf.analyze(SERIES.last(1_000))
    assert caught.value.code == "TOO_LITTLE_HISTORY"
    missing = caught.value.details["missing"]
    # 1,000 candles of 15 minutes hold about 250 hours and 62 times four of them, complete ones only.
    assert set(missing) <= {"4h", "1h"}
    assert 187 <= missing["4h"] <= 189


def test_larger_candles_cannot_serve_smaller_timeframes() -> None:
    hours = resample(market(7, rows=8_000), H1)
    with pytest.raises(Invalid) as caught:
        nf.analyze(hours)
    assert caught.value.code == "INVALID_TIMEFRAME"
    options = nf.Options(timeframes=(nf.Timeframe.parse("8h"), H4, H1))
    assert nf.analyze(hours, options=options).to_dict()["timeframes"] == ["8h", "4h", "1h"]


def test_gates_without_a_source_are_unknown_and_bitcoin_serves_its_own() -> None:
    own = {gate["name"]: gate["state"] for gate in nf.analyze(SERIES).to_dict()["gates"]}
    assert own["btc"] in ("open", "closed")
    assert {own[name] for name in ("dxy", "news", "spread", "depth")} == {"unknown"}
    coin = market(8, rows=6_000, symbol="SUI/USDT")
    alone = {gate["name"]: gate["state"] for gate in nf.analyze(coin).to_dict()["gates"]}
    beside = {gate["name"]: gate["state"] for gate in nf.analyze(coin, others=[SERIES]).to_dict()["gates"]}
    assert (alone["btc"], beside["btc"]) == ("unknown", own["btc"])


def test_strict_gates_never_trade_without_sources() -> None:
    series = [SERIES.closed_at(SERIES.end - back * 96 * M15.ms) for back in range(12)]
    actions = {nf.analyze(one, options=nf.Options(strict_gates=True)).analysis.action for one in series}
    assert "TRADE" not in actions
    assert actions


def test_holes_near_the_end_withhold_the_verdict() -> None:
    holed = without(SERIES, 5_990, 4)
    payload = nf.analyze(holed).to_dict()
    assert next(gate["state"] for gate in payload["gates"] if gate["name"] == "data") == "closed"
    assert payload["action"] != "TRADE"


def test_the_size_follows_equity_and_risk() -> None:
    for back in range(60):
        at = SERIES.end - back * 40 * M15.ms
        small = nf.analyze(SERIES, at=at, options=nf.Options(equity=Decimal(1_000), risk_pct=1.0)).to_dict()
        leg = small["pullback"] or small["breakout"]
        if leg is not None and not leg["size"]["capped"]:
            break
    else:
        raise AssertionError("no moment of this market has a plan")
    assert leg["size"]["maxLoss"] <= 10
    large = nf.analyze(SERIES, at=at, options=nf.Options(equity=Decimal(10_000), risk_pct=1.0)).to_dict()
    other = large["pullback"] or large["breakout"]
    assert other["size"]["quantity"] == pytest.approx(10 * leg["size"]["quantity"], rel=0.02)


def test_two_candles_are_no_market() -> None:
    with pytest.raises(Invalid):
        nf.analyze(candles([(1, 2, 0.5, 1.5), (1.5, 2, 1, 1.2)]))


def test_the_package_names_what_it_offers() -> None:
    assert {name for name in nf.__all__ if not hasattr(nf, name)} == set()
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = nf.nothing_like_it
