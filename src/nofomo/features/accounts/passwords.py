"""Passwords: what is accepted, and argon2id (RFC 9106) off the event loop."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.low_level import Type

from nofomo.engine.core.errors import Invalid
from nofomo.features.accounts.model import AccountSettings
from nofomo.infra.secrets import RandomBytes

MIN_LENGTH: Final = 10
MAX_LENGTH: Final = 256
# The commonest of ten signs or more (shorter ones are refused by length), English and Indonesian, in lower case.
_COMMON_TEXT: Final = """
1234567890 0123456789 0987654321 9876543210 12345678910 123456789a 1q2w3e4r5t 1qaz2wsx3edc q1w2e3r4t5
1q2w3e4r5t6y qwertyuiop qwertyuiop123 qwerty12345 qwerty123456 qwerty1234 asdfghjkl123 asdfghjkl; zxcvbnm123
abcd123456 abc1234567 abcdefghij abcdef123456 password12 password123 password1234 password12345 passwordpassword
password2024 password2025 password2026 passw0rd123 p@ssw0rd123 p@ssword123 letmein123 letmein1234 welcome123
welcome1234 changeme123 changemenow iloveyou123 iloveyou12 administrator admin12345 admin123456 administrator1
trustno1trustno1 football123 baseball123 superman123 princess123 sunshine123 dragon12345 monkey12345 master12345
michael123 bitcoin123 bitcoin1234 cryptocurrency ethereum123 satoshinakamoto tothemoon123 binance123 nofomo1234
nofomo12345 nofomonofomo indonesia123 indonesia45 indonesia1945 indonesiaraya bismillah123 bismillah1
alhamdulillah assalamualaikum rahasia123 katasandi123 katasandiku sayangku123 sayang12345 sayangsayang
cintaku123 akucintakamu akusayangkamu jakarta123 bandung123 surabaya123 garuda1945 merdeka1945 pancasila123
ganteng123 cantik12345 terserah123
"""
_COMMON: Final = frozenset(_COMMON_TEXT.split())
_RUNS: Final = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def check_password(password: str, email: str) -> str:
    """The password in the form that is hashed (NFKC). Raises Invalid (`PASSWORD_WEAK`) with the reason."""
    text = normal(password[: MAX_LENGTH + 1])
    if len(text) < MIN_LENGTH:
        raise _weak(f"A password needs at least {MIN_LENGTH} signs; a few words in a row are good.")
    if len(password) > MAX_LENGTH:
        raise _weak(f"A password may have at most {MAX_LENGTH} signs.")
    low = text.lower()
    if low in (email, email.partition("@")[0]):
        raise _weak("The password must not be your e-mail address.")
    if low in _COMMON or len(set(low)) < 4 or any(low in run or low in run[::-1] for run in _RUNS):
        raise _weak("That password is one of the first that anyone would try; take another.")
    return text


def normal(password: str) -> str:
    """One spelling for what looks the same (NIST SP 800-63B 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _weak(message: str) -> Invalid:
    return Invalid(message, code="PASSWORD_WEAK", details={"field": "new"})


class Passwords:
    """Hashes and compares. Two at a time, since each takes tens of megabytes."""

    def __init__(self, settings: AccountSettings, random_bytes: RandomBytes) -> None:
        self._hasher = PasswordHasher(
            time_cost=settings.hash_passes,
            memory_cost=settings.hash_memory_kib,
            parallelism=settings.hash_lanes,
            type=Type.ID,
        )
        self._random_bytes = random_bytes
        self._slots = asyncio.Semaphore(2)
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """The argon2id text to keep."""
        salt = self._random_bytes(16)
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, _bytes(password), salt=salt)

    async def matches(self, kept: str | None, password: str) -> bool:
        """Whether it is the password. With nothing kept the same work is done against nobody's hash, in vain."""
        if self._nobodys is None:
            self._nobodys = await self.hash("nobody's password")
        if len(password) > MAX_LENGTH:
            # Hashing costs the same for any length, but reading a megabyte of password is not free.
            kept, password = None, ""
        async with self._slots:
            found = await asyncio.to_thread(self._verify, kept or self._nobodys, _bytes(normal(password)))
        return found and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether it was hashed with other figures than today's."""
        return self._hasher.check_needs_rehash(kept)

    def _verify(self, kept: str, password: bytes) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (Argon2Error, InvalidHashError):
            return False


def _bytes(password: str) -> bytes:
    # JSON can carry lone surrogates, which UTF-8 cannot.
    return password.encode("utf-8", "surrogatepass")
