"""Two stored versions of one symbol, and what each of them says, for those who compare them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from nofomo.engine.analysis.numbers import write_number
from nofomo.engine.analysis.phrases import Language
from nofomo.engine.analysis.speech import Reader
from nofomo.engine.analysis.text import within
from nofomo.engine.core.candles import milliseconds
from nofomo.engine.core.say import Price, Word

LegName = Literal["pullback", "breakout"]
LEGS: tuple[LegName, LegName] = ("pullback", "breakout")
Leg = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One version: its stored document, its number, and its reader, for whom its own day is today."""

    document: Mapping[str, Any]
    version: int
    reader: Reader

    @property
    def at(self) -> int:
        """The moment of the analysis (ms)."""
        return milliseconds(self.document["at"])

    def leg(self, name: LegName) -> Leg | None:
        """One leg of the plan, where there is one."""
        return self.document[name]

    @property
    def first_leg(self) -> LegName | None:
        """The leg that would be taken: the safer one of two."""
        return next((name for name in LEGS if self.document[name] is not None), None)

    @property
    def frames(self) -> str:
        """The timeframes from the largest to the smallest: 4h-1h-15m."""
        return "-".join(self.document["timeframes"])

    @property
    def trigger_frame(self) -> str:
        """The smallest timeframe."""
        return self.document["timeframes"][-1]

    def gate(self, name: str) -> Mapping[str, Any] | None:
        """A gate by name, where this version has it."""
        return next((gate for gate in self.document["gates"] if gate["name"] == name), None)

    def part(self, name: str) -> int:
        """The points of one part of the score."""
        return next(part["points"] for part in self.document["score"]["parts"] if part["name"] == name)


@dataclass(frozen=True, slots=True)
class Pair:
    """The version to compare from and the one to compare to, and in which words."""

    before: Side
    after: Side
    language: Language

    @property
    def reader(self) -> Reader:
        """Who reads what belongs to neither side alone."""
        return self.after.reader

    def say(self, code: str, **values: Any) -> str:
        """A phrase in words."""
        return self.reader.say(code, **values)

    def price(self, value: Decimal) -> Price:
        """A price or distance on the finer grid of the two versions."""
        digits = max(int(side.document["priceDigits"]) for side in (self.before, self.after))
        return Price(value.quantize(Decimal(1).scaleb(-digits)))

    def distance(self, value: Decimal) -> Price:
        """A distance on the same grid; a whole one without decimals, as it is spoken."""
        return Price(Decimal(int(value))) if value == value.to_integral_value() else self.price(value)

    def signed(self, value: int) -> Word:
        """A difference of points with its sign."""
        return Word(write_number(value, 0, language=self.language, signed=True))

    def listed(self, words: Sequence[str]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        if len(words) < 2:
            return "".join(words)
        return self.say("compare.and", first=Word(", ".join(words[:-1])), last=Word(words[-1]))

    def part_name(self, name: str) -> str:
        """A part of the score as it is called inside a sentence."""
        return within(self.reader.say(f"compare.part.{name}"))


def exact(value: float) -> Decimal:
    """A number of a stored document, digit for digit."""
    return Decimal(str(value))


def entry_of(name: LegName, leg: Leg) -> Decimal:
    """What a leg is bought at: the share-weighted entry, or a breakout's limit."""
    if name == "breakout":
        return exact(leg["limit"])
    return sum((exact(entry["price"]) * exact(entry["share"]) for entry in leg["entries"]), Decimal(0))


def stop_of(name: LegName, leg: Leg) -> Decimal:
    """Where a leg is wrong."""
    return exact(leg["stop"] if name == "breakout" else leg["invalidation"]["price"])


def leg_in_words(pair: Pair, name: LegName, *, leg: Leg) -> str:
    """A leg with its prices, as part of a sentence."""
    if name == "breakout":
        prices = {"trigger": pair.price(exact(leg["trigger"])), "limit": pair.price(exact(leg["limit"]))}
        return pair.reader.say("compare.leg_breakout", **prices)
    prices = [pair.price(exact(entry["price"])) for entry in leg["entries"]]
    return pair.reader.say("compare.leg_pullback", high=prices[0], low=prices[-1])


def why_no_leg(pair: Pair, side: Side, *, name: LegName | None = None) -> str:
    """The first condition that a leg (by default: any) failed, in a sentence."""
    failed = [check for check in side.document["checks"] if not check["passed"]]
    order = (name, "market") if name is not None else (*LEGS, "market")
    own = next((check for leg in order for check in failed if check["leg"] == leg), None)
    if own is None:
        return pair.say("compare.no_leg_plain")
    words = {key: Word(within(side.reader.read(own[key]))) for key in ("condition", "found", "needed")}
    return pair.reader.say("compare.no_leg", **words)
