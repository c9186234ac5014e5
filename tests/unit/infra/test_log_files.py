"""Log lines as files: bounded, private, found again by level, text, request and job, newest first."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from nofomo.infra.log_files import LogFileHandler, read_logs
from nofomo.infra.observability import LogFormatter, bound, job_id, request_id

KNOWN = "s3cr3t-known"


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[LogFileHandler]:
    made = LogFileHandler(tmp_path / "logs", megabytes=1)
    made.setFormatter(LogFormatter("json", known=[KNOWN]))
    yield made
    made.close()


@pytest.fixture
def log(handler: LogFileHandler) -> Iterator[logging.Logger]:
    logger = logging.getLogger("nofomo.test_log_files")
    logger.addHandler(handler)
    logger.setLevel("DEBUG")
    logger.propagate = False
    yield logger
    logger.removeHandler(handler)


def test_lines_are_found_newest_first_by_level_text_request_and_job(log: logging.Logger, tmp_path: Path) -> None:
    with bound(request_id, "r-1"):
        log.info("GET /api/plans 200")
    with bound(job_id, "j-7"):
        log.warning("VENUE is slow", extra={"venue": "binance"})
    log.error("Broke", exc_info=ValueError("why"))
    everything = read_logs(tmp_path / "logs").lines
    assert [line.message for line in everything] == ["Broke", "VENUE is slow", "GET /api/plans 200"]
    assert "ValueError: why" in (everything[0].traceback or "")
    assert everything[1].fields == {"venue": "binance"}
    assert [line.request_id for line in read_logs(tmp_path / "logs", text="R-1").lines] == ["r-1"]
    assert [line.job_id for line in read_logs(tmp_path / "logs", text="j-7").lines] == ["j-7"]
    assert [line.level for line in read_logs(tmp_path / "logs", least="warning").lines] == ["error", "warning"]
    assert read_logs(tmp_path / "logs", text="venue IS").lines[0].message == "VENUE is slow"


def test_pages_fit_together_without_gap_or_repetition(log: logging.Logger, tmp_path: Path) -> None:
    for number in range(5_000):
        log.info("line %d", number)
    seen: list[int] = []
    before = None
    while True:
        page = read_logs(tmp_path / "logs", before=before, limit=377)
        seen += [int(line.message.split()[1]) for line in page.lines]
        log.info("line 9999")  # what is written meanwhile is newer and comes in no later page
        if page.next is None:
            break
        before = page.next
    assert seen == list(range(4_999, -1, -1))
    assert len(list((tmp_path / "logs").iterdir())) > 1


def test_files_are_private_and_keep_within_their_bound(log: logging.Logger, tmp_path: Path) -> None:
    for number in range(20_000):
        log.info("line %d %s", number, "x" * 100)
    files = list((tmp_path / "logs").iterdir())
    assert sum(path.stat().st_size for path in files) <= 1_000_000
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert read_logs(tmp_path / "logs").lines[0].message.startswith("line 19999 ")


def test_several_processes_lines_are_told_in_one_order(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    for name, seconds in (("1-1-1", (1, 3, 5)), ("2-9-1", (2, 4, 6))):
        lines = [
            f'{{"at":"2026-03-12T12:00:0{second}.000Z","level":"info","logger":"x","message":"{second}"}}\n'
            for second in seconds
        ]
        (tmp_path / f"logs/{name}.jsonl").write_text("".join(lines))
    first = read_logs(tmp_path / "logs", limit=4)
    assert [line.message for line in first.lines] == ["6", "5", "4", "3"]
    assert [line.message for line in read_logs(tmp_path / "logs", before=first.next).lines] == ["2", "1"]


def test_secrets_and_cut_off_lines_are_not_shown(log: logging.Logger, tmp_path: Path) -> None:
    log.info("with %s and token=s3cr3t", KNOWN)
    path = next((tmp_path / "logs").iterdir())
    assert b"s3cr3t" not in path.read_bytes()
    with path.open("ab") as file:
        file.write(b'{"at":"2026-03-12T12:00:00.000Z","level":"in')
    assert len(read_logs(tmp_path / "logs").lines) == 1


def test_nothing_to_write_on_stops_nobody(log: logging.Logger, handler: LogFileHandler, tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    log.info("lost")
    (tmp_path / "logs").unlink()
    log.info("kept")
    assert [line.message for line in read_logs(tmp_path / "logs").lines] == ["kept"]


def test_odd_pages_and_no_folder_are_no_fault(tmp_path: Path) -> None:
    for before in ("", "x", "~~", "a~b~c", "2026~x~-1"):
        assert read_logs(tmp_path / "none", before=before).lines == ()
