"""Spelling and resolving symbols."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.instrument import Instrument, ResolvedSymbol, resolve_symbol, spell_symbol

LISTED = ["BTC/USDT", "ETH/USDT", "XRP/USDT", "XRP/BTC", "EUR/USD", "USDT/IDR"]


@pytest.mark.parametrize(
    ("text", "symbol"),
    [("btcusdt", "BTC/USDT"), ("BTC-USDT", "BTC/USDT"), (" eth_btc ", "ETH/BTC"), ("EURUSD", "EUR/USD"),
     ("usdtidr", "USDT/IDR"), ("BNBUSD", "BNB/USD"), ("DOTUSD", "DOT/USD"), ("1000SATS/USDT", "1000SATS/USDT")],
)  # fmt: skip
def test_symbols_are_spelled_as_base_and_quote(text: str, symbol: str) -> None:
    assert spell_symbol(text) == symbol


@pytest.mark.parametrize("text", ["", "BTC", "USDT", "BTC/", "/USDT", "BTC/USDT/X", "b t c", "x" * 60, "<script>"])
def test_what_is_no_symbol_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        spell_symbol(text)
    assert refused.value.code == "INVALID_SYMBOL"


def test_dollars_stand_for_tether_where_only_tether_is_listed() -> None:
    assert resolve_symbol("btc-usd", LISTED) == ResolvedSymbol("BTC/USDT", substituted="BTC/USD")
    assert resolve_symbol("EUR-USD", LISTED) == ResolvedSymbol("EUR/USD")


def test_an_unknown_symbol_is_answered_with_the_nearest_names() -> None:
    with pytest.raises(Invalid, match="Did you mean XRP/USDT") as refused:
        resolve_symbol("XPRUSDT", LISTED)
    assert refused.value.code == "INVALID_SYMBOL"
    assert refused.value.details["nearest"][0] == "XRP/USDT"


@pytest.mark.parametrize("rules", [{"tick": Decimal(0)}, {"lot": Decimal(-1)}, {"min_notional": Decimal(-1)}])
def test_impossible_trading_rules_are_refused(rules: dict[str, Decimal]) -> None:
    with pytest.raises(Invalid):
        Instrument("BTC/USDT", "file", **rules)
