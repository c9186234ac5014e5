"""The rows of living processes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Integer, String, Table

from nofomo.infra.database import Milliseconds, metadata

processes: Final = Table(
    "processes",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("role", String(10), nullable=False),
    Column("host", String(255), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("version", String(40), nullable=False),
    Column("started_at", Milliseconds, nullable=False),
    Column("last_seen_at", Milliseconds, nullable=False),
)
"""One row per process. A row whose `last_seen_at` lies far from now belongs to nobody any more."""
