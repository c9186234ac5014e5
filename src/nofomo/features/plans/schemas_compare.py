"""What goes out over HTTP about two versions side by side."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from nofomo.engine.analysis.compare_rows import Unit
from nofomo.engine.core.candles import iso
from nofomo.features.plans.schemas_outcomes import OutcomeBriefShown
from nofomo.features.plans.services.comparing import ComparedPlans, ComparedSide
from nofomo.infra.web import ApiModel


class ComparedSideShown(ApiModel):
    """One of the two versions in a line: when it was made, for which moment, what it said, what became of it."""

    plan_id: UUID
    version: int
    symbol: str
    venue: str
    timeframes: list[str]
    created_at: str
    at: str
    action: str
    score: int
    outcome: OutcomeBriefShown | None

    @classmethod
    def of(cls, side: ComparedSide) -> ComparedSideShown:
        """As it is shown."""
        return cls(
            plan_id=side.plan_id, version=side.version, symbol=side.symbol, venue=side.venue,
            timeframes=list(side.timeframes), created_at=iso(side.created_at), at=iso(side.at), action=side.action,
            score=side.score, outcome=OutcomeBriefShown.of(side.outcome),
        )  # fmt: skip


class StatementShown(ApiModel):
    """A few words, and what is behind them."""

    title: str
    text: str


class HeadlineShown(ApiModel):
    """What changed about the answer, about where the plan lies, and about what it pays."""

    verdict: StatementShown
    plan: StatementShown
    rr: StatementShown


class ComparedRowShown(ApiModel):
    """One figure. `change` is after − before at `digits` decimals; null for words, and where it would mean nothing.

    Words come in the reader's language, with the codes behind them in `beforeCode` and `afterCode` (`closed`, `WAIT`).
    """

    name: str
    label: str
    unit: Unit
    before: float | str | None
    after: float | str | None
    change: float | None
    same: bool
    digits: int | None
    before_code: str | None
    after_code: str | None


class ComparedGroupShown(ApiModel):
    """Figures that belong together."""

    name: Literal["plan", "score", "market"]
    label: str
    rows: list[ComparedRowShown]


class ComparedTextShown(ApiModel):
    """The whole text of both versions."""

    before: str
    after: str


class ComparisonShown(ApiModel):
    """Two versions side by side. `notes` say what else differs between how they were made; `copy` is plain text to
    share, without amounts of money."""

    before: ComparedSideShown
    after: ComparedSideShown
    headline: HeadlineShown
    groups: list[ComparedGroupShown]
    notes: list[str]
    text: ComparedTextShown
    copied: str = Field(alias="copy")

    @classmethod
    def of(cls, found: ComparedPlans) -> ComparisonShown:
        """As it is shown."""
        comparison = found.comparison
        return cls(
            before=ComparedSideShown.of(found.before),
            after=ComparedSideShown.of(found.after),
            headline=HeadlineShown.model_validate(comparison.headline),
            groups=[ComparedGroupShown.model_validate(group) for group in comparison.groups],
            notes=list(comparison.notes),
            text=ComparedTextShown.model_validate(comparison.text),
            copy=comparison.copy,
        )
