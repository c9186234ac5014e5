"""Lists of jobs, newest first, however many there are."""

from collections.abc import Sequence

from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LISTS = {
    "ix_jobs_created_at": ["created_at", "id"],
    "ix_jobs_state_created_at": ["state", "created_at", "id"],
    "ix_jobs_kind_created_at": ["kind", "created_at", "id"],
}


def upgrade() -> None:
    """One step up."""
    for name, columns in LISTS.items():
        op.create_index(name, "jobs", columns)
    op.create_index("ix_audit_log_at", "audit_log", ["at"])


def downgrade() -> None:
    """One step back."""
    op.drop_index("ix_audit_log_at", table_name="audit_log")
    for name in LISTS:
        op.drop_index(name, table_name="jobs")
