"""What the market tells those above it."""

from __future__ import annotations

from dataclasses import dataclass

from nofomo.features.market.model import Series


@dataclass(frozen=True, slots=True)
class CandlesImported:
    """A person's file was merged into a series."""

    series: Series
    added: int
    replaced: int


@dataclass(frozen=True, slots=True)
class VenueReconnected:
    """A venue is now reached another way; whoever shows its state should look again."""

    venue: str
