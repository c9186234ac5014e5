"""What notifications need from the outside world."""

from __future__ import annotations

from typing import Protocol

from nofomo.features.notifications.model import Mail


class Mailer(Protocol):
    """Takes mails away. Implemented by `adapters.messengers` over SMTP, and by the server's own terminal."""

    @property
    def reaches_people(self) -> bool:
        """Whether the mail arrives at its address (False: it is only shown to whoever runs the server)."""
        ...

    async def send(self, mail: Mail) -> None:
        """Hand one mail over. Raises Unavailable (`MAIL_FAILED`) when the other side did not take it."""
        ...
