"""Secrets that travel: drawn at random, kept as hashes."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256

RandomBytes = Callable[[int], bytes]
"""Unpredictable bytes (`secrets.token_bytes`), handed in."""


def new_token(random_bytes: RandomBytes) -> str:
    """256 random bits in 43 letters that need no escaping in a URL."""
    return urlsafe_b64encode(random_bytes(32)).rstrip(b"=").decode()


def hash_token(token: str) -> str:
    """SHA-256 in hex. A slow hash is for secrets that people choose; these have 256 bits."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
