"""Logs that say which request or job a line belongs to, and never hold a secret."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final, Literal, TextIO

import orjson

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the HTTP request that is being answered, if any."""
job_id: ContextVar[str | None] = ContextVar("job_id", default=None)
"""The id of the job that is being worked on, if any."""

_HIDDEN: Final = "[hidden]"
_NAMES: Final = (
    r"(?:[\w-]*token|[\w-]*password|passwd|pwd|[\w-]*secret|[\w-]*api[_-]?key|secret[_-]?key|signature|nofomo_session"
    r"|x-mbx-apikey|ok-access-(?:key|sign|passphrase)|passphrase)"
)
_PATTERNS: Final = (
    # name=value, name: value and "name": "value", as in query strings, headers, JSON and reprs
    (re.compile(rf"(?i)([\"']?\b{_NAMES}[\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s&,;\"'}})\]]+)"), rf"\1{_HIDDEN}"),
    (re.compile(r"(?i)\b((?:proxy-)?authorization[\"']?\s*[=:]\s*[\"']?)[^\"'\n,}]+"), rf"\1{_HIDDEN}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {_HIDDEN}"),
    (re.compile(r"\bnfm_[\w-]{6,}"), _HIDDEN),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]+"), _HIDDEN),
    (re.compile(r"(\w+://[^\s:/@]+):[^\s/@]+@"), rf"\1:{_HIDDEN}@"),
    (re.compile(r"(/bot\d{6,}:)[\w-]{20,}"), rf"\1{_HIDDEN}"),
)
_USUAL: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


def redact(text: str, known: Iterable[str] = ()) -> str:
    """`text` without tokens, passwords, keys, signatures and the `known` secrets."""
    for secret in known:
        text = text.replace(secret, _HIDDEN)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


@contextmanager
def bound(variable: ContextVar[str | None], value: str) -> Iterator[None]:
    """Within the block every log line carries `value` (say, `with bound(job_id, str(job.id))`)."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


class LogFormatter(logging.Formatter):
    """One line per record, readable or JSON, redacted as a whole (message, extras and traceback)."""

    def __init__(self, style: Literal["text", "json"], *, known: Iterable[str] = ()) -> None:
        super().__init__()
        self._look = style
        self._known = tuple(secret for secret in known if len(secret) >= 6)

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        when = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
        fields: dict[str, Any] = {
            name: redact(str(value), self._known) for name, value in vars(record).items() if name not in _USUAL
        }
        fields |= {name: value for name, value in (("requestId", request_id.get()), ("jobId", job_id.get())) if value}
        message = redact(record.getMessage(), self._known)
        trace = redact(self.formatException(record.exc_info), self._known) if record.exc_info else None
        if self._look == "json":
            line = {"at": when, "level": record.levelname.lower(), "logger": record.name, "message": message, **fields}
            return orjson.dumps(line | ({"traceback": trace} if trace else {})).decode()
        tail = "".join(f" {name}={value}" for name, value in fields.items())
        return f"{when[11:19]} {record.levelname.lower():<7} {message}{tail}" + (f"\n{trace}" if trace else "")


def configure_logging(
    level: str,
    style: Literal["auto", "text", "json"] = "auto",
    *,
    known: Iterable[str] = (),
    stream: TextIO | None = None,
    files: logging.Handler | None = None,
) -> None:
    """Send all logs to `stream` (stderr). `auto` is text on a terminal and JSON lines elsewhere.

    `known` are secrets to hide wherever they appear, such as the mail server's password. `files` gets JSON lines.
    """
    out = stream or sys.stderr
    chosen = style if style != "auto" else ("text" if out.isatty() else "json")
    handler = logging.StreamHandler(out)
    handler.setFormatter(LogFormatter(chosen, known=known))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    if files is not None:
        files.setFormatter(LogFormatter("json", known=known))
        root.addHandler(files)
    root.setLevel(level.upper())
    # The access line of the web server would hold query strings; our own middleware writes a better one.
    logging.getLogger("uvicorn.access").disabled = True
    for name in ("asyncio", "ccxt", "urllib3"):
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))
    # Their usual lines tell an operator nothing that ours do not, and those of aiosqlite hold the parameters of SQL.
    for name in ("aiosqlite", "alembic", "mail.log", "uvicorn.error"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
