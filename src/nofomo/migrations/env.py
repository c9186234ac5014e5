"""alembic's entry: it works on the connection and inside the transaction that it is handed."""

from typing import Any, Literal

from alembic import context

import nofomo.features.accounts.tables
import nofomo.features.market.tables
import nofomo.features.plans.tables
import nofomo.infra.jobs.tables
import nofomo.infra.processes.tables  # noqa: F401
from nofomo.infra.database import DecimalText, Milliseconds, metadata


def render_item(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    """A step names the database's types, not ours: it must read the same after ours have changed."""
    if kind == "type" and isinstance(item, Milliseconds):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, DecimalText):
        return "sa.String(length=64)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
    transaction_per_migration=False,
)
context.run_migrations()
