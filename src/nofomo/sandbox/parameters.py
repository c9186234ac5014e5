"""Reading query parameters the way Binance does, with its error codes and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import orjson
from starlette.requests import Request

from nofomo.sandbox.listings import LISTINGS, Listing

_SYMBOL: Final = re.compile(r"^[A-Z0-9-_.]{1,20}$")
_NUMBER: Final = re.compile(r"^-?[0-9]{1,20}$")


class WireError(Exception):
    """An error answer: HTTP `status` and the body `{"code": …, "msg": …}`."""

    def __init__(self, code: int, msg: str, *, status: int = 400, headers: dict[str, str] | None = None) -> None:
        super().__init__(msg)
        self.code, self.msg, self.status, self.headers = code, msg, status, headers or {}


def invalid_symbol() -> WireError:
    """-1121."""
    return WireError(-1121, "Invalid symbol.")


def _mandatory(name: str) -> WireError:
    return WireError(-1102, f"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.")


class Parameters:
    """The query of one request; only the names in `known` are accepted."""

    def __init__(self, request: Request, *known: str) -> None:
        self._values = dict(request.query_params)
        read = len(self._values.keys() & set(known))
        if len(self._values) > read:
            if not known:
                raise WireError(-1101, f"Too many parameters; expected '0' and received '{len(self._values)}'.")
            raise WireError(
                -1104,
                f"Not all sent parameters were read; read '{read}' parameter(s) but was sent '{len(self._values)}'.",
            )

    def has(self, name: str) -> bool:
        """Whether it was sent at all."""
        return name in self._values

    def text(self, name: str) -> str:
        """A mandatory text."""
        value = self._values.get(name, "")
        if not value:
            raise WireError(-1105, f"Parameter '{name}' was empty.") if self.has(name) else _mandatory(name)
        return value

    def listing(self, name: str = "symbol") -> Listing:
        """A mandatory symbol that is listed."""
        return _listing(self.text(name), name)

    def listings(self) -> tuple[Sequence[Listing], bool]:
        """`symbol`, `symbols` (a JSON list) or neither (all); and whether the answer is one object, not a list."""
        if self.has("symbol") and self.has("symbols"):
            raise WireError(-1128, "Combination of optional parameters invalid.")
        if self.has("symbol"):
            return (self.listing(),), True
        if not self.has("symbols"):
            return tuple(LISTINGS.values()), False
        raw: Any = None
        with suppress(orjson.JSONDecodeError):
            raw = orjson.loads(self.text("symbols"))
        if not isinstance(raw, list) or not raw or not all(isinstance(item, str) for item in raw):
            raise WireError(
                -1100,
                "Illegal characters found in parameter 'symbols'; "
                'legal range is \'^\\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\\]$\'.',
            )
        return tuple(_listing(item, "symbols") for item in raw), False

    def integer(self, name: str) -> int | None:
        """An optional whole number that is not negative."""
        if not self.has(name):
            return None
        value = self.text(name)
        if not _NUMBER.match(value):
            raise WireError(-1100, f"Illegal characters found in parameter '{name}'; legal range is '^[0-9]{{1,20}}$'.")
        if int(value) < 0 or int(value) > 2**63 - 1:
            raise WireError(-1130, f"Data sent for parameter '{name}' is not valid.")
        return int(value)

    def limit(self, default: int, most: int) -> int:
        """`limit`, at least 1; more than the most allowed counts as the most."""
        value = self.integer("limit")
        if value == 0:
            raise WireError(-1130, "Data sent for parameter 'limit' is not valid.")
        return default if value is None else min(value, most)


def _listing(text: str, name: str) -> Listing:
    if not _SYMBOL.match(text):
        raise WireError(
            -1100, f"Illegal characters found in parameter '{name}'; legal range is '^[A-Z0-9-_.]{{1,20}}$'."
        )
    if text not in LISTINGS:
        raise invalid_symbol()
    return LISTINGS[text]
