"""The rows of jobs and locks."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Column, Float, Index, Integer, String, Table, Uuid, text

from nofomo.infra.database import Milliseconds, metadata

_LIVE: Final = text("state IN ('queued', 'running')")

jobs: Final = Table(
    "jobs",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("lane", String(20), nullable=False),
    # No foreign key: infra knows no users, and a job may outlive the account that asked for it until it is cleaned up.
    Column("user_id", Uuid),
    Column("key", String(200)),
    Column("payload", JSON, nullable=False),
    Column("state", String(10), nullable=False),
    Column("progress", JSON(none_as_null=True)),
    Column("result", JSON(none_as_null=True)),
    Column("error", JSON(none_as_null=True)),
    Column("attempts", Integer, nullable=False),
    Column("max_attempts", Integer, nullable=False),
    Column("deadline_s", Float, nullable=False),
    Column("worker", String(100)),
    Column("lease_until", Milliseconds),
    Column("turn", Milliseconds, nullable=False),
    Column("run_after", Milliseconds, nullable=False),
    Column("created_at", Milliseconds, nullable=False),
    Column("started_at", Milliseconds),
    Column("finished_at", Milliseconds),
    Index("uq_jobs_live_key", "kind", "key", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    Index("ix_jobs_live", "lane", "state", "turn", sqlite_where=_LIVE, postgresql_where=_LIVE),
    Index("ix_jobs_user_kind", "user_id", "kind", "created_at"),
    Index("ix_jobs_created_at", "created_at", "id"),
    Index("ix_jobs_state_created_at", "state", "created_at", "id"),
    Index("ix_jobs_kind_created_at", "kind", "created_at", "id"),
)
"""One row per job. `worker` and `attempts` together say who holds the lease; `turn` is the place in the line."""

locks: Final = Table(
    "locks",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("job_id", Uuid, nullable=False, index=True),
    Column("user_id", Uuid),
    Column("ttl_ms", Milliseconds, nullable=False),
    Column("expires_at", Milliseconds, nullable=False),
)
"""What a live job keeps others from doing. Ends with the job, or by itself when nobody renews it."""
