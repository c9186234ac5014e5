"""What accounts need from elsewhere."""

from __future__ import annotations

from typing import Protocol


class Vault(Protocol):
    """Encrypts what must be read again (a password would only be hashed) with the server's key."""

    def seal(self, plain: str) -> str:
        """The encrypted, authenticated text."""
        ...

    def unseal(self, sealed: str) -> str:
        """The plain text. Raises Broken when it was not sealed with this key."""
        ...
