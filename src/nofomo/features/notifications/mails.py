"""The words of the mails that carry a one-time link, in Indonesian and English."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from nofomo.features.notifications.model import Mail

LinkKind = Literal["sign_in", "invite", "reset"]


@dataclass(frozen=True, slots=True)
class _Words:
    subject: str
    lead: str
    button: str
    ignore: str


_ONCE: Final = {
    "id": "Tautan ini berlaku satu kali, selama {time}.",
    "en": "The link works once, for {time}.",
}
_WORDS: Final[dict[tuple[LinkKind, str], _Words]] = {
    ("sign_in", "id"): _Words(
        "Tautan masuk NoFOMO",
        "Buka tautan ini untuk masuk ke NoFOMO:",
        "Masuk",
        "Jika Anda tidak memintanya, abaikan surel ini; tidak ada yang berubah.",
    ),
    ("sign_in", "en"): _Words(
        "Your NoFOMO sign-in link",
        "Open this link to sign in to NoFOMO:",
        "Sign in",
        "If you did not ask for it, ignore this mail; nothing changes.",
    ),
    ("invite", "id"): _Words(
        "Undangan ke NoFOMO",
        "Anda diundang memakai NoFOMO. Buka tautan ini untuk mulai:",
        "Terima undangan",
        "Jika Anda tidak mengenal undangan ini, abaikan surel ini.",
    ),
    ("invite", "en"): _Words(
        "You are invited to NoFOMO",
        "You are invited to use NoFOMO. Open this link to begin:",
        "Accept the invitation",
        "If this invitation means nothing to you, ignore this mail.",
    ),
    ("reset", "id"): _Words(
        "Atur ulang akses NoFOMO",
        "Buka tautan ini untuk masuk dan membuat kata sandi baru:",
        "Buat kata sandi baru",
        "Jika Anda tidak memintanya, beri tahu pengelola server Anda.",
    ),
    ("reset", "en"): _Words(
        "Reset your NoFOMO access",
        "Open this link to sign in and choose a new password:",
        "Choose a new password",
        "If you did not ask for it, tell whoever runs your server.",
    ),
}
_UNITS: Final = {
    "id": (("hari", "hari"), ("jam", "jam"), ("menit", "menit")),
    "en": (("day", "days"), ("hour", "hours"), ("minute", "minutes")),
}


def link_mail(kind: LinkKind, to: str, *, link: str, language: str, valid_minutes: int) -> Mail:
    """The mail for one link. An unknown `language` reads as English."""
    spoken = language if language in _UNITS else "en"
    words = _WORDS[(kind, spoken)]
    once = _ONCE[spoken].format(time=_duration(valid_minutes, spoken))
    text = f"{words.lead}\n\n{link}\n\n{once}\n{words.ignore}\n\nNoFOMO\n"
    safe = escape(link, quote=True)
    html = (
        f'<!doctype html><html lang="{spoken}"><meta charset="utf-8"><body style="font-family:sans-serif">'
        f"<p>{escape(words.lead)}</p>"
        f'<p><a href="{safe}">{escape(words.button)}</a></p><p style="word-break:break-all">{safe}</p>'
        f"<p>{escape(once)}<br>{escape(words.ignore)}</p><p>NoFOMO</p></body></html>"
    )
    return Mail(to=to, subject=words.subject, text=text, html=html)


def _duration(minutes: int, language: str) -> str:
    day, hour, minute = _UNITS[language]
    for size, (one, many) in ((1440, day), (60, hour)):
        if minutes >= 2 * size and minutes % size == 0:
            return f"{minutes // size} {many}"
        if minutes == size and size == 60:
            return f"1 {one}"
    return f"{minutes} {minute[0] if minutes == 1 else minute[1]}"
