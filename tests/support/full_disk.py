"""A server whose files may not grow beyond a limit that the test moves: a disk that is full, and has room again."""

from __future__ import annotations

import resource
import subprocess

from tests.support.live import LiveServer


def leave_no_room(server: LiveServer, *, beyond: int) -> None:
    """From now on the server cannot write any file past `beyond` bytes."""
    _limit(server.process, beyond)


def make_room(server: LiveServer) -> None:
    """Files may grow again."""
    _limit(server.process, resource.RLIM_INFINITY)


def _limit(process: subprocess.Popen[str], size: int) -> None:
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
