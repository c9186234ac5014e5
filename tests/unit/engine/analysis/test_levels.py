"""Clusters of agreeing sources."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nofomo.engine.analysis.levels import LevelMap, cluster, find_levels, separate
from nofomo.engine.analysis.market import Market, plan_step, read_market
from nofomo.engine.analysis.model import Options
from nofomo.engine.analysis.parameters import PARAMETERS
from nofomo.engine.analysis.sources import Kind, Source, collect
from nofomo.engine.core.money import exact
from nofomo.engine.core.say import say
from tests.support.candles import candles, frames, instrument, market, scaled

P = PARAMETERS.levels
HOUR = 3_600_000


def source(price: float, weight: float = 0.6, *, kind: Kind = "average", span: float = 1000.0) -> Source:
    return Source(price, weight, kind, span, say("level.round", price=exact(price)))


def read(seed: int = 2, row: int = 15_000) -> Market:
    series = market(seed)
    at = int(series.ts[row])
    return read_market(frames(series, at), instrument=instrument(), at=at, options=Options(), parameters=PARAMETERS)


def test_sources_within_the_width_make_one_zone_and_others_their_own() -> None:
    zones = cluster([source(100.0), source(100.2, kind="node"), source(101.0)], 1.0, parameters=P)
    assert sorted(len(zone.sources) for zone in zones) == [1, 2]
    assert max(zone.high - zone.low for zone in zones) <= P.width + 1e-9


def test_the_price_of_a_zone_leans_to_its_heavier_sources() -> None:
    (zone,) = cluster([source(100.0, 0.9), source(100.2, 0.3, kind="node")], 1.0, parameters=P)
    assert zone.price == pytest.approx(100.05)
    assert zone.sources[0].price == 100.0


def test_two_averages_of_the_same_span_count_once() -> None:
    (twins,) = cluster([source(100.0, span=1200), source(100.1, span=1500)], 1.0, parameters=P)
    (apart,) = cluster([source(100.0, span=1200), source(100.1, span=4800)], 1.0, parameters=P)
    (alone,) = cluster([source(100.0, span=1200)], 1.0, parameters=P)
    assert twins.strength == alone.strength < apart.strength


def test_two_marks_of_one_extreme_count_once_and_two_touches_count_twice() -> None:
    (once,) = cluster([source(100.0, kind="event", span=0), source(100.0, kind="event", span=HOUR)], 1.0, parameters=P)
    (twice,) = cluster(
        [source(100.0, kind="event", span=0), source(100.0, kind="event", span=48 * HOUR)], 1.0, parameters=P
    )
    assert once.strength < twice.strength


def test_more_independent_sources_are_stronger_but_never_certain() -> None:
    kinds: tuple[Kind, ...] = ("average", "band", "event", "node")
    strengths = [
        cluster([source(100.0, kind=kind) for kind in kinds[:count]], 1.0, parameters=P)[0].strength
        for count in (1, 2, 3, 4)
    ]
    assert strengths == sorted(set(strengths))
    assert strengths[-1] < 1


def test_the_stronger_of_two_neighbours_speaks_for_both() -> None:
    read_now = read()
    unit = read_now.atr
    near = [
        source(read_now.price - unit, 0.8),
        source(read_now.price - 1.4 * unit, 0.9, kind="node"),
        source(read_now.price - 3 * unit, 0.8),
    ]
    kept = separate(cluster(near, unit, parameters=P), read_now, parameters=P)
    assert sorted(round((read_now.price - zone.price) / unit, 1) for zone in kept) == [1.4, 3.0]


def test_a_weak_source_alone_is_no_level() -> None:
    read_now = read()
    assert (
        separate(cluster([source(read_now.price - 2, 0.2)], read_now.atr, parameters=P), read_now, parameters=P) == []
    )


def test_supports_fall_and_resistances_rise_from_the_price() -> None:
    for row in range(13_000, 20_000, 997):
        read_now = read(row=row)
        levels = find_levels(read_now, P)
        prices = [float(level.price) for level in levels.support]
        tops = [float(level.low) for level in (*levels.resistance, *levels.farther)]
        assert prices == sorted(prices, reverse=True)
        assert tops == sorted(tops)
        assert all(price < read_now.price for price in prices)
        assert all(top >= read_now.price for top in tops)


def test_every_kind_of_source_is_looked_at() -> None:
    codes = {
        found.reason.code
        for seed in (2, 7)
        for row in range(12_500, 20_000, 750)
        for found in collect(read(seed, row), P)
    }
    assert codes >= {
        "level.ema", "level.band_upper", "level.band_middle", "level.band_lower", "level.swing_high",
        "level.swing_low", "level.higher_low", "level.box_top", "level.box_bottom", "level.previous_day_high",
        "level.previous_day_low", "level.period_high", "level.period_low", "level.node", "level.round",
    }  # fmt: skip


def test_over_the_highest_price_on_record_projections_stand_in_for_history() -> None:
    series = market(2)
    tops = [row for row in range(12_000, 20_000) if series.close[row] >= series.high[:row].max()]
    found = find_levels(read(row=tops[-1] + 1), P)
    reasons = {reason.code for level in (*found.resistance, *found.farther) for reason in level.reasons}
    assert "level.extension" in reasons


def test_a_market_that_does_not_move_has_no_levels() -> None:
    flat = candles([(10.0, 10.0, 10.0, 10.0)] * 12_000)
    at = flat.end
    still = read_market(frames(flat, at), instrument=instrument(), at=at, options=Options(), parameters=PARAMETERS)
    assert find_levels(still, P) == LevelMap((), (), (), None)


@pytest.mark.parametrize(
    ("tick", "largest", "step"),
    [("0.01", 12.0, "10.00"), ("0.01", 9.99, "1.00"), ("0.00001", 0.000025, "0.00001"), ("0.25", 0.1, "0.25"),
     ("0.00000001", 0.0, "0.00000001")],
)  # fmt: skip
def test_plan_prices_fall_on_readable_multiples_of_the_tick(tick: str, largest: float, step: str) -> None:
    assert plan_step(exact(tick), largest) == exact(step)


def test_a_cheaper_coin_has_the_same_levels_at_its_own_scale() -> None:
    usual = find_levels(read(), P)
    series = market(2)
    at = int(series.ts[15_000])
    small = read_market(
        frames(scaled(series, price=1e-6), at),
        instrument=replace(instrument(), tick=exact("0.00000001")),
        at=at,
        options=Options(),
        parameters=PARAMETERS,
    )
    found = find_levels(small, P)
    assert len(found.support) == len(usual.support)
    for one, other in zip(found.support, usual.support, strict=True):
        assert float(one.price) * 1e6 == pytest.approx(float(other.price), abs=0.3)
