"""Odd requests made from the OpenAPI document, as a signed-in admin: no bugs, all in the envelope, all documented."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Any

import httpx2
import orjson
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from tests.support.bad_days import FRIDAY
from tests.support.whole_house import ADDRESS, WholeHouse, data_of, first_plan, whole_house

EXAMPLES = 12
SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
ABOUT_XRP = {"/api/data/historical", "/api/chart"}
ENDS_SESSIONS = {"/api/auth/logout", "/api/me/password", "/api/me/sessions", "/api/me/sessions/{session_id}"}


@dataclass
class Fuzzed:
    """A house in an event loop of its own, since the generator of requests does not know of loops."""

    loop: asyncio.AbstractEventLoop
    whole: WholeHouse
    person: httpx2.AsyncClient
    things: dict[str, str]
    persons: int = 0

    def someone(self) -> httpx2.AsyncClient:
        self.persons += 1
        return self.loop.run_until_complete(self.whole.person(f"p{self.persons}@example.org", "admin"))

    def send(self, client: httpx2.AsyncClient, case: Any) -> httpx2.Response:
        wire = case.as_transport_kwargs(base_url=ADDRESS)
        wire.pop("cookies", None)
        headers = {k: v for k, v in wire.pop("headers").items() if k.lower() in ("content-type", "accept")}
        if not isinstance(wire.get("data"), bytes | str | None):
            wire["content"] = orjson.dumps(wire.pop("data"))
        elif "data" in wire:
            wire["content"] = wire.pop("data")
        return self.loop.run_until_complete(client.request(**wire, headers=headers))


async def things_of(person: httpx2.AsyncClient) -> dict[str, str]:
    plan = await first_plan(person, lambda payload: payload["pullback"])
    body = {"leg": "pullback", "price": 2.1, "quantity": 10}
    taken = data_of(await person.post(f"/api/plan/{plan['planId']}/taken", json=body))
    return {"plan_id": plan["planId"], "taken_id": taken["id"]}


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    loop, stack = asyncio.new_event_loop(), AsyncExitStack()
    opening = whole_house(tmp_path_factory.mktemp("house"), daily_quota=100_000)
    whole = loop.run_until_complete(stack.enter_async_context(opening))
    whole.clock.set(FRIDAY)
    try:
        person = loop.run_until_complete(whole.person("fuzz@example.org", "admin"))
        yield Fuzzed(loop, whole, person, loop.run_until_complete(things_of(person)))
    finally:
        loop.run_until_complete(stack.aclose())
        loop.close()


def complaint(answer: httpx2.Response, documented: set[str]) -> str | None:
    status = answer.status_code
    if status >= 500:
        return "a bug answered"
    if str(status) not in documented:
        return "a status that is not documented"
    if status < 300 and answer.headers.get("content-disposition", "").startswith("attachment"):
        return None
    if answer.headers["content-type"] != "application/json":
        return "not JSON"
    body = answer.json()
    promised = (
        {"status", "data", "timestamp"} if status < 300 else {"status", "code", "message", "details", "timestamp"}
    )
    if body.keys() != promised or body["status"] != ("success" if status < 300 else "error"):
        return "not in the envelope"
    return None if status < 300 or body["message"].strip() else "a refusal without words"


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_nothing_that_can_be_sent_breaks_the_server(fuzzed: Fuzzed, mode: GenerationMode) -> None:
    document = fuzzed.whole.app.openapi()
    wrong: dict[str, str] = {}
    sent = 0
    found: Any
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = found.ok()
        documented = set(document["paths"][operation.path][operation.method]["responses"])
        sent += attack(fuzzed, operation, mode=mode, documented=documented, wrong=wrong)
    assert not wrong, "\n".join(f"{key}\n    {text}" for key, text in wrong.items())
    assert sent > 200


def attack(fuzzed: Fuzzed, operation: Any, *, mode: GenerationMode, documented: set[str], wrong: dict[str, str]) -> int:
    """Send requests to one operation and note what is wrong with the answers; gives how many were sent."""
    client = fuzzed.someone() if operation.path in ENDS_SESSIONS else fuzzed.person
    own = {name: value for name, value in fuzzed.things.items() if "{" + name + "}" in operation.path}
    named: dict[str, Any] = {"path_parameters": own} if own and operation.method != "delete" else {}
    if operation.path in ABOUT_XRP:
        # A made-up symbol is refused before anything else is looked at.
        named["query"] = {"symbol": "XRP/USDT"}
    sent = 0

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=SLOW_IS_FINE,
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode, **named))
    def requests(case: Any) -> None:
        nonlocal sent
        sent += 1
        answer = fuzzed.send(client, case)
        trouble = complaint(answer, documented)
        if trouble is not None:
            key = f"{case.method} {case.path}: {trouble} ({answer.status_code})"
            wrong.setdefault(key, f"{case!r} -> {answer.text[:300]}")

    # An operation without input has nothing that could be wrong.
    with suppress(Unsatisfiable):
        requests()
    return sent
