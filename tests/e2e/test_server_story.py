"""Signing in, connecting a market, inviting others, and keeping apart."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Person
from tests.support.live import LiveServer


def test_a_link_works_once_and_then_says_so(chromium: Browser, server: LiveServer, invited: str) -> None:
    first = Person(chromium, server)
    first.page.goto(invited)
    first.picture("redeem-1440-dark")
    first.page.get_by_role("button", name="Masuk").click()
    first.page.wait_for_url("**/analysis**")
    second = Person(chromium, server)
    second.page.goto(invited)
    second.page.get_by_role("button", name="Masuk").click()
    expect(second.page.get_by_text(re.compile("sudah|kedaluwarsa|dipakai", re.IGNORECASE)).first).to_be_visible()
    for someone in (first, second):
        assert not someone.errors
        someone.context.close()


def test_whoever_is_not_signed_in_sees_the_sign_in_page_and_nothing_else(chromium: Browser, server: LiveServer) -> None:
    nobody = Person(chromium, server)
    nobody.page.goto(f"{server.url}/analysis")
    nobody.page.wait_for_url("**/sign-in**")
    expect(nobody.page.get_by_role("textbox").first).to_be_visible()
    nobody.picture("sign-in-1440-dark")
    nobody.context.close()


def test_the_connection_test_explains_why_an_exchange_cannot_be_reached(person: Person) -> None:
    page = person.page
    page.goto(f"{person.server.url}/settings/connection")
    person.picture("connection-1440-dark")
    page.get_by_text("Binance", exact=True).first.click()
    page.get_by_role("button", name=re.compile("Uji")).first.click()
    advice = page.get_by_text(re.compile("proxy|internet|terhubung|jangkau|tidak bisa", re.IGNORECASE))
    expect(advice.first).to_be_visible(timeout=30_000)
    person.picture("connection-test-1440-dark")


def test_a_wrong_coin_in_the_address_offers_the_nearest_names(person: Person) -> None:
    page = person.page
    page.goto(f"{person.server.url}/analysis?symbol=XRPP/USDT")
    page.get_by_role("button", name="Analisa SPOT I").click()
    expect(page.get_by_role("button", name="XRP/USDT").first).to_be_visible(timeout=10_000)
    person.picture("wrong-coin-1440-dark")
