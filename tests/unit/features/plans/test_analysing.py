"""From the request to the version."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from uuid import UUID

import orjson
import pytest
from sqlalchemy import func, select

from nofomo.engine.core.errors import Conflict, Invalid, NotFound, Unavailable
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.plans import AnalysisRequest, Pending, PlanFilter, PlanLimits, PlanVersion, PlanVersioned
from nofomo.features.plans.tables import plans
from nofomo.infra.clock import SystemClock
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import JobQueue, locks
from tests.support.clock import MARCH, ManualClock, eventually
from tests.support.plans import ANA, BUDI, PlanWorld, build_world


async def analysed(world: PlanWorld, symbol: str = "BTC/USDT", who=ANA, **options: object) -> PlanVersion:
    made = await world.plans.analyze(who, AnalysisRequest(symbol, **options))  # type: ignore[arg-type]
    assert isinstance(made, PlanVersion)
    return made


async def _rows(world: PlanWorld, table=plans) -> int:
    async with world.database.read(SYSTEM) as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_an_analysis_becomes_version_one_with_the_promised_payload(world: PlanWorld) -> None:
    made = await analysed(world, "btcusdt", risk_pct=1.0, equity=Decimal(5000), tp3=True)
    payload = orjson.loads(made.payload)
    assert (made.version, made.created_at, made.previous, made.next) == (1, MARCH, None, None)
    assert (payload["symbol"], payload["venue"], payload["at"]) == ("BTC/USDT", "sandbox", "2024-03-14T12:00:00Z")
    assert payload["action"] in ("TRADE", "WAIT", "NO_TRADE")
    assert [gate["name"] for gate in payload["gates"]] == [
        "btc", "dxy", "news", "spread", "depth", "dailyLoss", "hours", "data",
    ]  # fmt: skip
    assert len(payload["fundamental"]) > 0
    assert "Bias Dominan" in payload["text"]
    assert made.options["riskPct"] == 1.0
    assert (payload["options"]["tp3"], payload["options"]["equity"]) == (True, 5000)


async def test_what_is_not_said_is_as_in_the_preferences(world: PlanWorld) -> None:
    world.preferences.change(ANA, timeframes=("1d", "4h", "1h"), risk_pct=2.0, mode="pullback", tp3=True)
    payload = orjson.loads((await analysed(world)).payload)
    assert payload["timeframes"] == ["1d", "4h", "1h"]
    assert (payload["options"]["riskPct"], payload["options"]["mode"], payload["options"]["tp3"]) == (
        2.0, "pullback", True,
    )  # fmt: skip


async def test_update_makes_the_next_version_with_the_same_options(world: PlanWorld, clock: ManualClock) -> None:
    first = await analysed(world, risk_pct=1.5, mode="breakout", equity=Decimal("1234.5"))
    world.preferences.change(ANA, risk_pct=3.0)
    clock.advance(1000)
    second = await world.plans.update(ANA, first.plan_id)
    assert isinstance(second, PlanVersion)
    assert (second.version, second.options, second.previous) == (2, first.options, first.plan_id)
    again = await world.plans.get(ANA, first.plan_id)
    assert (again.next, again.payload) == (second.plan_id, first.payload)
    assert [link.version for link in again.chain] == [2, 1]


async def test_a_version_that_was_just_read_names_its_successor_at_once(idle: PlanWorld, clock: ManualClock) -> None:
    world = build_world(idle.database, clock, new_id=idle.new_id, limits=PlanLimits(cooldown_s=0))
    world.start_worker()
    idle.tasks.extend(world.tasks)
    first = await analysed(world)
    assert (await world.plans.get(ANA, first.plan_id)).next is None
    second = await analysed(world)
    assert (await world.plans.get(ANA, first.plan_id)).next == second.plan_id


async def test_a_version_of_another_process_is_named_within_a_second(world: PlanWorld, clock: ManualClock) -> None:
    first = await analysed(world)
    other = build_world(world.database, clock, new_id=world.new_id)
    assert (await other.plans.get(ANA, first.plan_id)).next is None
    clock.advance(15)
    await other.plans.get(ANA, first.plan_id)
    second = await analysed(world)
    clock.advance(1)
    assert (await other.plans.get(ANA, first.plan_id)).next == second.plan_id


async def test_other_timeframes_and_other_venues_have_their_own_chains(world: PlanWorld, clock: ManualClock) -> None:
    larger = (Timeframe(1440), Timeframe(240), Timeframe(60))
    for request in (
        AnalysisRequest("BTC/USDT"),
        AnalysisRequest("BTC/USDT", timeframes=larger),
        AnalysisRequest("BTC/USDT", venue="other"),
    ):
        made = await world.plans.analyze(ANA, request)
        assert isinstance(made, PlanVersion)
        assert (made.version, len(made.chain)) == (1, 1)
        clock.advance(20)


async def test_progress_names_each_step_and_the_event_comes_after_the_commit(idle: PlanWorld) -> None:
    heard: list[tuple[PlanVersioned, int]] = []

    async def hear(event: PlanVersioned) -> None:
        heard.append((event, await _rows(idle)))

    idle.events.subscribe(PlanVersioned, hear)
    idle.market.held = asyncio.Event()
    idle.start_worker()
    asking = asyncio.create_task(analysed(idle))
    await eventually(lambda: idle.market.asked)
    async with idle.database.read(SYSTEM) as session:
        job_id = await session.scalar(select(locks.c.job_id))
    assert job_id is not None
    job = await idle.plans.job(ANA, job_id)
    assert job.progress is not None
    assert (job.progress.step, job.progress.of, job.progress.name) == (1, 4, "candles")
    idle.market.held.set()
    made = await asking
    job = await idle.plans.job(ANA, job_id)
    assert job.progress is not None
    assert (job.progress.step, job.progress.name) == (4, "saving")
    assert job.result == {"planId": str(made.plan_id), "version": 1}
    await eventually(lambda: heard)
    event, rows = heard[0]
    assert (event.plan_id, event.version, event.job_id, rows) == (made.plan_id, 1, job_id, 1)
    assert await _rows(idle, locks) == 0


async def test_who_waits_ten_seconds_gets_the_job_and_the_version_later(world: PlanWorld, clock: ManualClock) -> None:
    world.market.held = asyncio.Event()
    asking = asyncio.create_task(world.plans.analyze(ANA, AnalysisRequest("BTC/USDT")))
    await eventually(lambda: world.market.asked)
    while not asking.done():
        clock.advance(0.5)
        await asyncio.sleep(0.005)
    pending = await asking
    assert isinstance(pending, Pending)
    assert (await world.plans.job(ANA, pending.job_id)).state == "running"
    world.market.held.set()
    job = await world.queue.wait(pending.job_id, 5)
    assert job.result is not None
    assert (await world.plans.get(ANA, UUID(job.result["planId"]))).version == 1


async def test_a_venue_that_never_answers_ends_the_job_within_its_deadline(
    world: PlanWorld, clock: ManualClock
) -> None:
    world.market.held = asyncio.Event()
    pending = asyncio.create_task(world.plans.analyze(ANA, AnalysisRequest("BTC/USDT")))
    await eventually(lambda: world.market.asked)
    started = clock.now_ms()
    while not pending.done():
        clock.advance(0.5)
        await asyncio.sleep(0.005)
    job_id = (await pending).job_id  # type: ignore[union-attr]
    while (job := await world.plans.job(ANA, job_id)).is_live:
        clock.advance(0.5)
        await asyncio.sleep(0.005)
        assert clock.now_ms() - started < 60_000
    assert job.error is not None
    assert (job.error.code, job.error.type) == ("ANALYSIS_TIMEOUT", "Unavailable")
    assert (await _rows(world), await _rows(world, locks)) == (0, 0)


async def test_an_unknown_symbol_names_the_nearest_and_leaves_nothing(world: PlanWorld) -> None:
    with pytest.raises(Invalid) as error:
        await analysed(world, "BTX/USDT")
    assert error.value.code == "INVALID_SYMBOL"
    assert "BTC/USDT" in error.value.details["nearest"]
    assert (await _rows(world), await _rows(world, locks)) == (0, 0)


async def test_a_venue_that_is_down_says_so_with_its_code(world: PlanWorld) -> None:
    world.market.problem = Unavailable("sandbox does not answer.", code="VENUE_DOWN", retry_after_s=30)
    with pytest.raises(Unavailable) as error:
        await analysed(world)
    assert (error.value.code, error.value.retry_after_s) == ("VENUE_DOWN", 30)
    assert (await _rows(world), await _rows(world, locks)) == (0, 0)


async def test_too_little_history_says_how_much_is_missing(world: PlanWorld, clock: ManualClock) -> None:
    clock.set(MARCH - 290 * 86_400_000)
    with pytest.raises(Invalid) as error:
        await analysed(world)
    assert error.value.code == "TOO_LITTLE_HISTORY"
    assert error.value.details["missing"]["4h"] > 0


async def test_dollar_tether_stands_in_for_the_dollar_with_a_warning(world: PlanWorld) -> None:
    payload = orjson.loads((await analysed(world, "BTC-USD")).payload)
    assert payload["symbol"] == "BTC/USDT"
    assert any("BTC/USD " in warning and "BTC/USDT" in warning for warning in payload["warnings"])


async def test_an_account_in_rupiah_is_sized_in_the_quote_currency(world: PlanWorld) -> None:
    world.preferences.change(ANA, currency="IDR", equity=Decimal(15_600_000))
    made = await analysed(world)
    payload = orjson.loads(made.payload)
    assert payload["options"]["equity"] == pytest.approx(1000, rel=0.2)
    assert (made.options["equity"], made.options["currency"]) == ("15600000", "IDR")
    assert any("USDT" in warning for warning in payload["warnings"])
    world.preferences.change(BUDI, currency="SEK", equity=Decimal(1000))
    with pytest.raises(Invalid) as error:
        await analysed(world, who=BUDI)
    assert error.value.code == "NO_EXCHANGE_RATE"


async def test_a_version_is_read_in_the_readers_language(world: PlanWorld) -> None:
    made = await analysed(world)
    indonesian = await world.plans.get(ANA, made.plan_id)
    english = await world.plans.get(ANA, made.plan_id, language="en")
    assert indonesian.payload == made.payload
    assert orjson.loads(english.payload)["text"] != orjson.loads(indonesian.payload)["text"]
    assert orjson.loads(english.payload)["price"] == orjson.loads(indonesian.payload)["price"]


async def test_another_persons_plan_does_not_exist(world: PlanWorld) -> None:
    made = await analysed(world)
    for attempt in (
        world.plans.get(BUDI, made.plan_id),
        world.plans.update(BUDI, made.plan_id),
        world.plans.journal.take(
            BUDI.user_id, made.plan_id, leg="pullback", price=Decimal(1), quantity=Decimal(1)
        ),
    ):  # fmt: skip
        with pytest.raises(NotFound) as error:
            await attempt
        assert error.value.code == "PLAN_NOT_FOUND"
    assert (await world.plans.list(BUDI, PlanFilter()))[1] == 0


async def test_two_people_on_the_same_coin_do_not_collide(world: PlanWorld) -> None:
    made = await asyncio.gather(analysed(world), analysed(world, who=BUDI))
    assert [version.version for version in made] == [1, 1]
    assert made[0].plan_id != made[1].plan_id
    assert "Dominant bias" in orjson.loads(made[1].payload)["text"] or made[1].payload != made[0].payload


async def test_the_list_filters_and_goes_on_page_by_page(world: PlanWorld, clock: ManualClock) -> None:
    made = []
    for symbol in ("BTC/USDT", "ETH/USDT", "BTC/USDT", "XRP/USDT", "BTC/USDT"):
        made.append(await analysed(world, symbol))
        clock.advance(20)
    newest_first = [version.plan_id for version in reversed(made)]
    everything, total = await world.plans.list(ANA, PlanFilter())
    assert ([plan.plan_id for plan in everything], total) == (newest_first, 5)
    bitcoin, total = await world.plans.list(ANA, PlanFilter(symbol="btcusdt", limit=2))
    assert ([plan.version for plan in bitcoin], total) == ([3, 2], 3)
    rest, total = await world.plans.list(ANA, PlanFilter(symbol="BTC-USDT", limit=2, before=bitcoin[-1].plan_id))
    assert ([plan.version for plan in rest], total) == ([1], 3)
    assert (await world.plans.list(ANA, PlanFilter(venue="elsewhere")))[1] == 0
    line = everything[0]
    assert (line.timeframes, line.created_at, line.note != "") == (("4h", "1h", "15m"), MARCH + 80_000, True)
    english, _ = await world.plans.list(ANA, PlanFilter(), language="en")
    for plan, version, theirs in zip(everything, reversed(made), english, strict=True):
        payload = orjson.loads(version.payload)
        assert plan.breakout == (payload["breakout"] and payload["breakout"]["trigger"])
        assert plan.note != payload["headline"]
        assert (plan.note == theirs.note) == (plan.action == "TRADE"), "only figures read the same in both languages"


async def test_a_cancelled_analysis_writes_nothing_and_tells_the_asker(world: PlanWorld) -> None:
    world.market.held = asyncio.Event()
    asking = asyncio.create_task(analysed(world))
    await eventually(lambda: world.market.asked)
    async with world.database.read(SYSTEM) as session:
        job_id = await session.scalar(select(locks.c.job_id))
    assert job_id is not None
    with pytest.raises(NotFound):
        await world.plans.cancel(BUDI, job_id)
    await world.plans.cancel(ANA, job_id)
    with pytest.raises(Conflict) as error:
        await asking
    assert error.value.code == "ANALYSIS_CANCELLED"
    world.market.held.set()
    assert (await _rows(world), await _rows(world, locks)) == (0, 0)


async def test_a_quiet_analysis_is_answered_in_well_under_a_second(idle: PlanWorld) -> None:
    idle.start_worker()
    await analysed(idle)
    clock = SystemClock()
    started = clock.now_ms()
    await analysed(idle, who=BUDI)
    assert clock.now_ms() - started < 800
    assert isinstance(idle.queue, JobQueue)
