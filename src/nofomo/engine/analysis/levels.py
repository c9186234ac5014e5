"""Support and resistance: sources that agree, clustered by ATR and ranked by how many independent ones there are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from nofomo.engine.analysis.market import Market
from nofomo.engine.analysis.parameters import LevelParameters
from nofomo.engine.analysis.sources import Source, collect
from nofomo.engine.core.plan import Level
from nofomo.engine.core.say import Say


@dataclass(frozen=True, slots=True)
class Cluster:
    """Sources within one zone, heaviest first. `strength` 0–1 counts independent ones only."""

    price: float
    low: float
    high: float
    strength: float
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class LevelMap:
    """Supports from the nearest down, resistances from the nearest up.

    `support` and `resistance` are S1 S2 S3 and R1 R2 R3; `farther` holds further resistances for targets. `here` is
    the level that price stands on or in, too near to be bought at or sold at.
    """

    support: tuple[Level, ...]
    resistance: tuple[Level, ...]
    farther: tuple[Level, ...]
    here: Level | None


def find_levels(market: Market, parameters: LevelParameters) -> LevelMap:
    """The levels around the price. In reach below it the two strongest are S1 and S2, as a buyer would choose them."""
    if market.flat:
        return LevelMap((), (), (), None)
    zones = cluster(collect(market, parameters), market.atr, parameters=parameters)
    clusters = separate(zones, market, parameters=parameters)
    below = [c for c in clusters if c.price < market.price - parameters.reach[0] * market.atr]
    above = sorted((c for c in clusters if c.low > market.price), key=lambda c: c.price)
    near = [c for c in clusters if c not in below and c not in above]
    here = max(near, key=lambda c: c.strength, default=None)
    up = [
        _level(c, market, parameters=parameters, floor=market.tick(market.price))
        for c in above[: parameters.count + parameters.spare]
    ]
    chosen = _choose_supports(below, market, parameters=parameters)
    return LevelMap(
        support=tuple(_level(c, market, parameters=parameters) for c in chosen),
        resistance=tuple(up[: parameters.count]),
        farther=tuple(up[parameters.count :]),
        here=None if here is None else _level(here, market, parameters=parameters),
    )


def cluster(sources: Sequence[Source], atr: float, *, parameters: LevelParameters) -> list[Cluster]:
    """Gather sources into zones no wider than `width` ATR, the heaviest zone first; each source is used once."""
    left = sorted(sources, key=lambda source: source.price)
    prices = np.array([source.price for source in left])
    weights = np.array([source.weight for source in left])
    width = parameters.width * atr
    found: list[Cluster] = []
    while left:
        sums = np.zeros(len(left) + 1)
        weights.cumsum(out=sums[1:])
        ends = prices.searchsorted(prices + width, side="right")
        first = int((sums[ends] - sums[:-1]).argmax())
        end = int(ends[first])
        found.append(_gather(left[first:end], atr, parameters=parameters))
        left = left[:first] + left[end:]
        prices = np.concatenate((prices[:first], prices[end:]))
        weights = np.concatenate((weights[:first], weights[end:]))
    return found


def _gather(members: Sequence[Source], atr: float, *, parameters: LevelParameters) -> Cluster:
    ordered = sorted(members, key=lambda source: -source.weight)
    counted: list[Source] = []
    for source in ordered:
        if all(_independent(source, other, parameters=parameters) for other in counted):
            counted.append(source)
    total = sum(source.weight for source in counted)
    price = sum(source.price * source.weight for source in members) / sum(source.weight for source in members)
    pad = parameters.least_half_width * atr
    return Cluster(
        price=price,
        low=min(*(source.price for source in members), price - pad),
        high=max(*(source.price for source in members), price + pad),
        strength=1 - math.exp(-total / parameters.scale),
        sources=tuple(ordered),
    )


def _independent(one: Source, other: Source, *, parameters: LevelParameters) -> bool:
    """Two averages of similar span, or two marks of the same extreme, are one opinion."""
    if one.kind != other.kind:
        return True
    if one.kind in ("average", "band"):
        return max(one.span, other.span) >= parameters.independent_ratio * min(one.span, other.span)
    if one.kind == "event":
        return abs(one.span - other.span) > parameters.same_event_ms
    return False


def separate(clusters: Sequence[Cluster], market: Market, *, parameters: LevelParameters) -> list[Cluster]:
    """Drop what is weak, and what stands too near to something stronger."""
    kept: list[Cluster] = []
    spacing = parameters.spacing * market.atr
    for candidate in sorted(clusters, key=lambda c: (-c.strength, abs(c.price - market.price))):
        if candidate.strength < parameters.least_strength:
            continue
        if all(abs(candidate.price - other.price) >= spacing for other in kept):
            kept.append(candidate)
    return kept


def _choose_supports(below: Sequence[Cluster], market: Market, *, parameters: LevelParameters) -> list[Cluster]:
    floor = market.price - parameters.reach[1] * market.atr
    reachable = sorted((c for c in below if c.price >= floor), key=lambda c: -c.strength)[:2]
    lowest = min((c.price for c in reachable), default=market.price)
    under = sorted((c for c in below if c.price < lowest), key=lambda c: -c.price)
    chosen = [*reachable, *under[: parameters.count - len(reachable)]]
    return sorted(chosen, key=lambda c: -c.price)


def _level(found: Cluster, market: Market, *, parameters: LevelParameters, floor: Decimal = Decimal(0)) -> Level:
    """On the plan's grid, its zone rounded outwards but not below `floor`."""
    price = market.grid(found.price)
    named: dict[tuple[str, object, object], Say] = {}
    for source in found.sources:
        values = source.reason.values
        named.setdefault((source.reason.code, values.get("timeframe"), values.get("period")), source.reason)
    return Level(
        price=price,
        low=max(floor, min(market.grid(found.low, "down"), price)),
        high=max(market.grid(found.high, "up"), price),
        strength=round(found.strength, 2),
        reasons=tuple(named.values())[: parameters.reasons],
    )
