"""Time-based one-time passwords: RFC 6238 (SHA-1, six digits, 30 s), as every authenticator app speaks them."""

from __future__ import annotations

import hmac
from base64 import b32decode, b32encode
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from nofomo.infra.secrets import RandomBytes

STEP_MS: Final = 30_000
_DIGITS: Final = 6


def new_secret(random_bytes: RandomBytes) -> str:
    """160 random bits in base32 (RFC 4226 section 4, R6)."""
    return b32encode(random_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The six digits of one step (RFC 4226 section 5.3)."""
    mac = hmac.digest(b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = mac[-1] & 0xF
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"


def matching_step(secret: str, code: str, *, now_ms: int, after: int) -> int | None:
    """The step of this code (ASCII): the present or a neighbour (clocks differ), later than `after`; else None."""
    present = now_ms // STEP_MS
    found = None
    for step in (present - 1, present, present + 1):
        if hmac.compare_digest(code_at(secret, step), code) and step > after:
            found = step
    return found


def enrolment_uri(secret: str, email: str) -> str:
    """The address that a QR code carries to an authenticator app."""
    return (
        f"otpauth://totp/NoFOMO:{quote(email, safe='')}?secret={secret}&issuer=NoFOMO&algorithm=SHA1&digits=6&period=30"
    )


def recovery_codes(random_bytes: RandomBytes, count: int = 10) -> tuple[str, ...]:
    """Codes for the day the phone is gone: 80 bits each, in groups of four."""
    return tuple(_grouped(b32encode(random_bytes(10)).decode().lower()) for _ in range(count))


def plain_code(text: str) -> str:
    """What was typed, without blanks and dashes, in lower case."""
    return "".join(sign for sign in text[:64].lower() if sign.isascii() and sign.isalnum())


def _grouped(text: str) -> str:
    return "-".join(_pieces(text, 4))


def _pieces(text: str, size: int) -> Iterable[str]:
    return (text[start : start + size] for start in range(0, len(text), size))
