"""The rungs of the price ladder: what stands on which price, in few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from nofomo.engine.core.candles import milliseconds
from nofomo.engine.core.say import Number, Percent, Word
from nofomo.features.plans.documents.sheet import Sheet, position
from nofomo.infra.documents import OlderLines, Role, Tag

_LOST: Final = "−1R"
_MOST_DIGITS: Final = 12


def ladder(sheet: Sheet) -> list[Tag]:
    """The tags of an analysis. Without a leg the levels themselves are the ladder.

    Quantities stay out of it: pictures are made to be passed on, and what somebody owns is nobody's business.
    """
    price = sheet.payload["price"]
    words = sheet.words
    whole = words.level(price, exact=True)
    written = whole if len(whole) <= _MOST_DIGITS else words.level(price)
    now = Tag("price", price, words.say("sheet.price"), written, words.clock(sheet.at), "")
    rungs = {"pullback": _pullback, "breakout": _breakout, None: _levels}[sheet.leg](sheet)
    return [now, *rungs]


def older_lines(sheet: Sheet) -> tuple[OlderLines, ...]:
    """The lines of the earlier version, named by it."""
    older = sheet.older
    if older is None:
        return ()
    words, payload, name = sheet.words, older.payload, f"v{older.version}"
    pullback, breakout = payload["pullback"], payload["breakout"]
    named: list[tuple[str, float]] = []
    if pullback is not None:
        named += [(f"TP{i}", target["price"]) for i, target in enumerate(pullback["targets"], start=1)]
        named += [(f"PB{i}", entry["price"]) for i, entry in enumerate(pullback["entries"], start=1)]
        named.append(("Inv", pullback["invalidation"]["price"]))
    elif breakout is not None:
        named += [("BO", breakout["trigger"]), ("SL", breakout["stop"])]
    lines = [(f"{name} {label} {words.level(price)}", price) for label, price in named]
    at = milliseconds(payload["at"])
    return (OlderLines(f"{name} {words.end(at)}", at, lines),)


def _pullback(sheet: Sheet) -> list[Tag]:
    leg, words = sheet.payload["pullback"], sheet.words
    held = position(sheet.payload, "pullback")
    rows = held.rows if held else ()
    entries = [
        _tag(sheet, row.name, role="entry", price=row.price, left=words.say("sheet.buy", share=Percent(row.share)),
             figure="")
        for row in rows
    ]  # fmt: skip
    wrong = leg["invalidation"]
    close = words.say("sheet.close", timeframe=Word(wrong["timeframe"]))
    invalid = _tag(
        sheet, words.say("sheet.invalid"), role="invalidation", price=wrong["price"], left=close, figure=_LOST
    )
    return [*_targets(sheet, leg["targets"]), *_trigger(sheet), *entries, invalid]


def _breakout(sheet: Sheet) -> list[Tag]:
    leg, words = sheet.payload["breakout"], sheet.words
    retest = _tag(
        sheet, "Retest", role="breakout", price=leg["retest"]["low"], left=words.say("sheet.retest"), figure=""
    )
    stop = _tag(sheet, "SL", role="invalidation", price=leg["stop"], left=words.say("sheet.quick_stop"), figure="−1R"
    )  # fmt: skip
    return [*_targets(sheet, leg["targets"]), *_trigger(sheet), retest, stop]


def _trigger(sheet: Sheet) -> list[Tag]:
    """The breakout's trigger; it stands on the pullback's ladder too, for that is where the plans part."""
    leg, words = sheet.payload["breakout"], sheet.words
    if leg is None:
        return []
    return [_tag(sheet, "BO", role="breakout", price=leg["trigger"], left=words.say("sheet.stop_limit"), figure="")]


def _levels(sheet: Sheet) -> list[Tag]:
    return [
        _tag(sheet, f"{letter}{i}", role="level", price=level["price"], figure="",
             left=sheet.words.say("sheet.sources", count=Number(len(level["reasons"]))))
        for letter, side in (("R", "resistance"), ("S", "support"))
        for i, level in enumerate(sheet.payload["levels"][side], start=1)
    ]  # fmt: skip


def _targets(sheet: Sheet, targets: Sequence[Mapping[str, Any]]) -> list[Tag]:
    words = sheet.words
    return [
        _tag(sheet, f"TP{i}", role="target", price=target["price"], figure=words.multiple(target["rr"]),
             left=words.say("sheet.sell", share=Percent(target["share"])))
        for i, target in enumerate(targets, start=1)
    ]  # fmt: skip


def _tag(sheet: Sheet, name: str, *, role: Role, price: float, left: str, figure: str) -> Tag:
    distance = sheet.words.change(price / sheet.payload["price"] - 1)
    right = f"{figure} · {distance}" if figure else distance
    return Tag(role, price, name, sheet.words.level(price), left, right)
