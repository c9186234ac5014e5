"""`nofomo candles`: import, fetch, list, check and export candles."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import orjson

from nofomo.bootstrap import open_market
from nofomo.cli.settings import settings_from
from nofomo.engine.core.candles import iso
from nofomo.engine.core.errors import Invalid, NofomoError
from nofomo.engine.core.instrument import spell_symbol
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import FileFormat, ImportReport, MarketService, Series, parse_moment

Result = TypeVar("Result")
_PAGE = 5_000


@click.group()
def candles() -> None:
    """Import, fetch, list, check and export candles."""


@candles.command("import")
@click.argument("files", nargs=-1, required=True, metavar="[SYMBOL=]FILE…")
@click.option("--timeframe", help="Where the spacing of the rows does not tell it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def import_command(files: tuple[str, ...], *, timeframe: str | None, as_json: bool) -> None:
    """Merge CSV or Parquet files into the venue `file`. A file with a bad row is refused as a whole."""
    frame = Timeframe.parse(timeframe) if timeframe else None

    async def work(market: MarketService) -> list[tuple[str, ImportReport | NofomoError]]:
        done: list[tuple[str, ImportReport | NofomoError]] = []
        for text in files:
            symbol, path = _split(text)
            try:
                done.append((text, await market.import_file(path, symbol=symbol, timeframe=frame)))
            except Invalid as error:
                done.append((text, error))
        return done

    results = _with_market(work)
    for _, result in results:
        click.echo(result.message if isinstance(result, NofomoError) else _sentence(result), err=True)
    if as_json:
        _print_json([{"file": text, **_report(result)} for text, result in results])
    failed = next((result for _, result in results if isinstance(result, NofomoError)), None)
    if failed is not None:
        raise Invalid(f"{sum(isinstance(r, NofomoError) for _, r in results)} of {len(results)} files were refused.",
                      code=failed.code)  # fmt: skip


@candles.command("fetch")
@click.argument("symbol")
@click.option("--venue", help="The venue of the settings by default.")
@click.option("--timeframe", default="15m", show_default=True)
@click.option("--from", "since", required=True, help="2024-01-01, or an ISO time.")
@click.option("--to", "until", help="Now by default; a date includes its day.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def fetch_command(
    symbol: str, *, venue: str | None, timeframe: str, since: str, until: str | None, as_json: bool
) -> None:
    """Store a stretch of a venue's candles. Stopped and started again, it goes on where it was."""
    frame, settings = Timeframe.parse(timeframe), settings_from()
    first = parse_moment(since, field="--from")
    last = parse_moment(until, field="--to", end_of_day=True) if until else None
    place = venue or settings.venue

    async def work(market: MarketService) -> dict[str, Any]:
        place_to_go: int | None = first
        count, name = 0, symbol
        while place_to_go is not None:
            page = await market.history(place, symbol, timeframe=frame, since=place_to_go, until=last, limit=_PAGE)
            count, name, place_to_go = count + len(page.candles), page.candles.symbol, page.next
            if sys.stderr.isatty():
                reached = iso(int(page.candles.ts[-1])) if len(page.candles) else "…"
                click.echo(f"\r{name} {frame}: {count:,} candles, until {reached}", err=True, nl=False)
        click.echo(f"\r{name} {frame} of {place}: {count:,} candles are stored.", err=True)
        return {"venue": place, "symbol": name, "timeframe": str(frame), "candles": count}

    result = _with_market(work)
    if as_json:
        _print_json(result)


@candles.command("list")
@click.option("--venue", help="One venue only.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def list_command(*, venue: str | None, as_json: bool) -> None:
    """What is stored: symbol, timeframe, number, first, last, missing."""
    infos = _with_market(lambda market: market.stored(venue))
    if as_json:
        _print_json([
            {"venue": i.series.venue, "symbol": i.series.symbol, "timeframe": str(i.series.timeframe), "rows": i.rows,
             "first": iso(i.first), "last": iso(i.last), "missing": i.missing}
            for i in infos
        ])  # fmt: skip
        return
    for i in infos:
        name = f"{i.series.venue:<12} {i.series.symbol:<14} {i.series.timeframe!s:>4}"
        click.echo(f"{name} {i.rows:>10,}  {_short(i.first)} … {_short(i.last)}  {i.missing:,} missing")
    if not infos:
        click.echo("Nothing is stored yet. Import a file: nofomo candles import FILE", err=True)


@candles.command("check")
@click.argument("symbol", required=False)
@click.option("--venue", help="One venue only.")
@click.option("--timeframe", help="One timeframe only.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def check_command(symbol: str | None, *, venue: str | None, timeframe: str | None, as_json: bool) -> None:
    """Read everything that is stored, name damaged files and list the gaps. Exit code 1 when a file is damaged."""
    wanted = spell_symbol(symbol) if symbol else None
    frame = Timeframe.parse(timeframe) if timeframe else None

    async def work(market: MarketService) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for series in await market.stored_series(venue):
            if wanted in (None, series.symbol) and frame in (None, series.timeframe):
                found.append(await _checked(market, series))
        return found

    results = _with_market(work)
    if as_json:
        _print_json(results)
    for one in [] if as_json else results:
        state = one["problem"] or f"{one['rows']:,} candles, {len(one['gaps'])} gaps"
        click.echo(f"{one['venue']} {one['symbol']} {one['timeframe']}: {state}")
        for gap in one["gaps"]:
            click.echo(f"    {gap['first']} … {gap['last']}  {gap['count']:,} missing")
    if any(one["problem"] for one in results):
        raise Invalid("Some candle files are damaged.", code="CANDLE_FILE_DAMAGED")


@candles.command("export")
@click.argument("symbol")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--venue", default="file", show_default=True)
@click.option("--timeframe", default="15m", show_default=True)
@click.option("--from", "since", help="2024-01-01, or an ISO time.")
@click.option("--to", "until", help="A date includes its day.")
def export_command(symbol: str, out: Path, *, venue: str, timeframe: str, since: str | None, until: str | None) -> None:
    """Write stored candles to a .csv, .parquet or .xlsx file. Asks no venue."""
    forms: dict[str, FileFormat] = {".csv": "csv", ".parquet": "parquet", ".xlsx": "xlsx"}
    form = forms.get(out.suffix.lower())
    if form is None:
        raise Invalid(f"{out.name} should end in .csv, .parquet or .xlsx.", code="BAD_FILE")
    first = parse_moment(since, field="--from") if since else None
    last = parse_moment(until, field="--to", end_of_day=True) if until else None

    async def work(market: MarketService) -> tuple[int, bytes]:
        series = Series(venue, spell_symbol(symbol), Timeframe.parse(timeframe))
        stored = await market.read_stored(series, since=first, until=last)
        return len(stored), await market.encode(stored, form)

    count, data = _with_market(work)
    draft = out.with_name(f".{out.name}.part")
    draft.write_bytes(data)
    draft.replace(out)
    click.echo(f"{count:,} candles are in {out}.", err=True)


async def _checked(market: MarketService, series: Series) -> dict[str, Any]:
    told: dict[str, Any] = {
        "venue": series.venue, "symbol": series.symbol, "timeframe": str(series.timeframe), "rows": 0, "gaps": [],
        "problem": None,
    }  # fmt: skip
    try:
        stored = await market.read_stored(series)
    except NofomoError as error:
        return {**told, "problem": error.message}
    gaps = [{"first": iso(gap.first), "last": iso(gap.last), "count": gap.count} for gap in stored.gaps()]
    return {**told, "rows": len(stored), "gaps": gaps}


def _split(text: str) -> tuple[str | None, Path]:
    """`BTC/USDT=file.csv` → both; a bare file name → no symbol."""
    symbol, equals, path = text.partition("=")
    return (symbol, Path(path)) if equals and not Path(text).exists() else (None, Path(text))


def _sentence(report: ImportReport) -> str:
    said = (
        f"{report.series.symbol} {report.series.timeframe}: {report.rows:,} candles "
        f"({_short(report.first)} … {_short(report.last)}), {report.added:,} new, {report.replaced:,} replaced, "
        f"{report.gaps:,} gaps ({report.missing:,} missing)."
    )
    return " ".join((said, *report.notes))


def _report(result: ImportReport | NofomoError) -> dict[str, Any]:
    if isinstance(result, NofomoError):
        return {"error": {"code": result.code, "message": result.message, "details": result.details}}
    return {
        "symbol": result.series.symbol, "timeframe": str(result.series.timeframe), "rows": result.rows,
        "added": result.added, "replaced": result.replaced, "gaps": result.gaps, "missing": result.missing,
        "first": iso(result.first), "last": iso(result.last), "notes": list(result.notes),
    }  # fmt: skip


def _short(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, tz=UTC).strftime("%Y-%m-%d %H:%M")


def _print_json(value: Any) -> None:
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def _with_market(work: Callable[[MarketService], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        async with open_market(settings_from()) as market:
            return await work(market)

    return asyncio.run(run())
