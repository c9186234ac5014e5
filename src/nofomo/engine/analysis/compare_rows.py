"""The table under the sentences: every figure of two versions with its difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Literal

from nofomo.engine.analysis.compare_sides import LegName, Pair, Side, exact
from nofomo.engine.analysis.numbers import decimals_of, money_digits
from nofomo.engine.core.say import Number, Percent, Say, Word

Unit = Literal["price", "percent", "ratio", "points", "quantity", "money", "word", "r"]
Value = int | float | str | None
GroupName = Literal["plan", "score", "market"]
_PARTS: Final = ("trendStack", "location", "momentum", "volume", "levelsRr")
_GATES: Final = ("btc", "dxy", "news", "spread", "depth", "dailyLoss", "hours", "data")
_FIGURES: Final[tuple[tuple[str, Unit], ...]] = (
    ("ema20", "price"), ("rsi14", "points"), ("macdHist", "price"), ("volumeRatio", "ratio"), ("atr14", "price"),
)  # fmt: skip
_SIGNIFICANT: Final = {"ema20": 6, "macdHist": 3, "atr14": 4}


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `change` is after − before at `digits` decimals, None for words and where it means nothing.

    Words bear the codes behind them (`closed`, `WAIT`), so that a page can show them in its own way.
    """

    name: str
    label: str
    unit: Unit
    before: Value
    after: Value
    change: int | float | None
    same: bool
    digits: int | None = None
    before_code: str | None = None
    after_code: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together."""

    name: GroupName
    label: str
    rows: tuple[Row, ...]


def groups_of(pair: Pair) -> tuple[Group, ...]:
    """Plan, score and market. A leg that neither version has is left out."""
    return (
        Group("plan", pair.say("compare.group.plan"), tuple(_plan(pair))),
        Group("score", pair.say("compare.group.score"), tuple(_score(pair))),
        Group("market", pair.say("compare.group.market"), tuple(_market(pair))),
    )


def _plan(pair: Pair) -> Iterator[Row]:
    before, after = pair.before.document, pair.after.document
    yield _figure("price", pair.say("compare.price"), unit="price", values=(before["price"], after["price"]))
    old, new = before["pullback"], after["pullback"]
    if old is not None or new is not None:
        yield from _rungs(pair, old=old, new=new)
        wrong = _each(old, new, "invalidation", "price")
        yield _figure("invalidation", pair.say("compare.invalidation"), unit="price", values=wrong)
        yield from _targets(pair, "pullback")
        yield from _sizes(pair, "pullback")
    old, new = before["breakout"], after["breakout"]
    if old is not None or new is not None:
        yield _figure("boTrigger", pair.say("compare.trigger"), unit="price", values=_each(old, new, "trigger"))
        yield _figure("boLimit", pair.say("compare.limit"), unit="price", values=_each(old, new, "limit"))
        yield _figure("boStop", pair.say("compare.quick_stop"), unit="price", values=_each(old, new, "stop"))
        yield from _targets(pair, "breakout")
        yield from _sizes(pair, "breakout")


def _rungs(pair: Pair, *, old: Any, new: Any) -> Iterator[Row]:
    for place in range(max(len(leg["entries"]) if leg else 0 for leg in (old, new))):
        prices = _each(old, new, "entries", place, "price")
        shares = {share for share in _each(old, new, "entries", place, "share") if share is not None}
        number = Number(place + 1)
        label = (
            pair.say("compare.rung", number=number, share=Percent(float(shares.pop())))
            if len(shares) == 1
            else pair.say("compare.rung_bare", number=number)
        )
        yield _figure(f"pb{place + 1}", label, unit="price", values=prices)


def _targets(pair: Pair, name: LegName) -> Iterator[Row]:
    old, new = pair.before.leg(name), pair.after.leg(name)
    most = max(len(leg["targets"]) if leg else 0 for leg in (old, new))
    own = name == "pullback"
    prefix = "" if own else "bo"
    for place in range(most):
        number = Number(place + 1)
        label = pair.say("compare.target" if own else "compare.breakout_target", number=number)
        values = _each(old, new, "targets", place, "price")
        yield _figure(_name(prefix, f"tp{place + 1}"), label, unit="price", values=values)
    for place in range(most):
        number = Number(place + 1)
        label = pair.say("compare.rr" if own else "compare.breakout_rr", number=number)
        values = _each(old, new, "targets", place, "rr")
        yield _figure(_name(prefix, f"rr{place + 1}"), label, unit="r", values=values, digits=2)


def _sizes(pair: Pair, name: LegName) -> Iterator[Row]:
    old, new = pair.before.leg(name), pair.after.leg(name)
    base, quote = pair.after.document["symbol"].split("/")
    own = name == "pullback"
    prefix = "" if own else "bo"
    label = pair.say("compare.quantity" if own else "compare.breakout_quantity", currency=Word(base))
    yield _figure(_name(prefix, "quantity"), label, unit="quantity", values=_each(old, new, "size", "quantity"))
    label = pair.say("compare.loss") if own else pair.say("compare.breakout_loss")
    lost = _each(old, new, "size", "maxLoss")
    yield _figure(_name(prefix, "loss"), label, unit="money", values=lost, digits=money_digits(quote))


def _score(pair: Pair) -> Iterator[Row]:
    for part in _PARTS:
        label = pair.reader.say(f"compare.part.{part}")
        yield _figure(part, label, unit="points", values=(pair.before.part(part), pair.after.part(part)), digits=0)
    totals = (pair.before.document["score"]["total"], pair.after.document["score"]["total"])
    yield _figure("total", pair.say("compare.part.total"), unit="points", values=totals, digits=0)


def _market(pair: Pair) -> Iterator[Row]:
    before, after = pair.before.document, pair.after.document
    say = pair.reader.say
    actions = (before["action"], after["action"])
    yield _word("verdict", say("compare.verdict"), codes=actions, write=lambda code: say(f"action.{code}"))
    bias = (before["bias"]["direction"], after["bias"]["direction"])
    yield _word("bias", say("compare.bias"), codes=bias, write=lambda code: say(f"compare.bias.{code}"))
    yield from _indicators(pair)
    boxes = (before["box"], after["box"])
    yield _figure("boxLow", pair.say("compare.box_low"), unit="price", values=_each(*boxes, "low"))
    yield _figure("boxHigh", pair.say("compare.box_high"), unit="price", values=_each(*boxes, "high"))
    for name in _GATES:
        gates = (pair.before.gate(name), pair.after.gate(name))
        if gates[0] is None and gates[1] is None:
            continue
        label = pair.say("compare.gate", name=Say(f"gate.{name}"))
        was, now = (None if gate is None else str(gate["state"]) for gate in gates)
        yield _word(f"gate.{name}", label, codes=(was, now), write=lambda code: say(f"compare.gate.{code}"))


def _indicators(pair: Pair) -> Iterator[Row]:
    """Those of each version's smallest timeframe; of different ones the difference would mean nothing."""
    frames = (pair.before.trigger_frame, pair.after.trigger_frame)
    comparable = frames[0] == frames[1]
    shown = Word(frames[1] if comparable else "/".join(frames))
    for name, unit in _FIGURES:
        values = (_indicator(pair.before, name), _indicator(pair.after, name))
        label = pair.reader.say(f"compare.{name}", timeframe=shown)
        row = _figure(name, label, unit=unit, values=values, digits=_digits(pair, name, values=values))
        yield row if comparable else replace(row, change=None, same=False)


def _indicator(side: Side, name: str) -> float | None:
    return side.document.get("indicators", {}).get(side.trigger_frame, {}).get(name)


def _digits(pair: Pair, name: str, *, values: tuple[float | None, float | None]) -> int:
    """With how many decimals an indicator is told apart: significant ones of the larger value."""
    if name not in _SIGNIFICANT:
        return 1 if name == "rsi14" else 2
    largest = max((abs(exact(value)) for value in values if value), default=Decimal(1))
    finest = max(int(side.document["priceDigits"]) for side in (pair.before, pair.after))
    finest += 0 if name == "ema20" else 2
    return max(0, min(finest, _SIGNIFICANT[name] - 1 - largest.adjusted()))


def _figure(
    name: str, label: str, *, unit: Unit, values: tuple[float | None, float | None], digits: int | None = None
) -> Row:
    """A number each; without `digits` as many decimals as the finer one has."""
    exacts = [None if value is None else exact(value) for value in values]
    if digits is None:
        digits = max((decimals_of(value.normalize()) for value in exacts if value is not None), default=0)
    step = Decimal(1).scaleb(-digits)
    before, after = (None if v is None else v.quantize(step, rounding=ROUND_HALF_UP) for v in exacts)
    change = None if before is None or after is None else after - before
    return Row(name, label, unit, _plain(before), _plain(after), _plain(change), before == after, digits)


def _word(name: str, label: str, *, codes: tuple[str | None, str | None], write: Callable[[str], str]) -> Row:
    """A word each."""
    words = [None if code is None else write(code) for code in codes]
    same = codes[0] == codes[1]
    return Row(name, label, "word", words[0], words[1], None, same, before_code=codes[0], after_code=codes[1])


def _each(old: Any, new: Any, *path: str | int) -> tuple[float | None, float | None]:
    """The number at one place of two trees, None where a tree does not reach there."""
    return _at(old, path), _at(new, path)


def _at(tree: Any, path: tuple[str | int, ...]) -> float | None:
    for key in path:
        if tree is None or (isinstance(key, int) and key >= len(tree)):
            return None
        tree = tree[key]
    return tree


def _name(prefix: str, name: str) -> str:
    return f"{prefix}{name[:1].upper()}{name[1:]}" if prefix else name


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
