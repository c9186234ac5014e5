"""Candles as whole numbers: ticks, lots and counts, so that every sum is exact.

Rows are an int64 array of shape (9, n); a row's moment is kept beside it. Aggregating minutes to 15m to 1h to 1d gives
the same digits as aggregating minutes to 1d at once.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nofomo.sandbox.listings import FACTORS, Listing
from nofomo.sandbox.paths import SUNDAY_OPEN, Floats, WeekPath, market_minutes, rhythm

Rows = NDArray[np.int64]
OPEN, HIGH, LOW, CLOSE, VOLUME, QUOTE, COUNT, TAKER, TAKER_QUOTE = range(9)
# Quote volume is kept in steps of a ten-thousandth.
QUOTE_DIGITS: Final = 4
MOST_TRADES: Final = 900
_LEAST_TRADES: Final = 5


def aggregate(rows: Rows, starts: NDArray[np.int64]) -> Rows:
    """One row for each run of rows that begins at a position in `starts`."""
    merged = np.empty((9, len(starts)), dtype=np.int64)
    if len(starts):
        merged[OPEN] = rows[OPEN, starts]
        merged[CLOSE] = rows[CLOSE, np.append(starts[1:], rows.shape[1]) - 1]
        np.maximum.reduceat(rows[HIGH], starts, out=merged[HIGH])
        np.minimum.reduceat(rows[LOW], starts, out=merged[LOW])
        np.add.reduceat(rows[VOLUME:], starts, axis=1, out=merged[VOLUME:])
    return merged


def quote_units(listing: Listing, *, ticks: Floats, lots: NDArray[np.int64]) -> NDArray[np.int64]:
    """Quote volume of `lots` at a mean price of `ticks`, in steps of 10^-QUOTE_DIGITS."""
    return np.rint(ticks * lots * 10.0 ** (QUOTE_DIGITS - listing.tick_digits - listing.lot_digits)).astype(np.int64)


def week_rows(listing: Listing, *, factor: WeekPath, own: WeekPath, rng: np.random.Generator) -> Rows:
    """The minute candles of one week of a symbol."""
    size = len(own.levels)
    scale = 10.0**listing.tick_digits
    level = math.log(listing.price) + listing.beta * factor.levels + own.levels
    start = math.log(listing.price) + listing.beta * factor.start + own.start
    sigma = np.hypot(listing.beta * factor.sigma, own.sigma)
    before = np.concatenate(([start], level[:-1]))
    if listing.session == "forex":
        # The market reopens at another price than it closed at: most of that minute's move is a gap.
        reopening = int(np.searchsorted(market_minutes("forex"), SUNDAY_OPEN))
        before[reopening] += 0.9 * (level[reopening] - before[reopening])
    prices = np.exp(level) * scale
    move = level - before
    luck = rng.standard_exponential((3, size))
    rows = np.empty((9, size), dtype=np.int64)
    rows[CLOSE] = np.rint(prices)
    rows[OPEN] = np.rint(np.exp(before) * scale)
    # Furthest points of a Brownian bridge from open to close.
    up = 0.5 * (np.sqrt(move * move + 1.6 * sigma * sigma * luck[0]) - np.abs(move))
    down = 0.5 * (np.sqrt(move * move + 1.6 * sigma * sigma * luck[1]) - np.abs(move))
    top = np.maximum(rows[OPEN], rows[CLOSE])
    bottom = np.minimum(rows[OPEN], rows[CLOSE])
    rows[HIGH] = top + np.rint(prices * up).astype(np.int64)
    rows[LOW] = np.maximum(bottom - np.rint(prices * down).astype(np.int64), 1)
    _volumes(listing, rows, move=move, sigma=sigma, luck=luck[2], noise=rng.standard_normal(size))
    return rows


def _volumes(listing: Listing, rows: Rows, *, move: Floats, sigma: Floats, luck: Floats, noise: Floats) -> None:
    """Fill in volume, trades and the takers' part: more where the price moves more than usual."""
    daily = math.hypot(listing.beta * FACTORS[listing.session].daily_vol, listing.own_vol)
    usual = daily / math.sqrt(1440.0)
    heat = np.clip(sigma / usual, 0.15, 12.0)
    push = np.abs(move) / (sigma + 1e-15)
    # Roots of roots stand for odd powers (heat^1.25, turnover^0.75): they cost a tenth.
    turnover = listing.turnover * np.sqrt(rhythm(listing.session)) * heat * np.sqrt(np.sqrt(heat))
    turnover *= (0.35 + 0.5 * push) * (0.35 + 0.65 * luck)
    turnover *= np.repeat(np.exp(0.4 * noise[: len(noise) // 15]), 15)
    mean = (rows[OPEN] + rows[HIGH] + rows[LOW] + 2 * rows[CLOSE]) / 5.0
    lot_value = mean * 10.0 ** -(listing.tick_digits + listing.lot_digits)
    rows[VOLUME] = np.maximum(np.rint(turnover / lot_value), 4 * _LEAST_TRADES)
    busy = np.sqrt(turnover / listing.turnover)
    count = listing.trades * busy * np.sqrt(busy)
    rows[COUNT] = np.minimum(np.clip(count, _LEAST_TRADES, MOST_TRADES), rows[VOLUME] // 4)
    taken = np.clip(0.5 + 0.22 * move / (np.abs(move) + sigma) + 0.07 * noise, 0.03, 0.97)
    rows[TAKER] = np.rint(rows[VOLUME] * taken)
    rows[QUOTE] = quote_units(listing, ticks=mean, lots=rows[VOLUME])
    rows[TAKER_QUOTE] = np.minimum(quote_units(listing, ticks=mean, lots=rows[TAKER]), rows[QUOTE])
