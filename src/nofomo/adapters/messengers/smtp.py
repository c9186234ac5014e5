"""Sends mail over SMTP."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from ipaddress import ip_address
from typing import Literal

import aiosmtplib

from nofomo.engine.core.errors import Invalid, Unavailable
from nofomo.features.notifications import Mail
from nofomo.infra.clock import Clock, NewId, moment

TlsMode = Literal["none", "starttls", "tls"]


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where and how to send. `sender` is an address or `Name <address>`; `timeout_s` counts per step of the dialogue.

    `tls` speaks TLS from the first byte (port 465), `starttls` insists on the upgrade (587), `none` sends openly.
    """

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: TlsMode = "starttls"
    timeout_s: float = 10.0

    def __post_init__(self) -> None:
        if "@" not in parseaddr(self.sender)[1] or any(ord(sign) < 32 for sign in self.sender):
            raise Invalid(
                "The SMTP sender must be a mail address, like nofomo@example.org.", code="SMTP_SENDER_INVALID"
            )
        if self.user and self.tls == "none" and not _is_this_machine(self.host):
            raise Invalid(
                "An SMTP password would cross the network unprotected: use TLS mode starttls or tls.",
                code="SMTP_UNPROTECTED",
                details={"field": "smtp_tls"},
            )


class SmtpMailer:
    """A connection per mail: mails are rare here, and a kept connection would have died by the next one."""

    reaches_people = True

    def __init__(
        self, settings: SmtpSettings, *, clock: Clock, new_id: NewId, tls_context: ssl.SSLContext | None = None
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._new_id = new_id
        self._tls_context = tls_context

    async def send(self, mail: Mail) -> None:
        """Deliver to the server. Raises Unavailable (`MAIL_FAILED`); its text names neither password nor content."""
        message = self._compose(mail)
        try:
            async with self._connection() as server:
                await server.send_message(message)
        except (aiosmtplib.SMTPException, OSError, ValueError) as problem:
            raise self._failure(problem) from None

    async def check(self) -> None:
        """Connect, sign in and leave without sending. Raises Unavailable (`MAIL_FAILED`)."""
        try:
            async with self._connection() as server:
                await server.noop()
        except (aiosmtplib.SMTPException, OSError, ValueError) as problem:
            raise self._failure(problem) from None

    def _connection(self) -> aiosmtplib.SMTP:
        wanted = self._settings
        return aiosmtplib.SMTP(
            hostname=wanted.host,
            port=wanted.port,
            username=wanted.user,
            password=wanted.password,
            use_tls=wanted.tls == "tls",
            start_tls=wanted.tls == "starttls",
            tls_context=self._tls_context,
            timeout=wanted.timeout_s,
        )

    def _compose(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = self._settings.sender
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(moment(self._clock.now_ms()).astimezone(UTC))
        domain = parseaddr(self._settings.sender)[1].rpartition("@")[2]
        message["Message-ID"] = f"<{self._new_id()}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        return message

    def _failure(self, problem: Exception) -> Unavailable:
        # The server's own words may repeat what it was told, so only the kind and the code are passed on.
        reason, advice = _explain(problem)
        where = f"{self._settings.host}:{self._settings.port}"
        details: dict[str, object] = {"reason": reason, "server": where}
        code = getattr(problem, "code", None)
        if isinstance(code, int):
            details["smtpCode"] = code
        return Unavailable(f"The mail server {where} {advice}", code="MAIL_FAILED", details=details)


def _explain(problem: Exception) -> tuple[str, str]:
    if isinstance(problem, aiosmtplib.SMTPAuthenticationError):
        return "auth", "refused the user name or password; check NOFOMO_SMTP_USER and NOFOMO_SMTP_PASSWORD."
    if isinstance(problem, TimeoutError | aiosmtplib.SMTPTimeoutError):
        return "timeout", "did not answer in time; check host, port and firewall."
    if isinstance(problem, aiosmtplib.SMTPRecipientsRefused | aiosmtplib.SMTPRecipientRefused):
        return "recipient", "refused the recipient; check the address."
    if isinstance(problem, aiosmtplib.SMTPSenderRefused):
        return "sender", "refused the sender; check NOFOMO_SMTP_SENDER."
    if isinstance(problem, ssl.SSLError) or isinstance(problem.__cause__, ssl.SSLError):
        return "tls", "could not be reached securely; check its certificate and NOFOMO_SMTP_TLS."
    if isinstance(problem, aiosmtplib.SMTPConnectError | aiosmtplib.SMTPServerDisconnected | OSError):
        return "connect", "could not be reached or hung up; check host, port and NOFOMO_SMTP_TLS."
    return "refused", "did not take the mail; try again later or check its settings."


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
