"""`nofomo analyze`: one SPOT I analysis, from a venue or from candle files."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal, cast

import click
import orjson

from nofomo.bootstrap import analyze_at_venue
from nofomo.cli.settings import settings_from
from nofomo.engine.analysis import Options
from nofomo.engine.core.candles import Candles
from nofomo.engine.core.errors import Invalid, Refused
from nofomo.engine.core.instrument import spell_symbol
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.plans import AnalysisOrder
from nofomo.features.plans.documents import Sheet, render_pdf, render_png
from nofomo.infra.documents import Theme, Typesetter
from nofomo.library import AnalysisResult, read_candles, to_ms
from nofomo.library import analyze as analyze_candles

Language = Literal["id", "en"]
_FILE = click.Path(path_type=Path, dir_okay=False)


def _frames(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[Timeframe, ...]:
    try:
        frames = tuple(sorted({Timeframe.parse(part) for part in value.replace("-", ",").split(",")}, reverse=True))
    except Invalid as error:
        raise click.BadParameter(error.message) from None
    if len(frames) != 3:
        raise click.BadParameter("write three different timeframes like 4h,1h,15m")
    return frames


def _amount(_ctx: click.Context, _param: click.Parameter, value: str) -> Decimal:
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise click.BadParameter(f"{value!r} is not a number") from None
    if not amount.is_finite() or amount <= 0:
        raise click.BadParameter("it must be more than zero")
    return amount


@click.command()
@click.argument("symbol")
@click.option("--venue", help="Where the candles come from; the server's venue by default.")
@click.option("--candles", "files", multiple=True, metavar="[SYMBOL=]FILE",
              help="CSV or Parquet instead of a venue. A second one of BTC serves the BTC gate.")  # fmt: skip
@click.option("--at", help="The moment of the analysis, like 2024-03-14T12:00Z; by default the newest closed candle.")
@click.option("--timeframes", default="4h,1h,15m", show_default=True, callback=_frames)
@click.option("--mode", type=click.Choice(["auto", "pullback", "breakout"]), default="auto", show_default=True)
@click.option("--risk-pct", type=click.FloatRange(0.05, 5), default=0.5, show_default=True, help="Percent of equity.")
@click.option("--equity", default="1000", show_default=True, callback=_amount, help="In the quote currency.")
@click.option("--tp3", is_flag=True, help="With a third target.")
@click.option("--strict-gates", is_flag=True, help="An unknown gate counts as closed.")
@click.option("--lang", type=click.Choice(["id", "en"]), help="Language of the text.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--pdf", type=_FILE, help="Write it as one page instead of printing the text.")
@click.option("--png", type=_FILE, help="Write its chart as a picture instead of printing the text.")
@click.option(
    "--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True, help="Of page, picture."
)
@click.option("--no-sizes", is_flag=True, help="The page tells no quantities, money and equity.")
def analyze(symbol: str, *, venue: str | None, files: tuple[str, ...], at: str | None, as_json: bool, lang: str | None,
            **wishes: Any) -> None:  # fmt: skip
    """SPOT I analysis of SYMBOL: bias, levels, plan, score, gates.

    A file that is there already is replaced, at once and wholly.
    """
    if files and venue:
        raise click.UsageError("Give --candles or --venue, not both.")
    settings = settings_from(venue=venue)
    options = Options(
        timeframes=wishes["timeframes"], mode=wishes["mode"], third_target=wishes["tp3"],
        risk_pct=wishes["risk_pct"], equity=wishes["equity"], strict_gates=wishes["strict_gates"],
    )  # fmt: skip
    language = cast("Language", lang or settings.language)
    if files:
        result = _from_files(symbol, files, at=at, options=options, timezone=settings.timezone)
        payload, candles = result.to_dict(language=language, timezone=settings.timezone), result.candles
    else:
        order = AnalysisOrder(
            symbol=symbol, venue=settings.venue, options=options, language=language,
            currency=spell_symbol(symbol).partition("/")[2], timezone=settings.timezone, hours=None,
        )  # fmt: skip
        moment = None if at is None else to_ms(at)
        payload, candles = asyncio.run(analyze_at_venue(settings, order, at=moment))
    sheet = Sheet(payload, candles, language, settings.timezone)
    written = _write(sheet, wishes["theme"], pdf=wishes["pdf"], png=wishes["png"], sizes=not wishes["no_sizes"])
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(payload, option=orjson.OPT_INDENT_2) + b"\n")
    elif not written:
        click.echo(payload["text"])


def _write(sheet: Sheet, theme: Theme, *, pdf: Path | None, png: Path | None, sizes: bool) -> bool:
    """Write the documents that were asked for; whether there were any. All are made before the first one is written."""
    typesetter = Typesetter()
    made: list[tuple[Path, bytes]] = []
    if pdf is not None:
        made.append((pdf, render_pdf(typesetter, sheet, theme=theme, sizes=sizes)))
    if png is not None:
        made.append((png, render_png(typesetter, sheet, theme=theme)))
    for path, content in made:
        _replace(path, content)
        click.echo(f"{sheet.payload['symbol']} is in {path}.", err=True)
    return bool(made)


def _replace(path: Path, content: bytes) -> None:
    """Write a file wholly or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as problem:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise Refused(f"{path} cannot be written: {problem.strerror}.", code="CANNOT_WRITE") from problem


def _from_files(
    symbol: str, files: tuple[str, ...], *, at: str | None, options: Options, timezone: str
) -> AnalysisResult:
    wanted = spell_symbol(symbol)
    series = [_read(text, wanted if len(files) == 1 else None) for text in files]
    subject = next((candles for candles in series if candles.symbol == wanted), None)
    if subject is None:
        held = ", ".join(candles.symbol for candles in series)
        raise Invalid(f"The files hold {held}, not {wanted}. Write {wanted}=FILE to name one.", code="INVALID_SYMBOL")
    others = [candles for candles in series if candles is not subject]
    return analyze_candles(subject, at=at, options=options, others=others, timezone=timezone)


def _read(text: str, symbol: str | None) -> Candles:
    """`SYMBOL=FILE` or `FILE`; a lone file without a symbol in its name is the symbol that was asked for."""
    name, mark, path = text.partition("=")
    if mark and not Path(text).exists():
        return read_candles(path, symbol=name)
    try:
        return read_candles(text)
    except Invalid as error:
        if error.code != "NO_SYMBOL" or symbol is None:
            raise
        return read_candles(text, symbol=symbol)
