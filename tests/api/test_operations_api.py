"""What administrators see and do: status, logs, jobs, backups, metrics; and what nobody else learns."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import insert, select
from tests.support.whole_house import WholeHouse, data_of, whole_house

from nofomo.features.accounts.tables import audit_log
from nofomo.infra.database import SYSTEM
from nofomo.infra.jobs import jobs
from nofomo.infra.log_files import LogFileHandler
from nofomo.infra.observability import LogFormatter

TOKEN = "a monitoring program's token"


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[None]:
    """Logs go into the files of the house, as `nofomo up` lets them."""
    handler = LogFileHandler(tmp_path / "logs", megabytes=10)
    handler.setFormatter(LogFormatter("json"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


async def ended(client: httpx2.AsyncClient, whole: WholeHouse, job_id: str) -> Any:
    """The job once it has ended."""
    async with asyncio.timeout(30):
        while True:
            job = data_of(await client.get(f"/api/jobs/{job_id}"))
            if job["state"] not in ("queued", "running"):
                return job
            whole.clock.advance(0.05)  # a lease lasts 6 s, whatever the machine
            await asyncio.sleep(0.1)


async def audited(whole: WholeHouse) -> list[str]:
    async with whole.house.database.read(SYSTEM) as session:
        return list((await session.scalars(select(audit_log.c.action).order_by(audit_log.c.id))).all())


async def test_anybody_learns_whether_it_is_up_and_nothing_else(whole: WholeHouse) -> None:
    anybody = whole.browser()
    health = data_of(await anybody.get("/api/health"))
    assert set(health) == {"ready", "version", "parts"}
    assert set(health["parts"].values()) == {"up"}
    assert {"database", "worker", "venue", "disk", "candles"} <= set(health["parts"])
    assert data_of(await anybody.get("/api/health/live"))["alive"]
    assert data_of(await anybody.get("/api/health/ready"))["ready"]
    assert str(whole.house.settings.home) not in (await anybody.get("/api/health")).text


async def test_a_worker_that_has_ended_makes_it_unready_but_alive(whole: WholeHouse) -> None:
    ended_early = asyncio.create_task(asyncio.sleep(0))
    await ended_early
    whole.house.upkeep.working = ended_early
    whole.clock.advance(1)
    anybody = whole.browser()
    answer = await anybody.get("/api/health/ready")
    assert (answer.status_code, data_of(answer)["ready"]) == (503, False)
    assert (await anybody.get("/api/health")).status_code == 503
    assert (await anybody.get("/api/health/live")).status_code == 200


async def test_the_status_tells_administrators_everything_at_a_glance(whole: WholeHouse) -> None:
    admin = await whole.person("admin@example.org", "admin")
    await admin.post("/api/analyze", json={"symbol": "XRP/USDT"})
    status = data_of(await admin.get("/api/admin/status"))
    assert {part["name"]: part["state"] for part in status["parts"]}["database"] == "up"
    kind = "sqlite" if whole.house.database.is_sqlite else "postgresql"
    assert (status["database"]["kind"], status["backups"]["newestAt"]) == (kind, None)
    assert status["database"]["sizeBytes"] > 100_000
    assert (status["jobs"]["doneToday"], status["jobs"]["failedToday"], status["jobs"]["queued"]) == (1, 0, 0)
    assert [process["role"] for process in status["processes"]] == ["up"]
    assert {venue["venue"]: venue["state"] for venue in status["venues"]}["sandbox"] == "up"
    assert status["memoryBytes"] > 10_000_000


async def test_a_backup_is_made_listed_and_handed_to_the_owner_only(whole: WholeHouse) -> None:
    owner, admin = await whole.owner(), await whole.person("admin@example.org", "admin")
    asked = await admin.post("/api/admin/backups")
    assert asked.status_code == 202
    job = await ended(admin, whole, data_of(asked)["jobId"])
    assert job["state"] == "done", job
    listed = data_of(await admin.get("/api/admin/backups"))["backups"]
    assert [(one["name"], one["reason"]) for one in listed] == [(job["result"]["name"], "manual")]
    path = f"/api/admin/backups/{listed[0]['name']}"
    assert (await admin.get(path)).status_code == 403
    handed = await owner.get(path)
    assert (handed.status_code, len(handed.content)) == (200, listed[0]["sizeBytes"])
    assert "attachment" in handed.headers["content-disposition"]
    assert {"backup-make", "backup-download"} <= set(await audited(whole))
    for odd in ("..%2F..%2Fsecret.key", "secret.key", "nofomo-20200101-0000.tar"):
        assert (await owner.get(f"/api/admin/backups/{odd}")).status_code == 404


async def test_a_hundred_thousand_jobs_are_listed_page_by_page_at_once(whole: WholeHouse) -> None:
    admin = await whole.person("admin@example.org", "admin")
    many, start = 100_000, whole.clock.now_ms() - 10_000_000_000
    async with whole.house.database.write(SYSTEM) as session:
        for first in range(0, many, 5_000):
            await session.execute(insert(jobs), [_job(n, start + n * 1_000) for n in range(first, first + 5_000)])
    took: list[float] = []
    seen: list[str] = []
    before = ""
    for query in ("", "&state=failed", "&kind=rare", "&state=done&kind=analysis"):
        began = time.perf_counter()
        page = data_of(await admin.get(f"/api/admin/jobs?limit=50{query}"))
        took.append(time.perf_counter() - began)
        assert len(page["jobs"]) == 50
    for _ in range(3):
        page = data_of(await admin.get(f"/api/admin/jobs?limit=50&state=failed{before}"))
        seen += [job["jobId"] for job in page["jobs"]]
        before = f"&before={seen[-1]}"
        assert page["total"] == many // 10
    began = time.perf_counter()
    await admin.get("/api/admin/status")
    took.append(time.perf_counter() - began)
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 150
    assert max(took) < 1, took


def _job(number: int, at: int) -> dict[str, Any]:
    return {
        "id": UUID(int=number), "kind": "rare" if number % 1_000 == 0 else "analysis", "lane": "interactive",
        "user_id": None, "payload": {"symbol": "BTC/USDT"}, "state": "failed" if number % 10 == 0 else "done",
        "attempts": 1, "max_attempts": 3, "deadline_s": 30.0, "turn": at, "run_after": 0, "created_at": at,
        "started_at": at, "finished_at": at + 5, "error": {"code": "X", "message": "y"} if number % 10 == 0 else None,
    }  # fmt: skip


async def test_anybody_s_job_can_be_ended_and_that_is_written_down(whole: WholeHouse) -> None:
    admin = await whole.person("admin@example.org", "admin")
    row = _job(7, whole.clock.now_ms()) | {"state": "queued", "kind": "later", "finished_at": None, "started_at": None}
    async with whole.house.database.write(SYSTEM) as session:
        await session.execute(insert(jobs).values(row))
    path = f"/api/admin/jobs/{UUID(int=7)}/cancel"
    assert data_of(await admin.post(path))["state"] == "cancelled"
    assert (await admin.post(path)).status_code == 409
    assert (await admin.post(f"/api/admin/jobs/{UUID(int=8)}/cancel")).status_code == 404
    assert "job-cancel" in await audited(whole)


async def test_a_bug_s_answer_names_the_request_whose_lines_tell_what_broke(whole: WholeHouse, logs: None) -> None:
    owner = await whole.owner()

    @whole.app.get("/api/broken", include_in_schema=False)
    async def broken() -> None:
        raise RuntimeError("the reason, token=s3cr3t")

    whole.app.router.routes.insert(0, whole.app.router.routes.pop())
    answer = await owner.get("/api/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "BROKEN")
    assert "reason" not in answer.text
    lines = data_of(await owner.get(f"/api/admin/logs?q={answer.headers['x-request-id']}"))["lines"]
    assert [line["level"] for line in lines] == ["warning", "error"]
    assert "the reason" in lines[1]["traceback"]
    assert "s3cr3t" not in str(lines)
    assert 'nofomo_uncaught_errors_total{where="request"} 1.0' in (await owner.get("/metrics")).text


async def test_every_line_of_a_job_carries_its_id(whole: WholeHouse, logs: None) -> None:
    owner = await whole.owner()
    job_id = data_of(await owner.post("/api/admin/backups"))["jobId"]
    await ended(owner, whole, job_id)
    lines = data_of(await owner.get(f"/api/admin/logs?q={job_id}&level=info"))["lines"]
    made = [line for line in lines if line["message"].startswith("Made the backup")]
    assert [line["jobId"] for line in made] == [job_id]


async def test_metrics_are_for_the_token_and_for_administrators(tmp_path: Path) -> None:
    async with whole_house(tmp_path, metrics_token=TOKEN) as whole:
        anybody, user = whole.browser(), await whole.person("user@example.org")
        admin = await whole.person("admin@example.org", "admin")
        assert [(await one.get("/metrics")).status_code for one in (anybody, user, admin)] == [401, 403, 200]
        wrong = await anybody.get("/metrics", headers={"Authorization": "Bearer nonsense"})
        right = await anybody.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert (wrong.status_code, right.status_code) == (401, 200)
        await user.post("/api/analyze", json={"symbol": "XRP/USDT"})
        text = (await admin.get("/metrics")).text
    assert 'nofomo_requests_total{method="POST",route="/api/analyze",status="200"} 1.0' in text
    assert 'nofomo_jobs_ended_total{kind="analysis",outcome="done"} 1.0' in text
    assert "nofomo_versions_made_total 1.0" in text
    assert 'nofomo_part_up{part="database"} 1.0' in text
    assert 'question="candles",venue="sandbox"' in text
    for secret in ("XRP", "example.org", TOKEN):
        assert secret not in text
