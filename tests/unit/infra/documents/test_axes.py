"""What an axis names."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nofomo.infra.documents.axes import PriceRange, price_step, price_ticks, time_ticks, visible_range

JAKARTA = ZoneInfo("Asia/Jakarta")
QUARTER = 900_000


def opens(start: str, count: int, *, step: int = QUARTER) -> list[int]:
    first = int(datetime.fromisoformat(start).replace(tzinfo=UTC).timestamp() * 1000)
    return [first + i * step for i in range(count)]


def local(ts: int, zone: ZoneInfo = JAKARTA) -> str:
    return datetime.fromtimestamp(ts / 1000, tz=UTC).astimezone(zone).strftime("%d %H:%M")


def test_prices_stand_on_round_steps_within_the_range() -> None:
    assert price_ticks(PriceRange(71_480, 74_210), 6) == [71_500, 72_000, 72_500, 73_000, 73_500, 74_000]
    assert price_ticks(PriceRange(0.51, 0.53), 5) == pytest.approx([0.51, 0.515, 0.52, 0.525, 0.53])


@pytest.mark.parametrize(
    ("span", "most", "step"), [(10, 5, 2), (10, 4, 2.5), (11, 5, 2.5), (0.003, 3, 0.001), (9, 1, 10)]
)
def test_the_step_is_the_smallest_round_one_that_is_enough(span: float, most: int, step: float) -> None:
    assert price_step(span, most) == pytest.approx(step)


def test_every_price_is_in_view_and_only_near_zones_are() -> None:
    near, far = PriceRange(98, 99), PriceRange(96, 97)
    assert visible_range([100, 110], [near, far]) == PriceRange(98, 110)


def test_a_market_that_does_not_move_still_has_a_range() -> None:
    shown = visible_range([100, 100], [])
    assert shown.low < 100 < shown.high


def test_times_stand_on_round_hours_of_the_readers_clock_and_days_are_marked() -> None:
    ticks = time_ticks(opens("2024-03-13T10:00", 96), zone=JAKARTA, most=8)
    assert [local(tick.ts) for tick in ticks] == [
        "13 18:00", "13 21:00", "14 00:00", "14 03:00", "14 06:00", "14 09:00", "14 12:00", "14 15:00",
    ]  # fmt: skip
    assert [tick.new_day for tick in ticks] == [False, False, True, *[False] * 5]


def test_a_zone_off_the_hour_has_its_own_round_hours() -> None:
    kathmandu = ZoneInfo("Asia/Kathmandu")
    ticks = time_ticks(opens("2024-03-13T10:00", 48), zone=kathmandu, most=6)
    assert {local(tick.ts, kathmandu)[-2:] for tick in ticks} == {"00"}


def test_a_hole_moves_the_tick_to_the_first_candle_after_it() -> None:
    times = opens("2024-03-13T10:00", 96)
    kept = [ts for ts in times if not "20:30" <= local(ts)[3:] < "21:45"]
    ticks = time_ticks(kept, zone=JAKARTA, most=8)
    assert "13 21:45" in [local(tick.ts) for tick in ticks]


def test_days_over_months_are_told_by_their_months() -> None:
    ticks = time_ticks(opens("2023-06-01T00:00", 400, step=86_400_000), zone=JAKARTA, most=7)
    assert len(ticks) <= 7
    assert all(tick.months for tick in ticks)
    assert [tick.new_day for tick in ticks].count(True) == 1


def test_one_candle_has_no_ticks() -> None:
    assert time_ticks(opens("2024-03-13T10:00", 1), zone=JAKARTA, most=8) == []
