"""Senders of messages: mail over SMTP, or the server's own terminal."""

from nofomo.adapters.messengers.console import ConsoleMailer
from nofomo.adapters.messengers.smtp import SmtpMailer, SmtpSettings

__all__ = ["ConsoleMailer", "SmtpMailer", "SmtpSettings"]
