"""Bad days on demand: refusals, silence, nonsense, stale and gapped candles, a wrong clock.

Rules are set over `POST /sandbox/faults`; the first one that fits a request and is not used up applies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from nofomo.engine.core.errors import Invalid
from nofomo.engine.core.timeframe import MINUTE_MS

NONSENSE: Final = "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "match": (str,), "symbol": (str,), "status": (int,), "code": (int,), "msg": (str,), "retry_after": (int,),
    "delay_ms": (int,), "body": (str,), "drop": (bool,), "hang": (bool,), "stale": (int, float),
    "missing": (list,), "offset_ms": (int,), "times": (int,),
}  # fmt: skip


@dataclass(slots=True)
class Fault:
    """One rule. It fits requests whose path starts with `match` (and whose `symbol` parameter is `symbol`).

    `delay_ms` waits first. Then one of: `drop` resets the connection, `hang` never answers, `body` answers that text
    (`nonsense`: an HTML page) with `status` or 200, `status` answers an error body `{code, msg}` with `Retry-After`
    where `retry_after` is given. Otherwise the answer is real but changed: `stale` shows the market as it was so many
    minutes ago, `missing` [from, to] leaves out the candles of those minutes before the moment the rule was set,
    `offset_ms` shifts the time that `/time` tells. `times` is how many requests it applies to (null: all).
    """

    match: str = "/"
    symbol: str | None = None
    status: int | None = None
    code: int | None = None
    msg: str | None = None
    retry_after: int | None = None
    delay_ms: int = 0
    body: str | None = None
    drop: bool = False
    hang: bool = False
    stale: float = 0.0
    missing: tuple[float, float] | None = None
    offset_ms: int = 0
    times: int | None = None
    set_at: int = field(default=0, compare=False)

    @classmethod
    def read(cls, rule: Mapping[str, Any], *, now: int) -> Fault:
        """A rule from JSON. Raises Invalid where a key or its type is not known."""
        for name, value in rule.items():
            if name not in _TYPES:
                raise Invalid(f"A fault has no {name!r}; it has {', '.join(_TYPES)}.", code="INVALID_FAULT")
            wrong = value is not None and not isinstance(value, _TYPES[name])
            if wrong or (isinstance(value, bool) and bool not in _TYPES[name]):
                raise Invalid(f"{name} of a fault cannot be {value!r}.", code="INVALID_FAULT")
        given = {name: value for name, value in rule.items() if value is not None}
        if "missing" in given:
            span = given["missing"]
            if len(span) != 2 or not all(isinstance(edge, int | float) for edge in span):
                raise Invalid("missing is [from, to] in minutes ago.", code="INVALID_FAULT")
            given["missing"] = (max(span), min(span))
        return cls(**given, set_at=now)

    def hole(self) -> tuple[int, int] | None:
        """The missing stretch as [start, end) in ms."""
        if self.missing is None:
            return None
        older, newer = self.missing
        return self.set_at - int(older * MINUTE_MS), self.set_at - int(newer * MINUTE_MS)

    def fits(self, path: str, symbol: str | None) -> bool:
        """Whether it is about this request."""
        return path.startswith(self.match) and self.symbol in (None, symbol)

    def as_json(self) -> dict[str, Any]:
        """The rule as it was given, with what is left of `times`."""
        names = [item.name for item in fields(self) if item.name != "set_at"]
        return {name: value for name in names if (value := getattr(self, name)) not in (None, False, 0, 0.0)}


class Faults:
    """The rules in force, in the order in which they were given."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []

    def take(self, path: str, symbol: str | None) -> Fault | None:
        """The rule for a request, counted as used."""
        for rule in self.rules:
            if rule.times != 0 and rule.fits(path, symbol):
                if rule.times is not None:
                    rule.times -= 1
                return rule
        return None
