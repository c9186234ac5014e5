from __future__ import annotations

import io

from nofomo.adapters.messengers import ConsoleMailer
from nofomo.features.notifications import Mailer, link_mail


async def test_a_mail_is_shown_on_the_terminal() -> None:
    out = io.StringIO()
    mailer: Mailer = ConsoleMailer(out)
    link = "http://localhost:8000/auth/redeem?token=abc"
    await mailer.send(link_mail("sign_in", "budi@example.org", link=link, language="en", valid_minutes=15))
    shown = out.getvalue()
    assert "mail to budi@example.org: Your NoFOMO sign-in link" in shown
    assert f"\n{link}\n" in shown
    assert "15 minutes" in shown
    assert mailer.reaches_people is False
