"""Analyses of the made-up market as sheets: what a page or a picture is made from."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any, Literal

import nofomo as nf
from nofomo.engine.analysis import Options
from nofomo.engine.analysis.model import Action
from nofomo.features.plans.documents import Sheet, render_pdf
from nofomo.infra.documents import Typesetter
from tests.support.candles import market
from tests.support.pdf import ReadPdf, read_pdf

Language = Literal["id", "en"]
ZONE = "Asia/Jakarta"
TYPESETTER = Typesetter()


@lru_cache(maxsize=64)
def analysed(seed: int, rows: int, third_target: bool = True) -> nf.AnalysisResult:
    """The analysis of a market after so many quarter hours."""
    return nf.analyze(market(seed, rows=rows), options=Options(third_target=third_target))


def sheet_of(result: nf.AnalysisResult, *, language: Language = "id", **changed: Any) -> Sheet:
    """A sheet whose payload may be changed without touching the analysis."""
    payload = copy.deepcopy(result.to_dict(language=language, timezone=ZONE))
    payload.update(changed)
    return Sheet(payload, result.candles, language, ZONE, version=3, plan_id="0190a1b2-7c3d-7e4f-8a5b-1234567890ab")


@lru_cache(maxsize=8)
def first_with(action: Action, *, both_legs: bool = False) -> nf.AnalysisResult:
    """The first analysis of the made-up markets that ended so."""
    for seed in range(1, 9):
        for rows in range(4_000, 16_000, 97):
            result = analysed(seed, rows)
            found = result.analysis
            if found.action == action and (not both_legs or (found.pullback and found.breakout)):
                return result
    raise AssertionError(f"no {action} in these markets")


def printed(sheet: Sheet, **how: Any) -> ReadPdf:
    """The page of a sheet, read back."""
    return read_pdf(render_pdf(TYPESETTER, sheet, **{"theme": "light", **how}))
