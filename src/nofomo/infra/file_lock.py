"""Locks between processes of one machine. Whoever dies, however suddenly, lets go by dying."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def try_lock(path: Path) -> int | None:
    """The handle that holds the lock, or None while another one holds it. Closing the handle (`unlock`) frees it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if _take(handle):
        return handle
    os.close(handle)
    return None


def unlock(handle: int) -> None:
    """Let go."""
    os.close(handle)
