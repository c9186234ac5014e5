"""Recorded markets, a few moments each. Skipped where the recordings are not there; the whole campaign is
`python -m tests.campaign.replay`."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from nofomo.engine.analysis.model import Options
from tests.campaign import recorded
from tests.campaign.replay import Replay, replay

pytestmark = pytest.mark.skipif(not recorded.available(), reason=f"no recorded candles in {recorded.FOLDER}")
OPTIONS = Options(equity=Decimal(5000), third_target=True)


@pytest.fixture(scope="module")
def replayed() -> list[Replay]:
    return [row for market in recorded.MARKETS for row in replay(market, 24, seed=3, options=OPTIONS)]


def test_no_rule_is_broken_at_any_recorded_moment(replayed: list[Replay]) -> None:
    assert [(row.symbol, row.at, row.broken) for row in replayed if row.broken] == []


def test_every_answer_occurs_and_bull_markets_are_traded_more_than_bear_markets(replayed: list[Replay]) -> None:
    by_regime = {name: Counter(r.analysis.action for r in replayed if r.regime == name) for name in recorded.REGIMES}
    shares = {name: found["TRADE"] / found.total() for name, found in by_regime.items()}
    assert all(sum(found[action] for found in by_regime.values()) for action in ("TRADE", "WAIT", "NO_TRADE"))
    assert shares["bull"] > shares["bear"]
    assert sum(found["NO_TRADE"] for found in by_regime.values()) < 0.8 * len(replayed)


def test_what_became_of_every_plan_makes_sense(replayed: list[Replay]) -> None:
    outcomes = [outcome for row in replayed for outcome in (row.pullback, row.breakout) if outcome is not None]
    assert {"ranAway", "expired", "invalidated"} < {outcome.state for outcome in outcomes}
    assert any(outcome.first_target for outcome in outcomes)
    for outcome in outcomes:
        assert outcome.filled > 0 or (outcome.result is None and not outcome.targets and not outcome.wrong)
        assert outcome.result is None or -3 < outcome.result < 10
    assert sum(outcome.ambiguous for outcome in outcomes) < 0.1 * len(outcomes)
