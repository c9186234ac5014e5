"""Every failure says what the caller should do next.

NofomoError
├── Refused            do not repeat it as it is
│   ├── Invalid            the input is wrong; `details` names field, position, suggestion
│   ├── NotFound           there is no such thing (or it belongs to somebody else)
│   ├── Conflict           the present state does not allow it
│   ├── Unauthenticated    who is asking is not known
│   └── Forbidden          who is asking may not
├── TryLater           repeat it after `retry_after_s` (None: not known)
│   ├── LimitReached       our own limit: cooldown, quota, lock, rate
│   └── Unavailable        the other side is down, slow or says to wait
├── OutcomeUnknown     it may have happened: ask, never repeat blindly
└── Broken             a bug or a damaged file: stop and call a human

`code` is stable, upper case and documented in docs/errors.md. `message` is one English sentence that says what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class NofomoError(Exception):
    """The root of all errors that this product raises on purpose."""

    default_code = "ERROR"

    def __init__(self, message: str, *, code: str | None = None, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.details: dict[str, Any] = dict(details or {})


class Refused(NofomoError):
    """Repeating the same request will not help."""

    default_code = "REFUSED"


class Invalid(Refused):
    """The input is wrong. `details` says where and what would be right."""

    default_code = "INVALID_INPUT"


class NotFound(Refused):
    """No such thing, or it belongs to somebody else."""

    default_code = "NOT_FOUND"


class Conflict(Refused):
    """The present state does not allow it."""

    default_code = "CONFLICT"


class Unauthenticated(Refused):
    """Who is asking is not known."""

    default_code = "UNAUTHENTICATED"


class Forbidden(Refused):
    """Who is asking is known and may not do this."""

    default_code = "FORBIDDEN"


class TryLater(NofomoError):
    """Nothing happened; it may work later."""

    default_code = "TRY_LATER"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        retry_after_s: float | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message, code=code, details=details)
        self.retry_after_s = retry_after_s


class LimitReached(TryLater):
    """One of our own limits: cooldown, quota, lock, rate."""

    default_code = "LIMIT_REACHED"


class Unavailable(TryLater):
    """The other side is down, slow, or asked us to wait."""

    default_code = "UNAVAILABLE"


class OutcomeUnknown(NofomoError):
    """It may have happened. Only the other side can tell; never repeat it blindly."""

    default_code = "OUTCOME_UNKNOWN"


class Broken(NofomoError):
    """A bug or a damaged file: stop and call a human."""

    default_code = "BROKEN"
