"""PostgreSQL itself keeps people apart; locks say whose they are."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

from nofomo.migrations.row_security import forget_roles, make_roles, protect, unprotect

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MAY: Mapping[str, str] = {
    "api_tokens": "select, insert, update (last_used_at), delete",
    "audit_log": "select, insert",
    "jobs": "select, insert, update",
    "locks": "select, insert, delete",
    "plan_outcomes": "select, insert, update",
    "plans": "select, insert",
    "preferences": "select, insert, update",
    "scan_items": "select, insert, update, delete",
    "scans": "select, insert, update, delete",
    "second_factors": "select, insert, update, delete",
    "sessions": "select, insert, update (last_seen_at, expires_at), delete",
    "sign_in_links": "select, update (used_at)",
    "taken": "select, insert, update, delete",
    "watchlists": "select, insert, update, delete",
}
"""What a person's own transactions may do with that person's rows. Candles and venues are the system's alone."""
OF_ONESELF = "select, update (password_hash, language, timezone, theme, palette, signed_in_at)"
"""Nobody can change the own role or address, whatever the statement."""


def upgrade() -> None:
    """One step up."""
    op.add_column("locks", sa.Column("user_id", sa.Uuid(), nullable=True))
    make_roles()
    for table, may in MAY.items():
        protect(table, may=may)
    protect("users", may=OF_ONESELF, owner="id")


def downgrade() -> None:
    """One step back."""
    for table in (*MAY, "users"):
        unprotect(table)
    forget_roles()
    op.drop_column("locks", "user_id")
