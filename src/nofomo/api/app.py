"""The HTTP application: routers in, one ASGI app out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from nofomo.api.errors import install_error_handlers
from nofomo.api.middleware import RequestFrame
from nofomo.api.proxies import Network, TrustedProxies
from nofomo.infra.clock import Clock, NewId
from nofomo.infra.metrics import Metrics
from nofomo.infra.web import Identify, failure, refusals, success

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
Health = Callable[[], Awaitable[dict[str, Any]]]
_DESCRIPTION: Final = (
    "Self-hosted market analysis. Answers come as `{status, data, timestamp}`; refusals as `{status, code, message, "
    "details, timestamp}`. Browsers sign in with a cookie and send `X-NoFOMO: 1` with every change; programs send "
    "`Authorization: Bearer nfm_…`."
)


@dataclass(frozen=True, slots=True)
class AppParts:
    """What the application is made of; bootstrap fills it in."""

    routers: Sequence[APIRouter]
    identify: Identify
    health: Health
    clock: Clock
    new_id: NewId
    version: str
    static: Path | None = None
    trusted_proxies: Sequence[Network] = ()
    lifespan: Lifespan | None = None
    metrics: Metrics | None = None


def create_app(parts: AppParts) -> FastAPI:
    """One FastAPI application with every router, the error envelope, and the web page at every other path."""
    app = FastAPI(
        title="NoFOMO",
        version=parts.version,
        description=_DESCRIPTION,
        lifespan=parts.lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        responses=refusals(401, 403, 413, 422, 429, 502, 503),
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.identify = parts.identify
    install_error_handlers(app)
    for router in parts.routers:
        app.include_router(router)
    _add_health(app, parts.health)
    _add_web_page(app, parts.static)
    app.add_middleware(RequestFrame, clock=parts.clock, new_id=parts.new_id, metrics=parts.metrics)
    app.add_middleware(TrustedProxies, trusted=parts.trusted_proxies)
    return app


def _add_health(app: FastAPI, health: Health) -> None:
    @app.get("/api/health", tags=["operations"], summary="Is it alive and ready?")
    async def health_now() -> Response:
        """Alive when it answers at all; `ready` when the parts that it cannot do without work. 503 when not."""
        state = await health()
        return success(state, status=200 if state.get("ready", False) else 503)


def _add_web_page(app: FastAPI, static: Path | None) -> None:
    root = static.resolve() if static else None

    @app.get("/{path:path}", include_in_schema=False)
    async def web_page(request: Request, path: str) -> Response:
        """A file of the built page, or its index: the page does its own routing."""
        if path == "api" or path.startswith("api/"):
            raise HTTPException(404, f"There is no {request.method} /{path}.")
        if root is None or not (root / "index.html").is_file():
            return failure(503, "PAGE_NOT_BUILT", message="The web page is not built. Run: make setup")
        wanted = (root / path).resolve()
        if path and wanted.is_file() and wanted.is_relative_to(root):
            hashed = path.startswith("assets/")
            cache = "public, max-age=31536000, immutable" if hashed else "no-cache"
            return FileResponse(wanted, headers={"Cache-Control": cache})
        if path.startswith("assets/"):
            raise HTTPException(404, "There is no such file.")
        return FileResponse(root / "index.html", headers={"Cache-Control": "no-cache"})
