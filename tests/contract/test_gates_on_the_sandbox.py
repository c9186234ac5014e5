"""All gates are answered from the sandbox, through the real market and the real calendar, over real sockets."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
import pytest_asyncio

from nofomo.adapters.candle_files import CandleFileReader, ParquetCandleStore
from nofomo.adapters.data_sources import calendar_from
from nofomo.adapters.exchanges import CcxtExchanges
from nofomo.engine.analysis import GateInputs, TradingHours, evaluate_gates
from nofomo.engine.analysis.speech import Reader, sentence_node
from nofomo.engine.core.instrument import Instrument
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.market import MarketParts, MarketService
from nofomo.features.plans.gate_sources import GateSources
from nofomo.features.plans.model import GateQuestion
from nofomo.infra.events import EventBus
from nofomo.infra.secrets import load_secrets
from tests.support.database import create_database, sqlite_url
from tests.support.sandbox_server import sandbox_server

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUARTER = Timeframe(15)


class World:
    """The market over the sandbox, and the sources of the gates over both."""

    def __init__(self, market: MarketService, sources: GateSources, now: int) -> None:
        self.market = market
        self.sources = sources
        self.now = now

    async def ask(self, symbol: str, *, at: int | None = None) -> GateInputs:
        moment = self.now if at is None else at
        candles = await self.market.closed_candles("sandbox", symbol, QUARTER, at=moment, count=300)
        return await self.sources.gather(
            GateQuestion(
                instrument=Instrument(symbol, "sandbox"),
                at=moment,
                candles={QUARTER: candles},
                timezone="Asia/Jakarta",
                hours=TradingHours(420, 1380),
                loss_today=Decimal(0),
                risk_amount=Decimal(5),
                planned=Decimal(1000),
            )
        )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    folder: Path = tmp_path_factory.mktemp("gates")
    database = await create_database(sqlite_url(folder))
    async with sandbox_server() as sandbox:
        clock = sandbox.clock
        market = MarketService(
            MarketParts(
                database=database,
                store=ParquetCandleStore(folder / "candles", database=database, clock=clock),
                exchanges=CcxtExchanges(clock=clock, chance=random.Random(1), sandbox_url=sandbox.url),
                files=CandleFileReader(),
                secrets=load_secrets("k" * 40, folder),
                events=EventBus(),
                clock=clock,
            )
        )
        calendar = calendar_from(f"{sandbox.url}/calendar.csv", clock=clock)
        yield World(market, GateSources(market, calendar, clock=clock, deadline_s=30), clock.now_ms())
        await calendar.close()
        await market.close()
    await database.close()


async def test_no_gate_is_unknown(world: World) -> None:
    inputs = await world.ask("SOL/USDT")
    gates = evaluate_gates(inputs, at=world.now, symbol="SOL/USDT")
    assert {gate.name: gate.detail.code for gate in gates if gate.state == "unknown"} == {}
    assert inputs.missing == {}


async def test_the_details_bear_real_figures(world: World) -> None:
    gates = evaluate_gates(await world.ask("XRP/USDT"), at=world.now, symbol="XRP/USDT")
    reader = Reader("en", "Asia/Jakarta", world.now)
    said = {gate.name: reader.read(sentence_node(gate.detail)) for gate in gates}
    assert said["btc"].startswith(("15m above EMA20 ", "15m below EMA20 ", "BTC fell "))
    assert " XRP within ±0." in said["depth"]
    assert said["spread"].endswith("% of 0.15%")
    assert "(" in said["news"] or "no big release" in said["news"]
    assert said["data"].startswith("complete, ")


async def test_a_replay_of_yesterday_has_everything_but_the_book(world: World) -> None:
    yesterday = world.now - 86_400_000
    inputs = await world.ask("SOL/USDT", at=yesterday)
    gates = {gate.name: gate for gate in evaluate_gates(inputs, at=yesterday, symbol="SOL/USDT")}
    assert {name for name, gate in gates.items() if gate.state == "unknown"} == {"spread", "depth"}
    assert inputs.btc is not None
    assert inputs.btc.end <= yesterday


async def test_nothing_that_closed_later_is_gathered(world: World) -> None:
    inputs = await world.ask("SOL/USDT", at=world.now - 40 * 60_000)
    assert inputs.dollar_pairs is not None
    assert all(pair.end <= world.now - 40 * 60_000 for pair in inputs.dollar_pairs.values())
