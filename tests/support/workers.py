"""A real `nofomo worker` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class WorkerProcess:
    """A running worker: its name as jobs bear it, and what it printed."""

    name: str
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def kill(self) -> None:
        """`kill -9`, and nothing is said."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, *, within_s: float = 60) -> int:
        """SIGTERM; the exit code."""
        self.process.terminate()
        return self.process.wait(within_s)


def start_worker(home: Path, env: Mapping[str, str], *words: str, module: str = "nofomo") -> WorkerProcess:
    """Start `nofomo worker` and wait until it works."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NOFOMO_")}
    command = [sys.executable, "-m", module, *(("worker",) if module == "nofomo" else ()), *words]
    process = subprocess.Popen(
        command, env=clean | {"NOFOMO_HOME": str(home), **env}, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stderr is not None
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line.rstrip())
        if " works as " in line:
            break
    else:
        raise RuntimeError("The worker did not start:\n" + "\n".join(lines))
    worker = WorkerProcess(lines[-1].split(" works as ")[1].split()[0], process, lines)

    def follow() -> None:
        assert process.stderr is not None
        with suppress(ValueError):
            lines.extend(line.rstrip() for line in process.stderr)

    threading.Thread(target=follow, daemon=True).start()
    return worker


@contextmanager
def working(home: Path, env: Mapping[str, str], *words: str, module: str = "nofomo") -> Iterator[WorkerProcess]:
    """A worker, stopped afterwards."""
    worker = start_worker(home, env, *words, module=module)
    try:
        yield worker
    finally:
        if worker.process.poll() is None:
            worker.process.terminate()
            try:
                worker.process.wait(60)
            except subprocess.TimeoutExpired:
                worker.kill()


def wait_until(condition: object, *, within_s: float = 60) -> float:
    """Ask again and again until `condition()` holds; the seconds that it took."""
    assert callable(condition)
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > within_s:
            raise AssertionError(f"it did not come true within {within_s:g} s")
        time.sleep(0.02)
    return time.monotonic() - began
