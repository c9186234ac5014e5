"""Replay the analyser over recorded markets and print what it answered, why, and what became of its plans.

python -m tests.campaign.replay [--moments 200] [--seed 7] [--equity 5000]
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from nofomo.engine.analysis.analyze import analyze
from nofomo.engine.analysis.bundle import bundle
from nofomo.engine.analysis.model import Analysis, Options
from nofomo.engine.formula.indicators import atr
from tests.campaign import recorded
from tests.campaign.invariants import broken_rules
from tests.campaign.outcome import Outcome, Recording, follow
from tests.campaign.recorded import REGIMES, Regime

BUCKETS = ((0, 20), (20, 26), (26, 30), (30, 34), (34, 37), (37, 40), (40, 51))


@dataclass(frozen=True, slots=True)
class Replay:
    """One moment: what was answered, which rules it broke, and what became of its legs."""

    symbol: str
    regime: Regime
    at: int
    analysis: Analysis
    broken: tuple[str, ...]
    pullback: Outcome | None
    breakout: Outcome | None


def replay(market: recorded.Market, count: int, *, seed: int, options: Options) -> list[Replay]:
    """Analyse `count` moments of one market."""
    candles, instrument = market.candles(), market.instrument
    recording = Recording(candles, market.minutes())
    found: list[Replay] = []
    for regime, at in recorded.moments(candles, count, seed=seed):
        frames = bundle(candles, options.timeframes, at=at)
        analysis = analyze(frames, instrument=instrument, at=at, options=options)
        structure = frames[options.timeframes[1]]
        yardstick = float(atr(structure.high, structure.low, close=structure.close)[-1])
        until = analysis.valid_until
        pullback, breakout = analysis.pullback, analysis.breakout
        found.append(
            Replay(
                market.symbol,
                regime,
                at,
                analysis,
                tuple(broken_rules(analysis, instrument=instrument, atr=yardstick)),
                pullback and follow(pullback, recording, at=at, until=until, instrument=instrument),
                breakout and follow(breakout, recording, at=at, until=until, instrument=instrument),
            )
        )
    return found


def why_not(analysis: Analysis) -> str:
    """The commonest way to put a WAIT or NO_TRADE into one phrase."""
    if analysis.action == "WAIT":
        return analysis.headline.code
    failed = [check for check in analysis.checks if not check.passed and check.leg != "breakout"]
    failed = failed or [check for check in analysis.checks if not check.passed]
    return failed[0].condition.code if failed else "?"


def print_report(found: list[Replay]) -> None:
    """The tables of the campaign."""
    print(f"{len(found)} analyses; broken rules: {dict(Counter(rule for r in found for rule in r.broken)) or 'none'}")
    print(f"\n{'':8}{'n':>6}{'TRADE':>8}{'WAIT':>8}{'NO':>8}   score: mean, 90th; commonest reasons")
    for regime in (*REGIMES, "all"):
        rows = [r for r in found if regime in (r.regime, "all")]
        actions = Counter(r.analysis.action for r in rows)
        scores = [r.analysis.score.total for r in rows]
        reasons = Counter(why_not(r.analysis) for r in rows if r.analysis.action != "TRADE").most_common(5)
        words = ", ".join(f"{name.split('.')[-1]} {count / len(rows):.0%}" for name, count in reasons)
        shares = "".join(f"{actions[a] / len(rows):8.1%}" for a in ("TRADE", "WAIT", "NO_TRADE"))
        print(f"{regime:8}{len(rows):6}{shares}   {np.mean(scores):.1f}, {np.quantile(scores, 0.9):.0f}; {words}")
    by_symbol: dict[str, list[Replay]] = defaultdict(list)
    for row in found:
        by_symbol[row.symbol].append(row)
    print()
    for symbol, rows in by_symbol.items():
        actions = Counter(r.analysis.action for r in rows)
        print(f"{symbol:12}" + "".join(f"{a} {actions[a] / len(rows):6.1%}  " for a in ("TRADE", "WAIT", "NO_TRADE")))
    for name in ("pullback", "breakout"):
        _print_outcomes(found, name)


def _print_outcomes(found: list[Replay], leg: str) -> None:
    """Of the plans with this leg: how many were filled at all, or ran away; of the filled ones how many reached the
    first target, ended wrong, or could not be told for sure; and the mean result of those that came to an end."""
    head = f"{'plans':>8}{'filled':>9}{'ran':>7}{'TP1':>8}{'wrong':>8}{'unclear':>9}{'mean R':>9}{'± s.e.':>8}"
    print(f"\n{leg:10} by score{head}")
    groups = [(f"{low}–{high - 1}", low, high) for low, high in BUCKETS] + [("all", 0, 51)]
    for name, low, high in groups:
        rows = [getattr(r, leg) for r in found if low <= r.analysis.score.total < high]
        outcomes: list[Outcome] = [outcome for outcome in rows if outcome is not None]
        filled = [outcome for outcome in outcomes if outcome.filled]
        if not filled:
            continue
        results = np.array([outcome.result for outcome in filled if outcome.result is not None])
        error = results.std(ddof=1) / np.sqrt(len(results)) if len(results) > 1 else float("nan")
        ran = sum(outcome.state == "ranAway" for outcome in outcomes) / len(outcomes)
        hits, wrong, unclear = (
            sum(getattr(outcome, fact) for outcome in filled) / len(filled)
            for fact in ("first_target", "wrong", "ambiguous")
        )
        print(
            f"{name:>19}{len(outcomes):8}{len(filled) / len(outcomes):9.0%}{ran:7.0%}{hits:8.0%}{wrong:8.0%}"
            f"{unclear:9.1%}{results.mean() if len(results) else float('nan'):9.2f}{error:8.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--equity", type=Decimal, default=Decimal(5000))
    asked = parser.parse_args()
    options = Options(equity=asked.equity)
    found = [
        row for market in recorded.MARKETS for row in replay(market, asked.moments, seed=asked.seed, options=options)
    ]
    print_report(found)


if __name__ == "__main__":
    main()
