"""Whatever reaches a person outside the page. Today: mails that carry a sign-in, invitation or reset link."""

from nofomo.features.notifications.mails import LinkKind, link_mail
from nofomo.features.notifications.model import Mail
from nofomo.features.notifications.ports import Mailer
from nofomo.features.notifications.service import NotificationService

__all__ = ["LinkKind", "Mail", "Mailer", "NotificationService", "link_mail"]
