"""Shows mails on the server's terminal: the way to sign in before a mail server is set."""

from __future__ import annotations

import asyncio
from typing import TextIO

from nofomo.features.notifications import Mail


class ConsoleMailer:
    """Writes each mail to `out` (the terminal, never a log file: the text contains a one-time link)."""

    reaches_people = False

    def __init__(self, out: TextIO) -> None:
        self._out = out

    async def send(self, mail: Mail) -> None:
        """Print recipient, subject and text."""
        page = f"\n--- mail to {mail.to}: {mail.subject}\n{mail.text.rstrip()}\n---\n"
        # A terminal may block (flow control, a full pipe); the server must not.
        await asyncio.to_thread(self._write, page)

    def _write(self, page: str) -> None:
        self._out.write(page)
        self._out.flush()
