"""Where on the drawing a price and a candle stand."""

from __future__ import annotations

from dataclasses import dataclass

from nofomo.infra.documents.axes import PriceRange
from nofomo.infra.documents.chart_model import Column


@dataclass(frozen=True, slots=True)
class Extent:
    """Where everything stands, in px of the drawing."""

    left: float
    now: float
    right: float
    top: float
    floor: float
    """The lower edge of the prices; volume lies below it."""
    bottom: float
    step: float
    """The distance between two candles."""
    shown: PriceRange

    def y(self, price: float) -> float:
        """The height of a price."""
        share = (price - self.shown.low) / (self.shown.high - self.shown.low)
        return self.floor - share * (self.floor - self.top)

    def ys(self, prices: Column) -> Column:
        """The heights of many prices."""
        span = self.shown.high - self.shown.low
        return self.floor - (prices - self.shown.low) / span * (self.floor - self.top)

    def x(self, index: float) -> float:
        """The middle of a candle."""
        return self.left + (index + 0.5) * self.step
