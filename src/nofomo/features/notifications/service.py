"""Sends mails."""

from __future__ import annotations

from nofomo.features.notifications.model import Mail
from nofomo.features.notifications.ports import Mailer


class NotificationService:
    """The one door through which a message leaves the product."""

    def __init__(self, mailer: Mailer) -> None:
        self._mailer = mailer

    @property
    def reaches_people(self) -> bool:
        """Whether a mail arrives at its address, or is only shown on the server's terminal."""
        return self._mailer.reaches_people

    async def send_mail(self, mail: Mail) -> None:
        """Send one mail now. Raises Unavailable (`MAIL_FAILED`)."""
        await self._mailer.send(mail)
