"""Which events may travel between processes, and how they are written: as JSON, checked when they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from types import ModuleType
from typing import Any

import orjson
from pydantic import TypeAdapter

from nofomo.engine.core.errors import Broken


def events_in(module: ModuleType) -> tuple[type, ...]:
    """The dataclasses that a feature's `events.py` defines."""
    own = (kind for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == module.__name__)
    return tuple(kind for kind in own if is_dataclass(kind))


class EventRegistry:
    """Writes and reads the kinds of events that it knows. A kind is named by its class."""

    def __init__(self, kinds: Iterable[type]) -> None:
        self._readers: dict[str, tuple[type, TypeAdapter[Any]]] = {}
        for kind in kinds:
            if not is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
                raise Broken(f"The event {kind.__name__} is not a frozen dataclass.")
            if kind.__name__ in self._readers:
                raise Broken(f"Two events are called {kind.__name__}.")
            self._readers[kind.__name__] = (kind, TypeAdapter(kind))

    def knows(self, event: object) -> bool:
        """Whether this event may travel. Kinds below a known one may not: nobody could read what they add."""
        known = self._readers.get(type(event).__name__)
        return known is not None and known[0] is type(event)

    def write(self, event: Any, *, origin: str) -> bytes:
        """The event as a message that says from which bus it comes."""
        values = {field.name: getattr(event, field.name) for field in fields(event)}
        # str: ids as asyncpg gives them are of a class of their own
        return orjson.dumps({"from": origin, "kind": type(event).__name__, "event": values}, default=str)

    def read(self, message: bytes, *, but_from: str) -> object | None:
        """The event of a message; None for one from `but_from` and of a kind that is not known here.

        Raises ValueError for what is no message of ours.
        """
        tree = orjson.loads(message)
        if not isinstance(tree, dict) or tree.get("from") == but_from:
            return None
        known = self._readers.get(str(tree.get("kind")))
        return None if known is None else known[1].validate_python(tree.get("event"), strict=False)
