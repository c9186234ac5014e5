"""Sentences as JSON, and JSON sentences in a reader's words.

A sentence is stored as `{"say": code, "with": {name: value}}`. Each value is an object that bears its kind, so that
the digits and the meaning survive storage: `{"price": "72960.00"}`, `{"percent": 0.005}`, `{"moment": 1710417600000}`.
Several sentences that belong together are `{"sentences": […]}`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeGuard

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
        if not _is_object(node):
            raise Broken(f"{node!r} is not a value that can be shown.", code="UNKNOWN_VALUE")
        if is_sentence(node):
            return self.read(node)
        if "word" in node:
            return str(node["word"])
        return self._time(node) or self._figure(node)

    def _figure(self, node: Mapping[str, Any]) -> str:
        language = self.language
        match node:
            case {"price": str(value)}:
                return numbers.write_price(Decimal(value), language=language, exact=bool(node.get("exact")))
            case {"percent": value}:
                return numbers.write_percent(_finite(value), language=language, signed=bool(node.get("signed")))
            case {"number": value, "digits": int(digits)}:
                return numbers.write_number(_finite(value), digits, language=language)
            case {"multiple": value}:
                return numbers.write_multiple(_finite(value), language=language)
            case {"rr": value}:
                return numbers.write_risk_reward(_finite(value), language=language)
            case {"money": str(value), "currency": str(currency)}:
                return numbers.write_money(Decimal(value), currency, language=language)
            case _:
                raise Broken(f"{dict(node)!r} is not a value that can be shown.", code="UNKNOWN_VALUE")

    def _time(self, node: Mapping[str, Any]) -> str | None:
        language, timezone = self.language, self.timezone
        match node:
            case {"moment": int(value), "bare": True}:
                return numbers.write_bare_clock(value, language=language, timezone=timezone)
            case {"moment": int(value), "clock": True}:
                return numbers.write_clock(value, language=language, timezone=timezone, today=self.today)
            case {"moment": int(value)}:
                return numbers.write_moment(value, language=language, timezone=timezone)
            case {"timeOfDay": int(value)}:
                return numbers.write_time_of_day(value, language=language)
            case {"duration": int(value)}:
                return numbers.write_duration(value, language=language)
            case _:
                return None


def is_sentence(node: Any) -> bool:
    """Whether a piece of JSON is a sentence or several."""
    return _is_object(node) and (node.keys() == {"say", "with"} or node.keys() == {"sentences"})


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
