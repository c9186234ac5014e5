"""Sentences as JSON, and JSON sentences in a reader's words.

A sentence is stored as `{"say": code, "with": {name: value}}`. Each value is an object that bears its kind, so that
the digits and the meaning survive storage: `{"price": "72960.00"}`, `{"percent": 0.005}`, `{"moment": 1710417600000}`.
Several sentences that belong together are `{"sentences": […]}`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeGuard

from nofomo.engine.analysis import numbers
from nofomo.engine.analysis.phrases import Language, phrase_pieces
from nofomo.engine.core.errors import Broken
from nofomo.engine.core.say import (
    Duration,
    Moment,
    Money,
    Multiple,
    Number,
    Percent,
    Price,
    RiskReward,
    Say,
    TimeOfDay,
    Word,
)

Node = dict[str, Any]


def sentence_node(sentence: Say) -> Node:
    """A sentence as plain JSON. Raises Broken where a value is not of a kind that can be shown."""
    return {"say": sentence.code, "with": {name: _value_node(value) for name, value in sentence.values.items()}}


def sentences_node(sentences: Sequence[Say]) -> Node:
    """Several sentences that are read as one text."""
    return {"sentences": [sentence_node(sentence) for sentence in sentences]}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the language, the zone of their clock, and the moment (ms) that counts as today."""

    language: Language
    timezone: str
    today: int

    def read(self, node: Mapping[str, Any]) -> str:
        """A sentence, or several, in words. Raises Broken for an unknown code or a value that is missing."""
        if "sentences" in node:
            return " ".join(self.read(sentence) for sentence in node["sentences"])
        code: str = node["say"]
        values: Mapping[str, Any] = node["with"]
        words: list[str] = []
        for literal, name in phrase_pieces(code, self.language):
            words.append(literal)
            if name is None:
                continue
            if name not in values:
                raise Broken(f"The phrase {code!r} needs a value named {name!r}.", code="PHRASE_VALUES")
            words.append(self.value(values[name]))
        return "".join(words)

    def say(self, code: str, **values: Any) -> str:
        """A phrase with typed values, in words."""
        return self.read(sentence_node(Say(code, values)))

    def value(self, node: Any) -> str:
        """One value in words; a list is read with commas."""
        if isinstance(node, list):
            return ", ".join(self.value(item) for item in node)  # pyright: ignore[reportUnknownVariableType]
        if _is_object(node):
            for key in node:
                write = _WRITERS.get(key)
                if write is not None:
                    return write(node, self)
        raise Broken(f"{node!r} is not a value that can be shown.", code="UNKNOWN_VALUE")


def _write_number(node: Node, reader: Reader) -> str:
    return numbers.write_number(_finite(node["number"]), node["digits"], language=reader.language)


def _write_price(node: Node, reader: Reader) -> str:
    return numbers.write_price(Decimal(node["price"]), language=reader.language, exact=bool(node.get("exact")))


def _write_percent(node: Node, reader: Reader) -> str:
    signed = bool(node.get("signed"))
    return numbers.write_percent(_finite(node["percent"]), language=reader.language, signed=signed)


def _write_money(node: Node, reader: Reader) -> str:
    return numbers.write_money(Decimal(node["money"]), node["currency"], language=reader.language)


def _write_moment(node: Node, reader: Reader) -> str:
    ts, language, timezone = node["moment"], reader.language, reader.timezone
    if node.get("bare"):
        return numbers.write_bare_clock(ts, language=language, timezone=timezone)
    if node.get("clock"):
        return numbers.write_clock(ts, language=language, timezone=timezone, today=reader.today)
    return numbers.write_moment(ts, language=language, timezone=timezone)


_WRITERS: Final[Mapping[str, Callable[[Node, Reader], str]]] = {
    "say": lambda node, reader: reader.read(node),
    "sentences": lambda node, reader: reader.read(node),
    "word": lambda node, _: str(node["word"]),
    "price": _write_price,
    "percent": _write_percent,
    "number": _write_number,
    "multiple": lambda node, reader: numbers.write_multiple(_finite(node["multiple"]), language=reader.language),
    "rr": lambda node, reader: numbers.write_risk_reward(_finite(node["rr"]), language=reader.language),
    "money": _write_money,
    "moment": _write_moment,
    "timeOfDay": lambda node, reader: numbers.write_time_of_day(node["timeOfDay"], language=reader.language),
    "duration": lambda node, reader: numbers.write_duration(node["duration"], language=reader.language),
}


def is_sentence(node: Any) -> bool:
    """Whether a piece of JSON is a sentence or several."""
    return _is_object(node) and ("say" in node or "sentences" in node)


def _is_object(node: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(node, dict)


def _value_node(value: Any) -> Any:
    match value:
        case Say():
            return sentence_node(value)
        case tuple():
            return [_value_node(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
        case Word():
            return {"word": value.value}
        case Price():
            return {"price": format(value.value, "f"), **({"exact": True} if value.exact else {})}
        case Percent():
            return {"percent": _plain(value.value), **({"signed": True} if value.signed else {})}
        case Number():
            return {"number": _plain(value.value), "digits": value.digits}
        case Money():
            return {"money": format(value.value, "f"), "currency": value.currency}
        case Multiple() | RiskReward():
            return {"multiple" if isinstance(value, Multiple) else "rr": _plain(value.value)}
        case Moment():
            form = {"bare": True} if value.bare else {"clock": True} if value.clock else {}
            return {"moment": int(value.value), **form}
        case TimeOfDay() | Duration():
            return {"timeOfDay" if isinstance(value, TimeOfDay) else "duration": int(value.value)}
        case _:
            raise Broken(f"{value!r} is not a value that a sentence can show.", code="UNKNOWN_VALUE")


def _plain(value: float) -> float | None:
    """A float that JSON can hold: NaN and infinity become null, which is read as the word for unknown."""
    number = float(value)
    return number if math.isfinite(number) else None


def _finite(value: Any) -> float:
    return math.nan if value is None else float(value)
