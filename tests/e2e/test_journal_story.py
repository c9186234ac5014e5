"""Act on a plan, note it, close it, take the note back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Person


def test_a_taken_plan_is_noted_closed_with_a_result_and_removed(person: Person) -> None:
    page = person.page
    person.analyse("op", "OP/USDT")
    journal = page.get_by_role("region", name="Yang diambil")
    expect(journal).to_be_hidden()
    page.get_by_role("button", name="Tandai diambil").click()
    form = page.get_by_role("dialog", name="Tandai v1 diambil")
    paid = form.get_by_role("textbox", name="Harga terisi")
    expect(paid).to_have_value(re.compile(r"^2,\d+$"))
    paid.fill("")
    form.get_by_role("button", name="Catat").click()
    expect(form.get_by_text("Isi angka di atas nol.")).to_be_visible()
    paid.fill("2,340")
    form.get_by_role("textbox", name="Jumlah").fill("100")
    form.get_by_role("button", name="Catat").click()
    expect(journal).to_contain_text("v1 · PB 100 OP · 2,34")
    expect(page.get_by_text("Tercatat. Gerbang rugi harian ikut menghitungnya.").first).to_be_visible()

    journal.get_by_role("button", name="Tutup", exact=True).click()
    leaving = page.get_by_role("dialog", name="Tutup OP/USDT")
    expect(leaving.get_by_text("Dibeli di 2,34")).to_be_visible()
    leaving.get_by_role("textbox", name="Harga keluar").fill("2.500")
    leaving.get_by_role("button", name="Catat").click()
    # bought at 2.34, sold at 2.5 and not at two thousand five hundred; 0.1 % fee on both sides
    expect(journal).to_contain_text("→ 2,5")
    expect(journal).to_contain_text("+15,52 USDT")
    person.picture("journal-1440-dark")
    page.reload()
    expect(journal).to_contain_text("+15,52 USDT", timeout=10_000)

    journal.get_by_role("button", name="Hapus catatan OP/USDT").click()
    page.get_by_role("dialog", name="Hapus catatan OP/USDT?").get_by_role("button", name="Hapus").click()
    expect(journal).to_be_hidden()
