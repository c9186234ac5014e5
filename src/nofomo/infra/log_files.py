"""Log lines kept as files, so that they can be looked through on the page: bounded in size, newest first.

Each process writes files of its own, named after the moment at which they were begun, and goes on to the next one when
a file is full; whoever begins a file removes the oldest ones until all together keep within the bound. The lines are
those of the JSON format, redacted before they are written, and only their owner may read them.
"""

from __future__ import annotations

import heapq
import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

import orjson
from typing_extensions import override

_PARTS: Final = 8
_BLOCK: Final = 65_536
_LONGEST_LINE: Final = 100_000
_MOST_LOOKED_AT: Final = 200_000
"""So many lines are looked through for one answer; whoever wants more asks for the next page."""
LEVELS: Final = ("debug", "info", "warning", "error", "critical")
_KNOWN: Final = frozenset({"at", "level", "logger", "message", "requestId", "jobId", "traceback"})


class LogFileHandler(logging.Handler):
    """Appends lines to files in `folder`, of `megabytes` all together. A full disk loses lines, not requests."""

    def __init__(self, folder: Path, *, megabytes: int) -> None:
        super().__init__()
        self._folder = folder
        self._most = megabytes * 1_000_000
        self._file: IO[bytes] | None = None
        self._written = 0
        self._count = 0

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            line = self.format(record).encode("utf-8", "replace")[:_LONGEST_LINE] + b"\n"
            if self._file is None or self._written + len(line) > self._most // _PARTS:
                self._begin(round(record.created * 1000))
            assert self._file is not None
            self._file.write(line)
            self._written += len(line)
        except OSError:
            self._let_go()

    @override
    def close(self) -> None:
        """Close the file."""
        self._let_go()
        super().close()

    def _begin(self, now: int) -> None:
        self._let_go()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        prune(self._folder, self._most - self._most // _PARTS)
        self._count += 1
        path = self._folder / f"{now:013d}-{os.getpid()}-{self._count}.jsonl"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._file = os.fdopen(handle, "ab", buffering=0)
        self._written = 0

    def _let_go(self) -> None:
        if self._file is not None:
            try:
                self._file.close()
            except OSError:
                sys.stderr.write("A log file could not be closed.\n")
            self._file = None


def prune(folder: Path, most: int) -> None:
    """Remove the oldest files until the others take at most `most` bytes; one that is written to counts too."""
    files = sorted(folder.glob("*.jsonl"))
    sizes = {path: _size(path) for path in files}
    total = sum(sizes.values())
    for path in files:
        if total <= most:
            return
        path.unlink(missing_ok=True)
        total -= sizes[path]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line. `id` names its place, `at` is an ISO moment, `fields` is what else the line carried."""

    id: str
    at: str
    level: str
    logger: str
    message: str
    request_id: str | None
    job_id: str | None
    fields: dict[str, Any]
    traceback: str | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Lines, newest first, and from where to go on (None: there are no older ones)."""

    lines: tuple[LogLine, ...]
    next: str | None


def read_logs(
    folder: Path, *, least: str = "debug", text: str = "", before: str | None = None, limit: int = 100
) -> LogPage:
    """The newest lines of at least the level `least` that hold `text` (any case; a request's or a job's id too).

    Blocking: call it in a thread. `before` is the `next` of the page before; one that names nothing starts anew.
    """
    wanted, low = text.lower().encode(), LEVELS.index(least)
    place = _place(before)
    found: list[LogLine] = []
    last: str | None = None
    looked = 0
    for at, name, offset, raw in heapq.merge(*_sources(folder, place), reverse=True):
        if place is not None and (at, name, offset) >= place:
            continue
        looked += 1
        last = f"{at}~{name}~{offset}"
        line = _line(raw, name, offset=offset) if not wanted or wanted in raw.lower() else None
        if line is not None and LEVELS.index(line.level) >= low:
            found.append(line)
        if len(found) >= limit or looked >= _MOST_LOOKED_AT:
            return LogPage(tuple(found), last)
    return LogPage(tuple(found), None)


def _sources(folder: Path, place: tuple[str, str, int] | None) -> list[Iterator[tuple[str, str, int, bytes]]]:
    """Each file's lines, the newest first, as (moment, file, offset, line)."""
    return [_backwards(path, before=place) for path in sorted(folder.glob("*.jsonl"))]


def _backwards(path: Path, *, before: tuple[str, str, int] | None) -> Iterator[tuple[str, str, int, bytes]]:
    try:
        with path.open("rb") as file:
            end = file.seek(0, os.SEEK_END) if before is None else _end_of(file, before[0])
            yield from _lines_before(file, end, name=path.stem)
    except FileNotFoundError:
        return


def _lines_before(file: IO[bytes], end: int, *, name: str) -> Iterator[tuple[str, str, int, bytes]]:
    rest = b""
    while end > 0:
        begin = max(0, end - _BLOCK)
        file.seek(begin)
        block = file.read(end - begin) + rest
        lines = block.split(b"\n")
        rest = lines.pop(0) if begin else b""
        offset = begin + len(block)
        for line in reversed(lines):
            offset -= len(line)
            if line:
                yield _moment(line), name, offset, line
            offset -= 1
        end = begin


def _end_of(file: IO[bytes], at: str) -> int:
    """An offset after all lines up to the moment `at`: bisection, since a file's lines are in order of time."""
    low, high = 0, file.seek(0, os.SEEK_END)
    size = high
    while high - low > _BLOCK:
        middle = (low + high) // 2
        file.seek(middle)
        file.readline()
        line = file.readline()
        if not line or _moment(line) > at:
            high = middle
        else:
            low = middle
    file.seek(min(size, high + _LONGEST_LINE))
    file.readline()
    return file.tell()


def _moment(line: bytes) -> str:
    return line[7:31].decode("ascii", "replace") if line.startswith(b'{"at":"') else ""


def _line(raw: bytes, name: str, *, offset: int) -> LogLine | None:
    try:
        found: dict[str, Any] = orjson.loads(raw)
        level = str(found["level"])
        datetime.fromisoformat(found["at"])
        return LogLine(
            id=f"{name}:{offset}", at=found["at"], level=level if level in LEVELS else "info",
            logger=str(found["logger"]), message=str(found["message"]), request_id=found.get("requestId"),
            job_id=found.get("jobId"), fields={key: found[key] for key in found if key not in _KNOWN},
            traceback=found.get("traceback"),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return None  # cut off by a kill, or too long to be kept whole


def _place(text: str | None) -> tuple[str, str, int] | None:
    parts = (text or "").split("~")
    return (parts[0], parts[1], int(parts[2])) if len(parts) == 3 and parts[2].isdigit() else None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
