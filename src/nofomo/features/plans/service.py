"""What can be asked of plans, in one object."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from nofomo.engine.core.errors import Broken, Conflict
from nofomo.features.plans.events import PlanMoved, PlanVersioned
from nofomo.features.plans.model import (
    JOB_KIND,
    LONGEST_WAIT_S,
    AnalysisOrder,
    AnalysisRequest,
    Language,
    Pending,
    PlanFilter,
    PlanSummary,
    PlanVersion,
    Quota,
    options_from_json,
)
from nofomo.features.plans.services.analysis import AnalysisHandler
from nofomo.features.plans.services.asking import AskingDesk
from nofomo.features.plans.services.comparing import Comparing
from nofomo.features.plans.services.exporting import Exports
from nofomo.features.plans.services.journal import Journal
from nofomo.features.plans.services.orders import hours_of, language_of, order_for
from nofomo.features.plans.services.outcomes import OUTCOMES_KIND, Outcomes
from nofomo.features.plans.services.parts import PlanParts
from nofomo.features.plans.services.scans import ScanDesk
from nofomo.features.plans.services.versions import Versions
from nofomo.features.plans.services.watchlists import Watchlists
from nofomo.infra.database import as_user
from nofomo.infra.jobs import Handler, Job
from nofomo.infra.web import Caller


class PlanService:
    """Analyses of one server: asking for them, reading them, acting on them (`journal`), what the market made of them
    (`outcomes`), asking for many (`scans`)."""

    def __init__(self, parts: PlanParts) -> None:
        self._parts = parts
        self._asking = AskingDesk(parts)
        self._versions = Versions(parts)
        for kind in (PlanVersioned, PlanMoved):  # of other processes too
            parts.events.subscribe(kind, lambda event: self._versions.chain_grew(event.user_id))
        self.journal = Journal(parts)
        self.outcomes = Outcomes(parts, versions=self._versions)
        self.comparing = Comparing(parts)
        self.exports = Exports(parts, versions=self._versions)
        self.watchlists = Watchlists(parts)
        self.scans = ScanDesk(parts, self._asking, watchlists=self.watchlists)
        parts.queue.endings.append(self.scans.on_end)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What a worker needs to carry out our jobs: kind → handler."""
        return {
            JOB_KIND: AnalysisHandler(self._parts, self.journal, versions=self._versions),
            OUTCOMES_KIND: self.outcomes,
        }

    async def analyze(
        self, caller: Caller, request: AnalysisRequest, *, wait_s: float = LONGEST_WAIT_S
    ) -> PlanVersion | Pending:
        """Analyse a symbol: the version if it is ready within `wait_s` seconds, else the job that makes it.

        Raises LimitReached (`ANALYSIS_RUNNING`, `COOLDOWN`, `QUOTA_USED`) and whatever the analysis itself ended with.
        """
        preferences = await self._parts.preferences.preferences(caller.user_id)
        return await self._submit(caller, order_for(caller, request, preferences=preferences), wait_s=wait_s)

    async def update(self, caller: Caller, plan_id: UUID, *, wait_s: float = LONGEST_WAIT_S) -> PlanVersion | Pending:
        """Make the next version of a plan with the same options, by the same limits. Raises NotFound too."""
        venue, symbol, options = await self._versions.order_of(caller.user_id, plan_id)
        preferences = await self._parts.preferences.preferences(caller.user_id)
        return await self._submit(
            caller,
            AnalysisOrder(
                symbol=symbol,
                venue=venue,
                options=options_from_json(options),
                currency=options["currency"],
                language=language_of(caller),
                timezone=caller.timezone,
                hours=hours_of(preferences),
            ),
            wait_s=wait_s,
        )

    async def get(self, caller: Caller, plan_id: UUID, *, language: Language | None = None) -> PlanVersion:
        """One version, in `language` or the caller's own. Raises NotFound (`PLAN_NOT_FOUND`)."""
        language = language or language_of(caller)
        return await self._versions.get(caller.user_id, plan_id, language=language, timezone=caller.timezone)

    async def list(
        self, caller: Caller, wanted: PlanFilter, *, language: Language | None = None
    ) -> tuple[list[PlanSummary], int]:
        """The caller's versions, newest first, and how many there are in all."""
        return await self._versions.list(caller.user_id, wanted, language=language or language_of(caller))

    async def quota(self, caller: Caller) -> Quota:
        """How many analyses the caller has had today, and when the next may start."""
        return await self._asking.quota(caller.user_id, caller.timezone)

    async def job(self, caller: Caller, job_id: UUID) -> Job:
        """One of the caller's jobs. Raises NotFound (`JOB_NOT_FOUND`)."""
        return await self._parts.queue.get(as_user(caller.user_id), job_id)

    async def cancel(self, caller: Caller, job_id: UUID) -> Job:
        """End one of the caller's jobs. Raises NotFound (`JOB_NOT_FOUND`), Conflict (`JOB_FINISHED`)."""
        return await self._parts.queue.cancel(as_user(caller.user_id), job_id)

    async def _submit(self, caller: Caller, order: AnalysisOrder, *, wait_s: float) -> PlanVersion | Pending:
        job_id = await self._asking.submit(caller.user_id, order)
        job = await self._parts.queue.wait(job_id, wait_s, scope=as_user(caller.user_id))
        if job.is_live:
            return Pending(job_id)
        if job.state == "cancelled":
            raise Conflict("The analysis was cancelled.", code="ANALYSIS_CANCELLED", details={"jobId": str(job_id)})
        if job.error is not None:
            raise job.error.to_error()
        if job.result is None:
            raise Broken("The analysis ended without a version.", code="JOB_BROKEN", details={"jobId": str(job_id)})
        return await self.get(caller, UUID(job.result["planId"]), language=order.language)
