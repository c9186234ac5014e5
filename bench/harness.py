"""Medians, not single shots: one row of the table and how it is timed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measurement. `limit` is what was promised in the same unit (None: nothing was)."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the promise holds; None where there is none."""
        return None if self.limit is None else self.value <= self.limit


def median_ms(call: Callable[[], object], *, runs: int = 30, warm: int = 3) -> float:
    """Median milliseconds of one call, after `warm` calls that do not count."""
    for _ in range(warm):
        call()
    times: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of them lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(rows: list[Row]) -> str:
    """The rows as one Markdown table."""
    lines = ["| measurement | value | limit | ratio | kept | note |", "| --- | ---: | ---: | ---: | --- | --- |"]
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:g} {row.unit}"
        ratio = "" if not row.limit else f"{row.value / row.limit:.2f}"
        kept = {True: "yes", False: "NO", None: ""}[row.kept]
        lines.append(f"| {row.name} | {row.value:.3g} {row.unit} | {limit} | {ratio} | {kept} | {row.note} |")
    return "\n".join(lines)
