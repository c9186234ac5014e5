"""What went wrong at an exchange, in five words that tell the caller what to do.

`VENUE_BLOCKED` (403, 451, an HTML page or a wrong certificate where JSON was expected), `VENUE_RATE_LIMITED` (429,
418), `VENUE_SLOW` (timeout), `VENUE_DOWN` (no connection, 5xx, maintenance), `VENUE_NONSENSE` (an answer that cannot be
read).
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Final

from nofomo.engine.core.errors import Invalid, NofomoError, Unavailable

ADVICE: Final = {
    "VENUE_DOWN": "Check this machine's internet connection, and the exchange's status page; then try again.",
    "VENUE_BLOCKED": "This network or country cannot reach the exchange. Enter a proxy in Settings, or choose another "
    "exchange (indodax and tokocrypto answer in Indonesia).",
    "VENUE_RATE_LIMITED": "Too many requests came from this address. Wait for the countdown; everything resumes by "
    "itself.",
    "VENUE_SLOW": "The exchange or the connection is slow. Try again, or use a nearer proxy.",
    "VENUE_NONSENSE": "The exchange sent something that cannot be read. Try again later; if it stays, choose another "
    "exchange.",
}
_PROXY_ADVICE: Final = "The proxy does not answer or refuses. Check its address, port, user and password in Settings."
_BANNED_UNTIL: Final = re.compile(r"banned until (\d{13})")
_GATEWAY_PAGE: Final = re.compile(r"50[0234]\s|bad gateway|service unavailable|gateway time", re.IGNORECASE)
_WAIT_429_S: Final = 30.0
_WAIT_418_S: Final = 120.0


@dataclass(slots=True)
class Seen:
    """What the wire showed of one request: filled in while it runs."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body_start: str = ""
    body_end: str = ""

    @property
    def is_page(self) -> bool:
        """A web page came instead of data: a captive portal, a provider's block page, a firewall's challenge."""
        return self.body_start.lstrip()[:1] == "<"

    @property
    def is_cut_off(self) -> bool:
        """It begins like JSON and does not end like it."""
        closing = {"[": "]", "{": "}"}.get(self.body_start.lstrip()[:1])
        return closing is not None and not self.body_end.rstrip().endswith(closing)

    def header(self, name: str) -> str | None:
        """A header, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), None)


def failure_of(error: BaseException, seen: Seen, *, venue: str, now_ms: int) -> NofomoError:
    """Our error for whatever ccxt raised, judged by what was seen on the wire first."""
    if isinstance(error, NofomoError):
        return error
    name = type(error).__name__
    if name == "BadSymbol":
        return Invalid(f"This symbol is not traded at {venue}.", code="INVALID_SYMBOL", details={"field": "symbol"})
    if seen.status in (418, 429):
        return _limited(seen, venue=venue, now_ms=now_ms)
    chain = _chain(error)
    at_proxy = any(type(link).__name__ in ("ClientProxyConnectionError", "ClientHttpProxyError") for link in chain)
    if at_proxy or seen.status == 407:
        return _unavailable("VENUE_DOWN", f"The proxy for {venue} cannot be reached.", advice=_PROXY_ADVICE)
    if seen.is_page and _GATEWAY_PAGE.search(seen.body_start) and seen.status not in (403, 451):
        code = "VENUE_DOWN" if (seen.status or 0) >= 500 else "VENUE_NONSENSE"
        return _unavailable(code, f"{venue} sent a gateway's error page.")
    if seen.is_page or seen.status in (401, 403, 451) or any(isinstance(e, ssl.SSLError) for e in chain):
        how = f"status {seen.status}" if seen.status and seen.status >= 400 else "a page instead of data"
        how = "a foreign certificate" if any(isinstance(e, ssl.SSLError) for e in chain) else how
        return _unavailable("VENUE_BLOCKED", f"{venue} cannot be reached from here ({how}).")
    if name in ("RequestTimeout", "TimeoutError"):
        return _unavailable("VENUE_SLOW", f"{venue} did not answer in time.")
    if name in ("RateLimitExceeded", "DDoSProtection"):
        return _limited(seen, venue=venue, now_ms=now_ms)
    if name in ("ExchangeNotAvailable", "OnMaintenance", "NetworkError") or (seen.status or 0) >= 500:
        told = f" (status {seen.status})" if seen.status and seen.status >= 400 else ""
        return _unavailable("VENUE_DOWN", f"{venue} cannot be reached{told}.")
    if name == "RestrictedLocation":
        return _unavailable("VENUE_BLOCKED", f"{venue} refuses this country.")
    if name in ("NotSupported", "ArgumentsRequired", "AuthenticationError", "PermissionDenied"):
        return Invalid(f"{venue} does not offer this without an account. Choose another exchange.", code="NOT_OFFERED")
    return _unavailable("VENUE_NONSENSE", f"{venue} sent an answer that cannot be read.")


def nonsense(venue: str, what: str) -> Unavailable:
    """The answer came and makes no sense."""
    return _unavailable("VENUE_NONSENSE", f"{venue} sent {what}.")


def paused(venue: str, *, wait_s: float, by_us: bool = False) -> Unavailable:
    """Nobody may ask the exchange for a while: it said so, or (`by_us`) its limit of the minute is nearly used up."""
    why = f"Most of the requests that {venue} allows a minute are used" if by_us else f"{venue} asked us to wait"
    return _unavailable("VENUE_RATE_LIMITED", f"{why}: {wait_s:.0f} s to go.", retry_after_s=wait_s)


def _limited(seen: Seen, *, venue: str, now_ms: int) -> Unavailable:
    wait_s = _WAIT_418_S if seen.status == 418 else _WAIT_429_S
    told = _retry_after(seen.header("Retry-After"), now_ms)
    until = _BANNED_UNTIL.search(seen.body_start)
    if told is not None:
        wait_s = told
    elif until:
        wait_s = max(1.0, (int(until[1]) - now_ms) / 1000)
    return paused(venue, wait_s=wait_s)


def _retry_after(text: str | None, now_ms: int) -> float | None:
    """Seconds from a Retry-After header: a number, or an HTTP date (RFC 9110, 10.2.3)."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        return max(1.0, parsedate_to_datetime(text).timestamp() - now_ms / 1000)
    except (TypeError, ValueError):
        return None


def _unavailable(
    code: str, message: str, *, advice: str | None = None, retry_after_s: float | None = None
) -> Unavailable:
    advice = advice or ADVICE[code]
    return Unavailable(f"{message} {advice}", code=code, retry_after_s=retry_after_s, details={"advice": advice})


def _chain(error: BaseException) -> list[BaseException]:
    links: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and len(links) < 10:
        links.append(link)
        inner = getattr(link, "os_error", None) or getattr(link, "certificate_error", None)
        if isinstance(inner, BaseException):
            links.append(inner)
        link = link.__cause__ or link.__context__
    return links
