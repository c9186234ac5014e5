"""An answer in a few words, for a line in a list: what stands in the way, or what the plan is worth."""

from __future__ import annotations

from typing import Final

from nofomo.engine.analysis.model import Analysis
from nofomo.engine.core.say import Number, RiskReward, Say, say

_PLAIN: Final = {
    "headline.data_wait": say("brief.data_wait"),
    "headline.data_refused": say("brief.data_refused"),
    "headline.against_trend": say("brief.against_trend"),
    "headline.flat": say("brief.flat"),
    "headline.nothing": say("brief.nothing"),
}


def brief(analysis: Analysis) -> Say:
    """The fact behind the headline: a closed gate by its name, the score that is missing, the targets of a trade."""
    if analysis.action == "TRADE":
        return _targets(analysis)
    plain = _PLAIN.get(analysis.headline.code)
    if plain is not None:
        return plain
    if analysis.headline.code == "headline.low_score":
        return Say("brief.low_score", analysis.headline.values)
    return _gates(analysis)


def _gates(analysis: Analysis) -> Say:
    closed = [gate for gate in analysis.gates if gate.state == "closed"]
    if len(closed) == 1:
        return say("brief.gate_closed", name=Say(f"gate.{closed[0].name}"))
    if closed:
        return say("brief.gates_closed", count=Number(len(closed)))
    unknown = [gate for gate in analysis.gates if gate.state == "unknown"]
    if len(unknown) == 1:
        return say("brief.gate_unknown", name=Say(f"gate.{unknown[0].name}"))
    return say("brief.gates_unknown", count=Number(len(unknown)))


def _targets(analysis: Analysis) -> Say:
    leg = analysis.pullback or analysis.breakout
    worth = [RiskReward(float(target.rr)) for target in leg.targets[:2]] if leg else []
    if len(worth) == 2:
        return say("brief.targets", first=worth[0], second=worth[1])
    return say("brief.target", first=worth[0]) if worth else say("brief.nothing")
