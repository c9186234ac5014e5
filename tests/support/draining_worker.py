"""A worker process that does jobs of kind `work`, each leaving a row that says who did it, until it is stopped.

python -m tests.support.draining_worker URL NAME
"""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import Final

from sqlalchemy import Column, MetaData, String, Table, Uuid, insert

from nofomo.infra.clock import SystemClock, system_new_id
from nofomo.infra.database import Database, as_user
from nofomo.infra.jobs import JobContext, JobQueue, Worker

DONE: Final = Table("drained", MetaData(), Column("job_id", Uuid), Column("worker", String(20)))


async def main(url: str, name: str) -> None:
    """Work until SIGTERM."""
    database = Database(url)

    async def work(ctx: JobContext) -> None:
        assert ctx.job.user_id is not None
        await ctx.progress(1, 1, "working")
        async with database.write(as_user(ctx.job.user_id)) as session:
            await session.execute(insert(DONE).values(job_id=ctx.job.id, worker=name))
            await ctx.complete(session, {"by": name})

    queue = JobQueue(database, SystemClock(), new_id=system_new_id)
    worker = Worker(queue, {"work": work}, name=name)
    loop = asyncio.get_running_loop()
    stops = list[asyncio.Task[None]]()
    loop.add_signal_handler(signal.SIGTERM, lambda: stops.append(asyncio.create_task(worker.stop())))
    print("ready", flush=True)
    await worker.run()
    await asyncio.gather(*stops)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
