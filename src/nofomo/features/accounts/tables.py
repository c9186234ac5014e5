"""Rows of people, their sessions, tokens, links and preferences. Secrets are kept as hashes only."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text, Uuid

from nofomo.infra.database import Milliseconds, metadata


def _owner_column(*, nullable: bool = False, primary_key: bool = False) -> Column[object]:
    return Column(
        "user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=nullable, primary_key=primary_key
    )


users: Final = Table(
    "users",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("role", String(8), nullable=False),
    Column("password_hash", Text),
    Column("language", String(2), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("theme", String(8), nullable=False),
    Column("palette", String(16), nullable=False),
    Column("signed_in_at", Milliseconds),
    Column("disabled_at", Milliseconds),
    Column("created_at", Milliseconds, nullable=False),
    CheckConstraint("email = lower(email)", name="email_lower"),
    CheckConstraint("role in ('owner', 'admin', 'user')", name="role_known"),
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    _owner_column(),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("opened_by", String(8), nullable=False),
    Column("created_at", Milliseconds, nullable=False),
    Column("last_seen_at", Milliseconds, nullable=False),
    Column("expires_at", Milliseconds, nullable=False, index=True),
    Column("user_agent", String(200), nullable=False),
    Column("ip", String(45), nullable=False),
    Index("ix_sessions_user_id", "user_id"),
)

api_tokens: Final = Table(
    "api_tokens",
    metadata,
    Column("id", Uuid, primary_key=True),
    _owner_column(),
    Column("name", String(60), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("prefix", String(12), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", Milliseconds, nullable=False),
    Column("last_used_at", Milliseconds),
    Column("expires_at", Milliseconds),
    Index("ix_api_tokens_user_id", "user_id"),
)

sign_in_links: Final = Table(
    "sign_in_links",
    metadata,
    Column("id", Uuid, primary_key=True),
    # Null for an address that nobody here has: the same work is done, and nobody can ever redeem the row.
    _owner_column(nullable=True),
    Column("email", String(254), nullable=False),
    Column("purpose", String(8), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", Milliseconds, nullable=False),
    Column("expires_at", Milliseconds, nullable=False, index=True),
    Column("used_at", Milliseconds),
    Index("ix_sign_in_links_user_id", "user_id"),
)

preferences: Final = Table(
    "preferences",
    metadata,
    _owner_column(primary_key=True),
    Column("document", JSON, nullable=False),
    Column("updated_at", Milliseconds, nullable=False),
)

second_factors: Final = Table(
    "second_factors",
    metadata,
    _owner_column(primary_key=True),
    Column("secret", Text, nullable=False),
    Column("confirmed_at", Milliseconds),
    Column("last_step", Integer, nullable=False),
    Column("recovery_hashes", JSON, nullable=False),
)
"""`secret` is encrypted with the server's key. `last_step` is the newest 30 s step whose code was used."""

audit_log: Final = Table(
    "audit_log",
    metadata,
    Column("id", Uuid, primary_key=True),
    _owner_column(),
    # Who did it: null for the operator of the machine. No foreign key, so that the row outlives that person.
    Column("actor_id", Uuid),
    Column("action", String(40), nullable=False),
    Column("details", JSON, nullable=False),
    Column("ip", String(45), nullable=False),
    Column("at", Milliseconds, nullable=False),
    Index("ix_audit_log_user_id_at", "user_id", "at"),
    Index("ix_audit_log_at", "at"),
)

attempts: Final = Table(
    "attempts",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("times", JSON, nullable=False),
    Column("expires_at", Milliseconds, nullable=False, index=True),
)
"""Tries at keys within the last minutes, for servers of several processes. `key` is a hash; `times` are ms UTC."""
