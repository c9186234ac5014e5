"""An analysis as one picture: verdict and headline above its chart. Made to be passed on, so without quantities."""

from __future__ import annotations

from typing import Final

from nofomo.engine.core.say import Number, Word
from nofomo.features.plans.documents.charting import build_chart
from nofomo.features.plans.documents.marks import icon
from nofomo.features.plans.documents.sheet import Sheet
from nofomo.infra.documents import (
    Palette,
    Pen,
    Svg,
    Theme,
    Type,
    average_pens,
    draw_chart,
    screen_palette,
    shorten,
    text_width,
)

WIDTH, HEIGHT = 800, 450
_BARS: Final = 110
_MARGIN: Final = 16.0
_HEAD, _FOOT = 66.0, 26.0
_QUIET, _SYMBOL, _LEAD = 11.0, 19.0, 13.5
_SYMBOL_ROOM, _FACTS_ROOM = 320.0, 150.0


def draw_picture(sheet: Sheet, theme: Theme) -> Svg:
    """The picture, 800 × 450 px."""
    palette, svg = screen_palette(theme), Svg(WIDTH, HEIGHT)
    svg.rectangle((0, 0, WIDTH, HEIGHT), fill=palette.panel)
    _draw_head(svg, sheet, palette=palette)
    chart = draw_chart(
        build_chart(sheet, bars=_BARS),
        palette,
        width=WIDTH - _MARGIN - 6,
        height=HEIGHT - _HEAD - _FOOT,
    )
    svg.put(chart, (6, _HEAD))
    _draw_foot(svg, sheet, palette=palette)
    return svg


def describe_picture(sheet: Sheet) -> tuple[str, str]:
    """Title and description for those who cannot see it."""
    frame = str(sheet.candles.timeframe)
    title = sheet.words.say("sheet.chart", symbol=Word(sheet.payload["symbol"]), timeframe=Word(frame))
    return title, sheet.payload["text"]


def _draw_head(svg: Svg, sheet: Sheet, *, palette: Palette) -> None:
    words, payload = sheet.words, sheet.payload
    x = _MARGIN
    symbol = shorten(payload["symbol"], _SYMBOL_ROOM, size=_SYMBOL, weight=600)
    svg.text(symbol, (x, 25), kind=Type(palette.ink, _SYMBOL, 600))
    x += text_width(symbol, _SYMBOL, weight=600) + 10
    facts = f"{venue_name(payload['venue'])} · {sheet.candles.timeframe}"
    facts = shorten(facts, _FACTS_ROOM, size=_QUIET)
    svg.text(facts, (x, 26.5), kind=Type(palette.ink3, _QUIET))
    x += text_width(facts, _QUIET) + 10
    if sheet.synthetic:
        _badge(svg, words.say("sheet.synthetic"), at=(x, 17), palette=palette)
    _draw_verdict(svg, sheet, palette=palette)
    stamp = words.moment(sheet.at) if sheet.version is None else f"v{sheet.version} · {words.moment(sheet.at)}"
    svg.text(stamp, (WIDTH - _MARGIN, 50), kind=Type(palette.ink3, _QUIET), anchor="end")
    room = WIDTH - 2 * _MARGIN - text_width(stamp, _QUIET) - 24
    svg.text(
        shorten(payload["headline"], room, size=_LEAD, weight=600), (_MARGIN, 50), kind=Type(palette.ink, _LEAD, 600)
    )


def _draw_verdict(svg: Svg, sheet: Sheet, *, palette: Palette) -> None:
    """The chip at the right edge with the score before it."""
    action, score = sheet.payload["action"], sheet.payload["score"]["total"]
    word = sheet.words.say(f"action.{action}")
    width = text_width(word, 13, weight=600) + 40
    left, top = WIDTH - _MARGIN - width, 12.0
    ground, ink = chip_colors(action, palette)
    if ground:
        svg.rectangle((left, top, width, 25), fill=ground, radius=5)
    else:
        svg.frame((left + 0.75, top + 0.75, width - 1.5, 23.5), pen=Pen(ink, 1.5), radius=5)
    svg.put(icon(action, palette, color=ink), (left + 9, top + 4.5))
    svg.text(word, (left + 31, top + 12.5), kind=Type(ink, 13, 600))
    svg.text("/50", (left - 12, 25), kind=Type(palette.ink3, _QUIET), anchor="end")
    end = left - 13 - text_width("/50", _QUIET)
    svg.text(sheet.words.count(score), (end, 24.5), kind=Type(palette.ink, 17, 600), anchor="end")


def chip_colors(action: str, palette: Palette) -> tuple[str | None, str]:
    """Ground (None: only an outline) and ink of a verdict's chip."""
    if action == "TRADE":
        return palette.ink, palette.panel
    return (None, palette.warn) if action == "WAIT" else (palette.selected, palette.ink)


def venue_name(venue: str) -> str:
    """The venue as its own name is written where that is only a matter of capitals."""
    return venue[:1].upper() + venue[1:]


def _badge(svg: Svg, words: str, *, at: tuple[float, float], palette: Palette) -> None:
    width = text_width(words, 9, weight=500) + 12
    svg.frame((*at, width, 16), pen=Pen(palette.control, 1, (3, 2)), radius=4)
    svg.text(words, (at[0] + 6, at[1] + 8), kind=Type(palette.ink2, 9, 500))


def _draw_foot(svg: Svg, sheet: Sheet, *, palette: Palette) -> None:
    y = HEIGHT - 13.0
    svg.line([(0, HEIGHT - _FOOT), (WIDTH, HEIGHT - _FOOT)], Pen(palette.line))
    svg.put(icon("mark", palette), (_MARGIN - 1, y - 8))
    svg.text("NoFOMO", (_MARGIN + 20, y), kind=Type(palette.ink, _QUIET, 600))
    x = _MARGIN + 20 + text_width("NoFOMO", _QUIET, weight=600) + 12
    left = _draw_legend(svg, sheet, at=(WIDTH - _MARGIN, y), palette=palette)
    disclaimer = sheet.words.say("text.disclaimer")
    svg.text(shorten(disclaimer, left - x - 16, size=10), (x, y), kind=Type(palette.ink3, 10))


def _draw_legend(svg: Svg, sheet: Sheet, *, at: tuple[float, float], palette: Palette) -> float:
    """The averages by their weights, ending at this point; gives where it begins."""
    x, y = at
    for period, weight, strength in reversed(average_pens(palette)):
        name = sheet.words.say("sheet.average", period=Number(period))
        svg.text(name, (x, y), kind=Type(palette.ink2, 10), anchor="end")
        x -= text_width(name, 10) + 6
        svg.line([(x - 16, y), (x, y)], Pen(palette.ink, weight, (), strength))
        x -= 28
    return x
