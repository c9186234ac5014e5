"""A few whole analyses of the made-up market, kept as files. Refresh them after a wanted change and read the diff:

python -m tests.golden.analyses
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from nofomo.engine.analysis.analyze import analyze
from nofomo.engine.analysis.document import document, render
from nofomo.engine.analysis.model import Gate, Options
from nofomo.engine.core.say import Percent, say
from tests.support.candles import M15, frames, instrument, market, scaled, without

FOLDER = Path(__file__).parent / "analysis"


@dataclass(frozen=True, slots=True)
class Case:
    """One moment of one made-up market."""

    name: str
    seed: int
    row: int
    options: Options = field(default_factory=Options)
    symbol: str = "BTC/USDT"
    price: float = 1.0
    rules: dict[str, Any] = field(default_factory=dict[str, Any])
    late: int = 0
    hole: int = 0
    gates: tuple[Gate, ...] = ()


CASES = (
    Case("trade-both-legs", 5, 12_662, Options(equity=Decimal(5000))),
    Case("trade-third-target", 1, 12_662, Options(third_target=True, equity=Decimal(25_000), risk_pct=1.0)),
    Case("breakout-alone", 7, 16_965, Options(mode="breakout")),
    Case("wait-score", 1, 14_648),
    Case("wait-gate", 1, 12_662, gates=(Gate("spread", "closed", say("check.value", value=Percent(0.002))),)),
    Case("wait-stale", 1, 12_662, late=3),
    Case("no-trade-bearish", 1, 13_986),
    Case("no-trade-holes", 1, 12_662, hole=80),
    Case("tiny-price", 1, 12_662, symbol="PEPE/USDT", price=1e-7,
         rules={"tick": Decimal("0.00000001"), "lot": Decimal(1)}),
    Case("forex-free-of-fees", 5, 14_979, symbol="EUR/USD", price=0.01,
         rules={"tick": Decimal("0.00001"), "lot": Decimal(100), "maker_fee": Decimal(0), "taker_fee": Decimal(0)}),
)  # fmt: skip


def answer(case: Case) -> dict[str, Any]:
    """The stored document and its two texts."""
    series = scaled(market(case.seed, symbol=case.symbol), price=case.price)
    if case.hole:
        series = without(series, case.row - 60 - case.hole, case.hole)
    at = int(market(case.seed).ts[case.row])
    found = analyze(
        frames(series, at, case.options),
        instrument=instrument(case.symbol, **case.rules),
        at=at + case.late * M15.ms,
        options=case.options,
        gates=case.gates,
    )
    stored = document(found)
    texts = {
        language: render(stored, language=language, timezone="Asia/Jakarta")["text"].split("\n")
        for language in ("id", "en")
    }
    return {"document": stored, "text": texts}


def main() -> None:
    """Write all files anew."""
    FOLDER.mkdir(exist_ok=True)
    for case in CASES:
        text = json.dumps(answer(case), indent=1, ensure_ascii=False, sort_keys=True)
        (FOLDER / f"{case.name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
