"""What backups must know of the database's layout; the migrations above this room tell it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layouts:
    """The newest layout, and how a database (by its URL) is brought to a layout (`head` or the name of one)."""

    head: str
    bring: Callable[[str, str], Awaitable[None]]
