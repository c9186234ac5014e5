"""Rows of the market: the newest candles, spans known to be empty, and how venues are reached."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Double, Integer, PrimaryKeyConstraint, String, Table, Text, Uuid

from nofomo.infra.database import Milliseconds, metadata

candle_rows: Final = Table(
    "candle_rows",
    metadata,
    Column("venue", String(40), nullable=False),
    Column("symbol", String(41), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("ts", Milliseconds, nullable=False),
    Column("open", Double, nullable=False),
    Column("high", Double, nullable=False),
    Column("low", Double, nullable=False),
    Column("close", Double, nullable=False),
    Column("volume", Double, nullable=False),
    PrimaryKeyConstraint("venue", "symbol", "minutes", "ts"),
    sqlite_with_rowid=False,
)
"""The newest closed candles of each series, until they are folded into its files. They open after the files end."""

candle_empties: Final = Table(
    "candle_empties",
    metadata,
    Column("venue", String(40), nullable=False),
    Column("symbol", String(41), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("first", Milliseconds, nullable=False),
    Column("last", Milliseconds, nullable=False),
    Column("checked_at", Milliseconds, nullable=False),
    PrimaryKeyConstraint("venue", "symbol", "minutes", "first"),
)
"""Spans of open times for which the venue has no candle."""

venue_connections: Final = Table(
    "venue_connections",
    metadata,
    Column("venue", String(40), primary_key=True),
    Column("proxy_sealed", Text, nullable=True),
    Column("updated_by", Uuid, nullable=True),
    Column("updated_at", Milliseconds, nullable=False),
)
"""How a venue is reached, for the whole installation. Not a user's table: `updated_by` only says who changed it."""
