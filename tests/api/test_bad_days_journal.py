"""A bad day of the trader: what taken plans lost closes the daily-loss gate until the entry or the day is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from tests.support.bad_days import FRIDAY, first_trade
from tests.support.whole_house import WholeHouse, data_of, whole_house

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Trader:
    """A house, a person with 1,000 USDT at 0.5 % risk, and a plan worth taking. The day may lose 10 USDT."""

    whole: WholeHouse
    owner: httpx2.AsyncClient
    plan: Any

    async def again(self) -> Any:
        return data_of(await self.owner.post("/api/update", json={"planId": self.plan["planId"]}))["payload"]

    async def take(self, **changed: Any) -> Any:
        first = self.plan["payload"]["pullback"]["entries"][0]["price"]
        body = {"leg": "pullback", "price": first, "quantity": 100 / first, **changed}
        return data_of(await self.owner.post(f"/api/plan/{self.plan['planId']}/taken", json=body))

    async def close(self, entry: Any, share: float) -> Any:
        """Sell at that share of the price at which it was bought."""
        answer = await self.owner.patch(f"/api/taken/{entry['id']}", json={"exitPrice": entry["price"] * share})
        return data_of(answer)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trader(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trader]:
    async with whole_house(tmp_path_factory.mktemp("house"), daily_quota=1000) as whole:
        owner = await whole.owner()
        plan = await first_trade(whole, owner)
        yield Trader(whole, owner, plan)


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def an_empty_journal(trader: Trader) -> AsyncIterator[None]:
    yield
    for entry in data_of(await trader.owner.get("/api/taken")):
        data_of(await trader.owner.delete(f"/api/taken/{entry['id']}"))


def gate(payload: Any) -> str:
    return next(gate["state"] for gate in payload["gates"] if gate["name"] == "dailyLoss")


async def test_a_loss_of_two_risks_closes_the_gate_and_deleting_it_opens_it_again(trader: Trader) -> None:
    assert (gate(await trader.again()), (await trader.again())["action"]) == ("open", "TRADE")
    entry = await trader.take()
    assert gate(await trader.again()) == "open"
    closed = await trader.close(entry, 0.89)
    assert closed["result"] < -10
    payload = await trader.again()
    assert (gate(payload), payload["action"]) == ("closed", "WAIT")
    said = next(gate["detail"] for gate in payload["gates"] if gate["name"] == "dailyLoss")
    assert said in payload["text"]
    data_of(await trader.owner.delete(f"/api/taken/{entry['id']}"))
    payload = await trader.again()
    assert (gate(payload), payload["action"]) == ("open", "TRADE")


async def test_smaller_losses_add_up_and_gains_do_not_make_up_for_them(trader: Trader) -> None:
    first = await trader.close(await trader.take(), 0.95)
    assert -10 < first["result"] < -5
    assert gate(await trader.again()) == "open"
    gain = await trader.close(await trader.take(), 1.5)
    assert gain["result"] > 40
    second = await trader.close(await trader.take(), 0.95)
    assert first["result"] + second["result"] <= -10
    assert gate(await trader.again()) == "closed"


async def test_a_correction_of_the_price_counts(trader: Trader) -> None:
    entry = await trader.take()
    await trader.close(entry, 0.80)
    assert gate(await trader.again()) == "closed"
    await trader.close(entry, 1.01)
    assert gate(await trader.again()) == "open"


async def test_the_loss_is_forgotten_at_midnight_in_jakarta(trader: Trader) -> None:
    await trader.close(await trader.take(), 0.80)
    assert gate(await trader.again()) == "closed"
    day_ms = 86_400_000
    wib_midnight = (trader.whole.clock.now_ms() + 7 * 3_600_000) // day_ms * day_ms + day_ms - 7 * 3_600_000
    trader.whole.clock.set(wib_midnight - 1_000)
    assert gate(await trader.again()) == "closed"
    trader.whole.clock.set(wib_midnight)
    assert gate(await trader.again()) == "open"


async def test_one_persons_losses_close_nobody_elses_gate(trader: Trader) -> None:
    await trader.close(await trader.take(), 0.50)
    other = await trader.whole.person("budi@example.org")
    symbol = trader.plan["payload"]["symbol"]
    payload = data_of(await other.post("/api/analyze", json={"symbol": symbol}))["payload"]
    assert gate(payload) == "open"
    assert gate(await trader.again()) == "closed"


async def test_anothers_plan_and_journal_do_not_exist(trader: Trader) -> None:
    entry = await trader.take()
    other = await trader.whole.person("sari@example.org")
    body = {"leg": "pullback", "price": 1, "quantity": 1}
    for answer, code in (
        (await other.post(f"/api/plan/{trader.plan['planId']}/taken", json=body), "PLAN_NOT_FOUND"),
        (await other.patch(f"/api/taken/{entry['id']}", json={"exitPrice": 1}), "TAKEN_NOT_FOUND"),
        (await other.delete(f"/api/taken/{entry['id']}"), "TAKEN_NOT_FOUND"),
        (await other.get(f"/api/plan/{trader.plan['planId']}"), "PLAN_NOT_FOUND"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, code)
    assert data_of(await other.get("/api/taken")) == []
    assert data_of(await other.get(f"/api/taken?planId={trader.plan['planId']}")) == []
    assert [kept["id"] for kept in data_of(await trader.owner.get("/api/taken"))] == [entry["id"]]


@pytest.mark.parametrize("body", [
    {"leg": "breakout", "price": 1, "quantity": 1}, {"leg": "sideways", "price": 1, "quantity": 1},
    {"leg": "pullback", "price": 0, "quantity": 1}, {"leg": "pullback", "price": -1, "quantity": 1},
    {"leg": "pullback", "price": 1, "quantity": "NaN"}, {"leg": "pullback", "price": "1e400", "quantity": 1},
    {"leg": "pullback", "price": 1}, {}, {"leg": "pullback", "price": 1, "quantity": 1, "fee": 0},
])  # fmt: skip
async def test_what_cannot_be_a_trade_is_refused(trader: Trader, body: dict[str, Any]) -> None:
    answer = await trader.owner.post(f"/api/plan/{trader.plan['planId']}/taken", json=body)
    assert answer.status_code == 422
    assert answer.json()["details"]["field"] or body.get("leg") == "breakout"
    assert data_of(await trader.owner.get("/api/taken")) == []


async def test_an_open_trade_below_its_invalidation_counts_as_lost(trader: Trader) -> None:
    """Bought far above the market: the first close is below the invalidation, and the loss stands at that close."""
    symbol, wrong = trader.plan["payload"]["symbol"], trader.plan["payload"]["pullback"]["invalidation"]["price"]
    trader.whole.clock.set(max(trader.whole.clock.now_ms(), FRIDAY))
    entry = await trader.take()
    for _ in range(60):
        trader.whole.clock.advance(6 * 3600)
        rows = data_of(await trader.owner.get(f"/api/data/historical?symbol={symbol}&interval=15m&limit=24"))["data"]
        if any(row["close"] < wrong for row in rows):
            break
    else:
        raise AssertionError("the sandbox's market never fell below the invalidation")
    await trader.again()
    kept = data_of(await trader.owner.get("/api/taken"))[0]
    assert (kept["id"], kept["exitPrice"]) == (entry["id"], None)
    assert kept["invalidatedAt"] is not None
