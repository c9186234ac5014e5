"""Whether the answer changed, and what decided it: a gate, a part of the score, the direction, or a leg."""

from __future__ import annotations

from typing import Final

from nofomo.engine.analysis.compare_sides import Pair, Side, leg_in_words, why_no_leg
from nofomo.engine.analysis.text import full_stop
from nofomo.engine.core.say import Number, Say, Word

_RANK: Final = {"NO_TRADE": 0, "WAIT": 1, "TRADE": 2}
_PARTS: Final = ("trendStack", "location", "momentum", "volume", "levelsRr")
_MOST: Final = 2
_HOLDS: Final = {
    (True, False): "compare.gate_holds",
    (True, True): "compare.gates_hold",
    (False, False): "compare.gate_held",
    (False, True): "compare.gates_held",
}
"""By whether it did so before, and whether there are several."""


def verdict_title(pair: Pair) -> str:
    """The two answers in a sentence."""
    before, after = pair.before.document["action"], pair.after.document["action"]
    if before == after:
        return pair.say("compare.still", action=Say(f"action.{after}"))
    words = {"before": Say(f"action.{before}"), "after": Say(f"action.{after}")}
    return pair.say("compare.rose", **words) if _RANK[after] > _RANK[before] else pair.say("compare.fell", **words)


def verdict_text(pair: Pair) -> str:
    """What made the difference; where there is none, what holds the answer."""
    was, now = obstacles(pair.before), obstacles(pair.after)
    gone, came = [name for name in was if name not in now], [name for name in now if name not in was]
    rank = _RANK[pair.after.document["action"]] - _RANK[pair.before.document["action"]]
    if rank > 0:
        sentences = _gone(pair, gone)[:_MOST] + (_held(pair, now, still=False) if now else [])[:1]
    elif rank < 0:
        sentences = _came(pair, came)[:_MOST]
    elif "leg" in now:
        sentences = [why_no_leg(pair, pair.after)]
    elif now:
        stay = [name for name in now if name in was]
        sentences = _gone(pair, gone)[:1] + _came(pair, came)[:1] + _held(pair, stay, still=True)[:_MOST]
    else:
        sentences = [_score(pair)]
    return " ".join(sentences) or full_stop(pair.after.reader.read(pair.after.document["headline"]))


def obstacles(side: Side) -> list[str]:
    """What keeps a version from being worth taking: `leg` alone where there is none, else gates, data, direction and
    score."""
    document = side.document
    if side.first_leg is None:
        return ["leg"]
    strict = document["options"]["strictGates"]
    found = [
        f"gate.{gate['name']}"
        for gate in document["gates"]
        if gate["state"] == "closed" or (strict and gate["state"] == "unknown")
    ]
    if document["headline"].get("say") == "headline.data_wait":
        found.append("data")
    if document["bias"]["direction"] == "bearish":
        found.append("bearish")
    if document["score"]["verdict"] == "skip":
        found.append("score")
    return found


def _gone(pair: Pair, names: list[str]) -> list[str]:
    """What no longer stands in the way."""
    sentences: list[str] = []
    gates = [name.removeprefix("gate.") for name in names if name.startswith("gate.")]
    if len(gates) == 1:
        sentences += _one_gate(pair, gates[0], code="compare.gate_opened")
    elif gates:
        sentences.append(pair.say("compare.gates_opened", names=_gate_names(pair, gates)))
    leg = pair.after.first_leg
    if "leg" in names and leg is not None:
        words = Word(leg_in_words(pair, leg, leg=pair.after.document[leg]))
        sentences.append(pair.say("compare.leg_found", leg=words))
    if "data" in names:
        sentences.append(pair.say("compare.data_fresh"))
    if "bearish" in names:
        sentences.append(pair.say("compare.bearish_over"))
    if "score" in names:
        sentences.append(pair.say("compare.score_enough", **_totals(pair), part=_mostly(pair)))
    return sentences


def _came(pair: Pair, names: list[str]) -> list[str]:
    """What stands in the way anew."""
    if "leg" in names:
        return [why_no_leg(pair, pair.after, name=pair.before.first_leg)]
    sentences: list[str] = []
    gates = [name.removeprefix("gate.") for name in names if name.startswith("gate.")]
    if len(gates) == 1:
        gate = pair.after.gate(gates[0])
        lost = gate is not None and gate["state"] == "unknown"
        sentences += _one_gate(pair, gates[0], code="compare.gate_lost" if lost else "compare.gate_closed")
    elif gates:
        sentences.append(pair.say("compare.gates_closed", names=_gate_names(pair, gates)))
    if "data" in names:
        sentences.append(pair.say("compare.data_late"))
    if "bearish" in names:
        sentences.append(pair.say("compare.bearish"))
    if "score" in names:
        fell = pair.after.document["score"]["total"] < pair.before.document["score"]["total"]
        sentences.append(
            pair.say("compare.score_short", **_totals(pair), part=_mostly(pair))
            if fell
            else pair.say("compare.score_low", score=Number(pair.after.document["score"]["total"]))
        )
    return sentences


def _held(pair: Pair, names: list[str], *, still: bool) -> list[str]:
    """What stands in the way after all; `still` where it did before."""
    sentences: list[str] = []
    gates = [name.removeprefix("gate.") for name in names if name.startswith("gate.")]
    if gates:
        sentences.append(pair.say(_HOLDS[still, len(gates) > 1], names=_gate_names(pair, gates)))
    if "data" in names:
        sentences.append(pair.say("compare.data_late"))
    if "bearish" in names:
        sentences.append(pair.say("compare.bearish"))
    if "score" in names:
        before, after = (side.document["score"]["total"] for side in (pair.before, pair.after))
        sentences.append(
            pair.say("compare.score_still_low", **_totals(pair), part=_mostly(pair))
            if still and before != after
            else pair.say("compare.score_low", score=Number(after))
        )
    return sentences


def _score(pair: Pair) -> str:
    """How the score moved where nothing stands in the way of either version."""
    before, after = (side.document["score"]["total"] for side in (pair.before, pair.after))
    if before == after:
        return pair.say("compare.score_same", score=Number(after))
    words = _totals(pair) | {"part": _mostly(pair)}
    return pair.say("compare.score_rose", **words) if after > before else pair.say("compare.score_fell", **words)


def _totals(pair: Pair) -> dict[str, Number]:
    return {
        "before": Number(pair.before.document["score"]["total"]),
        "after": Number(pair.after.document["score"]["total"]),
    }


def _mostly(pair: Pair) -> Word:
    """The part of the score that moved most in the direction of the whole; nothing where none did."""
    whole = pair.after.document["score"]["total"] - pair.before.document["score"]["total"]
    moves = {name: pair.after.part(name) - pair.before.part(name) for name in _PARTS}
    name = max(moves, key=lambda part: moves[part] * (1 if whole > 0 else -1))
    if whole == 0 or moves[name] * whole <= 0:
        return Word("")
    words = {"part": Word(pair.part_name(name)), "points": pair.signed(moves[name])}
    return Word(pair.say("compare.mostly", **words))


def _one_gate(pair: Pair, name: str, *, code: str) -> list[str]:
    gate = pair.after.gate(name)
    if gate is None:
        return []
    detail = Word(pair.after.reader.read(gate["detail"]).rstrip("."))
    return [pair.say(code, name=Say(f"gate.{name}"), detail=detail)]


def _gate_names(pair: Pair, names: list[str]) -> Word:
    return Word(pair.listed([pair.reader.say(f"gate.{name}") for name in names]))
