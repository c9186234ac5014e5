"""Pick a coin, get a SPOT I analysis, update it, keep every version."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import Person

SECTIONS = ("Bias Dominan", "Level Kunci", "Rencana Eksekusi (spot)", "Bacaan Sinyal", "Fundamental Singkat")


def test_a_person_types_xrp_and_reads_a_whole_analysis(person: Person) -> None:
    page = person.page
    person.analyse("xrp", "XRP/USDT")
    expect(page).to_have_url(re.compile("XRP"))
    for section in SECTIONS:
        expect(page.get_by_text(section).first).to_be_visible()
    for part in ("Susunan tren", "Lokasi", "Momentum", "Volume", "Level dan RR"):
        expect(page.get_by_text(part, exact=True).first).to_be_visible()
    for gate in ("BTC", "DXY", "Berita", "Spread", "Kedalaman", "Rugi harian", "Jam", "Data"):
        expect(page.get_by_role("region", name="Gerbang").get_by_text(gate, exact=True).first).to_be_visible()
    expect(page.get_by_role("img", name=re.compile(r"Skor \d+ dari 50"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^Versi: v1 · 19\.\d\d$"))).to_be_visible()
    expect(page.get_by_text("Pasar buatan").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^Demo · buatan · \d+ ms$"))).to_be_visible()
    assert person.sideways() <= 0
    person.picture("analysis-1440-dark")


def test_update_makes_a_second_version_and_the_first_one_can_be_opened(person: Person) -> None:
    page = person.page
    person.analyse("eth", "ETH/USDT")
    again = page.get_by_role("button", name="Perbarui → v2")
    expect(again).to_be_enabled(timeout=10_000)
    again.click()
    history = page.get_by_role("region", name="Riwayat versi")
    expect(history.get_by_text("v2", exact=True)).to_be_visible(timeout=20_000)
    expect(history.get_by_text("v1", exact=True)).to_be_visible()
    history.get_by_text("v1", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("^Versi: v1"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=re.compile("^Versi: v1"))).to_be_visible(timeout=10_000)
    person.picture("versions-1440-dark")


def test_a_second_click_within_the_pause_is_refused_with_the_seconds_to_wait(person: Person) -> None:
    page = person.page
    person.analyse("sol", "SOL/USDT")
    page.get_by_role("button", name="Analisa SPOT I").click()
    expect(page.get_by_text(re.compile(r"Jeda \d+ detik|\d+ detik")).first).to_be_visible(timeout=5_000)
    person.picture("cooldown-1440-dark")


def test_prices_are_copied_with_a_tap_and_the_text_as_a_whole(person: Person) -> None:
    page = person.page
    person.analyse("bnb", "BNB/USDT")
    rung = page.get_by_role("group", name="Tangga harga").get_by_role("button", name=re.compile("^Salin")).first
    rung.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"[\d.,]+", copied), copied
    page.get_by_role("button", name="Salin", exact=True).first.click()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Analisa SPOT I · BNB/USDT")
    assert all(section in text for section in SECTIONS)


def test_the_downloaded_json_is_the_promised_payload(person: Person, tmp_path: Path) -> None:
    page = person.page
    person.analyse("doge", "DOGE/USDT")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Unduh JSON").click()
    file = tmp_path / "analysis.json"
    waiting.value.save_as(file)
    payload = json.loads(file.read_text())
    assert payload["symbol"] == "DOGE/USDT"
    assert payload["action"] in ("TRADE", "WAIT", "NO_TRADE")
    assert len(payload["gates"]) == 8


def test_language_and_theme_change_the_page_and_the_analysis(person: Person) -> None:
    page = person.page
    person.analyse("link", "LINK/USDT")
    address = page.url
    page.goto(f"{person.server.url}/settings/profile")
    page.get_by_role("radio", name="English").first.click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    page.get_by_role("radio", name="Light").click()
    page.goto(address)
    expect(page.get_by_text("Dominant bias", exact=False).first).to_be_visible(timeout=10_000)
    expect(page.get_by_role("button", name=re.compile("Analyse"))).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(242, 241, 236)"
    person.picture("analysis-1440-light-english")


def test_the_palette_opens_an_analysis_by_keyboard_alone(person: Person) -> None:
    page = person.page
    expect(page.get_by_role("button", name="Analisa SPOT I")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("avax")
    expect(page.get_by_role("option").first).to_contain_text("AVAX/USDT")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("AVAX"))


def test_the_page_fits_a_phone(person_on_a_phone: Person) -> None:
    person, page = person_on_a_phone, person_on_a_phone.page
    page.get_by_role("button", name="Analisa", exact=True).first.click()
    expect(page.get_by_role("region", name="Analisa", exact=True)).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Bias Dominan").first).to_be_visible()
    assert person.sideways() <= 0
    small = page.evaluate(
        "[...document.querySelectorAll('input')].filter(i => parseFloat(getComputedStyle(i).fontSize) < 16).length"
    )
    assert small == 0, "inputs below 16 px make a phone zoom"
    person.picture("analysis-390-dark")
    page.goto(f"{person.server.url}/settings/connection")
    expect(page.get_by_role("heading").first).to_be_visible()
    assert person.sideways() <= 0
    person.picture("settings-390-dark")
