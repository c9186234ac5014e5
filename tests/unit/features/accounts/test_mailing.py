"""Links that leave by a real mail server."""

from __future__ import annotations

import logging
import re

import pytest

from nofomo.adapters.messengers import SmtpMailer, SmtpSettings
from tests.support.clock import CountingIds, ManualClock
from tests.unit.adapters.messengers.mail_server import Mailbox, mail_server
from tests.unit.features.accounts.world import World, code_of, data_of, open_world

BUDI = "budi@example.org"


async def mailing_world(url: str, port: int) -> World:
    settings = SmtpSettings(host="127.0.0.1", port=port, sender="nofomo@example.org", tls="none", timeout_s=5)
    clock = ManualClock()
    return await open_world(url, clock=clock, mailer=SmtpMailer(settings, clock=clock, new_id=CountingIds()))


def token_in(box: Mailbox) -> str:
    body = box.mails[-1].get_body(("plain",))
    assert body
    found = re.search(r"redeem\?token=([\w-]+)", body.get_content())
    assert found
    return found[1]


async def test_invitation_and_sign_in_link_arrive_by_mail_and_work(database_url: str) -> None:
    async with mail_server() as box:
        world = await mailing_world(database_url, box.port)
        owner = await world.owner()
        made = data_of(await owner.post("/api/users/invite", json={"email": BUDI, "language": "en"}))
        assert made["mailed"] is True
        assert box.mails[0]["Subject"] == "You are invited to NoFOMO"
        assert made["link"].endswith(token_in(box))
        await world.entering(token_in(box))
        answer = await world.browser().post("/api/auth/magic-link", json={"email": BUDI})
        assert data_of(answer) == {"sent": True, "via": "mail"}
        await world.accounts.settle()
        assert box.envelopes[1] == ("nofomo@example.org", [BUDI])
        await world.entering(token_in(box))
        await world.close()


async def test_a_dead_mail_server_does_not_tell_who_is_known_and_is_logged_without_secrets(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with mail_server() as box:
        world = await mailing_world(database_url, box.port)
        owner = await world.owner()
        box.answer_to_rcpt = "550 no"
        made = data_of(await owner.post("/api/users/invite", json={"email": BUDI}))
        assert made["mailed"] is False
        await world.entering(made["link"].partition("token=")[2])
        with caplog.at_level(logging.DEBUG, logger="nofomo"):
            known = await world.browser().post("/api/auth/magic-link", json={"email": BUDI})
            unknown = await world.browser().post("/api/auth/magic-link", json={"email": "siapa@example.org"})
            await world.accounts.settle()
        assert code_of(known) == code_of(unknown) == "202"
        assert known.json()["data"] == unknown.json()["data"]
        logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("nofomo"))
        assert "sending a sign-in link failed" in logged
        assert "token=" not in logged
        assert BUDI not in logged
        await world.close()
