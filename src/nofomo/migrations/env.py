"""alembic's entry: it works on the connection and inside the transaction that it is handed."""

from alembic import context

import nofomo.features.accounts.tables
import nofomo.features.market.tables
import nofomo.features.plans.tables
import nofomo.infra.jobs.tables  # noqa: F401
from nofomo.infra.database import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
