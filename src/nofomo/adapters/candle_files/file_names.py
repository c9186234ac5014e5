"""The symbol in a candle file's name: `binance_BTC-USDT_15m.parquet`, `BTCUSDT_1m.csv`, `btc_usdt-1h.csv.gz`."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Final

from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.instrument import spell_symbol

_ENDINGS: Final = re.compile(r"(\.(csv|txt|tsv|parquet|pq|gz))+$", re.IGNORECASE)
_LENGTH: Final = re.compile(r"^(\d{1,4}[mhdw]|[MHD]\d{1,3})$")
_PAIR: Final = re.compile(r"^[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*-[A-Za-z][A-Za-z0-9]*$")
_LETTERS: Final = re.compile(r"^[A-Za-z][A-Za-z0-9]{1,14}$")


def symbol_in(path: Path) -> str:
    """`BASE/QUOTE` from the name. Invalid (`NO_SYMBOL`) where the name has none."""
    stem = _ENDINGS.sub("", path.name)
    words = [word for word in re.split(r"[_\s.]+", stem) if word and not _LENGTH.match(word)]
    dashed = [word for word in words if _PAIR.match(word) and not _LENGTH.match(word.split("-")[1])]
    small = [word for word in re.split(r"[^A-Za-z0-9]+", stem) if _LETTERS.match(word)]
    pairs = [f"{first}-{second}" for first, second in itertools.pairwise(small)]
    for word in (*dashed, *small):
        try:
            return spell_symbol(word)
        except Invalid:
            continue
    for pair in pairs:
        try:
            if spell_symbol(pair.replace("-", "")) == pair.upper().replace("-", "/"):
                return pair.upper().replace("-", "/")
        except Invalid:
            continue
    raise Invalid(f"The name of {path.name} has no symbol. Write it as BTC/USDT={path.name}.", code="NO_SYMBOL",
                  details={"field": "symbol"})  # fmt: skip
