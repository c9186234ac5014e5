"""What comes in and goes out over HTTP."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field, WithJsonSchema

from nofomo.engine.core.candles import iso
from nofomo.engine.core.errors import NofomoError
from nofomo.engine.core.timeframe import Timeframe
from nofomo.features.plans.model import LONGEST_WAIT_S, AnalysisRequest, PlanSummary
from nofomo.features.plans.schemas_outcomes import OutcomeBriefShown, OutcomeShown
from nofomo.infra.jobs import Job
from nofomo.infra.web import ApiModel

_SPLIT: Final = re.compile(r"[\s,–-]+")
_MODES: Final = {"pb": "pullback", "bo": "breakout"}
_LONGEST: Final = Timeframe(10080)


def read_timeframes(value: object) -> tuple[Timeframe, ...]:
    """`4h-1h-15m`, `4h,1h,15m` or a list: three different timeframes, put in order from the largest."""
    parts = _SPLIT.split(value.strip()) if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise ValueError("write three timeframes like 4h-1h-15m")
    try:
        frames = sorted({Timeframe.parse(str(part)) for part in parts}, reverse=True)
    except NofomoError as error:
        raise ValueError(error.message.rstrip(".")) from None
    if len(frames) != 3 or len(parts) != 3:
        raise ValueError("write three different timeframes like 4h-1h-15m")
    if frames[0] > _LONGEST:
        raise ValueError("no timeframe may be longer than 1w")
    return tuple(frames)


def _read_mode(value: object) -> object:
    return _MODES.get(value.strip().lower(), value.strip().lower()) if isinstance(value, str) else value


Frames = Annotated[
    Any,
    BeforeValidator(read_timeframes),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 3, "maxItems": 3}],
            "description": "Three timeframes: context, structure, trigger.",
            "examples": ["4h-1h-15m", ["1d", "4h", "1h"]],
        }
    ),
]
ModeText = Annotated[Literal["auto", "pullback", "breakout"], BeforeValidator(_read_mode)]
WaitSeconds = Annotated[
    float,
    Field(ge=0, le=LONGEST_WAIT_S, description="Seconds to wait for the version before answering 202 with its job."),
]
Amount = Annotated[Decimal, Field(gt=0, le=10**15, max_digits=30, allow_inf_nan=False)]


class AnalyzeBody(ApiModel):
    """What to analyse. Everything but the symbol may be left out and is then as in the caller's preferences."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"symbol": "BTC/USDT"},
                {"symbol": "XRPUSDT", "tf": "4h-1h-15m", "risk_pct": 0.5, "mode": "auto"},
                {"symbol": "ETH/USDT", "timeframes": ["1d", "4h", "1h"], "riskPct": 1, "mode": "pullback", "tp3": True},
            ]
        }
    )

    symbol: str = Field(min_length=1, max_length=41, description="BTC/USDT, BTCUSDT and btc-usdt mean the same.")
    timeframes: Frames | None = Field(
        None, validation_alias=AliasChoices("timeframes", "tf"), description="Also accepted as `tf`."
    )
    risk_pct: float | None = Field(
        None, strict=True, ge=0.05, le=5, description="Percent of the equity to lose when wrong."
    )
    mode: ModeText | None = Field(None, description="Which leg to look for; PB and BO are accepted.")
    tp3: bool | None = Field(None, description="Whether to look for a third target.")
    equity: Amount | None = Field(None, description="Account size in the currency of the preferences.")
    venue: str | None = Field(None, pattern=r"^\s*[A-Za-z0-9_]{1,40}\s*$", description="sandbox, binance, file, …")
    strict_gates: bool | None = Field(None, description="Whether an unknown gate makes the plan wait.")
    wait: WaitSeconds = LONGEST_WAIT_S

    def to_request(self) -> AnalysisRequest:
        """As the service understands it."""
        return AnalysisRequest(
            self.symbol, self.venue, self.timeframes, self.risk_pct, self.mode, self.tp3, self.equity, self.strict_gates
        )


class UpdateBody(ApiModel):
    """Which plan to make the next version of."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"planId": "01975f6e-7c1b-7a44-9f0e-0d5c1b2a3e4f"}]})

    plan_id: UUID
    wait: WaitSeconds = LONGEST_WAIT_S


class ChainLinkShown(ApiModel):
    """One version in the chain."""

    plan_id: UUID
    version: int
    created_at: str
    action: str
    score: int
    outcome: OutcomeBriefShown | None


class PlanShown(ApiModel):
    """One version. `payload` is the structure of the analysis, its sentences in the reader's language; `outcomes` are
    what the market has made of its legs, as it is stored."""

    plan_id: UUID
    version: int
    created_at: str
    options: dict[str, Any]
    payload: dict[str, Any]
    previous: UUID | None
    next: UUID | None
    chain: list[ChainLinkShown]
    outcomes: list[OutcomeShown]


class JobStarted(ApiModel):
    """The analysis is under way; ask `GET /api/jobs/{jobId}`."""

    job_id: UUID


class PlanLine(ApiModel):
    """One line of the list of plans. `breakout` is its trigger; `note` says in a few words what stands in the way."""

    plan_id: UUID
    version: int
    symbol: str
    venue: str
    timeframes: list[str]
    action: str
    score: int
    price: float
    created_at: str
    valid_until: str
    pullback: list[float] | None
    breakout: float | None
    note: str
    outcome: OutcomeBriefShown | None

    @classmethod
    def of(cls, plan: PlanSummary) -> PlanLine:
        """The line of one version."""
        return cls(
            plan_id=plan.plan_id, version=plan.version, symbol=plan.symbol, venue=plan.venue,
            timeframes=list(plan.timeframes), action=plan.action, score=plan.score, price=plan.price,
            created_at=iso(plan.created_at), valid_until=iso(plan.valid_until),
            pullback=None if plan.pullback is None else list(plan.pullback), breakout=plan.breakout, note=plan.note,
            outcome=OutcomeBriefShown.of(plan.outcome),
        )  # fmt: skip


class PlanList(ApiModel):
    """Versions, newest first, and how many there are in all."""

    plans: list[PlanLine]
    total: int


class ProgressShown(ApiModel):
    """Step `step` of `of`: candles, gates, levels, saving."""

    step: int
    of: int
    name: str


class JobErrorShown(ApiModel):
    """Why a job failed."""

    code: str
    message: str
    details: dict[str, Any]


class JobShown(ApiModel):
    """How far a job is, and what came of it."""

    job_id: UUID
    kind: str
    state: str
    progress: ProgressShown | None
    result: dict[str, Any] | None
    error: JobErrorShown | None
    created_at: str

    @classmethod
    def of(cls, job: Job) -> JobShown:
        """As it is shown."""
        progress, error = job.progress, job.error
        return cls(
            job_id=job.id, kind=job.kind, state=job.state,
            progress=None if progress is None else ProgressShown.model_validate(progress),
            result=None if job.result is None else dict(job.result),
            error=None if error is None else JobErrorShown.model_validate(error),
            created_at=iso(job.created_at),
        )  # fmt: skip


class QuotaShown(ApiModel):
    """The caller's analyses today (for `GET /api/me`)."""

    used: int
    limit: int
    resets_at: datetime
    cooldown_until: datetime | None
    cooldown_s: int
