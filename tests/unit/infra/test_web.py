"""The envelope, and who may pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx2
import numpy as np
import orjson
import pytest

from nofomo.api.app import AppParts, create_app
from nofomo.engine.core.errors import Forbidden
from nofomo.engine.core.timeframe import Timeframe
from nofomo.infra.web import ApiModel, Caller, failure, require_role, success, success_json
from tests.support.clock import CountingIds, ManualClock


class Shown(ApiModel):
    plan_id: UUID
    max_loss: Decimal


@dataclass(frozen=True)
class Quota:
    resets_at: datetime
    used_up: bool


def _data(value: Any) -> Any:
    return orjson.loads(success(value).body)["data"]


def test_an_answer_comes_in_the_envelope_with_its_moment() -> None:
    body = orjson.loads(success({"a": 1}).body)
    assert (body["status"], body["data"]) == ("success", {"a": 1})
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", body["timestamp"])


async def test_the_moment_of_an_answer_is_that_of_the_house_which_gives_it() -> None:
    clock, ids = ManualClock(), CountingIds()

    async def ready() -> dict[str, Any]:
        return {"ready": True}

    async def nobody(_request: object) -> None:
        return None

    app = create_app(AppParts([], nobody, ready, clock, ids, version="0"))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://test") as client:
        first = (await client.get("/api/health")).json()["timestamp"]
        clock.advance(60)
        refusal = (await client.get("/api/nowhere")).json()["timestamp"]
    assert (first, refusal) == ("2024-03-14T12:00:00.000Z", "2024-03-14T12:01:00.000Z")


async def test_questions_that_machines_ask_all_day_do_not_bury_the_log_unless_they_fail(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, ids, sound = ManualClock(), CountingIds(), [True]

    async def ready() -> dict[str, Any]:
        return {"ready": sound[0]}

    async def nobody(_request: object) -> None:
        return None

    app = create_app(AppParts([], nobody, ready, clock, ids, version="0"))
    caplog.set_level("DEBUG", logger="nofomo.access")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://test") as client:
        await client.get("/api/health")
        await client.get("/api/nowhere")
        sound[0] = False
        await client.get("/api/health")
    found = [(line.levelname, line.getMessage().split()[1:3]) for line in caplog.records]
    assert found == [
        ("DEBUG", ["/api/health", "200"]),
        ("INFO", ["/api/nowhere", "404"]),
        ("WARNING", ["/api/health", "503"]),
    ]


def test_names_are_written_in_camel_case_whether_model_or_dataclass() -> None:
    assert _data([Shown(plan_id=UUID(int=1), max_loss=Decimal("1.5"))]) == [
        {"planId": str(UUID(int=1)), "maxLoss": 1.5}
    ]
    assert _data(Quota(datetime(2024, 3, 14, 12, tzinfo=UTC), used_up=True)) == {
        "resetsAt": "2024-03-14T12:00:00Z",
        "usedUp": True,
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("0.4567"), 0.4567),
        (Decimal("72960.00"), 72960),
        (float("nan"), None),
        (np.array([1.5, np.nan]), [1.5, None]),
        (Timeframe(240), "4h"),
        ({1, 2}, [1, 2]),
        ((1, "a"), [1, "a"]),
    ],
)
def test_numbers_are_numbers_and_the_unknown_is_null(value: object, shown: object) -> None:
    assert _data(value) == shown


def test_stored_json_is_passed_on_as_it_is() -> None:
    answer = success_json('{"a": [1,2]}', status=201)
    assert answer.status_code == 201
    assert b'"data":{"a": [1,2]},' in answer.body
    assert orjson.loads(answer.body)["data"] == {"a": [1, 2]}


def test_a_refusal_names_its_code_and_details() -> None:
    answer = failure(429, "COOLDOWN", message="Wait.", details={"seconds": 3}, headers={"Retry-After": "3"})
    body = orjson.loads(answer.body)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
    assert (body["status"], body["code"], body["message"], body["details"]) == (
        "error", "COOLDOWN", "Wait.", {"seconds": 3},
    )  # fmt: skip


def test_names_are_read_in_either_case_and_unknown_ones_refused() -> None:
    for given in ({"planId": str(UUID(int=1)), "maxLoss": 1}, {"plan_id": str(UUID(int=1)), "max_loss": 1}):
        assert Shown.model_validate(given).plan_id == UUID(int=1)
    with pytest.raises(ValueError, match="Extra inputs"):
        Shown.model_validate({"planId": str(UUID(int=1)), "maxLoss": 1, "more": 2})


@pytest.mark.parametrize(
    ("role", "needed", "passes"),
    [("user", "admin", False), ("admin", "admin", True), ("owner", "admin", True), ("admin", "owner", False)],
)
async def test_a_role_lets_itself_and_those_above_pass(role: Any, needed: Any, passes: bool) -> None:
    caller = Caller(UUID(int=1), "a@b.c", role, "session")
    check = require_role(needed)
    if passes:
        assert await check(caller) is caller
    else:
        with pytest.raises(Forbidden):
            await check(caller)
