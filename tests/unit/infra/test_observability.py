"""Logs: which request or job, and no secrets."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator

import orjson
import pytest

from nofomo.infra.observability import LogFormatter, bound, configure_logging, job_id, redact, request_id


@pytest.fixture(autouse=True)
def _restore_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("uvicorn.access").disabled = False


@pytest.mark.parametrize(
    "line",
    [
        "GET /auth/redeem?token=s3cr3t&next=/",
        'body {"password": "s3cr3t", "email": "a@b.c"}',
        "{'api_key': 's3cr3t'}",
        "apiKey=s3cr3t signature=s3cr3t",
        "Authorization: Bearer s3cr3t-s3cr3t",
        "with Bearer s3cr3ts3cr3t",
        "Cookie: nofomo_session=s3cr3t",
        "token nfm_s3cr3t",
        "postgresql://nofomo:s3cr3t@db/nofomo",
        "smtp_password='s3cr3t'",
        "https://api.telegram.org/bot123456:s3cr3ts3cr3ts3cr3ts3cr3t/sendMessage",
        "X-MBX-APIKEY: s3cr3t",
        "known value s3cr3t-known",
    ],
)
def test_secrets_never_reach_a_log_line(line: str) -> None:
    assert "s3cr3t" not in redact(line, known=["s3cr3t-known"])


@pytest.mark.parametrize(
    "line", ["GET /api/plans?symbol=BTC/USDT 200 3 ms", "The token has expired.", "https://example.org:8000/x"]
)
def test_ordinary_lines_stay_as_they_are(line: str) -> None:
    assert redact(line) == line


def _logged(style: str, **extra: object) -> str:
    out = io.StringIO()
    configure_logging("info", style, known=["s3cr3t-known"], stream=out)  # type: ignore[arg-type]
    logging.getLogger("nofomo.test").info("Hello %s", "world", extra=extra)
    return out.getvalue()


def test_json_lines_carry_the_request_and_the_job() -> None:
    with bound(request_id, "r1"), bound(job_id, "j1"):
        line = orjson.loads(_logged("json", symbol="BTC/USDT"))
    assert line["message"] == "Hello world"
    assert (line["requestId"], line["jobId"], line["symbol"], line["level"]) == ("r1", "j1", "BTC/USDT", "info")
    assert "requestId" not in orjson.loads(_logged("json"))


def test_text_lines_are_readable_and_auto_means_json_where_nobody_watches() -> None:
    assert "info    Hello world symbol=X" in _logged("text", symbol="X")
    assert orjson.loads(_logged("auto"))["message"] == "Hello world"


def test_a_traceback_is_redacted_too() -> None:
    try:
        raise ValueError("https://x/?token=s3cr3t and s3cr3t-known")
    except ValueError:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": sys.exc_info()})
    for style in ("text", "json"):
        line = LogFormatter(style, known=["s3cr3t-known"]).format(record)  # type: ignore[arg-type]
        assert "ValueError" in line
        assert "s3cr3t" not in line


def test_extra_fields_are_redacted_too() -> None:
    assert "s3cr3t" not in _logged("json", url="https://u:s3cr3t@x/") + _logged("text", url="https://u:s3cr3t@x/")
