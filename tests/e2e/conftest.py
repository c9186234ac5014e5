"""A real server, a real Chromium, a person. Screenshots go to build/screenshots/ to be looked at."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from scripts.find_browser import find

from tests.support.live import LiveServer, running

PICTURES = Path(__file__).parents[2] / "build/screenshots"
# Chromium asks its maker's hosts at every start; a closed network refuses each of those connections.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def server() -> Iterator[LiveServer]:
    """One server for all stories, at noon of a Thursday; each story brings its own person."""
    with running(env={"NOFOMO_COOLDOWN_S": "4", "NOFOMO_LOG_LEVEL": "warning"}, at="2026-03-12T12:00:00Z") as started:
        yield started


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
def owner_token(server: LiveServer) -> str:
    """A token for what a story needs before it begins. The owner's link is used up by it."""
    return server.owner_token()


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
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    def sideways(self) -> int:
        """By how many pixels the page scrolls sideways; none is right."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture
def invited(server: LiveServer, owner_token: str, request: pytest.FixtureRequest) -> str:
    """A fresh person's one-time link, as the owner's command line makes it."""
    del owner_token
    name = re.sub(r"\W+", "-", request.node.name).strip("-")[:40]
    return server.cli("user", "invite", f"{name}@example.org").strip().splitlines()[-1].strip()


@pytest.fixture
def person(chromium: Browser, server: LiveServer, invited: str) -> Iterator[Person]:
    """Signed in at a desk."""
    yield from _signed_in(Person(chromium, server), invited)


@pytest.fixture
def person_on_a_phone(chromium: Browser, server: LiveServer, invited: str) -> Iterator[Person]:
    """Signed in on a phone."""
    yield from _signed_in(Person(chromium, server, phone=True), invited)


def _signed_in(person: Person, link: str) -> Iterator[Person]:
    person.page.goto(link)
    person.page.get_by_role("button", name="Masuk").click()
    person.page.wait_for_url("**/analysis**")
    yield person
    person.context.close()
    assert not person.errors, person.errors
