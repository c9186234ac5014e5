"""Trades and books that fit the candles beside them."""

from __future__ import annotations

import numpy as np
import pytest

from nofomo.engine.core.timeframe import DAY_MS, MINUTE_MS
from nofomo.sandbox.listings import LISTINGS
from nofomo.sandbox.market import SyntheticMarket
from nofomo.sandbox.order_book import Books
from nofomo.sandbox.rows import CLOSE, COUNT, HIGH, LOW, OPEN, QUOTE, TAKER, VOLUME
from nofomo.sandbox.tape import Tapes
from tests.support.clock import MARCH

TAPES = Tapes(SyntheticMarket(7))
BOOKS = Books(TAPES)
SATURDAY = MARCH + 2 * DAY_MS


@pytest.mark.parametrize("symbol", sorted(LISTINGS))
def test_the_trades_of_a_minute_make_its_candle(symbol: str) -> None:
    for minute in range(MARCH, MARCH + 40 * MINUTE_MS, MINUTE_MS):
        tape, row = TAPES.minute(symbol, minute), TAPES.row(symbol, minute)
        assert tape is not None
        assert row is not None
        assert len(tape.ts) == row[COUNT]
        assert (tape.ticks[0], tape.ticks[-1]) == (row[OPEN], row[CLOSE])
        assert (tape.ticks.max(), tape.ticks.min()) == (row[HIGH], row[LOW])
        assert tape.lots.sum() == row[VOLUME]
        assert tape.lots.min() >= 1
        assert (np.diff(tape.ts) >= 0).all()
        assert minute == tape.ts[0]
        assert tape.ts[-1] < minute + MINUTE_MS
        assert int(tape.lots[tape.bought].sum()) <= row[TAKER]
        traded = float((tape.ticks * tape.lots).sum()) / float(row[VOLUME])
        listing = LISTINGS[symbol]
        quoted = float(row[QUOTE]) / float(row[VOLUME]) * 10.0 ** (listing.tick_digits + listing.lot_digits - 4)
        assert traded == pytest.approx(quoted, rel=0.005)


def test_trade_ids_rise_from_minute_to_minute() -> None:
    first, second = TAPES.minute("BTCUSDT", MARCH), TAPES.minute("BTCUSDT", MARCH + MINUTE_MS)
    assert first is not None
    assert second is not None
    assert first.first_id + len(first.ts) <= second.first_id


def test_a_closed_market_has_no_trades_and_keeps_its_last_one() -> None:
    assert TAPES.minute("EURUSD", SATURDAY) is None
    assert TAPES.forming("EURUSD", SATURDAY) is None
    tape, place = TAPES.last("EURUSD", SATURDAY)
    assert tape.minute == SATURDAY - SATURDAY % DAY_MS - 2 * 3_600_000 - MINUTE_MS
    assert place == len(tape.ts) - 1


@pytest.mark.parametrize("symbol", sorted(LISTINGS))
def test_a_book_is_sorted_positive_and_around_the_last_price(symbol: str) -> None:
    for second in range(0, 300, 13):
        now = MARCH + second * 1000 + 250
        book = BOOKS.at(symbol, now, levels=1000)
        tape, place = TAPES.last(symbol, now)
        assert (np.diff(book.bid_ticks) < 0).all()
        assert (np.diff(book.ask_ticks) > 0).all()
        assert book.bid_ticks[0] <= tape.ticks[place] <= book.ask_ticks[0]
        assert book.bid_ticks[0] < book.ask_ticks[0]
        assert min(book.bid_lots.min(), book.ask_lots.min()) >= 1
        assert book.ask_ticks[0] / book.bid_ticks[0] - 1 < 0.0015


def test_the_book_of_a_second_is_always_the_same_and_moves_on_with_the_next() -> None:
    again = Books(Tapes(SyntheticMarket(7))).at("BTCUSDT", MARCH + 5000, levels=1000)
    book = BOOKS.at("BTCUSDT", MARCH + 5000, levels=1000)
    assert book.bid_ticks.tolist() == again.bid_ticks.tolist()
    assert book.ask_lots.tolist() == again.ask_lots.tolist()
    later = BOOKS.at("BTCUSDT", MARCH + 9000, levels=1000)
    assert later.update > book.update
    assert later.bid_lots.tolist() != book.bid_lots.tolist()


def depth_value(symbol: str, reach: float) -> float:
    listing, book = LISTINGS[symbol], BOOKS.at(symbol, MARCH, levels=5000)
    near = book.bid_ticks > book.bid_ticks[0] * (1 - reach)
    return float((book.bid_ticks * book.bid_lots)[near].sum()) / 10.0 ** (listing.tick_digits + listing.lot_digits)


def test_liquid_markets_are_deeper() -> None:
    assert depth_value("BTCUSDT", 0.005) > 3_000_000
    assert depth_value("BTCUSDT", 0.005) > 20 * depth_value("OPUSDT", 0.005)
    assert depth_value("OPUSDT", 0.005) > 10_000


def test_a_closed_market_shows_a_wide_and_frozen_book() -> None:
    first, later = (BOOKS.at("EURUSD", SATURDAY + minutes * MINUTE_MS, levels=100) for minutes in (0, 200))
    assert first.bid_ticks.tolist() == later.bid_ticks.tolist()
    usual = BOOKS.at("EURUSD", MARCH, levels=100)
    assert first.ask_ticks[0] - first.bid_ticks[0] > 2 * (usual.ask_ticks[0] - usual.bid_ticks[0])
