"""A real server, a real Chromium, a person. Screenshots go to build/screenshots/ to be looked at."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest
from playwright.sync_api import APIRequestContext, Browser, Page, ViewportSize, expect, sync_playwright
from scripts.find_browser import find

from tests.support.live import LiveServer, Sandbox, free_port, running

PICTURES = Path(__file__).parents[2] / "build/screenshots"
CHANGING = {"X-NoFOMO": "1"}
# Chromium asks its maker's hosts at every start; a closed network refuses each of those connections.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def demo_market() -> Sandbox:
    """Where the server's demo market will be."""
    return Sandbox(free_port())


@pytest.fixture(scope="session")
def server(demo_market: Sandbox) -> Iterator[LiveServer]:
    """One server for all stories, at noon of a Thursday; each story brings its own person."""
    env = {"NOFOMO_COOLDOWN_S": "4", "NOFOMO_LOG_LEVEL": "warning", "NOFOMO_SANDBOX_PORT": str(demo_market.port)}
    with running(env=env, at="2026-03-12T12:00:00Z") as started:
        yield started


@pytest.fixture
def sandbox(demo_market: Sandbox, server: LiveServer) -> Iterator[Sandbox]:
    """The demo market, to be made bad for one story."""
    del server
    yield demo_market
    demo_market.fault()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("There is no Chromium; scripts/find_browser.py --install gets one.")
        pytest.skip("There is no Chromium; scripts/find_browser.py --install gets one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def owner(chromium: Browser, server: LiveServer) -> Iterator[APIRequestContext]:
    """The owner, who invites the people of the stories; the owner's link is used up by it."""
    context = chromium.new_context(extra_http_headers=CHANGING)
    redeem(context.request, server.links[-1])
    yield context.request
    context.close()


def redeem(requests: APIRequestContext, link: str) -> None:
    """Sign in by a one-time link without looking at its page."""
    address, token = link.split("/auth/redeem?token=")
    answer = requests.post(f"{address}/api/auth/redeem", data={"token": token}, headers=CHANGING)
    assert answer.ok, answer.text()


class Person:
    """Somebody at a browser. Errors of the page fail the story at its end."""

    def __init__(self, browser: Browser, server: LiveServer, *, phone: bool = False, language: str = "id-ID") -> None:
        size: ViewportSize = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
        self.server = server
        self.context = browser.new_context(
            viewport=size, has_touch=phone, is_mobile=phone, color_scheme="dark", locale=language,
            permissions=["clipboard-read", "clipboard-write"],
        )  # fmt: skip
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def picture(self, name: str) -> None:
        """Keep what is on the screen for somebody to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        size = self.page.viewport_size
        assert size is not None
        # What stays in view while one scrolls (the rail, a phone's bar) belongs at the end of the picture.
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        self.page.set_viewport_size(size)

    def pick(self, typed: str, choice: str) -> None:
        """Choose a coin as people do: by typing a part of its name."""
        self.page.get_by_role("button", name=re.compile("^Koin:")).click()
        self.page.keyboard.type(typed)
        self.page.get_by_role("option").filter(has_text=choice).first.click()

    def analyse(self, typed: str, choice: str) -> None:
        """Choose a coin and wait for its analysis."""
        self.pick(typed, choice)
        self.page.get_by_role("button", name="Analisa SPOT I").click()
        expect(self.page.get_by_role("region", name="Analisa", exact=True)).to_be_visible(timeout=20_000)

    def server_clock(self) -> int:
        """What the clock in the bar shows, in seconds of the day."""
        shown = self.page.get_by_role("banner").get_by_role("time").inner_text()
        hours, minutes, seconds = (int(part) for part in re.findall(r"\d+", shown))
        return hours * 3600 + minutes * 60 + seconds

    def sign_in(self, link: str) -> Self:
        """By a one-time link."""
        self.page.goto(link)
        self.page.get_by_role("button", name="Masuk").click()
        self.page.wait_for_url("**/analysis**")
        return self

    def leave(self) -> None:
        """Close the browser; whatever went wrong in the page fails the story."""
        self.context.close()
        assert not self.errors, self.errors

    def sideways(self) -> int:
        """By how many pixels the page scrolls sideways; none is right."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture
def invited(server: LiveServer, owner: APIRequestContext, request: pytest.FixtureRequest) -> str:
    """A fresh person's one-time link."""
    name = re.sub(r"\W+", "-", request.node.name).strip("-")[:40]
    answer = owner.post(f"{server.url}/api/users/invite", data={"email": f"{name}@example.org", "language": "id"})
    assert answer.ok, answer.text()
    return answer.json()["data"]["link"]


@pytest.fixture
def person(chromium: Browser, server: LiveServer, invited: str) -> Iterator[Person]:
    """Signed in at a desk."""
    yield from _signed_in(Person(chromium, server), invited)


@pytest.fixture
def person_on_a_phone(chromium: Browser, server: LiveServer, invited: str) -> Iterator[Person]:
    """Signed in on a phone."""
    yield from _signed_in(Person(chromium, server, phone=True), invited)


def _signed_in(person: Person, link: str) -> Iterator[Person]:
    redeem(person.context.request, link)
    person.page.goto(f"{person.server.url}/analysis")
    yield person
    person.leave()
