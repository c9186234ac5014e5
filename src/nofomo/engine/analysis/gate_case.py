"""What every gate is handed, and the questions that several of them ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from nofomo.engine.analysis.gate_inputs import CalendarEvent, GateInputs
from nofomo.engine.analysis.gate_parameters import GateParameters
from nofomo.engine.analysis.model import Gate, GateName
from nofomo.engine.core.say import Say


@dataclass(frozen=True, slots=True)
class GateCase:
    """One question to all gates: these inputs, at this moment (ms), for this symbol."""

    inputs: GateInputs
    at: int
    symbol: str
    parameters: GateParameters

    def unknown(self, name: GateName, otherwise: Say, *, given: bool = False) -> Gate:
        """The gate as unknown, for the reason that came with the inputs; `otherwise` where none came or `given`."""
        detail = otherwise if given else self.inputs.missing.get(name, otherwise)
        return Gate(name, "unknown", detail)


def events_within(
    events: Iterable[CalendarEvent], *, start: int, end: int, impacts: Collection[str], currencies: Collection[str]
) -> list[CalendarEvent]:
    """The releases that count from `start` to `end` (ms, both inclusive), earliest first, each once.

    A release of the currency `ALL` counts for every symbol.
    """
    return sorted(
        {e for e in events if start <= e.ts <= end and e.impact in impacts and e.currency in {*currencies, "ALL"}},
        key=lambda event: (event.ts, event.currency, event.title),
    )
