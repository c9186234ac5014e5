"""The HTTP routes of operations: health for everybody, the rest for administrators."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse

from nofomo.features.accounts import actor_of
from nofomo.features.operations.model import JobFilter
from nofomo.features.operations.schemas import (
    AdminJobShown,
    AdminJobsShown,
    AliveShown,
    BackupAsked,
    BackupShown,
    BackupsShown,
    LogLineShown,
    LogsShown,
    ReadyShown,
    StatusShown,
)
from nofomo.features.operations.service import OperationsService
from nofomo.infra.metrics import CONTENT_TYPE
from nofomo.infra.web import AdminNow, Caller, Envelope, refusals, require_caller, require_role, success

OwnerNow = Annotated[Caller, Depends(require_role("owner"))]


def build_router(operations: OperationsService, *, version: str) -> APIRouter:
    """Every route of operations."""
    router = APIRouter(tags=["operations"])
    _add_health(router, operations, version=version)
    _add_status(router, operations)
    _add_jobs(router, operations)
    _add_backups(router, operations)
    return router


def _add_health(router: APIRouter, operations: OperationsService, *, version: str) -> None:
    @router.get("/api/health/live", response_model=Envelope[AliveShown])
    async def health_live() -> Response:
        """Whether the process answers; whoever restarts processes asks this."""
        return success(AliveShown(version=version))

    @router.get("/api/health/ready", response_model=Envelope[ReadyShown], responses=refusals(503))
    async def health_ready() -> Response:
        """Whether requests can be answered; a load balancer asks this. 503 when not."""
        ready = await operations.board.is_ready()
        return success(ReadyShown(ready=ready, version=version), status=200 if ready else 503)

    @router.get("/metrics", include_in_schema=False)
    async def metrics(request: Request) -> Response:
        """Numbers for Prometheus: with the token that was set for it, or for signed-in administrators."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not operations.may_read_metrics(token):
            await require_role("admin")(await require_caller(request))
        return Response(await operations.metrics(), media_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def _add_status(router: APIRouter, operations: OperationsService) -> None:
    @router.get("/api/admin/status", response_model=Envelope[StatusShown])
    async def admin_status(_caller: AdminNow) -> Response:
        """Everything about this server at a glance (admins)."""
        return success(StatusShown.of(await operations.status()))

    @router.get("/api/admin/logs", response_model=Envelope[LogsShown])
    async def admin_logs(
        _caller: AdminNow,
        *,
        level: Annotated[Literal["debug", "info", "warning", "error"], Query()] = "debug",
        q: Annotated[str, Query(max_length=200)] = "",
        before: Annotated[str | None, Query(max_length=200)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> Response:
        """The newest lines of at least `level` that hold `q` (text, or the id of a request or job); admins."""
        page = await operations.logs(least=level, text=q, before=before, limit=limit)
        return success(LogsShown(lines=[LogLineShown.of(line) for line in page.lines], next=page.next))


def _add_jobs(router: APIRouter, operations: OperationsService) -> None:
    @router.get("/api/admin/jobs", response_model=Envelope[AdminJobsShown])
    async def admin_jobs(
        _caller: AdminNow,
        *,
        state: Annotated[Literal["queued", "running", "done", "failed", "cancelled"] | None, Query()] = None,
        kind: Annotated[str | None, Query(max_length=40)] = None,
        before: Annotated[UUID | None, Query()] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Response:
        """Everybody's jobs, the newest first (admins)."""
        found, total = await operations.list_jobs(JobFilter(state, kind or None, before, limit))
        return success(AdminJobsShown(jobs=[AdminJobShown.of(job) for job in found], total=total))

    @router.post(
        "/api/admin/jobs/{job_id}/cancel", response_model=Envelope[AdminJobShown], responses=refusals(404, 409)
    )
    async def admin_cancel_job(job_id: UUID, caller: AdminNow, request: Request) -> Response:
        """End anybody's job (admins); it is written into the audit log."""
        return success(AdminJobShown.of(await operations.cancel_job(actor_of(caller, request), job_id)))


def _add_backups(router: APIRouter, operations: OperationsService) -> None:
    @router.get("/api/admin/backups", response_model=Envelope[BackupsShown])
    async def admin_backups(_caller: AdminNow) -> Response:
        """The backups in the home folder, the newest first (admins)."""
        return success(BackupsShown(backups=[BackupShown.of(one) for one in await operations.list_backups()]))

    @router.post("/api/admin/backups", status_code=202, response_model=Envelope[BackupAsked])
    async def admin_make_backup(caller: AdminNow, request: Request) -> Response:
        """Make a backup now (admins); the answer names the job."""
        return success(BackupAsked(job_id=await operations.make_backup(actor_of(caller, request))), status=202)

    @router.get(
        "/api/admin/backups/{name}",
        response_class=FileResponse,
        responses={200: {"content": {"application/x-tar": {}}}, **refusals(404)},
    )
    async def admin_download_backup(name: str, caller: OwnerNow, request: Request) -> Response:
        """A backup as a file (owners). It opens every door of this installation: keep it safe."""
        path = await operations.download(actor_of(caller, request), name)
        return FileResponse(path, media_type="application/x-tar", filename=name)
