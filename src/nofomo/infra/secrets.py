"""Keys, signatures, sealed boxes and token hashes.

One master key (the setting `secret_key`, or the file `secret.key` in the home folder) gives one key per use through
HKDF-SHA256 (RFC 5869), so that a signature can never be taken for a sealed value. Sealed values are AES-256-GCM (NIST
SP 800-38D) and carry the id of their key, so that an older key may still open what it sealed.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nofomo.engine.core.errors import Broken, Unauthenticated

RandomBytes = Callable[[int], bytes]
"""Gives that many unpredictable bytes (`os.urandom`)."""

KEY_FILE: Final = "secret.key"
_VERSION: Final = b"\x01"
_ID_BYTES: Final = 4
_NONCE_BYTES: Final = 12


class Secrets:
    """Signs, verifies, seals and opens. The first key works; older ones still verify and open."""

    def __init__(self, keys: Sequence[str], *, random_bytes: RandomBytes = os.urandom) -> None:
        if not keys:
            raise Broken("There is no secret key.", code="NO_SECRET_KEY")
        self._sign_keys = [_derive(key, b"nofomo sign") for key in keys]
        boxes = [_derive(key, b"nofomo seal") for key in keys]
        self._boxes = {hashlib.sha256(key).digest()[:_ID_BYTES]: AESGCM(key) for key in boxes}
        self._random_bytes = random_bytes

    def sign(self, purpose: str, text: str) -> str:
        """`text` with a signature that only holds for `purpose`; the text stays readable."""
        return f"{_encode(text.encode())}.{_encode(self._mac(self._sign_keys[0], purpose, text=text))}"

    def verify(self, purpose: str, signed: str) -> str:
        """The text that was signed for `purpose`. Raises Unauthenticated (`BAD_SIGNATURE`)."""
        body, _, mac = signed.partition(".")
        try:
            text, given = _decode(body).decode(), _decode(mac)
        except ValueError:
            text, given = "", b""
        if not any(hmac.compare_digest(given, self._mac(key, purpose, text=text)) for key in self._sign_keys):
            raise Unauthenticated("The signature does not hold. Ask for a new link.", code="BAD_SIGNATURE")
        return text

    def seal(self, purpose: str, text: str) -> str:
        """Encrypt `text`, bound to `purpose` (say, `venue-credentials:<user id>`)."""
        key_id, box = next(iter(self._boxes.items()))
        nonce = self._random_bytes(_NONCE_BYTES)
        return _encode(_VERSION + key_id + nonce + box.encrypt(nonce, text.encode(), purpose.encode()))

    def open(self, purpose: str, sealed: str) -> str:
        """What was sealed for `purpose`. Raises Broken (`SEAL_BROKEN`) when key, purpose or bytes do not fit."""
        try:
            raw = _decode(sealed)
        except ValueError:
            raw = b""
        key_id, rest = raw[1 : 1 + _ID_BYTES], raw[1 + _ID_BYTES :]
        box = self._boxes.get(key_id)
        if raw[:1] != _VERSION or box is None:
            raise Broken("A stored secret was sealed with another key. Bring back the old secret key, or enter the "
                         "secret again.", code="SEAL_BROKEN")  # fmt: skip
        try:
            return box.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], purpose.encode()).decode()
        except (InvalidTag, ValueError):
            raise Broken("A stored secret is damaged. Enter it again.", code="SEAL_BROKEN") from None

    @staticmethod
    def _mac(key: bytes, purpose: str, *, text: str) -> bytes:
        return hmac.digest(key, f"{len(purpose)}:{purpose}:{text}".encode(), "sha256")


def load_secrets(secret_key: str | None, home: Path, *, random_bytes: RandomBytes = os.urandom) -> Secrets:
    """The secrets behind `secret_key`, or behind the key file in `home`, which is made when it is missing.

    When both exist, the setting works and the file still opens what it sealed before.
    """
    path = home / KEY_FILE
    keys = [] if secret_key is None else [secret_key]
    if not keys and not path.exists():
        _create_key(path, random_bytes)
    if path.exists():
        stored = path.read_text("ascii", errors="replace").strip()
        if len(stored) < 32:
            raise Broken(f"The key file {path} is damaged. Restore it from a backup.", code="SECRET_KEY_DAMAGED")
        keys.append(stored)
    return Secrets(keys, random_bytes=random_bytes)


def new_token(prefix: str = "", *, random_bytes: RandomBytes = os.urandom) -> str:
    """An unguessable token of 256 bits: `prefix` and 43 letters."""
    return prefix + _encode(random_bytes(32))


def hash_token(token: str) -> str:
    """What is stored of a token. Plain SHA-256 is enough, since a token of 256 bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _create_key(path: Path, random_bytes: RandomBytes) -> None:
    """Write the file under another name and link it: two processes that start at once end up with one key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{KEY_FILE}.{random_bytes(8).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(_encode(random_bytes(48)) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _derive(key: str, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(key.encode())


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
