"""Whoever runs the server looks after it on the page: its state, its log, its jobs, its backups. Others cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import APIRequestContext, Browser, Page, expect

from tests.e2e.conftest import Person, redeem
from tests.support.live import LiveServer, Sandbox, running_in

ADMIN_PAGES = ("system", "logs", "jobs", "backups")


@pytest.fixture
def keeper(chromium: Browser, server: LiveServer, owner: APIRequestContext) -> Iterator[Person]:
    """The owner at a desk."""
    yield from _as_owner(Person(chromium, server), owner)


@pytest.fixture
def keeper_on_a_phone(chromium: Browser, server: LiveServer, owner: APIRequestContext) -> Iterator[Person]:
    yield from _as_owner(Person(chromium, server, phone=True), owner)


def _as_owner(person: Person, owner: APIRequestContext) -> Iterator[Person]:
    person.context.add_cookies(owner.storage_state()["cookies"])  # type: ignore[arg-type]
    yield person
    person.leave()


def open_settings(person: Person, name: str) -> Page:
    person.page.goto(f"{person.server.url}/settings/{name}")
    expect(person.page.get_by_role("heading", name="Pengaturan")).to_be_visible()
    return person.page


def test_the_owner_sees_how_the_server_is(keeper: Person) -> None:
    page = open_settings(keeper, "system")
    state = page.get_by_role("region", name="Keadaan server")
    expect(state.get_by_text(re.compile("Semua bagian berjalan|perlu perhatian"))).to_be_visible(timeout=10_000)
    expect(state.get_by_text("Database", exact=True)).to_be_visible()
    figures = page.get_by_role("region", name="Angka")
    for name in ("Antrean", "Cadangan terakhir", "Sisa disk", "Database", "Memori", "Versi"):
        expect(figures.get_by_text(name, exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="Proses").get_by_role("row").nth(1)).to_be_visible()
    assert keeper.sideways() <= 0
    keeper.picture("system-1440-dark")


def test_a_line_of_the_log_is_found_opened_and_its_request_followed(chromium: Browser, tmp_path: Path) -> None:
    with running_in(tmp_path, at="2026-03-13T04:15:10Z") as server:
        keeper = Person(chromium, server).sign_in(server.links[-1])
        page = open_settings(keeper, "logs")
        log = page.get_by_role("region", name="Log server")
        redeemed = log.get_by_role("button", name="POST /api/auth/redeem 200")
        expect(redeemed).to_be_visible(timeout=10_000)
        redeemed.click()
        expect(redeemed).to_have_attribute("aria-expanded", "true")
        keeper.picture("log-1440-dark")
        log.get_by_role("button", name="Salin id permintaan").click()
        request_id = page.evaluate("navigator.clipboard.readText()")
        assert re.fullmatch(r"[0-9a-f]{32}", request_id), request_id
        log.get_by_role("button", name="Baris permintaan ini").click()
        expect(page).to_have_url(re.compile(f"q={request_id}"))
        expect(log.get_by_text("1 baris", exact=True)).to_be_visible(timeout=10_000)
        log.get_by_role("searchbox", name="Saring teks atau id").fill("there is no such line anywhere")
        expect(log.get_by_text("Tidak ada baris yang cocok")).to_be_visible(timeout=10_000)
        log.get_by_role("button", name="Hapus saringan").click()
        expect(redeemed).to_be_visible(timeout=10_000)
        log.get_by_role("radio", name="Galat").click()
        expect(page).to_have_url(re.compile("level=error"))
        expect(redeemed).to_have_count(0)
        log.get_by_role("radio", name="Semua").click()
        log.get_by_role("switch", name="Langsung").click()
        expect(log.get_by_text("Dijeda. Baris baru tidak diambil.")).to_be_visible()
        log.get_by_role("switch", name="Langsung").click()
        for _ in range(120):
            assert page.request.get(f"{server.url}/api/venues").ok
        page.reload()
        expect(log.get_by_text("100 baris")).to_be_visible(timeout=10_000)
        log.get_by_role("button", name="Muat yang lebih lama").click()
        expect(redeemed).to_be_visible(timeout=10_000)
        expect(log.get_by_text("Dijeda selama baris lama terbuka.")).to_be_visible()
        log.get_by_role("button", name="Kembali ke yang terbaru").click()
        expect(log.get_by_text("100 baris")).to_be_visible(timeout=10_000)
        expect(log.get_by_role("switch", name="Langsung")).to_be_checked()
        keeper.leave()


def test_the_jobs_of_everybody_are_listed_and_a_running_one_is_cancelled(
    keeper: Person, person: Person, sandbox: Sandbox
) -> None:
    sandbox.fault({"match": "/api/v3/depth", "symbol": "LINKUSDT", "delay_ms": 20_000})
    person.pick("link", "LINK/USDT")
    person.page.get_by_role("button", name="Analisa SPOT I").click()
    expect(person.page.get_by_role("progressbar")).to_be_visible(timeout=5_000)
    page = open_settings(keeper, "jobs")
    row = page.get_by_role("row").filter(has_text="LINK/USDT").first
    expect(row.filter(has_text="Berjalan")).to_be_visible(timeout=10_000)
    keeper.picture("jobs-1440-dark")
    row.get_by_role("button", name=re.compile("^Tindakan untuk pekerjaan")).click()
    page.get_by_role("menuitem", name="Batalkan pekerjaan").click()
    question = page.get_by_role("dialog", name="Batalkan pekerjaan ini?")
    expect(question).to_contain_text("Analisa LINK/USDT dihentikan")
    question.get_by_role("button", name="Batalkan pekerjaan").click()
    expect(row.filter(has_text="Dibatalkan")).to_be_visible(timeout=10_000)
    expect(person.page.get_by_text("Analisa dibatalkan. Tidak ada versi baru.")).to_be_visible(timeout=10_000)
    row.get_by_role("button", name=re.compile("^Tindakan untuk pekerjaan")).click()
    page.get_by_role("menuitem", name="Lihat di log").click()
    expect(page).to_have_url(re.compile(r"/settings/logs\?q="))


def test_a_backup_is_made_listed_and_downloaded(keeper: Person, tmp_path: Path) -> None:
    page = open_settings(keeper, "backups")
    files = page.get_by_role("link", name=re.compile("^Unduh nofomo-"))
    button = page.get_by_role("button", name="Buat cadangan sekarang")
    expect(button).to_be_visible(timeout=10_000)
    before = files.count()
    button.click()
    expect(page.get_by_text("Cadangan selesai").first).to_be_visible(timeout=30_000)
    expect(files).to_have_count(before + 1)
    expect(page.get_by_role("row").nth(1)).to_contain_text("diminta")
    with page.expect_download() as waiting:
        files.first.click()
    waiting.value.save_as(tmp_path / "backup.tar")
    assert (tmp_path / "backup.tar").stat().st_size > 1_000
    page.get_by_role("button", name="Salin perintah").click()
    command = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"nofomo db restore --replace \S*nofomo-[\d-]+\.tar", command), command
    keeper.picture("backups-1440-dark")


def test_an_admin_who_is_no_owner_makes_backups_but_does_not_take_them_away(
    chromium: Browser, server: LiveServer, owner: APIRequestContext
) -> None:
    wish = {"email": "second-admin@example.org", "language": "id", "role": "admin"}
    answer = owner.post(f"{server.url}/api/users/invite", data=wish)
    assert answer.ok, answer.text()
    admin = Person(chromium, server)
    redeem(admin.context.request, answer.json()["data"]["link"])
    page = open_settings(admin, "backups")
    page.get_by_role("button", name="Buat cadangan sekarang").click()
    expect(page.get_by_text("Cadangan selesai").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Hanya pemilik yang dapat mengunduh: isinya data semua orang.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Unduh nofomo-"))).to_have_count(0)
    admin.leave()


def test_a_plain_user_neither_sees_nor_reaches_the_admin_pages(person: Person) -> None:
    page = open_settings(person, "profile")
    tabs = page.get_by_role("navigation", name="Bagian pengaturan")
    expect(tabs.get_by_role("link", name="Keamanan")).to_be_visible()
    for name in ("Sistem", "Log", "Pekerjaan", "Cadangan"):
        expect(tabs.get_by_role("link", name=name)).to_have_count(0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ADMIN_PAGES:
        open_settings(person, name)
        expect(page.get_by_text("Halaman ini untuk admin")).to_be_visible()
    assert not [url for url in asked if "/api/admin/" in url], "nothing of it is even asked for"
    person.picture("admin-only-1440-dark")
    page.keyboard.press("Control+k")
    page.keyboard.type("cadangan")
    expect(page.get_by_role("option").filter(has_text="Pengaturan: Cadangan")).to_have_count(0)


def test_the_admin_pages_fit_a_phone(keeper_on_a_phone: Person) -> None:
    for name in ADMIN_PAGES:
        page = open_settings(keeper_on_a_phone, name)
        expect(page.get_by_role("main").get_by_role("region").first).to_be_visible(timeout=10_000)
        assert keeper_on_a_phone.sideways() <= 0, name
        keeper_on_a_phone.picture(f"{name}-390-dark")
