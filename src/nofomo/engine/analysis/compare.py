"""Two versions of one symbol side by side: three short true statements, a table, both texts, and all of it to copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nofomo.engine.analysis.compare_plan import plan_statement, rr_statement
from nofomo.engine.analysis.compare_rows import Group, Row, Unit, Value, groups_of
from nofomo.engine.analysis.compare_sides import Pair, Side
from nofomo.engine.analysis.compare_verdict import verdict_text, verdict_title
from nofomo.engine.analysis.numbers import write_number
from nofomo.engine.analysis.phrases import Language
from nofomo.engine.analysis.speech import Reader
from nofomo.engine.analysis.text import SYNTHETIC_VENUE, full_stop, spot_text
from nofomo.engine.core.candles import milliseconds
from nofomo.engine.core.errors import Broken, Invalid
from nofomo.engine.core.say import Moment, Number, Word

_OPTIONS: Final = ("mode", "tp3", "riskPct", "equity", "strictGates")
_PRIVATE: Final[frozenset[Unit]] = frozenset(("money", "quantity"))
"""What somebody owns is nobody's business, and the text is made to be shared."""
_UNITS: Final[Mapping[Unit, str]] = {"ratio": "×", "r": "R", "percent": "%"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A few words and what is behind them."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Headline:
    """What changed about the answer, the plan and what it pays."""

    verdict: Statement
    plan: Statement
    rr: Statement


@dataclass(frozen=True, slots=True)
class Texts:
    """The whole text of both versions."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions compared, in words. `notes` say what else differs between how they were made; `copy` is plain text
    without amounts of money."""

    headline: Headline
    groups: tuple[Group, ...]
    notes: tuple[str, ...]
    text: Texts
    copy: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A stored version and its number in its chain."""

    document: Mapping[str, Any]
    version: int


def compare(before: Numbered, after: Numbered, *, language: Language, timezone: str) -> Comparison:
    """Lay two versions of one symbol side by side, whatever their timeframes, venues and options.

    Raises Invalid (`OTHER_SYMBOL`), and Broken (`PLAN_DOCUMENT`) where one is not a stored analysis.
    """
    try:
        sides = [Side(one.document, one.version, _reader(one, language, timezone=timezone)) for one in (before, after)]
        pair = Pair(sides[0], sides[1], language)
        symbols = [side.document["symbol"] for side in sides]
        if symbols[0] != symbols[1]:
            raise Invalid(
                f"These are versions of {symbols[0]} and {symbols[1]}. Compare versions of one symbol.",
                code="OTHER_SYMBOL", details={"before": symbols[0], "after": symbols[1]},
            )  # fmt: skip
        headline = Headline(
            Statement(verdict_title(pair), verdict_text(pair)),
            Statement(*plan_statement(pair)),
            Statement(*rr_statement(pair)),
        )
        groups, notes = groups_of(pair), _notes(pair)
        text = Texts(*(spot_text(side.document, side.reader) for side in sides))
        return Comparison(headline, groups, notes, text, _copy(pair, headline, groups=groups, notes=notes))
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, IndexError, StopIteration) as problem:
        raise Broken(f"This is not a stored analysis: {problem!r}.", code="PLAN_DOCUMENT") from problem


def _reader(one: Numbered, language: Language, *, timezone: str) -> Reader:
    return Reader(language, timezone, milliseconds(one.document["at"]))


def _notes(pair: Pair) -> tuple[str, ...]:
    """What else is different about the two: a reader must not take it for a change of the market."""
    before, after = pair.before.document, pair.after.document
    notes: list[str] = []
    if pair.before.at > pair.after.at:
        names = {"before": Word(f"v{pair.before.version}"), "after": Word(f"v{pair.after.version}")}
        notes.append(pair.say("compare.newer_first", **names))
    if before["venue"] != after["venue"]:
        names = {"before": Word(before["venue"]), "after": Word(after["venue"])}
        notes.append(pair.say("compare.other_venues", **names))
    if pair.before.frames != pair.after.frames:
        names = {"before": Word(pair.before.frames), "after": Word(pair.after.frames)}
        notes.append(pair.say("compare.other_frames", **names))
    changed = [name for name in _OPTIONS if before["options"][name] != after["options"][name]]
    if changed:
        words = pair.listed([pair.reader.say(f"compare.option.{name}") for name in changed])
        notes.append(pair.say("compare.other_options", options=Word(words)))
    if before["parametersVersion"] != after["parametersVersion"]:
        rules = {"before": Number(before["parametersVersion"]), "after": Number(after["parametersVersion"])}
        notes.append(pair.say("compare.other_rules", **rules))
    if not before.get("indicators") or not after.get("indicators"):
        notes.append(pair.say("compare.no_indicators"))
    return tuple(notes)


def _copy(pair: Pair, headline: Headline, *, groups: Sequence[Group], notes: Sequence[str]) -> str:
    """Everything but the amounts, as plain text: what changed line by line, what stayed in one."""
    after = pair.after.document
    one_chain = pair.before.frames == pair.after.frames and pair.before.document["venue"] == after["venue"]
    title = [after["symbol"], *([after["venue"], pair.after.frames] if one_chain else [])]
    names = {name: Word(_side_name(pair, side, alone=one_chain))
             for name, side in (("before", pair.before), ("after", pair.after))}  # fmt: skip
    blocks = [
        [" · ".join(title), pair.say("compare.versions", **names)],
        [f"{full_stop(said.title)} {said.text}" for said in (headline.verdict, headline.plan, headline.rr)],
        list(notes),
        *(_lines(pair, group) for group in groups),
    ]
    if SYNTHETIC_VENUE in (pair.before.document["venue"], after["venue"]):
        blocks.append([pair.say("text.synthetic")])
    blocks.append([pair.say("text.disclaimer")])
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _side_name(pair: Pair, side: Side, *, alone: bool) -> str:
    words = {"version": Number(side.version), "at": Moment(side.at)}
    if alone:
        return pair.say("compare.version", **words)
    place = {"venue": Word(side.document["venue"]), "timeframes": Word(side.frames)}
    return pair.say("compare.version_of", **words, **place)


def _lines(pair: Pair, group: Group) -> list[str]:
    rows = [row for row in group.rows if row.unit not in _PRIVATE]
    lines = [group.label]
    for row in rows:
        if row.same:
            continue
        words = {"label": Word(row.label), "before": Word(_written(pair, row, value=row.before)),
                 "after": Word(_written(pair, row, value=row.after))}  # fmt: skip
        if row.change is None:
            lines.append(pair.say("compare.line", **words))
        else:
            change = Word(_written(pair, row, value=row.change, signed=True))
            lines.append(pair.say("compare.line_change", **words, change=change))
    same = [row.label for row in rows if row.same and row.before is not None]
    if same:
        lines.append(pair.say("compare.unchanged", labels=Word(", ".join(same))))
    return lines if len(lines) > 1 else []


def _written(pair: Pair, row: Row, *, value: Value, signed: bool = False) -> str:
    if value is None:
        return pair.say("compare.absent")
    if isinstance(value, str):
        return value
    text = write_number(value, row.digits or 0, language=pair.language, signed=signed)
    return f"{text}{_UNITS.get(row.unit, '')}"
