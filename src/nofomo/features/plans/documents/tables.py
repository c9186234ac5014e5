"""The plan in figures: one table for each leg, in price order, with loss before gain; or what was checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nofomo.engine.core.say import Percent
from nofomo.features.plans.documents.sheet import Bought, Position, Sheet, position
from nofomo.features.plans.model import Leg
from nofomo.infra.documents import text_width

Row = dict[str, Any]


def plan_tables(sheet: Sheet, *, sizes: bool = True) -> dict[str, Any]:
    """The tables of both legs; without a leg what was looked for and not found. Without `sizes` no money is named."""
    words = sheet.words
    heads = [
        "",
        words.say("sheet.price"),
        words.say("sheet.distance"),
        words.say("sheet.share"),
        "R",
        sheet.base,
        sheet.quote,
    ]
    legs = [_leg(sheet, leg, sizes=sizes) for leg in ("pullback", "breakout") if sheet.payload[leg] is not None]
    for leg in legs:
        leg["width"] = _width(leg["rows"], heads[1:], sizes=sizes)
    return {
        "title": words.say(("sheet.plan" if sizes else "sheet.plan_only") if legs else "sheet.checked"),
        "sizes": sizes,
        "heads": heads,
        "legs": legs,
        "checks": [] if legs else _checked_legs(sheet),
        "checkHeads": [words.say("sheet.found"), words.say("sheet.needed")],
    }  # fmt: skip


def _leg(sheet: Sheet, leg: Leg, *, sizes: bool) -> dict[str, Any]:
    words, held = sheet.words, position(sheet.payload, leg)
    assert held is not None
    found = sheet.payload[leg]
    targets = [
        _row(sheet, f"TP{i}", role="target", price=target["price"], share=words.share(target["share"]),
             multiple=words.multiple(target["rr"]))
        for i, target in enumerate(found["targets"], start=1)
    ]  # fmt: skip
    middle = _pullback(sheet, held) if leg == "pullback" else _breakout(sheet, held)
    told = {"name": words.say(f"sheet.{leg}"), "rows": [*reversed(targets), *middle]}
    if not sizes:
        return told
    return told | {
        "loss": {"label": words.say("sheet.loss"), "value": words.money(held.loss, sheet.quote, sign="−")},
        "gain": {"label": words.say("sheet.gain"), "value": words.money(held.gain, sheet.quote, sign="+")},
        "note": _note(sheet, held),
    }


def _width(rows: Sequence[Row], heads: Sequence[str], *, sizes: bool) -> float:
    """How wide a table is without the space between its columns, in sizes of its type."""
    keys = ("price", "distance", "share", "multiple", *(("quantity", "cost") if sizes else ()))
    names = max(text_width(row["name"], 1, weight=600) for row in rows)
    columns = (
        max(text_width(head, 0.9), *(text_width(row[key], 1, weight=600 if key == "price" else 400) for row in rows
                                     if not row["wide"]))
        for key, head in zip(keys, heads, strict=False)
    )  # fmt: skip
    return names + sum(columns)


def _pullback(sheet: Sheet, held: Position) -> list[Row]:
    words, wrong = sheet.words, sheet.payload["pullback"]["invalidation"]
    bought = [_bought(sheet, row, role="entry") for row in held.rows]
    whole = Bought(words.say("sheet.average_price"), 1.0, held.average, held.quantity, held.cost)
    average = _bought(sheet, whole, role="sum")
    invalid = _row(sheet, words.say("sheet.invalid"), role="invalidation", price=wrong["price"],
                   share=wrong["timeframe"], multiple="−1R")  # fmt: skip
    return [*bought, average, invalid]


def _breakout(sheet: Sheet, held: Position) -> list[Row]:
    words, leg = sheet.words, sheet.payload["breakout"]
    limit = _bought(sheet, held.rows[0], role="entry") | {"name": "Limit"}
    trigger = _row(sheet, words.say("sheet.trigger"), role="breakout", price=leg["trigger"])
    low, high = words.level(leg["retest"]["low"]), words.level(leg["retest"]["high"])
    retest = _row(sheet, "Retest", role="level", price=leg["retest"]["low"]) | {"price": f"{low}–{high}", "wide": True}
    stop = _row(sheet, "SL", role="invalidation", price=leg["stop"], multiple="−1R")
    return [limit, trigger, retest, stop]


def _bought(sheet: Sheet, row: Bought, *, role: str) -> Row:
    words = sheet.words
    made = _row(sheet, row.name, role=role, price=row.price, share=words.share(row.share))
    return made | {"quantity": words.quantity(row.quantity), "cost": words.cost(row.cost, sheet.quote)}


def _row(sheet: Sheet, name: str, *, role: str, price: float, share: str = "", multiple: str = "") -> Row:
    return {
        "role": role,
        "name": name,
        "price": sheet.words.level(price),
        "distance": sheet.words.change(price / sheet.payload["price"] - 1),
        "share": share,
        "multiple": multiple,
        "quantity": "",
        "cost": "",
        "wide": False,
    }


def _note(sheet: Sheet, held: Position) -> str:
    words, size = sheet.words, held.size
    said = words.say(
        "sheet.equity",
        risk=Percent(size["riskPct"] / 100),
        equity=words.as_money(size["equity"], sheet.quote),
        used=Percent(round(held.used, 4)),
        fees=words.as_money(size["fees"], sheet.quote),
    )
    return f"{said} {words.say('sheet.capped')}" if size["capped"] else said


def _checked_legs(sheet: Sheet) -> list[dict[str, Any]]:
    """The conditions of each leg: what it was, what was found, what was needed; those that failed first."""
    checks: Sequence[Mapping[str, Any]] = sheet.payload["checks"]
    words = sheet.words
    return [
        {
            "name": words.say(f"sheet.{leg}"),
            "rows": [
                {
                    "condition": check["condition"],
                    "found": check["found"],
                    "needed": check["needed"],
                    "passed": check["passed"],
                }
                for check in sorted(found, key=lambda check: check["passed"])
            ],
        }
        for leg in ("market", "pullback", "breakout")
        if (found := [check for check in checks if check["leg"] == leg])
    ]
