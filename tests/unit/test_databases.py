"""Where everything must be tried, a machine without PostgreSQL is a failure and not a gap."""

from __future__ import annotations

import pytest

from tests.support.database import missing


def test_what_is_missing_skips_a_test_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception):
        missing("PostgreSQL")


def test_what_is_missing_fails_a_test_under_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="nothing may be skipped"):
        missing("PostgreSQL")
