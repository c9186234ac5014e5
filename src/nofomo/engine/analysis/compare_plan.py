"""How the plan moved and what it pays, in sentences that hold for every combination of legs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from nofomo.engine.analysis.compare_sides import (
    LEGS,
    LegName,
    Pair,
    Side,
    entry_of,
    exact,
    leg_in_words,
    stop_of,
)
from nofomo.engine.analysis.text import within
from nofomo.engine.core.say import Percent, RiskReward, Word

_SAME_LOSS = Decimal("0.01")


class _Leg(NamedTuple):
    """The figures of one leg of one version."""

    entry: Decimal
    stop: Decimal
    target: Decimal
    rr: Decimal
    quantity: Decimal
    loss: Decimal

    @property
    def distance(self) -> Decimal:
        """From entry to stop."""
        return self.entry - self.stop

    @property
    def way(self) -> Decimal:
        """From entry to first target."""
        return self.target - self.entry


def shared_leg(pair: Pair) -> LegName | None:
    """The leg that both versions have, the safer one of two."""
    return next((name for name in LEGS if pair.before.leg(name) is not None and pair.after.leg(name) is not None), None)


def plan_statement(pair: Pair) -> tuple[str, str]:
    """Title and text: by how much the plan moved, and what that did to the distance of its stop."""
    shared, was, now = shared_leg(pair), pair.before.first_leg, pair.after.first_leg
    if shared is not None:
        return _moved(pair, shared)
    if was is None and now is None:
        change = pair.after.document["changeVerdict"]
        text = "" if change is None else pair.say("text.change", change=Word(within(pair.after.reader.read(change))))
        return pair.say("compare.plan_none"), text
    if now is None:
        assert was is not None
        gone = Word(leg_in_words(pair, was, leg=pair.before.document[was]))
        return pair.say("compare.plan_gone"), pair.say("compare.was", leg=gone)
    text = _instruction(pair, pair.after, name=now)
    if was is None:
        return pair.say("compare.plan_new"), text
    return pair.say("compare.to_breakout" if now == "breakout" else "compare.to_pullback"), text


def rr_statement(pair: Pair) -> tuple[str, str]:
    """Title and text: what the first target pays against the risk, and why that changed."""
    shared, was, now = shared_leg(pair), pair.before.first_leg, pair.after.first_leg
    if shared is not None:
        return _paid(pair, shared)
    if now is None:
        if was is None:
            return pair.say("compare.rr_gone"), pair.say("compare.rr_neither")
        return pair.say("compare.rr_gone"), pair.say("compare.rr_from", rr=_rr(_read(pair.before, was).rr))
    if was is None:
        title = pair.say("compare.rr_new", rr=_rr(_read(pair.after, now).rr))
        return title, pair.say("compare.rr_without", version=Word(f"v{pair.before.version}"))
    old, new = _read(pair.before, was), _read(pair.after, now)
    text = pair.say("compare.rr_legs", before_leg=Word(_named(was)), before=_rr(old.rr),
                    after_leg=Word(now), after=_rr(new.rr))  # fmt: skip
    return _rr_title(pair, old=old, new=new), text


def _moved(pair: Pair, name: LegName) -> tuple[str, str]:
    old, new = _read(pair.before, name), _read(pair.after, name)
    share = Percent(abs(float(new.entry / old.entry - 1)))
    if name == "pullback":
        title = (
            pair.say("compare.plan_still")
            if new.entry == old.entry
            else pair.say("compare.plan_up", share=share)
            if new.entry > old.entry
            else pair.say("compare.plan_down", share=share)
        )
    else:
        title = (
            pair.say("compare.breakout_still")
            if new.entry == old.entry
            else pair.say("compare.breakout_up", share=share)
            if new.entry > old.entry
            else pair.say("compare.breakout_down", share=share)
        )
    sentences = [
        _entry_sentence(pair, name, old=old, new=new),
        _stop_sentence(pair, old=old, new=new),
        _other_leg(pair, name),
    ]
    return title, " ".join(sentence for sentence in sentences if sentence)


def _entry_sentence(pair: Pair, name: LegName, *, old: _Leg, new: _Leg) -> str:
    words = {"before": pair.price(old.entry), "after": pair.price(new.entry)}
    if name == "breakout":
        return pair.say("compare.limit_moved" if new.entry != old.entry else "compare.limit_still", **words)
    return pair.say("compare.average_moved" if new.entry != old.entry else "compare.average_still", **words)


def _stop_sentence(pair: Pair, *, old: _Leg, new: _Leg) -> str:
    words = {"before": pair.distance(old.distance), "after": pair.distance(new.distance)}
    if words["before"] == words["after"]:
        return pair.say("compare.stop_still", after=words["after"])
    closer = new.distance < old.distance
    return pair.say("compare.stop_closer" if closer else "compare.stop_farther", **words)


def _other_leg(pair: Pair, name: LegName) -> str:
    """Whether the leg that is not compared came or went."""
    other: LegName = "breakout" if name == "pullback" else "pullback"
    was, now = pair.before.leg(other), pair.after.leg(other)
    if was is None and now is not None:
        words = leg_in_words(pair, other, leg=now)
        return pair.say("compare.also_new", leg=Word(words[:1].upper() + words[1:]))
    if was is not None and now is None:
        return pair.say("compare.also_gone", leg=Word(_named(other)))
    return ""


def _instruction(pair: Pair, side: Side, *, name: LegName) -> str:
    """What a leg says to do."""
    leg: dict[str, Any] = side.document[name]
    if name == "breakout":
        prices = {key: pair.price(exact(leg[key])) for key in ("trigger", "limit", "stop")}
        return pair.reader.say("compare.buy_breakout", **prices)
    entries = [pair.price(exact(entry["price"])) for entry in leg["entries"]]
    wrong = leg["invalidation"]
    return pair.say("compare.buy_pullback", high=entries[0], low=entries[-1], timeframe=Word(wrong["timeframe"]),
                    invalidation=pair.price(exact(wrong["price"])))  # fmt: skip


def _paid(pair: Pair, name: LegName) -> tuple[str, str]:
    old, new = _read(pair.before, name), _read(pair.after, name)
    return _rr_title(
        pair, old=old, new=new
    ), f"{_why_paid(pair, old=old, new=new)} {_size_sentence(pair, old=old, new=new)}".rstrip()


def _rr_title(pair: Pair, *, old: _Leg, new: _Leg) -> str:
    change = _rr(abs(new.rr - old.rr))
    if new.rr == old.rr:
        return pair.say("compare.rr_still", rr=_rr(new.rr))
    return pair.say("compare.rr_up", change=change) if new.rr > old.rr else pair.say("compare.rr_down", change=change)


def _why_paid(pair: Pair, *, old: _Leg, new: _Leg) -> str:
    """The facts that push the RR the way it went, and in spite of which ones."""
    up: list[str] = []
    down: list[str] = []
    entry, target, way = new.entry - old.entry, new.target - old.target, new.way - old.way
    if entry * target > 0:  # both moved the same way: what counts is how far apart they are
        if way:
            longer = way > 0
            (up if longer else down).append(pair.say("compare.way_longer" if longer else "compare.way_shorter"))
    else:
        if entry:
            higher = entry > 0
            (down if higher else up).append(pair.say("compare.entry_higher" if higher else "compare.entry_lower"))
        if target:
            higher = target > 0
            (up if higher else down).append(pair.say("compare.target_higher" if higher else "compare.target_lower"))
    if new.distance != old.distance:
        closer = new.distance < old.distance
        (up if closer else down).append(pair.say("compare.closer" if closer else "compare.farther"))
    if new.rr == old.rr:
        if not up and not down:
            return pair.say("compare.rr_nothing")
        return _sentence(pair.say("compare.rr_balanced", facts=Word(pair.listed(up + down))))
    mine, others = (up, down) if new.rr > old.rr else (down, up)
    if not mine:
        return pair.say("compare.rr_costs")
    facts = pair.listed(mine)
    if others:
        facts = pair.say("compare.although", facts=Word(facts), others=Word(pair.listed(others)))
    return f"{_sentence(facts)}."


def _size_sentence(pair: Pair, *, old: _Leg, new: _Leg) -> str:
    """What that does to the size, without amounts: the sentence may be shared."""
    if abs(new.loss - old.loss) > _SAME_LOSS * max(old.loss, new.loss):
        return pair.say("compare.risk_more") if new.loss > old.loss else pair.say("compare.risk_less")
    if new.quantity == old.quantity:
        return ""
    return pair.say("compare.more") if new.quantity > old.quantity else pair.say("compare.less")


def _read(side: Side, name: LegName) -> _Leg:
    leg = side.document[name]
    target, size = leg["targets"][0], leg["size"]
    return _Leg(
        entry=entry_of(name, leg),
        stop=stop_of(name, leg),
        target=exact(target["price"]),
        rr=exact(target["rr"]).quantize(Decimal("0.01")),
        quantity=exact(size["quantity"]),
        loss=exact(size["maxLoss"]),
    )


def _named(name: LegName) -> str:
    return name.capitalize()


def _rr(value: Decimal) -> RiskReward:
    return RiskReward(float(value))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
