"""Many symbols asked for in one go."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update

from nofomo.engine.core.errors import Conflict, Invalid, LimitReached, NotFound, Unavailable
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.plans import AnalysisRequest, PlanFilter, PlanLimits, PlanVersion
from nofomo.features.plans.model_scans import MOST_SCANNED, Scan, ScanItem, ScanStarted, ScanWish, rank
from nofomo.features.plans.tables import scan_items
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import jobs
from tests.support.clock import ManualClock, eventually
from tests.support.plans import ANA, BUDI, PlanWorld, build_world

THREE = ("BTC/USDT", "ETH/USDT", "XRP/USDT")


async def start(world: PlanWorld, *symbols: str, who=ANA, **usual: object) -> ScanStarted:
    wish = ScanWish(AnalysisRequest("", **usual), symbols=symbols or THREE)  # type: ignore[arg-type]
    return await world.plans.scans.start(who, wish)


async def seen(world: PlanWorld, scan_id: UUID, who=ANA) -> Scan:
    return await world.plans.scans.get(who.user_id, scan_id, language="en")


async def over(world: PlanWorld, scan_id: UUID, clock: ManualClock, who=ANA) -> Scan:
    """The scan once everything has come to an end."""
    async with asyncio.timeout(20):
        while (scan := await seen(world, scan_id, who)).summary.state == "running":
            clock.advance(0.25)
            await asyncio.sleep(0.01)
    return scan


def states(scan: Scan) -> dict[str, str]:
    return {item.symbol: item.state for item in scan.items}


def limited(idle: PlanWorld, **limits: int) -> PlanWorld:
    """Another service on the same rows with other limits, and a worker."""
    world = build_world(idle.database, idle.clock, new_id=idle.new_id, limits=PlanLimits(**limits))
    world.start_worker()
    idle.tasks.extend(world.tasks)
    return world


async def test_every_symbol_becomes_a_version_and_the_best_stands_first(world: PlanWorld, clock: ManualClock) -> None:
    started = await start(world, timeframes=(Timeframe(1440), Timeframe(240), Timeframe(60)))
    assert (started.accepted, started.refused) == (3, ())
    scan = await over(world, started.scan_id, clock)
    assert (scan.summary.state, scan.summary.total, scan.summary.done) == ("done", 3, 3)
    assert (scan.summary.name, scan.timeframes) == ("BTC/USDT, ETH/USDT, XRP/USDT", ("1d", "4h", "1h"))
    assert [item.score for item in scan.items] == sorted((item.score for item in scan.items), reverse=True)  # type: ignore[type-var]
    versions, total = await world.plans.list(ANA, PlanFilter())
    assert total == 3
    by_id = {version.plan_id: version for version in versions}
    for item in scan.items:
        version = by_id[item.plan_id]  # type: ignore[index]
        assert (item.symbol, item.version, item.action, item.score) == (
            version.symbol, version.version, version.action, version.score,
        )  # fmt: skip
        assert (item.price, item.pullback, item.breakout) == (version.price, version.pullback, version.breakout)
        assert (item.rr is None) == (version.pullback is None and version.breakout is None)
        assert item.note


async def test_one_version_chain_serves_scans_and_single_analyses(world: PlanWorld, clock: ManualClock) -> None:
    made = await world.plans.analyze(ANA, AnalysisRequest("BTC/USDT"))
    assert isinstance(made, PlanVersion)
    scan = await over(world, (await start(world, "btcusdt")).scan_id, clock)
    assert scan.items[0].version == 2
    assert (await world.plans.get(ANA, made.plan_id)).next == scan.items[0].plan_id


async def test_what_the_venue_lacks_is_refused_by_name_and_the_rest_is_done(
    world: PlanWorld, clock: ManualClock
) -> None:
    started = await start(world, "BTC/USDT", "ETC/USDT", "btcusdt")
    assert started.accepted == 1
    assert [(one.symbol, one.code, one.nearest[0]) for one in started.refused] == [
        ("ETC/USDT", "INVALID_SYMBOL", "ETH/USDT"),
    ]
    scan = await over(world, started.scan_id, clock)
    assert states(scan) == {"BTC/USDT": "done", "ETC/USDT": "refused"}
    assert scan.items[-1].error is not None
    assert scan.items[-1].error["code"] == "INVALID_SYMBOL"
    with pytest.raises(Invalid):
        await start(world, "ETC/USDT")
    idle_problem = Unavailable("The venue does not answer.", code="VENUE_DOWN")
    world.market.problem = idle_problem
    with pytest.raises(Unavailable):
        await start(world)


async def test_a_scan_takes_what_is_left_of_the_quota_and_names_the_rest(idle: PlanWorld, clock: ManualClock) -> None:
    world = limited(idle, cooldown_s=15, daily_quota=3)
    await world.plans.analyze(ANA, AnalysisRequest("BTC/USDT"))
    started = await start(world)  # no pause after the single analysis
    assert started.accepted == 2
    assert [(one.symbol, one.code) for one in started.refused] == [("XRP/USDT", "QUOTA_USED")]
    assert (await world.plans.quota(ANA)).used == 3
    with pytest.raises(LimitReached) as caught:
        await start(world)
    assert caught.value.code == "QUOTA_USED"
    assert caught.value.retry_after_s == 5 * 3600
    assert (await start(world, who=BUDI)).accepted == 3
    assert states(await over(world, started.scan_id, clock)) == {
        "BTC/USDT": "done", "ETH/USDT": "done", "XRP/USDT": "refused",
    }  # fmt: skip
    assert (await world.plans.scans.list(ANA.user_id))[1] == 1, "nothing is left of the refused one"


async def test_scans_asked_for_at_once_do_not_overshoot_the_quota(idle: PlanWorld) -> None:
    world = build_world(idle.database, idle.clock, new_id=idle.new_id, limits=PlanLimits(daily_quota=4))
    answers = await asyncio.gather(*(start(world) for _ in range(5)), return_exceptions=True)
    assert sum(answer.accepted for answer in answers if isinstance(answer, ScanStarted)) == 4
    assert {answer.code for answer in answers if isinstance(answer, LimitReached)} == {"QUOTA_USED"}


async def test_a_scan_is_no_reason_to_pause_or_to_refuse_a_single_analysis(idle: PlanWorld) -> None:
    started = await start(idle)
    idle.market.held = asyncio.Event()
    idle.start_worker()
    await eventually(lambda: idle.market.asked)
    single = asyncio.create_task(idle.plans.analyze(ANA, AnalysisRequest("ETH/USDT")))
    await eventually(lambda: len({symbol for symbol, _ in idle.market.asked}) > 1)
    assert (await seen(idle, started.scan_id)).summary.done == 0
    idle.market.held.set()
    assert isinstance(await single, PlanVersion)


async def test_a_symbol_of_a_scan_waits_for_the_single_analysis_of_it(idle: PlanWorld, clock: ManualClock) -> None:
    idle.market.held = asyncio.Event()
    idle.start_worker()
    single = asyncio.create_task(idle.plans.analyze(ANA, AnalysisRequest("BTC/USDT")))
    await eventually(lambda: idle.market.asked)
    started = await start(idle, "BTC/USDT")
    for _ in range(20):
        clock.advance(0.25)
        await asyncio.sleep(0.01)
    assert (await seen(idle, started.scan_id)).items[0].state in ("queued", "running")
    idle.market.held.set()
    made = await single
    assert isinstance(made, PlanVersion)
    scan = await over(idle, started.scan_id, clock)
    assert (made.version, scan.items[0].state, scan.items[0].version) == (1, "done", 2)


async def test_two_workers_at_one_symbol_make_two_versions(idle: PlanWorld, clock: ManualClock) -> None:
    both = [(await start(idle, "BTC/USDT")).scan_id for _ in range(2)]
    idle.market.held = asyncio.Event()
    for name in ("w1", "w2"):
        idle.start_worker(name)
    await eventually(lambda: len(idle.market.asked) >= 8)  # four timeframes each
    idle.market.held.set()
    found = [(await over(idle, scan_id, clock)).items[0] for scan_id in both]
    assert [item.state for item in found] == ["done", "done"]
    assert sorted(item.version or 0 for item in found) == [1, 2]


async def test_people_take_turns_however_long_their_scans_are(idle: PlanWorld, clock: ManualClock) -> None:
    await start(idle, "BTC/USDT", "ETH/USDT", "XRP/USDT", "USDT/IDR")
    clock.advance(1)
    await start(idle, "XRP/USDT", "ETH/USDT", who=BUDI)
    async with idle.database.read(SYSTEM) as session:
        line = (await session.execute(select(jobs.c.user_id).order_by(jobs.c.turn, jobs.c.id))).scalars().all()
    assert line == [ANA.user_id, BUDI.user_id, ANA.user_id, BUDI.user_id, ANA.user_id, ANA.user_id]


async def test_cancelling_ends_what_is_left_and_gives_its_places_back(idle: PlanWorld, clock: ManualClock) -> None:
    started = await start(idle)
    idle.market.held = asyncio.Event()
    idle.start_worker()
    await eventually(lambda: idle.market.asked)
    await idle.plans.scans.cancel(ANA.user_id, started.scan_id)
    scan = await seen(idle, started.scan_id)
    assert (scan.summary.state, set(states(scan).values())) == ("cancelled", {"cancelled"})
    assert all(item.error and item.error["code"] == "ANALYSIS_CANCELLED" for item in scan.items)
    assert (await idle.plans.quota(ANA)).used == 0
    with pytest.raises(Conflict) as caught:
        await idle.plans.scans.cancel(ANA.user_id, started.scan_id)
    assert caught.value.code == "SCAN_FINISHED"
    idle.market.held.set()
    await over(idle, (await start(idle, "ETH/USDT")).scan_id, clock)
    assert (await idle.plans.list(ANA, PlanFilter()))[1] == 1


async def test_a_failed_symbol_says_why_and_the_others_go_on(world: PlanWorld, clock: ManualClock) -> None:
    started = await start(world, "BTC/USDT", "USDT/IDR")
    async with world.database.write(SYSTEM) as session:
        # an order that nobody can read
        await session.execute(update(jobs).where(jobs.c.key.endswith(":1")).values(payload={}))
    scan = await over(world, started.scan_id, clock)
    assert states(scan) == {"BTC/USDT": "done", "USDT/IDR": "failed"}
    assert scan.items[-1].error is not None
    assert scan.items[-1].error["code"] == "JOB_BROKEN"
    assert scan.summary.state == "done"


async def test_results_stay_when_the_rows_of_the_jobs_are_cleaned_up(world: PlanWorld, clock: ManualClock) -> None:
    started = await start(world)
    before = await over(world, started.scan_id, clock)
    async with world.database.write(SYSTEM) as session:
        await session.execute(delete(jobs))
    assert await seen(world, started.scan_id) == before


async def test_a_deleted_scan_leaves_its_versions(idle: PlanWorld, clock: ManualClock) -> None:
    idle.start_worker()
    started = await start(idle, "BTC/USDT")
    await over(idle, started.scan_id, clock)
    await idle.plans.scans.delete(ANA.user_id, started.scan_id)
    with pytest.raises(NotFound):
        await seen(idle, started.scan_id)
    assert (await idle.plans.list(ANA, PlanFilter()))[1] == 1
    async with idle.database.read(SYSTEM) as session:
        assert await session.scalar(select(func.count()).select_from(scan_items)) == 0


async def test_deleting_a_scan_under_way_ends_its_jobs(idle: PlanWorld) -> None:
    started = await start(idle)
    await idle.plans.scans.delete(ANA.user_id, started.scan_id)
    async with idle.database.read(SYSTEM) as session:
        assert set((await session.scalars(select(jobs.c.state))).all()) == {"cancelled"}


async def test_the_list_goes_on_after_a_scan_and_counts_all(idle: PlanWorld, clock: ManualClock) -> None:
    made: list[UUID] = []
    for symbol in THREE:
        made.append((await start(idle, symbol)).scan_id)
        clock.advance(1)
    listed, total = await idle.plans.scans.list(ANA.user_id, limit=2)
    assert ([one.scan_id for one in listed], total) == (made[:0:-1], 3)
    assert [(one.state, one.total, one.done) for one in listed] == [("running", 1, 0)] * 2
    rest, total = await idle.plans.scans.list(ANA.user_id, limit=2, before=made[1])
    assert ([one.scan_id for one in rest], total) == (made[:1], 3)
    with pytest.raises(NotFound):
        await idle.plans.scans.list(BUDI.user_id, before=made[1])


async def test_a_watchlist_is_scanned_under_its_name_at_its_venue(world: PlanWorld, clock: ManualClock) -> None:
    kept = await world.plans.watchlists.create(ANA.user_id, "Majors", venue="sandbox", symbols=THREE[:2])
    wish = ScanWish(AnalysisRequest(""), watchlist_id=kept.id)
    scan = await over(world, (await world.plans.scans.start(ANA, wish)).scan_id, clock)
    assert (scan.summary.name, set(states(scan))) == ("Majors", set(THREE[:2]))
    with pytest.raises(NotFound):
        await world.plans.scans.start(BUDI, wish)
    await world.plans.watchlists.delete(ANA.user_id, kept.id)
    assert (await seen(world, scan.summary.scan_id)).summary.name == "Majors"


async def test_another_persons_scan_does_not_exist(idle: PlanWorld) -> None:
    started = await start(idle)
    desk = idle.plans.scans
    assert await desk.list(BUDI.user_id) == ([], 0)
    for ask in (desk.cancel, desk.delete):
        with pytest.raises(NotFound):
            await ask(BUDI.user_id, started.scan_id)
    with pytest.raises(NotFound) as caught:
        await seen(idle, started.scan_id, BUDI)
    assert caught.value.code == "SCAN_NOT_FOUND"
    assert (await seen(idle, started.scan_id)).summary.done == 0


async def test_more_symbols_than_a_scan_takes_are_refused_by_name(idle: PlanWorld) -> None:
    known = idle.market.resolve

    async def everything(venue: str, text: str) -> object:
        found = await known(venue, "BTC/USDT")
        return type(found)(type(found.instrument)(text, venue), None)

    setattr(idle.market, "resolve", everything)  # noqa: B010 - this market lists whatever is asked for
    world = build_world(idle.database, idle.clock, new_id=idle.new_id, limits=PlanLimits(daily_quota=500))
    setattr(world.market, "resolve", everything)  # noqa: B010
    started = await start(world, *(f"C{number}/USDT" for number in range(MOST_SCANNED + 2)))
    assert started.accepted == MOST_SCANNED
    assert [(one.symbol, one.code) for one in started.refused] == [
        ("C50/USDT", "SCAN_TOO_LONG"), ("C51/USDT", "SCAN_TOO_LONG"),
    ]  # fmt: skip
    assert (await seen(world, started.scan_id)).summary.name == "C0/USDT, C1/USDT, C2/USDT +47"


def test_items_rank_by_score_then_answer_then_rr_and_what_came_to_nothing_is_last() -> None:
    def done(symbol: str, score: int, action: str = "WAIT", rr: float | None = None) -> ScanItem:
        return ScanItem(0, symbol, "done", score=score, action=action, rr=rr)  # type: ignore[arg-type]

    items = [
        ScanItem(1, "failed", "failed"), ScanItem(9, "later", "queued"), ScanItem(2, "now", "running"),
        done("low", 20, "NO_TRADE"), done("wait", 36, "WAIT", 2.0), done("trade", 36, "TRADE", 1.3),
        done("pays", 36, "WAIT", 2.4), done("best", 41, "WAIT"), ScanItem(0, "refused", "refused"),
    ]  # fmt: skip
    assert [item.symbol for item in sorted(items, key=rank)] == [
        "best", "trade", "pays", "wait", "low", "now", "later", "refused", "failed",
    ]  # fmt: skip
