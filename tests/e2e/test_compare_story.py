"""Lay two versions of a plan side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Person
from tests.support.live import running_in

QUICK = {"NOFOMO_COOLDOWN_S": "0", "NOFOMO_LOG_LEVEL": "warning"}


@pytest.fixture(scope="module")
def reader(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Somebody with three versions of SOL/USDT: worth taking at noon, to wait for at half past one, none at three."""
    home: Path = tmp_path_factory.mktemp("compared")
    person: Person | None = None
    for at in ("2026-03-14T12:00:10Z", "2026-03-14T13:30:20Z", "2026-03-14T15:05:00Z"):
        with running_in(home, env=QUICK, at=at) as server:
            if person is None:
                person = Person(chromium, server).sign_in(server.links[-1])
                person.analyse("sol", "SOL/USDT")
                continue
            person.server = server
            person.page.goto(f"{server.url}/analysis?symbol=SOL/USDT")
            person.page.get_by_role("button", name=re.compile("^Perbarui → v")).click()
            made = 2 if at.startswith("2026-03-14T13") else 3
            history = person.page.get_by_role("region", name="Riwayat versi")
            expect(history.get_by_text(f"v{made}", exact=True)).to_be_visible(timeout=20_000)
            if made == 3:
                yield person
    assert person is not None
    person.leave()


@pytest.fixture
def comparing(reader: Person) -> Person:
    """On the comparison of the first two versions, come to by the link in the history of the second."""
    page = reader.page
    page.goto(f"{reader.server.url}/analysis?symbol=SOL/USDT")
    history = page.get_by_role("region", name="Riwayat versi")
    history.get_by_role("button", name="Buka versi 2").click(timeout=20_000)
    history.get_by_role("link", name="Bandingkan v1 ↔ v2").click()
    expect(page.get_by_role("heading", name="SOL/USDT")).to_be_visible()
    return reader


def test_what_changed_is_said_in_three_statements_and_in_figures_with_signs(comparing: Person) -> None:
    page = comparing.page
    changed = page.get_by_role("region", name="Yang berubah")
    expect(changed).to_contain_text("Turun dari Layak ke Tunggu.", timeout=20_000)
    expect(changed).to_contain_text(re.compile(r"Rencana bergeser \d,\d+% ke atas"))
    expect(changed).to_contain_text(re.compile(r"RR ke TP1 turun \d,\d\dR"))
    # both targets were reached before anything filled
    expect(changed.get_by_text(re.compile(r"^Ditinggal \d\d\.\d\d$"))).to_have_count(2)
    plan = page.get_by_role("region", name="Rencana").get_by_role("row")
    expect(plan.filter(has_text="PB1 60%")).to_have_text(re.compile(r"PB1 60%263,\d\d267,\d\d\+3,\d\d"))
    score = page.get_by_role("region", name="Skor").get_by_role("row")
    expect(score.filter(has_text="Lokasi")).to_have_text(re.compile(r"Lokasi\d+\d+−\d"))
    expect(score.filter(has_text=re.compile("^Skor"))).to_have_text(re.compile(r"Skor3531−4"))
    market = page.get_by_role("region", name="Keadaan pasar")
    expect(market.get_by_role("row").filter(has_text="Putusan")).to_have_text("PutusanLayakTungguberubah")
    expect(market.first).to_contain_text(re.compile(r"\d gerbang lain tetap terbuka\."))
    assert comparing.sideways() <= 0
    comparing.picture("compare-1440-dark")


def test_changed_words_are_marked_without_colour_and_the_whole_is_copied(comparing: Person) -> None:
    page = comparing.page
    text = page.get_by_role("region", name="Teks Analisa SPOT I")
    expect(text.get_by_role("deletion").filter(has_text="Layak").first).to_be_visible(timeout=20_000)
    new = text.get_by_role("insertion").filter(has_text="Tunggu").first
    expect(new).to_be_visible()
    line = "getComputedStyle(element).textDecorationLine"
    assert new.evaluate(f"element => {line}") == "underline"
    assert text.get_by_role("deletion").first.evaluate(f"element => {line}") == "line-through"
    kept = text.get_by_text(re.compile("^Edukasi, bukan saran keuangan"))
    expect(kept.first.locator("del, ins")).to_have_count(0)
    page.get_by_role("button", name="Salin perbandingan").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("SOL/USDT")
    assert "Turun dari Layak ke Tunggu." in copied


def test_other_versions_are_chosen_and_the_address_keeps_them_in_order(comparing: Person) -> None:
    page = comparing.page
    page.get_by_role("button", name="Ke versi 2").click()
    page.get_by_role("menuitem").filter(has_text="v3").click()
    expect(page.get_by_role("region", name="Yang berubah")).to_contain_text("Rencana gugur", timeout=20_000)
    page.get_by_role("button", name="Dari versi 1").click()
    page.get_by_role("menuitem").filter(has_text="v2").click()
    expect(page.get_by_role("button", name="Dari versi 2")).to_be_visible()
    first, last = (re.search(rf"{side}=([\w-]+)", page.url)[1] for side in ("from", "to"))  # type: ignore[index]
    page.goto(f"{comparing.server.url}/compare?from={last}&to={first}")
    expect(page.get_by_role("button", name="Dari versi 2")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Ke versi 3")).to_be_visible()
    page.goto(f"{comparing.server.url}/compare?to={first}")
    expect(page.get_by_role("button", name="Dari versi 1")).to_be_visible(timeout=20_000)
    page.get_by_role("radio", name="1h", exact=True).click()
    expect(page.get_by_role("application", name=re.compile("USDT 1h"))).to_be_visible()
    page.get_by_role("link", name="Kembali ke analisa").click()
    expect(page.get_by_role("button", name=re.compile("^Versi: v2"))).to_be_visible(timeout=10_000)


def test_the_palette_opens_the_comparison(comparing: Person) -> None:
    page = comparing.page
    page.get_by_role("link", name="Kembali ke analisa").click()
    expect(page.get_by_role("button", name=re.compile("^Versi: v2"))).to_be_visible(timeout=10_000)
    page.keyboard.press("Control+k")
    page.keyboard.type("bandingkan")
    expect(page.get_by_role("option").first).to_contain_text("Bandingkan v1 ↔ v2")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/compare"))


def test_a_comparison_that_cannot_be_made_says_what_to_do(reader: Person) -> None:
    page = reader.page
    page.goto(f"{reader.server.url}/compare")
    expect(page.get_by_role("heading", name="Pilih dua versi untuk dibandingkan")).to_be_visible()
    page.goto(f"{reader.server.url}/compare?to=01975f6e-7c1b-7a44-9f0e-0d5c1b2a3e4f")
    expect(page.get_by_role("alert")).to_contain_text("Kedua versi tidak bisa dibandingkan", timeout=20_000)


def test_both_versions_fit_a_phone(chromium: Browser, comparing: Person) -> None:
    phone = Person(chromium, comparing.server, phone=True)
    phone.context.add_cookies(comparing.context.storage_state()["cookies"])  # type: ignore[arg-type]
    phone.page.goto(comparing.page.url)
    expect(phone.page.get_by_role("region", name="Yang berubah")).to_contain_text("Turun dari", timeout=20_000)
    expect(phone.page.get_by_role("insertion").first).to_be_visible()
    assert phone.sideways() <= 0
    phone.picture("compare-390-dark")
    phone.leave()
