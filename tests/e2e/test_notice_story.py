"""What is no ordinary answer: used quota, plans that are over, venues that do not answer, analyses that take long."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Person
from tests.support.live import Sandbox, running_in


def test_a_slow_analysis_shows_its_steps_and_can_be_cancelled(person: Person, sandbox: Sandbox) -> None:
    page = person.page
    sandbox.fault({"match": "/api/v3/klines", "symbol": "TRXUSDT", "delay_ms": 20_000})
    person.pick("trx", "TRX/USDT")
    page.get_by_role("button", name="Analisa SPOT I").click()
    steps = page.get_by_role("progressbar", name="Mengambil candle")
    expect(steps).to_be_visible(timeout=2_000)
    expect(steps).to_have_attribute("aria-valuetext", "Mengambil candle, 1 dari 4")
    expect(page.get_by_role("button", name="Batalkan")).to_be_visible(timeout=4_000)
    person.picture("running-1440-dark")
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Analisa dibatalkan. Tidak ada versi baru.")).to_be_visible(timeout=3_000)
    expect(page.get_by_text(re.compile("^Kuota 0/"))).to_be_visible(timeout=3_000)
    person.picture("cancelled-1440-dark")


def test_an_update_that_takes_long_leaves_the_old_version_readable(person: Person, sandbox: Sandbox) -> None:
    page = person.page
    person.analyse("avax", "AVAX/USDT")
    sandbox.fault({"match": "/api/v3/depth", "symbol": "AVAXUSDT", "delay_ms": 2_500})
    again = page.get_by_role("button", name="Perbarui → v2")
    expect(again).to_be_enabled(timeout=10_000)
    before = page.get_by_role("region", name="Grafik").first.bounding_box()
    again.click()
    verdict = page.get_by_role("region", name="Analisa", exact=True)
    expect(verdict.get_by_role("progressbar")).to_be_visible(timeout=2_000)
    expect(verdict.get_by_role("heading")).to_be_visible()
    assert page.get_by_role("region", name="Grafik").first.bounding_box() == before, "nothing moves meanwhile"
    person.picture("updating-1440-dark")
    expect(page.get_by_role("button", name="Perbarui → v3")).to_be_visible(timeout=20_000)


def test_a_venue_that_does_not_answer_is_named_and_nothing_is_used_up(person: Person, sandbox: Sandbox) -> None:
    page = person.page
    sandbox.fault({"match": "/api/v3/klines", "symbol": "ADAUSDT", "drop": True})
    person.pick("ada", "ADA/USDT")
    page.get_by_role("button", name="Analisa SPOT I").click()
    trouble = page.get_by_role("alert").filter(has_text="Analisa ADA/USDT tidak jadi")
    expect(trouble).to_contain_text("Venue tidak menjawab", timeout=20_000)
    expect(page.get_by_text("Tidak ada versi baru yang disimpan dan kuota tidak terpakai.")).to_be_visible()
    expect(page.get_by_text(re.compile("^Kuota 0/"))).to_be_visible()
    person.picture("venue-down-1440-dark")
    sandbox.fault()
    page.get_by_role("button", name="Coba lagi").first.click()
    expect(page.get_by_role("region", name="Analisa", exact=True)).to_be_visible(timeout=20_000)


def test_a_phone_with_a_wrong_clock_shows_the_servers_time(chromium: Browser, person: Person) -> None:
    lost = Person(chromium, person.server)
    lost.page.clock.install(time="2031-01-01T03:00:00Z")
    lost.context.add_cookies(person.context.storage_state()["cookies"])  # type: ignore[arg-type]
    lost.page.goto(f"{person.server.url}/analysis?symbol=SUI/USDT")
    expect(lost.page.get_by_role("button", name="Analisa SPOT I")).to_be_visible()
    assert abs(lost.server_clock() - person.server_clock()) <= 2
    lost.page.get_by_role("button", name="Analisa SPOT I").click()
    expect(lost.page.get_by_role("region", name="Analisa", exact=True)).to_be_visible(timeout=20_000)
    expect(lost.page.get_by_text("Berlaku sampai 23.00 WIB")).to_be_visible()
    expect(lost.page.get_by_role("button", name=re.compile(r"^Jeda [1-4] dtk$"))).to_be_visible()
    expect(lost.page.get_by_text(re.compile(r"tutup dlm \d\d\.\d\d")).first).to_be_visible()
    lost.leave()


def test_without_the_server_the_page_says_since_when_and_comes_back_by_itself(person: Person) -> None:
    page = person.page
    person.analyse("bnb", "BNB/USDT")
    person.context.set_offline(True)
    page.get_by_role("button", name="Perbarui → v2").click(timeout=10_000)
    expect(page.get_by_text(re.compile(r"Terputus sejak \d\d\.\d\d\.\d\d"))).to_be_visible(timeout=10_000)
    expect(page.get_by_text("Bias Dominan")).to_be_visible()
    person.picture("offline-1440-dark")
    person.context.set_offline(False)
    page.get_by_role("button", name="Coba lagi").first.click()
    expect(page.get_by_text(re.compile("Terputus sejak"))).to_be_hidden(timeout=10_000)
    expect(page.get_by_role("button", name="Perbarui → v3")).to_be_visible(timeout=20_000)


def test_used_quota_and_a_plan_that_is_over_say_what_to_do(chromium: Browser, tmp_path: Path) -> None:
    few = {"NOFOMO_DAILY_QUOTA": "1", "NOFOMO_COOLDOWN_S": "0", "NOFOMO_LOG_LEVEL": "warning"}
    with running_in(tmp_path, env=few, at="2026-03-14T09:00:10Z") as server:
        someone = Person(chromium, server).sign_in(server.links[-1])
        page = someone.page
        someone.analyse("sol", "SOL/USDT")
        expect(page.get_by_role("heading", name=re.compile("Tunggu"))).to_be_visible(timeout=20_000)
        page.get_by_role("button", name="Perbarui → v2").click()
        expect(page.get_by_text("Kuota hari ini habis. Terisi lagi pukul 00.00 WIB.")).to_be_visible(timeout=5_000)
        expect(page.get_by_role("button", name="Kuota habis")).to_be_disabled()
        someone.picture("quota-used-1440-dark")
    later = {**few, "NOFOMO_DAILY_QUOTA": "9"}
    with running_in(tmp_path, env=later, at="2026-03-14T13:20:00Z") as server:
        page.goto(f"{server.url}/analysis?symbol=SOL/USDT")
        expect(page.get_by_text("Masa rencana v1 habis")).to_be_visible(timeout=20_000)
        expect(page.get_by_text("Ukuran disembunyikan karena rencana ini sudah basi.")).to_be_visible()
        expect(page.get_by_role("region", name="Riwayat versi")).to_contain_text("Habis 20.00")
        someone.picture("expired-1440-dark")
        page.get_by_role("button", name="Perbarui → v2").click()
        expect(page.get_by_text("Masa rencana v1 habis")).to_be_hidden(timeout=20_000)
        expect(page.get_by_role("button", name="Perbarui → v3")).to_be_visible()
    someone.leave()
