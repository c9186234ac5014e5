from __future__ import annotations

import socket
import ssl
from pathlib import Path
from typing import Any

import pytest

from nofomo.adapters.messengers import SmtpMailer, SmtpSettings
from nofomo.engine.core.errors import Invalid, Unavailable
from nofomo.features.notifications import Mail, Mailer, NotificationService, link_mail
from tests.support.clock import CountingIds, ManualClock
from tests.unit.adapters.messengers.mail_server import certificates, mail_server, silent_server

MAIL = Mail("budi@example.org", "Tautan masuk — NoFOMO", "Teks é 🙂\n", "<p>Teks é</p>")
SECRET = "s3cret-mail"


def mailer_to(port: int, *, tls_context: ssl.SSLContext | None = None, **settings: Any) -> SmtpMailer:
    how = {"host": "localhost", "sender": "NoFOMO <nofomo@example.org>", "tls": "none", "timeout_s": 5.0, **settings}
    return SmtpMailer(
        SmtpSettings(port=port, **how), clock=ManualClock(), new_id=CountingIds(), tls_context=tls_context
    )


async def failure_of(mailer: SmtpMailer, mail: Mail = MAIL) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        await mailer.send(mail)
    assert caught.value.code == "MAIL_FAILED"
    told = f"{caught.value.message} {caught.value.details} {caught.value.__cause__!r}"
    assert SECRET not in told
    assert mail.text.strip() not in told
    return caught.value


async def test_a_mail_arrives_as_it_was_written() -> None:
    async with mail_server() as box:
        mailer: Mailer = mailer_to(box.port)
        await NotificationService(mailer).send_mail(MAIL)
    mail = box.mails[0]
    assert box.envelopes == [("nofomo@example.org", ["budi@example.org"])]
    assert (mail["To"], mail["From"], mail["Subject"]) == (MAIL.to, "NoFOMO <nofomo@example.org>", MAIL.subject)
    assert mail["Date"].datetime.isoformat() == "2024-03-14T12:00:00+00:00"
    assert mail["Message-ID"] == "<00000000-0000-7000-8000-000000000001@example.org>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain
    assert html
    assert plain.get_content().replace("\r\n", "\n") == MAIL.text
    assert html.get_content().strip() == MAIL.html


async def test_a_long_link_survives_the_wire_unbroken() -> None:
    link = "https://nofomo.example.org/auth/redeem?token=" + "a_-9" * 60
    async with mail_server() as box:
        mail = link_mail("invite", "budi@example.org", link=link, language="id", valid_minutes=10080)
        await mailer_to(box.port).send(mail)
    plain, html = box.mails[0].get_body(("plain",)), box.mails[0].get_body(("html",))
    assert plain
    assert html
    assert link in plain.get_content()
    assert html.get_content().count(link) == 2


async def test_it_signs_in_where_the_server_asks_for_it(tmp_path: Path) -> None:
    server_tls, trusted = certificates(tmp_path)
    async with mail_server(auth=True, tls=server_tls, mode="starttls") as box:
        mailer = mailer_to(box.port, tls="starttls", user="nofomo", password=SECRET, tls_context=trusted)
        await mailer.send(MAIL)
        await mailer.check()
    assert len(box.mails) == 1
    assert box.users == ["nofomo", "nofomo"]


async def test_a_wrong_password_is_named_as_the_reason(tmp_path: Path) -> None:
    server_tls, trusted = certificates(tmp_path)
    async with mail_server(auth=True, tls=server_tls, mode="starttls") as box:
        mailer = mailer_to(box.port, tls="starttls", user="nofomo", password=SECRET + "x", tls_context=trusted)
        problem = await failure_of(mailer)
        with pytest.raises(Unavailable):
            await mailer.check()
    assert problem.details["reason"] == "auth"
    assert "NOFOMO_SMTP_PASSWORD" in problem.message
    assert not box.mails


async def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    server_tls, trusted = certificates(tmp_path)
    async with mail_server(tls=server_tls, mode="tls") as box:
        await mailer_to(box.port, tls="tls", tls_context=trusted).send(MAIL)
        assert len(box.mails) == 1
        assert (await failure_of(mailer_to(box.port, tls="tls"))).details["reason"] == "tls"
    assert len(box.mails) == 1


async def test_an_unknown_certificate_is_refused_on_starttls_too(tmp_path: Path) -> None:
    server_tls, _ = certificates(tmp_path)
    async with mail_server(tls=server_tls, mode="starttls") as box:
        problem = await failure_of(mailer_to(box.port, tls="starttls"))
    assert problem.details["reason"] == "tls"
    assert not box.mails


async def test_starttls_is_insisted_on() -> None:
    """A server (or somebody between) that does not offer the upgrade gets neither password nor mail."""
    async with mail_server() as box:
        await failure_of(mailer_to(box.port, tls="starttls", user="nofomo", password=SECRET))
    assert not box.mails
    assert not box.users


async def test_a_silent_server_ends_in_time() -> None:
    async with silent_server() as port:
        problem = await failure_of(mailer_to(port, timeout_s=0.2))
    assert problem.details["reason"] == "timeout"


async def test_nobody_listening_is_named_as_the_reason() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        problem = await failure_of(mailer_to(free.getsockname()[1]))
    assert problem.details["reason"] == "connect"


async def test_an_unknown_host_is_named_as_the_reason() -> None:
    assert (await failure_of(mailer_to(25, host="no-such-host.invalid"))).details["reason"] == "connect"


async def test_a_refused_recipient_and_a_refused_mail_are_failures_with_the_servers_code() -> None:
    async with mail_server() as box:
        box.answer_to_rcpt = "550 no such person here"
        refused = await failure_of(mailer_to(box.port))
        box.answer_to_rcpt, box.answer_to_data = "250 OK", f"554 I saw {SECRET} in it"
        content = await failure_of(mailer_to(box.port))
    assert refused.details["reason"] == "recipient"
    assert (content.details["reason"], content.details["smtpCode"]) == ("refused", 554)


def test_a_password_does_not_cross_the_network_unprotected() -> None:
    with pytest.raises(Invalid) as caught:
        SmtpSettings(host="mail.example.org", port=25, sender="a@example.org", user="u", password=SECRET, tls="none")
    assert caught.value.code == "SMTP_UNPROTECTED"
    for host in ("localhost", "127.0.0.1", "::1"):
        SmtpSettings(host=host, port=25, sender="a@example.org", user="u", password=SECRET, tls="none")


@pytest.mark.parametrize("sender", ["", "nobody", "a@example.org\r\nBcc: b@example.org"])
def test_a_sender_must_be_an_address(sender: str) -> None:
    with pytest.raises(Invalid):
        SmtpSettings(host="localhost", port=25, sender=sender)


def test_settings_do_not_show_their_password() -> None:
    settings = SmtpSettings(host="localhost", port=25, sender="a@example.org", user="u", password=SECRET)
    assert SECRET not in repr(settings)
