"""The kept analyses. A wanted change is refreshed with `python -m tests.golden.analyses` and read in the diff."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.golden.analyses import CASES, FOLDER, Case, answer


def differences(kept: Any, found: Any, path: str = "") -> list[str]:
    """Where two trees differ; floats may differ in the last digits, as machines do."""
    if isinstance(kept, dict) and isinstance(found, dict):
        return [
            d for key in sorted({*kept, *found}) for d in differences(kept.get(key), found.get(key), f"{path}.{key}")
        ]
    if isinstance(kept, list) and isinstance(found, list) and len(kept) == len(found):
        return [
            d
            for i, (one, two) in enumerate(zip(kept, found, strict=True))
            for d in differences(one, two, f"{path}[{i}]")
        ]
    if isinstance(kept, float) and isinstance(found, (int, float)) and kept == pytest.approx(found, rel=1e-9):
        return []
    return [] if kept == found else [f"{path}: {kept!r} → {found!r}"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_analysis_stays_what_it_was(case: Case) -> None:
    kept = json.loads((FOLDER / f"{case.name}.json").read_text(encoding="utf-8"))
    assert differences(kept, json.loads(json.dumps(answer(case)))) == []


def test_the_kept_analyses_cover_all_answers_and_no_file_is_left_over() -> None:
    kept = {path.stem: json.loads(path.read_text(encoding="utf-8"))["document"] for path in FOLDER.glob("*.json")}
    assert set(kept) == {case.name for case in CASES}
    assert {found["action"] for found in kept.values()} == {"TRADE", "WAIT", "NO_TRADE"}
    assert any(found["pullback"] and found["breakout"] for found in kept.values())
