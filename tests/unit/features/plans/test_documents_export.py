"""`GET /api/plan/{planId}/export`: files, their names, and whose they are."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from nofomo.engine.core.errors import Unavailable
from tests.support.clock import ManualClock
from tests.support.pdf import read_pdf
from tests.support.plans import PlanWorld

FORMS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
}


@pytest.fixture
async def plan(api: httpx2.AsyncClient) -> dict[str, Any]:
    answer = await api.post("/api/analyze", json={"symbol": "BTC/USDT", "equity": 5000, "tp3": True})
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def address(plan: dict[str, Any], query: str = "") -> str:
    return f"/api/plan/{plan['planId']}/export{query}"


@pytest.mark.parametrize(("form", "media"), FORMS.items())
async def test_each_form_comes_as_a_named_file_of_its_type(
    api: httpx2.AsyncClient, plan: dict[str, Any], form: str, media: str
) -> None:
    answer = await api.get(address(plan, f"?format={form}"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    name = f"BTC-USDT_v1_20240314-1900.{'txt' if form == 'text' else form}"
    assert answer.headers["content-disposition"] == f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    assert len(answer.content) > 500


async def test_json_and_text_are_what_the_plan_says(api: httpx2.AsyncClient, plan: dict[str, Any]) -> None:
    assert (await api.get(address(plan, "?format=json"))).json() == plan["payload"]
    assert (await api.get(address(plan, "?format=text"))).text == plan["payload"]["text"] + "\n"
    english = (await api.get(f"/api/plan/{plan['planId']}?lang=en")).json()["data"]["payload"]
    assert (await api.get(address(plan, "?format=json&lang=en"))).json() == english
    assert (await api.get(address(plan, "?format=text&lang=en"))).text == english["text"] + "\n"


async def test_a_page_is_asked_for_by_default_in_the_callers_language(
    api: httpx2.AsyncClient, plan: dict[str, Any]
) -> None:
    page = read_pdf((await api.get(address(plan))).content)
    english = read_pdf((await api.get(address(plan, "?lang=en"))).content)
    assert (page.pages, page.language, english.language) == (1, "id", "en")
    assert plan["payload"]["headline"].split(". ")[0] in page.text
    assert plan["planId"] in page.text
    assert "5.000 USDT" in page.text or "Yang sudah diperiksa" in page.text


async def test_an_old_version_is_the_same_file_weeks_later(
    api: httpx2.AsyncClient, plan: dict[str, Any], clock: ManualClock
) -> None:
    first = [(await api.get(address(plan, f"?format={form}"))).content for form in ("pdf", "png", "svg")]
    clock.advance(20 * 86_400)
    assert [(await api.get(address(plan, f"?format={form}"))).content for form in ("pdf", "png", "svg")] == first


async def test_another_timeframe_and_theme_are_another_picture(api: httpx2.AsyncClient, plan: dict[str, Any]) -> None:
    usual = (await api.get(address(plan, "?format=svg"))).text
    assert "BTC/USDT 15m" in usual
    assert "BTC/USDT 4h" in (await api.get(address(plan, "?format=svg&timeframe=4h"))).text
    assert "#161817" in (await api.get(address(plan, "?format=svg&theme=dark"))).text
    assert "#161817" not in usual


async def test_an_earlier_version_is_drawn_beside_it_if_it_is_of_the_same_symbol_and_ones_own(
    api: httpx2.AsyncClient, plan: dict[str, Any], clock: ManualClock
) -> None:
    clock.advance(3_600)
    newer = (await api.post("/api/update", json={"planId": plan["planId"]})).json()["data"]
    assert newer["version"] == 2
    drawn = (await api.get(address(newer, f"?format=svg&against={plan['planId']}"))).text
    assert ">v1 19.00<" in drawn
    assert ">v1 19.00<" not in (await api.get(address(newer, "?format=svg"))).text
    clock.advance(60)
    other = (await api.post("/api/analyze", json={"symbol": "ETH/USDT"})).json()["data"]
    answer = await api.get(address(newer, f"?against={other['planId']}"))
    assert (answer.status_code, answer.json()["code"]) == (422, "OTHER_SYMBOL")
    clock.advance(60)
    theirs = await api.post("/api/analyze", json={"symbol": "BTC/USDT"}, headers={"x-test-person": "budi"})
    answer = await api.get(address(newer, f"?against={theirs.json()['data']['planId']}"))
    assert (answer.status_code, answer.json()["code"]) == (404, "PLAN_NOT_FOUND")


async def test_a_strangers_version_does_not_exist_in_any_form(api: httpx2.AsyncClient, plan: dict[str, Any]) -> None:
    for form in FORMS:
        answer = await api.get(address(plan, f"?format={form}"), headers={"x-test-person": "budi"})
        assert (answer.status_code, answer.json()["code"]) == (404, "PLAN_NOT_FOUND")
    assert (await api.get(address(plan), headers={"x-test-person": "nobody"})).status_code == 401


async def test_nothing_half_made_while_the_venue_is_away_and_what_needs_no_candles_still_comes(
    api: httpx2.AsyncClient, plan: dict[str, Any], world: PlanWorld
) -> None:
    world.market.problem = Unavailable("No answer.", code="VENUE_DOWN", retry_after_s=7)
    for form in ("pdf", "png", "svg"):
        answer = await api.get(address(plan, f"?format={form}"))
        assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "VENUE_DOWN", "7")
        assert "content-disposition" not in answer.headers
    for form in ("json", "text"):
        assert (await api.get(address(plan, f"?format={form}"))).status_code == 200


@pytest.mark.parametrize(
    "query", ["?format=docx", "?lang=fr", "?theme=sepia", "?timeframe=7x", "?sizes=maybe", "?timeframe=" + "1" * 40]
)
async def test_what_cannot_be_read_is_refused(api: httpx2.AsyncClient, plan: dict[str, Any], query: str) -> None:
    assert (await api.get(address(plan, query))).status_code == 422
