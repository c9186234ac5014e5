"""Keep a list of coins, scan them in one go, read the ranking, open the best one."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import Person
from tests.support.live import Sandbox, running_in

SIX = "btc, eth sol; BNBUSDT xrp/usdt\ndoge"


def open_scan_page(person: Person) -> Page:
    person.page.goto(f"{person.server.url}/scan")
    expect(person.page.get_by_role("combobox", name="Tambah koin")).to_be_visible()
    return person.page


def add(page: Page, typed: str) -> None:
    """Paste coins into the list, as from a note; several are added at once, one with Enter."""
    page.evaluate("text => navigator.clipboard.writeText(text)", typed)
    page.get_by_role("combobox", name="Tambah koin").focus()
    page.keyboard.press("Control+v")
    if " " not in typed:
        page.keyboard.press("Enter")


def coins(page: Page) -> list[str]:
    """The list in its order."""
    handles = page.get_by_role("button", name=re.compile(r"^Pindahkan \S+: panah")).all()
    return [re.findall(r"Pindahkan (\S+)/USDT", handle.get_attribute("aria-label") or "")[0] for handle in handles]


def rows(page: Page) -> Locator:
    return page.get_by_role("region", name="Hasil pindaian").get_by_role("row").filter(has=page.get_by_role("cell"))


def test_six_coins_are_scanned_ranked_by_score_and_the_best_one_opened(person: Person) -> None:
    page = open_scan_page(person)
    expect(page.get_by_text("Belum ada pindaian")).to_be_visible()
    add(page, SIX)
    expect(page.get_by_role("button", name="Pindai 6 koin")).to_be_visible()
    assert coins(page) == ["BTC", "ETH", "SOL", "BNB", "XRP", "DOGE"]
    expect(page.get_by_text("memakai 6 dari 30 kuota")).to_be_visible()
    page.get_by_role("button", name="Pindai 6 koin").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text(re.compile("koin layak diambil|Belum ada yang layak|Tidak ada posisi"))).to_be_visible(
        timeout=30_000
    )
    scores = [int(re.findall(r"Skor (\d+) dari", label)[0]) for label in _labels(page)]
    assert len(scores) == 6
    assert scores == sorted(scores, reverse=True)
    expect(page.get_by_text(re.compile("^Kuota 6/30"))).to_be_visible()
    assert person.sideways() <= 0
    person.picture("scan-1440-dark")

    first = rows(page).first.get_by_role("link")
    name = first.get_attribute("aria-label") or ""
    symbol, version = re.findall(r"Buka analisa (\S+) v(\d+)", name)[0]
    address = page.url
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows(page).nth(1).get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/analysis\?.*plan="))
    expect(page.get_by_role("button", name=f"Koin: {symbol}")).to_be_visible(timeout=10_000)
    expect(page.get_by_role("button", name=f"Versi: v{version}")).to_be_visible(timeout=10_000)
    page.go_back()
    expect(page).to_have_url(address)
    expect(rows(page)).to_have_count(6)


def _labels(page: Page) -> list[str]:
    gauges = rows(page).get_by_role("img", name=re.compile("^Skor"))
    return [gauge.get_attribute("aria-label") or "" for gauge in gauges.all()]


def test_a_column_sorts_and_the_address_remembers_it(person: Person) -> None:
    page = open_scan_page(person)
    add(page, "eth btc sol")
    page.get_by_role("button", name="Pindai 3 koin").click()
    expect(_names(page)).to_have_count(3, timeout=30_000)
    page.get_by_role("columnheader", name="Koin").get_by_role("button").click()
    expect(page.get_by_role("columnheader", name="Koin")).to_have_attribute("aria-sort", "ascending")
    expect(_names(page)).to_have_text(["BTC/USDT", "ETH/USDT", "SOL/USDT"])
    page.reload()
    expect(_names(page)).to_have_text(["BTC/USDT", "ETH/USDT", "SOL/USDT"])
    page.get_by_role("columnheader", name="Koin").get_by_role("button").click()
    expect(_names(page)).to_have_text(["SOL/USDT", "ETH/USDT", "BTC/USDT"])


def _names(page: Page) -> Locator:
    return rows(page).get_by_role("link")


def test_coins_are_moved_by_key_and_mouse_taken_out_and_brought_back(person: Person) -> None:
    page = open_scan_page(person)
    add(page, "btc eth sol bnb")
    expect(page.get_by_role("button", name="Pindai 4 koin")).to_be_visible()
    page.get_by_role("button", name="Pindahkan BNB/USDT").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Pindahkan BNB/USDT")).to_be_focused()
    assert coins(page) == ["BNB", "BTC", "ETH", "SOL"]
    _drag(page, "Pindahkan BNB/USDT", onto="Pindahkan ETH/USDT")
    assert coins(page) == ["BTC", "ETH", "BNB", "SOL"]
    page.get_by_role("button", name="Tindakan untuk ETH/USDT").click()
    page.get_by_role("menuitem", name="Keluarkan").click()
    expect(page.get_by_role("button", name="Pindai 3 koin")).to_be_visible()
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_role("button", name="Pindai 4 koin")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Pindai 4 koin")).to_be_visible()
    assert coins(page) == ["BTC", "ETH", "BNB", "SOL"]


def _drag(page: Page, name: str, *, onto: str) -> None:
    source = page.get_by_role("button", name=name).bounding_box()
    target = page.get_by_role("button", name=onto).bounding_box()
    assert source is not None
    assert target is not None
    page.mouse.move(source["x"] + 8, source["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 8, target["y"] + 8, steps=5)
    page.mouse.up()


def test_lists_are_made_renamed_and_a_deleted_one_comes_back(person: Person) -> None:
    page = open_scan_page(person)
    add(page, "btc")
    expect(page.get_by_role("button", name="Daftar pantau: Pantauan saya, 1 koin")).to_be_visible()
    page.get_by_role("button", name="Daftar pantau: Pantauan saya, 1 koin").click()
    page.get_by_role("menuitem", name="Daftar baru").click()
    page.get_by_role("textbox", name="Nama").fill("Mingguan")
    page.get_by_role("button", name="Buat daftar").click()
    field = page.get_by_role("combobox", name="Tambah koin")
    field.press_sequentially("lin")
    page.get_by_role("option", name="LINK/USDT").click()
    expect(page.get_by_role("button", name="Daftar pantau: Mingguan, 1 koin")).to_be_visible()
    page.get_by_role("button", name="Tindakan untuk daftar ini").click()
    page.get_by_role("menuitem", name="Ganti nama").click()
    page.get_by_role("textbox", name="Nama").fill("Bulanan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Daftar pantau: Bulanan, 1 koin")).to_be_visible()
    page.get_by_role("button", name="Tindakan untuk daftar ini").click()
    page.get_by_role("menuitem", name="Hapus daftar").click()
    expect(page.get_by_role("button", name="Daftar pantau: Pantauan saya, 1 koin")).to_be_visible()
    page.get_by_role("button", name="Urungkan").click()
    expect(page.get_by_role("button", name="Daftar pantau: Bulanan, 1 koin")).to_be_visible()
    assert coins(page) == ["LINK"]


def test_a_coin_that_the_venue_does_not_have_stays_to_be_corrected(person: Person) -> None:
    page = open_scan_page(person)
    add(page, "btc xrpp")
    expect(page.get_by_text("Tidak ada di Demo: XRPP. Perbaiki lalu tekan Enter.")).to_be_visible()
    expect(page.get_by_role("button", name="Pindai 1 koin")).to_be_visible()
    assert coins(page) == ["BTC"]
    field = page.get_by_role("combobox", name="Tambah koin")
    expect(field).to_have_value("XRPP")
    field.fill("btc")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.get_by_text("BTC/USDT sudah ada di daftar.")).to_be_visible()


def test_a_running_scan_is_cancelled_and_what_was_done_stays(person: Person, sandbox: Sandbox) -> None:
    page = open_scan_page(person)
    add(page, "btc sui op")
    expect(page.get_by_role("button", name="Pindai 3 koin")).to_be_visible()
    sandbox.fault({"match": "/api/v3/depth", "symbol": "SUIUSDT", "delay_ms": 20_000})
    page.get_by_role("button", name="Pindai 3 koin").click()
    expect(page.get_by_role("progressbar", name="Menganalisa SUI/USDT")).to_be_visible(timeout=15_000)
    expect(rows(page).filter(has_text="OP/USDT")).to_contain_text("menunggu")
    expect(_names(page)).to_have_text(["BTC/USDT"])
    person.picture("scan-running-1440-dark")
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text(re.compile(r"Dibatalkan setelah 1 dari 3 koin\."))).to_be_visible(timeout=10_000)
    expect(_names(page)).to_have_text(["BTC/USDT"])
    expect(rows(page).filter(has_text="OP/USDT")).to_contain_text("dibatalkan")
    expect(page.get_by_text(re.compile("^Kuota 1/30"))).to_be_visible(timeout=10_000)
    person.picture("scan-cancelled-1440-dark")


def test_a_coin_that_fails_says_why_and_is_scanned_again_alone(person: Person, sandbox: Sandbox) -> None:
    page = open_scan_page(person)
    add(page, "btc xau")
    expect(page.get_by_role("button", name="Pindai 2 koin")).to_be_visible()
    sandbox.fault({"match": "/api/v3/", "symbol": "XAUUSD", "drop": True})
    page.get_by_role("button", name="Pindai 2 koin").click()
    expect(rows(page).filter(has_text="XAU/USD")).to_contain_text("gagal · Venue tidak menjawab", timeout=40_000)
    sandbox.fault()
    page.get_by_role("button", name="Pindai lagi 1 yang gagal").click()
    expect(_names(page)).to_have_text(["XAU/USD"], timeout=30_000)


def test_coins_beyond_the_quota_are_named_before_and_after(chromium: Browser, tmp_path: Path) -> None:
    few = {"NOFOMO_DAILY_QUOTA": "2", "NOFOMO_COOLDOWN_S": "0", "NOFOMO_LOG_LEVEL": "warning"}
    with running_in(tmp_path, env=few, at="2026-03-13T04:15:10Z") as server:
        someone = Person(chromium, server).sign_in(server.links[-1])
        page = open_scan_page(someone)
        add(page, "btc eth sol bnb")
        expect(page.get_by_text("sisa kuota 2: 2 koin menunggu besok")).to_be_visible()
        expect(page.get_by_text("Di bawah garis ini melebihi kuota hari ini")).to_be_visible()
        page.get_by_role("button", name="Pindai 4 koin").click()
        expect(_names(page)).to_have_count(2, timeout=30_000)
        expect(
            page.get_by_text("Kuota hari ini habis: SOL/USDT, BNB/USDT tidak dipindai. Terisi lagi pukul 00.00 WIB.")
        ).to_be_visible()
        expect(rows(page).filter(has_text="SOL/USDT")).to_contain_text("tidak dipindai")
        expect(page.get_by_role("button", name="Kuota habis")).to_be_disabled()
        someone.picture("scan-quota-1440-dark")
        someone.leave()


def test_an_earlier_scan_is_opened_again_and_deleted(person: Person) -> None:
    page = open_scan_page(person)
    add(page, "btc")
    page.get_by_role("button", name="Pindai 1 koin").click()
    expect(_names(page)).to_have_text(["BTC/USDT"], timeout=30_000)
    add(page, "eth")
    page.get_by_role("button", name="Pindai 2 koin").click()
    expect(_names(page)).to_have_count(2, timeout=30_000)
    earlier = page.get_by_role("region", name="Pindaian sebelumnya")
    earlier.get_by_role("button", name=re.compile("1 koin")).click()
    expect(_names(page)).to_have_text(["BTC/USDT"])
    earlier.get_by_role("button", name=re.compile("^Tindakan untuk pindaian")).last.click()
    page.get_by_role("menuitem", name="Hapus pindaian").click()
    page.get_by_role("dialog").get_by_role("button", name="Hapus pindaian").click()
    expect(earlier.get_by_role("listitem")).to_have_count(1)
    expect(_names(page)).to_have_count(2)


def test_without_the_server_a_scan_is_not_begun_and_the_last_one_stays_readable(person: Person) -> None:
    page = open_scan_page(person)
    add(page, "btc eth")
    page.get_by_role("button", name="Pindai 2 koin").click()
    expect(_names(page)).to_have_count(2, timeout=30_000)
    person.context.set_offline(True)
    page.get_by_role("button", name="Pindai 2 koin").click()
    expect(page.get_by_text("Pindaian tidak dimulai")).to_be_visible(timeout=10_000)
    expect(page.get_by_text(re.compile("^Terputus sejak"))).to_be_visible()
    expect(_names(page)).to_have_count(2)
    person.picture("scan-offline-1440-dark")
    person.context.set_offline(False)
    page.get_by_role("button", name="Pindai 2 koin").click()
    expect(page.get_by_text("Pindaian tidak dimulai")).to_be_hidden(timeout=10_000)
    expect(page.get_by_text(re.compile("^Kuota 4/30"))).to_be_visible(timeout=30_000)


def test_the_page_fits_a_phone_and_its_coins_stand_as_cards(person_on_a_phone: Person) -> None:
    person = person_on_a_phone
    page = open_scan_page(person)
    add(page, SIX)
    page.get_by_role("button", name="Pindai 6 koin").click()
    expect(_names(page)).to_have_count(6, timeout=30_000)
    expect(page.get_by_role("combobox", name="Urutkan")).to_be_visible()
    boxes = [row.bounding_box() for row in rows(page).all()]
    assert all(box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    assert person.sideways() <= 0
    person.picture("scan-390-dark")
    page.set_viewport_size({"width": 320, "height": 640})
    assert person.sideways() <= 0
    person.picture("scan-320-dark")
