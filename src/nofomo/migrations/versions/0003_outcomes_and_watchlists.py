"""What became of plans, watchlists and their scans; analyses are kept compressed."""

import json
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CHUNK = 500
plans = sa.table(
    "plans",
    *(sa.column(name, sa.Uuid()) for name in ("id", "user_id")),
    *(sa.column(name, sa.Text()) for name in ("document", "payload")),
    *(sa.column(name, sa.LargeBinary()) for name in ("document_zipped", "payload_zipped")),
)
outcomes = sa.table(
    "plan_outcomes",
    *(sa.column(name, sa.Uuid()) for name in ("plan_id", "user_id")),
    *(sa.column(name, sa.String()) for name in ("leg", "state")),
    sa.column("filled", sa.Double()),
    sa.column("events", sa.JSON()),
    sa.column("ambiguous", sa.Boolean()),
    sa.column("checked_until", sa.BigInteger()),
)


def upgrade() -> None:
    """One step up."""
    op.create_table(
        "watchlists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("venue", sa.String(length=40), nullable=False),
        sa.Column("symbols", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_watchlists_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watchlists")),
        sa.UniqueConstraint("user_id", "name", name="uq_watchlists_name"),
    )
    op.create_table(
        "plan_outcomes",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("leg", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_at", sa.BigInteger(), nullable=True),
        sa.Column("filled", sa.Double(), nullable=False),
        sa.Column("result", sa.Double(), nullable=True),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("ambiguous", sa.Boolean(), nullable=False),
        sa.Column("checked_until", sa.BigInteger(), nullable=False),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.id"], name=op.f("fk_plan_outcomes_plan_id_plans"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_plan_outcomes_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plan_id", "leg", name=op.f("pk_plan_outcomes")),
    )
    with op.batch_alter_table("plan_outcomes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_plan_outcomes_open",
            ["checked_until"],
            unique=False,
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )
        batch_op.create_index("ix_plan_outcomes_user_id", ["user_id"], unique=False)

    op.create_table(
        "scans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("watchlist_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("venue", sa.String(length=40), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_scans_user_id_users"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["watchlist_id"], ["watchlists.id"], name=op.f("fk_scans_watchlist_id_watchlists"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
    )
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.create_index("ix_scans_user_id_created_at", ["user_id", "created_at"], unique=False)

    op.create_table(
        "scan_items",
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("symbol", sa.String(length=41), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("error", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.id"], name=op.f("fk_scan_items_plan_id_plans"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["scans.id"], name=op.f("fk_scan_items_scan_id_scans"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_scan_items_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("scan_id", "position", name=op.f("pk_scan_items")),
    )
    with op.batch_alter_table("scan_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scan_items_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_items_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index("ix_scan_items_user_id", ["user_id"], unique=False)

    # SQLite would rebuild the table to change it, and dropping the old one would take every row that hangs on it along;
    # columns are added, dropped and renamed in place instead.
    op.add_column("plans", sa.Column("tick", sa.String(length=64), nullable=True))
    for name in ("document", "payload"):
        op.add_column(
            "plans", sa.Column(f"{name}_zipped", sa.LargeBinary(), nullable=False, server_default=sa.text("''"))
        )
    _convert(op.get_bind())
    for name in ("document", "payload"):
        op.execute(f"ALTER TABLE plans DROP COLUMN {name}")
        op.execute(f"ALTER TABLE plans RENAME COLUMN {name}_zipped TO {name}")


def _convert(connection: sa.Connection) -> None:
    """Compress every version, and begin to watch what becomes of it."""
    after: Any = None
    while True:
        which = sa.select(plans.c.id, plans.c.user_id, plans.c.document, plans.c.payload).order_by(plans.c.id)
        rows = connection.execute((which if after is None else which.where(plans.c.id > after)).limit(CHUNK)).all()
        if not rows:
            return
        for row in rows:
            packed = {f"{name}_zipped": zlib.compress(row._mapping[name].encode()) for name in ("document", "payload")}
            connection.execute(sa.update(plans).where(plans.c.id == row.id).values(packed))
            found = json.loads(row.document)
            at = round(datetime.fromisoformat(found["at"]).timestamp() * 1000)
            for leg in ("pullback", "breakout"):
                if found[leg] is not None:
                    connection.execute(sa.insert(outcomes).values(
                        plan_id=row.id, user_id=row.user_id, leg=leg, state="waiting", filled=0.0, events=[],
                        ambiguous=False, checked_until=at,
                    ))  # fmt: skip
        after = rows[-1].id


def downgrade() -> None:
    """One step back."""
    for name in ("document", "payload"):
        op.execute(f"ALTER TABLE plans RENAME COLUMN {name} TO {name}_zipped")
        op.add_column("plans", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    for row in connection.execute(sa.select(plans.c.id, plans.c.document_zipped, plans.c.payload_zipped)).all():
        texts = {name: zlib.decompress(row._mapping[f"{name}_zipped"]).decode() for name in ("document", "payload")}
        connection.execute(sa.update(plans).where(plans.c.id == row.id).values(texts))
    for name in ("document_zipped", "payload_zipped", "tick"):
        op.execute(f"ALTER TABLE plans DROP COLUMN {name}")
    for table in ("scan_items", "scans", "plan_outcomes", "watchlists"):
        op.drop_table(table)
