"""Heavy computation in processes of its own, started when first needed."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import Final, TypeVar

T = TypeVar("T")
# fork would copy our threads' locks in whatever state they are; forkserver starts from a clean process (Unix only)
_START: Final = "spawn" if sys.platform == "win32" else "forkserver"


class HeavyPool:
    """Runs functions in an executor: by default a pool of processes here, on many machines a cluster's executor."""

    def __init__(self, processes: int = 1, *, make: Callable[[], Executor] | None = None) -> None:
        self._make = make or (lambda: process_pool(processes))
        self._executor: Executor | None = None
        self._at_work = 0

    async def run(self, function: Callable[..., T], *args: object) -> T:
        """The answer of `function(*args)`. Raises BrokenExecutor when its process died; the next call gets a new one.

        When the caller is cancelled and nobody else computes, the processes are ended, so that the work ends too.
        """
        if self._executor is None:
            self._executor = self._make()
        executor = self._executor
        self._at_work += 1
        try:
            # submitting starts processes, which takes a while: not in the event loop
            future = await asyncio.to_thread(executor.submit, function, *args)
            return await asyncio.wrap_future(future)
        except BrokenExecutor:
            self._drop(executor)
            raise
        except asyncio.CancelledError:
            if self._at_work == 1:
                self._drop(executor)
            raise
        finally:
            self._at_work -= 1

    def close(self) -> None:
        """End the processes."""
        if self._executor is not None:
            self._drop(self._executor)

    def _drop(self, executor: Executor) -> None:
        if self._executor is executor:
            self._executor = None
        processes = list((getattr(executor, "_processes", None) or {}).values())
        executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()


def process_pool(processes: int) -> ProcessPoolExecutor:
    """A pool of processes that end when this one does, however that comes about."""
    context = multiprocessing.get_context(_START)
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_follow_parent)


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="follow-parent").start()
