"""The rows of plans, each one version, and of the journal."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, Uuid

from nofomo.infra.database import DecimalText, Milliseconds, metadata

plans: Final = Table(
    "plans",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("venue", String(40), nullable=False),
    Column("symbol", String(41), nullable=False),
    Column("timeframes", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("options", JSON, nullable=False),
    Column("document", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("notes", JSON, nullable=False),
    Column("action", String(10), nullable=False),
    Column("score", Integer, nullable=False),
    Column("price", DecimalText, nullable=False),
    Column("entries", JSON(none_as_null=True)),
    Column("breakout_price", DecimalText),
    Column("fee_rate", DecimalText, nullable=False),
    Column("created_at", Milliseconds, nullable=False),
    Column("valid_until", Milliseconds, nullable=False),
    Column("job_id", Uuid, nullable=False, unique=True),
    UniqueConstraint(
        "user_id", "venue", "symbol", "timeframes", "version", name="uq_plans_chain"
    ),
    Index("ix_plans_user_id_created_at", "user_id", "created_at", "id"),
)  # fmt: skip
"""One row per version, never changed. `document` has no language; `payload` is it in words, as its maker read it."""

taken: Final = Table(
    "taken",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("plan_id", Uuid, ForeignKey("plans.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("leg", String(10), nullable=False),
    Column("price", DecimalText, nullable=False),
    Column("quantity", DecimalText, nullable=False),
    Column("taken_at", Milliseconds, nullable=False),
    Column("exit_price", DecimalText),
    Column("closed_at", Milliseconds),
    Column("stop_price", DecimalText, nullable=False),
    Column("stop_timeframe", String(4)),
    Column("checked_until", Milliseconds, nullable=False),
    Column("invalidated_at", Milliseconds),
    Column("invalidated_price", DecimalText),
    Index("ix_taken_user_id_taken_at", "user_id", "taken_at"),
)
"""The journal. `stop_timeframe` is the candle whose close below `stop_price` ends the idea; without one, touching does.
`checked_until` is how far candles have been looked at for that."""
