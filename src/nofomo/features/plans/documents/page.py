"""An analysis as the data of one printed page; `plan.typ` lays it out and sees to it that it stays one page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from nofomo.engine.core.say import Moment, Number, Say, Word
from nofomo.features.plans.documents.charting import build_chart
from nofomo.features.plans.documents.marks import icon
from nofomo.features.plans.documents.picture import chip_colors, describe_picture, venue_name
from nofomo.features.plans.documents.sheet import Sheet
from nofomo.features.plans.documents.tables import plan_tables
from nofomo.infra.documents import Palette, Theme, average_pens, draw_chart, page_palette

CHART_WIDTH: Final = 766.0
CHART_HEIGHTS: Final = (480.0, 430.0, 385.0, 340.0, 300.0)
"""The page takes the tallest one that leaves room for the words."""
_BARS: Final = 120
_ICONS: Final = ("TRADE", "WAIT", "NO_TRADE", "open", "closed", "unknown", "mark")
_GATE_STATES: Final = ("open", "closed", "unknown")


def page_data(sheet: Sheet, theme: Theme, *, sizes: bool = True) -> dict[str, Any]:
    """Everything that stands on the page, in words; quantities and money only with `sizes`."""
    palette, words, payload = page_palette(theme), sheet.words, sheet.payload
    return {
        "lang": sheet.language,
        "palette": {name: value for name, value in asdict(palette).items() if name != "strengths"},
        "paper": theme == "light",
        "icons": _icons(payload["action"], palette),
        "title": words.say(
            "sheet.file_title",
            symbol=Word(payload["symbol"]),
            action=Word(words.say(f"action.{payload['action']}")),
            at=Moment(sheet.at),
        ),
        "kind": words.say("sheet.title"),
        "version": None if sheet.version is None else f"v{sheet.version}",
        "moment": words.moment(sheet.at),
        "symbol": payload["symbol"],
        "facts": " · ".join((venue_name(payload["venue"]), *payload["timeframes"])),
        "synthetic": words.say("sheet.synthetic") if sheet.synthetic else None,
        "price": {"label": words.say("sheet.price"), "value": words.level(payload["price"], exact=True)},
        "validUntil": words.say("sheet.valid_until", moment=Moment(sheet.until, clock=True)),
        "verdict": _verdict(sheet, palette),
        "score": _score(sheet),
        "outcome": _outcome(sheet),
        "charts": _charts(sheet, palette),
        "chartAlt": describe_picture(sheet)[0],
        "legend": [
            {"name": words.say("sheet.average", period=Number(period)), "width": width, "strength": strength * 100}
            for period, width, strength in average_pens(palette)
        ],
        "plan": plan_tables(sheet, sizes=sizes),
        "text": _text(sheet),
        "gates": _gates(sheet),
        "foot": {
            "disclaimer": words.say("text.disclaimer"),
            "times": words.say("sheet.times", zone=Word(words.zone_name())),
            "shortened": words.say("sheet.shortened"),
            "id": sheet.plan_id,
        },
    }


def _icons(action: str, palette: Palette) -> dict[str, str]:
    drawn = {name: icon(name, palette).render() for name in _ICONS}
    drawn[action] = icon(action, palette, color=chip_colors(action, palette)[1]).render()  # type: ignore[arg-type]
    return drawn


def _verdict(sheet: Sheet, palette: Palette) -> dict[str, Any]:
    payload, words = sheet.payload, sheet.words
    ground, ink = chip_colors(payload["action"], palette)
    return {
        "action": payload["action"],
        "word": words.say(f"action.{payload['action']}"),
        "rank": words.say("verdict.priority") if payload["score"]["verdict"] == "priority" else None,
        "ground": ground,
        "ink": ink,
        "headline": payload["headline"],
        "changesLabel": words.say("sheet.changes"),
        "changes": [change["text"].rstrip(" .") for change in payload["changes"]],
    }


def _score(sheet: Sheet) -> dict[str, Any]:
    score, words = sheet.payload["score"], sheet.words
    return {
        "title": words.say("sheet.score"),
        "total": score["total"],
        "totalLabel": words.say("sheet.total"),
        "worth": words.say("sheet.worth", count=Number(34)),
        "priority": words.say("sheet.priority", count=Number(40)),
        "parts": [
            {
                "name": words.say(f"sheet.part.{part['name']}"),
                "points": part["points"],
                "of": part["of"],
                "reasons": part["reasons"],
            }
            for part in score["parts"]
        ],
    }


def _charts(sheet: Sheet, palette: Palette) -> list[dict[str, Any]]:
    chart = build_chart(sheet, bars=_BARS)
    return [
        {"svg": draw_chart(chart, palette, width=CHART_WIDTH, height=height).render(), "ratio": height / CHART_WIDTH}
        for height in CHART_HEIGHTS
    ]


def _text(sheet: Sheet) -> list[dict[str, Any]]:
    """The SPOT I text between its head and its foot, which the page says in its own places, taken apart."""
    payload, words = sheet.payload, sheet.words
    _, bias, levels, plan, breakout, reading, _ = (block.split("\n") for block in payload["text"].split("\n\n"))
    parts = [_part(head, lines) for head, *lines in (bias, levels, [*plan, *breakout])]
    parts += [_part(*line.split(" : ", 1)) for line in reading]
    said_by_gates = {words.say("warning.gate_unknown", name=Say(f"gate.{gate['name']}")) for gate in sheet.gates}
    warnings = " ".join(f"{text.rstrip(' .')}." for text in payload["warnings"] if text not in said_by_gates)
    if warnings:
        head, _, told = words.say("text.warnings", sentences=Word(warnings)).partition(": ")
        parts.append(_part(head, told))
    return parts


def _part(head: str, lines: str | list[str]) -> dict[str, Any]:
    told = [lines] if isinstance(lines, str) else lines
    return {
        "head": head.rstrip(" :"),
        "lines": [{"text": line, "strong": line.startswith(("1) ", "2) "))} for line in told],
    }


def _gates(sheet: Sheet) -> dict[str, Any]:
    words, gates = sheet.words, sheet.gates
    counts = {state: sum(gate["state"] == state for gate in gates) for state in _GATE_STATES}
    return {
        "title": words.say("sheet.gates"),
        "count": " · ".join(
            words.say("sheet.gate_count", count=Number(count), state=Word(words.say(f"sheet.gate.{state}")))
            for state, count in counts.items()
            if count
        ),
        "items": [
            {
                "name": words.say(f"gate.{gate['name']}"),
                "state": gate["state"],
                "word": words.say(f"sheet.gate.{gate['state']}"),
                "detail": gate["detail"],
            }
            for gate in gates
        ],
    }


def _outcome(sheet: Sheet) -> dict[str, Any] | None:
    told = [outcome for outcome in sheet.outcomes if outcome.state != "waiting"]
    if not told:
        return None
    words = sheet.words
    lines: list[dict[str, str]] = []
    for outcome in told:
        state, result = words.say(f"sheet.state.{outcome.state}"), outcome.result
        when = words.clock(outcome.events[-1].at) if outcome.events else ""
        doubt = words.say("sheet.ambiguous") if outcome.ambiguous else ""
        lines.append(
            {
                "leg": words.say(f"sheet.{outcome.leg}"),
                "state": " ".join(part for part in (state, when, doubt) if part),
                "result": "" if result is None else words.signed_multiple(result),
                "good": "" if result is None else "up" if result > 0 else "down",
            }
        )
    return {"title": words.say("sheet.outcome"), "lines": lines}
