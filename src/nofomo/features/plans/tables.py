"""The rows of plans, each one version; of what became of them; of the journal; of watchlists and their scans."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)

from nofomo.infra.database import DecimalText, Milliseconds, ZippedText, metadata

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
    Column("document", ZippedText, nullable=False),
    Column("payload", ZippedText, nullable=False),
    Column("language", String(2), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("notes", JSON, nullable=False),
    Column("action", String(10), nullable=False),
    Column("score", Integer, nullable=False),
    Column("price", DecimalText, nullable=False),
    Column("entries", JSON(none_as_null=True)),
    Column("breakout_price", DecimalText),
    Column("fee_rate", DecimalText, nullable=False),
    Column("tick", DecimalText),
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

_OPEN: Final = text("resolved_at IS NULL")

plan_outcomes: Final = Table(
    "plan_outcomes",
    metadata,
    Column("plan_id", Uuid, ForeignKey("plans.id", ondelete="CASCADE"), nullable=False),
    Column("leg", String(10), nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(12), nullable=False),
    Column("state_at", Milliseconds),
    Column("filled", Double, nullable=False),
    Column("result", Double),
    Column("events", JSON, nullable=False),
    Column("ambiguous", Boolean, nullable=False),
    Column("checked_until", Milliseconds, nullable=False),
    Column("resolved_at", Milliseconds),
    PrimaryKeyConstraint("plan_id", "leg"),
    Index("ix_plan_outcomes_user_id", "user_id"),
    Index("ix_plan_outcomes_open", "checked_until", sqlite_where=_OPEN, postgresql_where=_OPEN),
)
"""What the market made of each leg of a version. `state` was reached at `state_at`; `filled` is the share bought (0–1),
`result` is in R, fees included; candles have been looked at up to `checked_until`; after `resolved_at` nothing changes
any more."""

watchlists: Final = Table(
    "watchlists",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(60), nullable=False),
    Column("venue", String(40), nullable=False),
    Column("symbols", JSON, nullable=False),
    Column("created_at", Milliseconds, nullable=False),
    Column("updated_at", Milliseconds, nullable=False),
    UniqueConstraint("user_id", "name", name="uq_watchlists_name"),
)

scans: Final = Table(
    "scans",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("watchlist_id", Uuid, ForeignKey("watchlists.id", ondelete="SET NULL")),
    Column("name", String(60), nullable=False),
    Column("venue", String(40), nullable=False),
    Column("options", JSON, nullable=False),
    Column("created_at", Milliseconds, nullable=False),
    Index("ix_scans_user_id_created_at", "user_id", "created_at"),
)

scan_items: Final = Table(
    "scan_items",
    metadata,
    Column("scan_id", Uuid, ForeignKey("scans.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("symbol", String(41), nullable=False),
    Column("job_id", Uuid, index=True),
    Column("plan_id", Uuid, ForeignKey("plans.id", ondelete="SET NULL"), index=True),
    Column("error", JSON(none_as_null=True)),
    PrimaryKeyConstraint("scan_id", "position"),
    Index("ix_scan_items_user_id", "user_id"),
)
"""One symbol of a scan. `plan_id` or `error` is written with the end of its job, which may be cleaned up later."""
