"""Analisa SPOT I as one text, in the blueprint's template, from the stored document alone.

Position sizes stay out of it: the text is made to be copied and shared, and what somebody owns is nobody's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from nofomo.engine.analysis.speech import Reader
from nofomo.engine.core.candles import milliseconds
from nofomo.engine.core.say import Moment, Number, Percent, Price, Word
from nofomo.engine.core.timeframe import Timeframe

SYNTHETIC_VENUE: Final = "sandbox"
_DOT: Final = " · "
_HOUR: Final = Timeframe(60)


def spot_text(document: Mapping[str, Any], reader: Reader) -> str:
    """The whole text, paragraphs separated by an empty line, without a final line break."""
    draft = _Draft(document, reader)
    blocks = (
        draft.header(),
        [reader.say("text.bias"), reader.read(document["bias"]["text"])],
        draft.levels(),
        [reader.say("text.plan"), *draft.pullback()],
        draft.breakout(),
        draft.reading(),
        draft.footer(),
    )
    return "\n\n".join("\n".join(block) for block in blocks)


class _Draft:
    """The parts of one text. Prices are read from the document on the grid that it names."""

    def __init__(self, document: Mapping[str, Any], reader: Reader) -> None:
        self._document = document
        self._reader = reader
        self._step = Decimal(1).scaleb(-int(document["priceDigits"]))

    def header(self) -> list[str]:
        """What was analysed where and when, the answer, what would change it, and what stands in the way."""
        document, say = self._document, self._reader.say
        score = document["score"]
        lines = [
            say(
                "text.title",
                symbol=Word(document["symbol"]),
                venue=Word(document["venue"]),
                at=Moment(milliseconds(document["at"])),
            ),
            say(
                "text.answer",
                action=Word(say(f"action.{document['action']}")),
                score=Number(score["total"]),
                verdict=Word(say(f"verdict.{score['verdict']}")),
                price=self._price(document["price"], exact=True),
            ),
            full_stop(self._reader.read(document["headline"])),
        ]
        if document["changeVerdict"] is not None:
            change = Word(within(self._reader.read(document["changeVerdict"])))
            lines.append(say("text.change", change=change))
        closed = [gate for gate in document["gates"] if gate["state"] == "closed"]
        if closed:
            lines.append(say("text.closed_gates", gates=Word(_DOT.join(self._gate(gate) for gate in closed))))
        if document["venue"] == SYNTHETIC_VENUE:
            lines.append(say("text.synthetic"))
        return lines

    def levels(self) -> list[str]:
        """Supports from the nearest down, resistances from the nearest up."""
        say = self._reader.say
        lines = [say("text.levels")]
        for side in ("support", "resistance"):
            prices = _DOT.join(self._shown(level["price"]) for level in self._document["levels"][side])
            lines.append(say(f"text.{side}", prices=Word(prices)) if prices else say(f"text.no_{side}"))
        return lines

    def pullback(self) -> list[str]:
        """The ladder, its invalidation and targets; or why there is none."""
        say, leg = self._reader.say, self._document["pullback"]
        lines = [say("text.pullback")]
        if leg is None:
            return [*lines, self._why_none("pullback")]
        entries = [
            say("text.entry", price=self._price(entry["price"]), share=Percent(entry["share"]))
            for entry in leg["entries"]
        ]
        invalidation = leg["invalidation"]
        wide = Timeframe.parse(self._document["timeframes"][-1]) >= _HOUR
        return [
            *lines,
            say("text.scale_in", entries=Word(_DOT.join(entries))),
            say(
                "text.invalidation_wide" if wide else "text.invalidation",
                timeframe=Word(invalidation["timeframe"]),
                price=self._price(invalidation["price"]),
            ),
            self._targets(leg["targets"]),
        ]

    def breakout(self) -> list[str]:
        """The stop-limit, its retest, quick stop and targets; or why there is none."""
        say, leg = self._reader.say, self._document["breakout"]
        lines = [say("text.breakout")]
        if leg is None:
            return [*lines, self._why_none("breakout")]
        return [
            *lines,
            say("text.stop_limit", prices=Word(self._range(leg["trigger"], leg["limit"]))),
            say("text.retest", zone=Word(self._range(leg["retest"]["low"], leg["retest"]["high"]))),
            say("text.quick_stop", price=self._price(leg["stop"])),
            self._targets(leg["targets"]),
        ]

    def reading(self) -> list[str]:
        """The signals and the next day or two, one line each."""
        return [
            self._reader.say(f"text.{part}", sentences=Word(self._sentences(self._document[part])))
            for part in ("reading", "fundamental")
        ]

    def footer(self) -> list[str]:
        """Warnings, how long it is valid, and whose decision it is."""
        say = self._reader.say
        warned = self._document["warnings"]
        warnings = [say("text.warnings", sentences=Word(self._sentences(warned)))] if warned else []
        valid_until = Moment(milliseconds(self._document["validUntil"]))
        return [*warnings, say("text.valid_until", moment=valid_until), say("text.disclaimer")]

    def _why_none(self, leg: str) -> str:
        """The first condition that the leg failed, in one sentence."""
        mode = self._document["options"]["mode"]
        if mode not in ("auto", leg):
            return self._reader.say("text.none_asked")
        failed = [check for check in self._document["checks"] if not check["passed"]]
        own = [check for check in failed if check["leg"] == leg] or [c for c in failed if c["leg"] == "market"]
        if not own:
            return self._reader.say("text.none")
        words = {name: Word(within(self._reader.read(own[0][name]))) for name in ("condition", "found", "needed")}
        return self._reader.say("text.none_because", **words)

    def _targets(self, targets: Sequence[Mapping[str, Any]]) -> str:
        named = [
            self._reader.say("text.target", number=Number(number), price=self._price(target["price"]))
            for number, target in enumerate(targets, start=1)
        ]
        return self._reader.say("text.targets", targets=Word(", ".join(named)))

    def _gate(self, gate: Mapping[str, Any]) -> str:
        name = Word(self._reader.say(f"gate.{gate['name']}"))
        return self._reader.say("text.gate", name=name, detail=Word(self._reader.read(gate["detail"]).rstrip(".")))

    def _sentences(self, nodes: Sequence[Mapping[str, Any]]) -> str:
        return " ".join(full_stop(self._reader.read(node)) for node in nodes) or self._reader.say("text.nothing")

    def _range(self, low: float, high: float) -> str:
        return self._shown(low) if low == high else f"{self._shown(low)}–{self._shown(high)}"

    def _shown(self, value: float) -> str:
        return self._reader.say("text.price", price=self._price(value))

    def _price(self, value: float, *, exact: bool = False) -> Price:
        return Price(Decimal(str(value)).quantize(self._step), exact=exact)


def within(sentence: str) -> str:
    """A sentence as part of another: no full stop, and no capital unless it begins with an abbreviation."""
    part = sentence.rstrip(".")
    return part if part[1:2].isupper() or part[1:2].isdigit() else f"{part[:1].lower()}{part[1:]}"


def full_stop(sentence: str) -> str:
    """A sentence with the mark at its end that it may lack."""
    return sentence if sentence.endswith((".", "?", ":")) else f"{sentence}."
