"""What became of a plan: filled, ended, left behind, run out of time."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Person
from tests.support.live import running_in

QUICK = {"NOFOMO_COOLDOWN_S": "0", "NOFOMO_LOG_LEVEL": "warning"}


def test_a_plan_is_filled_then_invalidated_and_another_is_left_behind(chromium: Browser, tmp_path: Path) -> None:
    with running_in(tmp_path, env=QUICK, at="2026-03-13T04:15:10Z") as server:
        someone = Person(chromium, server).sign_in(server.links[-1])
        page = someone.page
        for typed, choice in (("btc", "BTC/USDT"), ("op", "OP/USDT")):
            someone.analyse(typed, choice)
            expect(page.get_by_role("heading", name=re.compile("layak diambil"))).to_be_visible(timeout=20_000)
            expect(page.get_by_role("region", name="Riwayat versi")).to_contain_text("Berlaku sampai 15.15 WIB")
            expect(page.get_by_role("region", name="Hasil v1")).to_be_hidden()

    verdict = page.get_by_role("region", name="Analisa", exact=True)
    history = page.get_by_role("region", name="Riwayat versi")
    with running_in(tmp_path, env=QUICK, at="2026-03-13T07:05:00Z") as server:
        page.goto(f"{server.url}/analysis?symbol=BTC/USDT")
        expect(verdict).to_contain_text("PB1 terisi 12.15 WIB.", timeout=20_000)
        told = page.get_by_role("region", name="Hasil v1").get_by_role("listitem")
        expect(told).to_have_text([re.compile("12.15PB1 terisi beli 60%"), re.compile("13.30PB2 terisi beli 40%")])
        expect(history).to_contain_text("PB1 terisi 12.15")
        expect(page.get_by_role("region", name=re.compile("^Ukuran posisi"))).to_contain_text("Rata-rata")
        someone.picture("outcome-filled-1440-dark")

        page.goto(f"{server.url}/analysis?symbol=OP/USDT")
        expect(verdict).to_contain_text("Rencana v1 ditinggal harga", timeout=20_000)
        expect(page.get_by_text("Ukuran disembunyikan karena rencana ini sudah basi.")).to_be_visible()
        expect(history).to_contain_text("Ditinggal 11.16")

    with running_in(tmp_path, env=QUICK, at="2026-03-13T16:20:00Z") as server:
        page.goto(f"{server.url}/analysis?symbol=BTC/USDT")
        expect(verdict).to_contain_text("Rencana v1 batal", timeout=20_000)
        expect(verdict).to_contain_text(re.compile(r"Candle tutup di bawah 115\.870 pada 13 Mar 2026 17\.15 WIB\."))
        told = page.get_by_role("region", name="Hasil v1")
        expect(told).to_contain_text("Close menembus invalidasi")
        expect(told).to_contain_text("Keluar di harga pasar jual 100%")
        expect(told).to_contain_text(re.compile(r"−1,\d\dR"))
        expect(history).to_contain_text(re.compile(r"Invalid 17\.15 · −1,\d\dR"))
        expect(page.get_by_text("Ukuran disembunyikan karena rencana ini sudah basi.")).to_be_visible()
        someone.picture("outcome-invalidated-1440-dark")
    someone.leave()


def test_a_price_that_ran_away_is_not_to_be_chased(chromium: Browser, tmp_path: Path) -> None:
    with running_in(tmp_path, env=QUICK, at="2026-03-14T12:00:10Z") as server:
        someone = Person(chromium, server, phone=True)
        someone.sign_in(server.links[-1])
        someone.page.goto(f"{server.url}/analysis?symbol=SOL/USDT")
        someone.page.get_by_role("button", name="Analisa", exact=True).first.click()
        expect(someone.page.get_by_role("heading", name=re.compile("layak diambil"))).to_be_visible(timeout=20_000)
    with running_in(tmp_path, env=QUICK, at="2026-03-14T14:05:00Z") as server:
        page = someone.page
        page.goto(f"{server.url}/analysis?symbol=SOL/USDT")
        warning = page.get_by_text(re.compile(r"^Harga sudah \d,\d% di atas PB1 tanpa terisi\. Jangan kejar\.$"))
        expect(warning).to_be_visible(timeout=20_000)
        expect(page.get_by_text("Rugi bila invalid")).to_be_hidden()
        assert someone.sideways() <= 0
        someone.picture("outcome-ran-away-390-dark")
    someone.leave()
