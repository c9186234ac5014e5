"""What goes in and what is refused."""

from __future__ import annotations

import pytest

from nofomo.engine.analysis.analyze import analyze
from nofomo.engine.analysis.bundle import bundle
from nofomo.engine.analysis.document import document, render
from nofomo.engine.analysis.model import Options
from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.resample import resample
from nofomo.engine.core.timeframe import Timeframe
from tests.support.candles import D1, H1, H4, M15, frames, instrument, market, scaled
from tests.unit.engine.analysis.made_up import analyse, analyses, first


def test_too_little_history_says_how_many_candles_are_missing_of_each_timeframe() -> None:
    series = market(1, rows=3_000)
    at = series.end
    with pytest.raises(Invalid) as refused:
        analyze(frames(series, at), instrument=instrument(), at=at)
    assert refused.value.code == "TOO_LITTLE_HISTORY"
    assert refused.value.details["missing"] == {"4h": 250 - 187}


def test_a_timeframe_that_is_absent_counts_as_empty() -> None:
    series = market(1)
    at = series.end
    with pytest.raises(Invalid) as refused:
        analyze({M15: series, H4: resample(series, H4)}, instrument=instrument(), at=at)
    assert refused.value.details["missing"] == {"1h": 250}


@pytest.mark.parametrize("wrong", [(H1, H4, M15), (H4, H1), (H4, H4, M15), (M15, H1, H4)])
def test_timeframes_must_fall_from_context_to_trigger(wrong: tuple[Timeframe, ...]) -> None:
    series = market(1)
    with pytest.raises(Invalid) as refused:
        analyze(frames(series, series.end), instrument=instrument(), at=series.end, options=Options(timeframes=wrong))
    assert refused.value.code == "INVALID_TIMEFRAMES"


def test_only_the_newest_thousand_candles_are_read() -> None:
    series = market(1)
    at = series.end
    whole = {frame: resample(series, frame, at=at) for frame in (H4, H1, M15, D1)}
    kept = {frame: found.last(1000) for frame, found in whole.items()}
    assert analyze(whole, instrument=instrument(), at=at) == analyze(kept, instrument=instrument(), at=at)


def test_candles_that_close_later_do_not_change_the_answer() -> None:
    series = market(5)
    at = int(series.ts[15_000]) + 60_000
    later = {frame: resample(series, frame).last(8000) for frame in (H4, H1, M15, D1)}
    trimmed = {frame: found.closed_at(at) for frame, found in later.items()}
    assert analyze(later, instrument=instrument(), at=at) == analyze(trimmed, instrument=instrument(), at=at)


def test_without_daily_candles_the_bias_says_that_the_day_is_unknown() -> None:
    series = market(1)
    at = series.end
    some = {frame: found for frame, found in frames(series, at).items() if frame != D1}
    found = analyze(some, instrument=instrument(), at=at)
    assert found.bias.text[-1].code == "bias.daily_unknown"
    assert any(warning.code == "warning.no_daily" for warning in found.warnings)


def test_a_feed_without_volume_is_analysed_and_says_so() -> None:
    series = market(1)
    silent = scaled(series, volume=0.0)
    found = analyze(frames(silent, silent.end), instrument=instrument(), at=silent.end)
    assert found.reading[0].code == "reading.volume_unknown"
    assert {part.name: part.points for part in found.score.parts}["volume"] == 5
    assert any(warning.code == "warning.no_volume" for warning in found.warnings)


def test_the_price_is_the_last_close_of_the_smallest_timeframe_on_its_tick() -> None:
    series = market(1)
    at = int(series.ts[15_000])
    found = analyse(1, 15_000)
    assert float(found.price) == pytest.approx(float(series.closed_at(at).close[-1]), abs=0.005)
    assert str(found.price) == f"{found.price:.2f}"


def test_each_point_of_the_score_has_a_reason() -> None:
    for _, _, analysis in analyses():
        for part in analysis.score.parts:
            counted = sum(int(reason.values["points"].value) for reason in part.reasons)
            assert part.points == max(0, min(part.of, counted))


def test_a_score_of_forty_is_priority_and_of_thirty_four_worth_taking() -> None:
    for _, _, analysis in analyses():
        total = analysis.score.total
        expected = "priority" if total >= 40 else "worth" if total >= 34 else "skip"
        assert analysis.score.verdict == expected


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_sentence_can_be_read_in_both_languages(language: str) -> None:
    for _, _, analysis in analyses():
        text = render(document(analysis), language="id" if language == "id" else "en", timezone="Asia/Jakarta")["text"]
        assert "{" not in text


def test_an_analysis_is_the_same_every_time() -> None:
    seed, row, analysis = first(lambda a: a.action == "TRADE")
    analyse.cache_clear()
    assert analyse(seed, row) == analysis


def test_a_bundle_holds_the_preset_and_the_day_closed_at_the_moment() -> None:
    series = market(1)
    at = int(series.ts[15_001]) + 5_000
    made = bundle(series, (H4, H1, M15), at=at, keep=300)
    assert list(made) == [H4, H1, M15, D1]
    for frame, found in made.items():
        assert found == resample(series, frame, at=at).last(300)
        assert found.end <= at


def test_a_coarse_series_bundles_without_the_day_it_cannot_make() -> None:
    weeks = resample(market(1), Timeframe(10_080))
    assert list(bundle(weeks, (Timeframe(10_080),), at=weeks.end)) == [Timeframe(10_080)]
    with pytest.raises(Invalid):
        bundle(weeks, (H4,), at=weeks.end)
