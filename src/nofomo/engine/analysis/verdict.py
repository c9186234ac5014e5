"""The answer, its headline, and what would change it (DESIGN, section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nofomo.engine.analysis.health import Health
from nofomo.engine.analysis.levels import LevelMap
from nofomo.engine.analysis.market import Market
from nofomo.engine.analysis.model import Action, Bias, Change, Check, Gate, Options, Score
from nofomo.engine.analysis.parameters import AnalysisParameters
from nofomo.engine.core.plan import Breakout, Pullback
from nofomo.engine.core.say import Number, Percent, Price, Say, Word, say

_MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that the answer is drawn from."""

    market: Market
    levels: LevelMap
    bias: Bias
    score: Score
    pullback: Pullback | None
    breakout: Breakout | None
    checks: tuple[Check, ...]
    gates: tuple[Gate, ...]
    health: Health
    options: Options

    @property
    def blocking(self) -> tuple[Gate, ...]:
        """Gates that forbid a TRADE: closed ones, and unknown ones when the person wants to know all."""
        return tuple(
            gate
            for gate in self.gates
            if gate.state == "closed" or (self.options.strict_gates and gate.state == "unknown")
        )


def decide(found: Findings, parameters: AnalysisParameters) -> Action:
    """TRADE = score reached, a sane leg, nothing in the way; WAIT = a sane leg otherwise; else NO_TRADE.

    A falling market is never a TRADE, whatever the rest scores.
    """
    if found.pullback is None and found.breakout is None:
        return "NO_TRADE"
    held_back = found.blocking or found.health.wait or found.bias.direction == "bearish"
    return "WAIT" if held_back or found.score.total < parameters.score.worth else "TRADE"


def headline(found: Findings, action: Action, *, parameters: AnalysisParameters) -> Say:
    """One sentence that says what to do."""
    if action == "TRADE":
        return _worth_taking(found)
    if action == "NO_TRADE":
        if found.health.refuse:
            return say("headline.data_refused")
        return say("headline.flat") if found.market.flat else say("headline.nothing")
    closed = sum(gate.state == "closed" for gate in found.gates)
    if closed:
        return _closed_gates(closed)
    if found.blocking:
        return say("headline.unknown_gates", count=Number(len(found.blocking)))
    if found.health.wait:
        return say("headline.data_wait")
    if found.bias.direction == "bearish" and found.score.total >= parameters.score.worth:
        return say("headline.against_trend")
    return say("headline.low_score", score=Number(found.score.total), worth=Number(parameters.score.worth))


def _closed_gates(count: int) -> Say:
    if count == 1:
        return say("headline.gates_1")
    if count == 2:
        return say("headline.gates_2")
    return say("headline.gates_3") if count == 3 else say("headline.gates", count=Number(count))


def _worth_taking(found: Findings) -> Say:
    if found.pullback is not None:
        prices = [entry.price for entry in found.pullback.entries]
        return say("headline.pullback", high=Price(prices[0]), low=Price(prices[-1]))
    assert found.breakout is not None
    return say("headline.breakout", trigger=Price(found.breakout.trigger), limit=Price(found.breakout.limit))


def changes(found: Findings, action: Action, *, parameters: AnalysisParameters) -> tuple[Change, ...]:
    """What would change the answer, most telling first, at most three."""
    if action == "TRADE":
        wanted = _ends(found)
    elif action == "WAIT":
        wanted = [*_gates_open(found), *_data(found), *_improvements(found), *_room(found), *_ends(found)]
    else:
        wanted = [*_data(found), *_moves(found), *_improvements(found), *_room(found), *_box(found, parameters)]
    kept: dict[object, Change] = {}
    for change in wanted:
        kept.setdefault((change.text.code, change.price), change)
    return tuple(kept.values())[:_MOST_CHANGES]


def _ends(found: Findings) -> list[Change]:
    """The prices at which a plan is over or becomes another one."""
    listed: list[Change] = []
    if found.pullback is not None:
        price = found.pullback.invalidation.price
        frame = Word(str(found.pullback.invalidation.timeframe))
        listed.append(Change(say("change.close_below", timeframe=frame, price=Price(price)), price))
    if found.breakout is not None:
        price = found.breakout.trigger
        listed.append(Change(say("change.trades_above", price=Price(price)), price))
        if found.pullback is None:
            listed.append(
                Change(say("change.falls_below", price=Price(found.breakout.stop)), found.breakout.stop)
            )  # fmt: skip
    elif found.levels.resistance:
        price = found.levels.resistance[0].high
        frame = Word(str(found.market.trigger.timeframe))
        listed.append(Change(say("change.close_above", timeframe=frame, price=Price(price)), price))
    return listed


def _gates_open(found: Findings) -> list[Change]:
    closed = [gate for gate in found.blocking if gate.state == "closed"]
    return [Change(say("change.gate_opens", name=Say(f"gate.{gate.name}"))) for gate in closed]


def _data(found: Findings) -> list[Change]:
    return [Change(say("change.fresh_data"))] if found.health.wait else []


def _moves(found: Findings) -> list[Change]:
    frame = Word(str(found.market.trigger.timeframe))
    return [Change(say("change.moves", timeframe=frame))] if found.market.flat else []


def _improvements(found: Findings) -> list[Change]:
    """Closes and swings that would lift trend and momentum."""
    market, listed = found.market, list[Change]()
    if market.flat:
        return listed
    for features, period in ((market.trigger, 20), (market.structure, 50)):
        average = features.ema(period)
        if average > market.price and found.bias.direction != "bullish":
            price, frame = market.grid(average, "up"), Word(str(features.timeframe))
            text = say("change.above_average", timeframe=frame, period=Number(period), price=Price(price))
            listed.append(Change(text, price))
    needs_low = any(check.condition.code == "check.higher_low" and not check.passed for check in found.checks)
    if found.levels.support and (needs_low or not market.trigger.structure.higher_low):
        level, frame = found.levels.support[0], Word(str(market.trigger.timeframe))
        listed.append(Change(say("change.higher_low", timeframe=frame, price=Price(level.high)), level.high))
    return listed


def _room(found: Findings) -> list[Change]:
    """The close through the first resistance, which opens more room."""
    if not found.levels.resistance:
        return []
    level, frame = found.levels.resistance[0], Word(str(found.market.trigger.timeframe))
    return [Change(say("change.close_above", timeframe=frame, price=Price(level.high)), level.high)]


def _box(found: Findings, parameters: AnalysisParameters) -> list[Change]:
    if found.options.mode == "pullback" or found.market.flat:
        return []
    count = parameters.box.lengths[-1]
    features = found.market.trigger
    width = parameters.box.tightness * count**0.5 * features.atr / found.market.price
    frame = Word(str(features.timeframe))
    return [
        Change(say("change.box", timeframe=frame, count=Number(count), width=Percent(round(width, 4))))
    ]  # fmt: skip


def nearest_gates(gates: Sequence[Gate]) -> tuple[Say, ...]:
    """Warnings for gates that nobody could answer."""
    return tuple(
        say("warning.gate_unknown", name=Say(f"gate.{gate.name}")) for gate in gates if gate.state == "unknown"
    )
