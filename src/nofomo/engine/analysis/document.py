"""The one structure that is stored, sent and printed (DESIGN, section 5), and its words for one reader.

`document` turns an analysis into plain JSON without a language; `render` puts a stored document into words. A version
is stored once and read in either language and any time zone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from nofomo.engine.analysis.model import Analysis, Box, Indicators, Options, Score
from nofomo.engine.analysis.numbers import decimals_of
from nofomo.engine.analysis.phrases import Language
from nofomo.engine.analysis.speech import Reader, is_sentence, sentence_node, sentences_node
from nofomo.engine.analysis.text import spot_text
from nofomo.engine.core.candles import iso, milliseconds
from nofomo.engine.core.errors import Broken
from nofomo.engine.core.plan import Breakout, Level, Pullback, Size, Target
from nofomo.engine.core.say import Say


def document(analysis: Analysis) -> dict[str, Any]:
    """The analysis as plain JSON. Sentences stay `{"say", "with"}`; prices are numbers with at most `priceDigits`."""
    changes = [{"text": sentence_node(c.text), "price": _number(c.price)} for c in analysis.changes]
    box = analysis.box
    return {
        "symbol": analysis.symbol,
        "venue": analysis.venue,
        "at": iso(analysis.at),
        "validUntil": iso(analysis.valid_until),
        "timeframes": [str(timeframe) for timeframe in analysis.timeframes],
        "parametersVersion": analysis.parameters_version,
        "options": _options(analysis.options),
        "price": _number(analysis.price),
        "priceDigits": decimals_of(analysis.price),
        "action": analysis.action,
        "headline": sentence_node(analysis.headline),
        "changeVerdict": changes[0]["text"] if changes else None,
        "changes": changes,
        "bias": {"direction": analysis.bias.direction, "text": sentences_node(analysis.bias.text)},
        "score": _score(analysis.score),
        "box": None if box is None else _box(box),
        "levels": {"support": _levels(analysis.support), "resistance": _levels(analysis.resistance)},
        "pullback": None if analysis.pullback is None else _pullback(analysis.pullback),
        "breakout": None if analysis.breakout is None else _breakout(analysis.breakout),
        "gates": [{"name": g.name, "state": g.state, "detail": sentence_node(g.detail)} for g in analysis.gates],
        "checks": [
            {
                "leg": check.leg,
                "condition": sentence_node(check.condition),
                "found": sentence_node(check.found),
                "needed": sentence_node(check.needed),
                "passed": check.passed,
            }
            for check in analysis.checks
        ],
        "reading": _sentences(analysis.reading),
        "fundamental": _sentences(analysis.fundamental),
        "warnings": _sentences(analysis.warnings),
        "indicators": {str(one.timeframe): _indicators(one) for one in analysis.indicators},
    }


def render(document: dict[str, Any], *, language: Language, timezone: str) -> dict[str, Any]:
    """The promised payload: the document with every sentence in words, and the whole as `text`.

    The document is not touched. Raises Broken for an unknown phrase or a document that is not one, Invalid for an
    unknown time zone.
    """
    try:
        reader = Reader(language, timezone, milliseconds(document["at"]))
        payload: dict[str, Any] = _read(document, reader)
        payload["text"] = spot_text(document, reader)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, IndexError) as problem:
        raise Broken(f"This is not a stored analysis: {problem!r}.", code="PLAN_DOCUMENT") from problem
    return payload


def sentence(said: Say, *, language: Language, timezone: str, today: int) -> str:
    """One sentence in words, for a reader in `timezone` for whom the moment `today` (ms) is now."""
    return Reader(language, timezone, today).read(sentence_node(said))


def _read(node: Any, reader: Reader) -> Any:
    if is_sentence(node):
        return reader.read(node)
    if isinstance(node, dict):
        return {key: _read(value, reader) for key, value in node.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(node, list):
        return [_read(item, reader) for item in node]  # pyright: ignore[reportUnknownVariableType]
    return node


def _options(options: Options) -> dict[str, Any]:
    return {
        "timeframes": [str(timeframe) for timeframe in options.timeframes],
        "mode": options.mode,
        "tp3": options.third_target,
        "riskPct": options.risk_pct,
        "equity": _number(options.equity),
        "strictGates": options.strict_gates,
    }


def _score(score: Score) -> dict[str, Any]:
    parts = [
        {"name": part.name, "points": part.points, "of": part.of, "reasons": _sentences(part.reasons)}
        for part in score.parts
    ]
    return {"total": score.total, "verdict": score.verdict, "parts": parts}


def _indicators(one: Indicators) -> dict[str, float | None]:
    figures = {
        "ema20": one.ema20,
        "rsi14": one.rsi14,
        "macdHist": one.macd_hist,
        "volumeRatio": one.volume_ratio,
        "atr14": one.atr14,
    }
    return {name: float(f"{value:.8g}") if math.isfinite(value) else None for name, value in figures.items()}


def _box(box: Box) -> dict[str, Any]:
    return {"low": _number(box.low), "high": _number(box.high), "timeframe": str(box.timeframe)}


def _levels(levels: Sequence[Level]) -> list[dict[str, Any]]:
    return [
        {
            "price": _number(level.price),
            "low": _number(level.low),
            "high": _number(level.high),
            "strength": float(level.strength),
            "reasons": _sentences(level.reasons),
        }
        for level in levels
    ]


def _pullback(leg: Pullback) -> dict[str, Any]:
    invalidation = {"price": _number(leg.invalidation.price), "timeframe": str(leg.invalidation.timeframe)}
    return {
        "entries": [{"price": _number(entry.price), "share": float(entry.share)} for entry in leg.entries],
        "invalidation": invalidation,
        "targets": _targets(leg.targets),
        "size": _size(leg.size),
        "reasons": _sentences(leg.reasons),
    }


def _breakout(leg: Breakout) -> dict[str, Any]:
    return {
        "trigger": _number(leg.trigger),
        "limit": _number(leg.limit),
        "retest": {"low": _number(leg.retest_low), "high": _number(leg.retest_high)},
        "stop": _number(leg.stop),
        "targets": _targets(leg.targets),
        "size": _size(leg.size),
        "reasons": _sentences(leg.reasons),
    }


def _targets(targets: Sequence[Target]) -> list[dict[str, Any]]:
    return [
        {
            "price": _number(target.price),
            "rr": float(target.rr),
            "share": float(target.share),
            "reasons": _sentences(target.reasons),
        }
        for target in targets
    ]


def _size(size: Size) -> dict[str, Any]:
    return {
        "riskPct": float(size.risk_pct),
        "equity": _number(size.equity),
        "quantity": _number(size.quantity),
        "notional": _number(size.notional),
        "maxLoss": _number(size.max_loss),
        "fees": _number(size.fees),
        "capped": size.capped,
    }


def _sentences(sentences: Sequence[Say]) -> list[dict[str, Any]]:
    return [sentence_node(sentence) for sentence in sentences]


def _number(value: Decimal | None) -> int | float | None:
    """A decimal as the JSON number that a person would write: 72960 and 0.4567, never 72960.0."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
