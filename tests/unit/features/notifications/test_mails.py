from __future__ import annotations

import pytest

from nofomo.engine.core.errors import Invalid
from nofomo.features.notifications import LinkKind, Mail, link_mail

LINK = "https://nofomo.example.org/auth/redeem?token=abc&x=<1>"


@pytest.mark.parametrize("kind", ["sign_in", "invite", "reset"])
def test_every_mail_exists_in_both_languages_with_its_link(kind: LinkKind) -> None:
    texts = set()
    for language in ("id", "en"):
        mail = link_mail(kind, "budi@example.org", link=LINK, language=language, valid_minutes=15)
        assert f"\n{LINK}\n" in mail.text
        assert "<1>" not in mail.html
        assert 'href="https://nofomo.example.org/auth/redeem?token=abc&amp;x=&lt;1&gt;"' in mail.html
        assert LINK not in mail.subject
        texts.add((mail.subject, mail.text))
    assert len(texts) == 2


def test_an_unknown_language_reads_as_english() -> None:
    mail = link_mail("reset", "budi@example.org", link=LINK, language="fr", valid_minutes=15)
    assert mail == link_mail("reset", "budi@example.org", link=LINK, language="en", valid_minutes=15)


@pytest.mark.parametrize(
    ("minutes", "english", "indonesian"),
    [
        (1, "1 minute.", "1 menit."),
        (15, "15 minutes.", "15 menit."),
        (60, "1 hour.", "1 jam."),
        (1440, "24 hours.", "24 jam."),
        (10080, "7 days.", "7 hari."),
    ],
)
def test_how_long_it_works_is_said_in_the_fitting_unit(minutes: int, english: str, indonesian: str) -> None:
    for language, words in (("en", english), ("id", indonesian)):
        mail = link_mail("invite", "budi@example.org", link=LINK, language=language, valid_minutes=minutes)
        assert words in mail.text


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("budi@example.org\r\nBcc: x@example.org", "hi"),
        ("budi@example.org\n", "hi"),
        ("budi@example.org, eve@example.org", "hi"),
        ("Budi <budi@example.org>", "hi"),
        ("nobody", "hi"),
        ("budi@example.org", "hi\r\nX-Evil: 1"),
        ("budi@example.org", "hi\x00"),
    ],
)
def test_nothing_can_be_smuggled_into_a_header(to: str, subject: str) -> None:
    with pytest.raises(Invalid):
        Mail(to=to, subject=subject, text="", html="")
